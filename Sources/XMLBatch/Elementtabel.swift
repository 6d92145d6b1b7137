import ProgrammaVanEisen
import Records

/// The schema of one kind of document as flat tables: which element may follow which, and where its value goes.
///
/// A kind of element is a row of states. A child may come while the state lies between two bounds, and sets it to a
/// third: so a sequence, an element that may be left out, and a choice that goes on are the same thing.
struct Elementtabel: Sendable {
  /// What the text in an element is.
  enum Vorm: UInt8, Sendable {
    /// None: it holds elements.
    case none
    /// Left aligned.
    case text
    /// Right aligned with zeros, where it is digits.
    case number
    /// A day with dashes, or eight bytes as they are.
    case date
    /// A UUID, which is looked at and not kept.
    case uuid
    /// A time in UTC, which is looked at and not kept.
    case time
  }

  /// The name of an element, as words to compare at once; with `>` behind it.
  struct Name: Sendable {
    /// Where its words begin.
    let first: Int
    /// The number of bytes, the `>` included.
    let count: Int
  }

  /// An element inside another.
  struct Child: Sendable {
    let name: Name
    /// Its index in `kinds`; -1 where it holds text.
    let kind: Int
    /// It may come in these states.
    let states: ClosedRange<UInt8>
    /// The state behind it.
    let next: UInt8
    let vorm: Vorm
    /// Where the value goes: in the record, or in what the records of a melding share.
    var offset = 0
    var length = 0
    /// The shortest form of the record that has it.
    var form: UInt8 = 0
  }

  /// What an element with elements in it is.
  enum Rol: UInt8, Sendable {
    case document, batch, bedrijfsdocument, melding, record, groep
  }

  /// A form that a record may have.
  struct Recordvorm: Sendable {
    let length: Int
    /// Its index in the `Layouts` of the delivery; -1 in a feedback, which may hold records of several versions.
    let layout: Int
  }

  /// A kind of element that holds elements.
  struct Kind: Sendable {
    let name: Name
    let rol: Rol
    /// Its children, by index.
    var children = 0..<0
    /// It is complete from this state on.
    var complete: UInt8 = 0
    var record = 0
    /// The forms of its record, by index, from the shortest to the longest.
    var vormen = 0..<0
  }

  private(set) var kinds: [Kind] = []
  private(set) var children: [Child] = []
  private(set) var vormen: [Recordvorm] = []
  private(set) var words: [UInt64] = []

  /// The number of bytes that the records of a melding share, the recordsoort included; 0 outside of meldingen.
  private(set) var gedeeld = 0

  /// The document itself, above its root.
  static let document = 0

  /// - Parameters:
  ///   - layouts: those of the versions that the document may hold; of a delivery that of its header alone.
  ///   - sectordeel: where records of another one are not known; nil: only the header is.
  init(_ soort: Documentsoort, _ namen: XMLNamen, _ layouts: [Layouts], sectordeel: String?) throws {
    let document = add(kind: "", .document)
    let batch = add(kind: soort.rawValue, .batch)
    let bedrijf = add(kind: "bedrijfsdocument", .bedrijfsdocument)
    let voorloop = try add(record: soort.voorloop, namen, layouts)
    let melding = add(kind: "melding", .melding)
    let gegevens = soort == .terugkoppeling ? try add(record: 402, namen, layouts) : nil

    set(document, complete: 1, [child(batch, 0...0, 1)])
    set(
      bedrijf, complete: 1,
      [
        .init(
          name: add("identificatiecodeBedrijfsdocument"), kind: -1, states: 0...0, next: 1, vorm: .uuid),
        .init(name: add("datumTijdBedrijfsdocument"), kind: -1, states: 1...1, next: 2, vorm: .time),
      ])
    var parts = [child(bedrijf, 0...0, 1), child(voorloop, 0...1, 2)]
    if let gegevens {
      parts += [child(gegevens, 2...3, 3), child(melding, 3...3, 3)]
    } else {
      parts.append(child(melding, 2...2, 2))
    }
    set(batch, complete: 2, parts)
    try fill(melding, soort, namen, layouts, sectordeel: sectordeel)
  }

  /// What stands in a melding: what its records share, the record that begins it, and the others in any order.
  private mutating func fill(
    _ melding: Int, _ soort: Documentsoort, _ namen: XMLNamen, _ layouts: [Layouts], sectordeel: String?
  ) throws {
    let first = try Recordvormen(record: soort.melding, layouts).langste
    var parts: [Child] = []
    for veld in first.layout.meldingvelden {
      let state = UInt8(parts.count)
      parts.append(value(veld, namen.element(veld, versie: first.versie), state...state, state + 1, form: 0))
      gedeeld = veld.range.upperBound
    }
    let begin = UInt8(parts.count)
    let eerste = try add(record: soort.melding, namen, layouts)
    parts.append(child(eerste, begin...begin, begin + 1))
    let records = Set(
      layouts.flatMap { $0.all }.filter { layout in
        soort.isInMelding(layout.record) && (layout.sectordeel == nil || layout.sectordeel == sectordeel)
      }.map(\.record))
    for record in records.sorted() {
      let kind = try add(record: record, namen, layouts)
      parts.append(child(kind, begin + 1...begin + 1, begin + 1))
    }
    set(melding, complete: begin + 1, parts)
  }

  /// Adds the element of a record, with the group inside it if it has one; gives its index.
  private mutating func add(record: Int, _ namen: XMLNamen, _ layouts: [Layouts]) throws -> Int {
    let recordvormen = try Recordvormen(record: record, layouts)
    let langste = recordvormen.langste
    let kort = layouts.compactMap { $0.short(record) }.first
    let kind = add(kind: namen.element(record: record), .record)
    var inside: [Child] = []
    var group: [Child] = []
    for veld in langste.layout.eigenVelden {
      let isInGroup = kort.map { $0.veld(veld.id) == nil } ?? false
      let state = UInt8(isInGroup ? group.count : inside.count)
      let field = value(
        veld, namen.element(veld, versie: langste.versie), 0...state, state + 1,
        form: UInt8(recordvormen.eerste(met: veld)))
      if isInGroup { group.append(field) } else { inside.append(field) }
    }
    if !group.isEmpty, let naam = namen.groep(record: record) {
      let groep = add(kind: naam, .groep)
      let form = group.map(\.form).min() ?? 0
      set(groep, complete: 0, group)
      let state = UInt8(inside.count)
      inside.append(
        .init(name: kinds[groep].name, kind: groep, states: 0...state, next: state + 1, vorm: .none, form: form))
    }
    set(kind, complete: 0, inside)
    kinds[kind].record = record
    kinds[kind].vormen = vormen.count..<vormen.count + recordvormen.vormen.count
    vormen += recordvormen.vormen.map {
      .init(length: $0.layout.lengte, layout: layouts.count == 1 ? $0.layout.id : -1)
    }
    return kind
  }

  private mutating func add(kind name: String, _ rol: Rol) -> Int {
    kinds.append(Kind(name: add(name), rol: rol))
    return kinds.count - 1
  }

  private mutating func set(_ kind: Int, complete: UInt8, _ inside: [Child]) {
    kinds[kind].complete = complete
    kinds[kind].children = children.count..<children.count + inside.count
    children += inside
  }

  private func child(_ kind: Int, _ states: ClosedRange<UInt8>, _ next: UInt8) -> Child {
    Child(name: kinds[kind].name, kind: kind, states: states, next: next, vorm: .none)
  }

  private mutating func value(
    _ veld: Veld, _ element: String, _ states: ClosedRange<UInt8>, _ next: UInt8, form: UInt8
  ) -> Child {
    let vorm: Vorm =
      switch veld.soort {
      case .numeriek: .number
      case .datum, .onvolledigeDatum: .date
      case .tekst, .code, .indicatie: .text
      }
    return Child(
      name: add(element), kind: -1, states: states, next: next, vorm: vorm, offset: veld.offset, length: veld.lengte,
      form: form)
  }

  /// Adds a name to the words.
  private mutating func add(_ name: String) -> Name {
    let bytes = Array(name.utf8) + [UInt8(ascii: ">")]
    let first = words.count
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var word: UInt64 = 0
      for (index, byte) in bytes[start..<min(start + 8, bytes.count)].enumerated() {
        word |= UInt64(byte) << (8 * UInt64(index))
      }
      words.append(word)
    }
    return Name(first: first, count: bytes.count)
  }

  // MARK: Asking

  /// Whether a name with its `>` stands at a place.
  @inline(__always)
  func matches(_ name: Name, _ bytes: RawBytes, _ place: Int) -> Bool {
    var (rest, place, index) = (name.count, place, name.first)
    while rest > 8 {
      if bytes.word(at: place) != words[index] { return false }
      (rest, place, index) = (rest - 8, place + 8, index + 1)
    }
    return bytes.word(at: place, length: rest) == words[index]
  }

  /// The name as text.
  func text(_ name: Name) -> String {
    var bytes: [UInt8] = []
    for index in 0..<name.count - 1 {
      bytes.append(UInt8(truncatingIfNeeded: words[name.first + index / 8] >> UInt64(index % 8 * 8)))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The child of a kind with that name, by index.
  func child(of kind: Int, named name: UnsafeRawBufferPointer) -> Int? {
    kinds[kind].children.first { index in
      let child = children[index].name
      return child.count == name.count + 1
        && name.enumerated().allSatisfy { offset, byte in
          UInt8(truncatingIfNeeded: words[child.first + offset / 8] >> UInt64(offset % 8 * 8)) == byte
        }
    }
  }
}
