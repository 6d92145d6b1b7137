import FileSystem
import ProgrammaVanEisen
import Records

/// Reads a delivery or feedback in XML, checks it against the schema, and gives its records as blocks of the fixed
/// format.
///
/// The faults of a block are in `faults`. A fault against the schema does not end the reading: what comes after it is
/// read as far as it can be understood. One of well-formedness does.
///
/// The first block holds the header alone, so that it can be asked by whom it is and of which version; the others
/// hold whole meldingen, but for one that is too large.
public struct XMLBatchReader: ~Copyable {
  /// An element that is open.
  struct Frame {
    let kind: Int
    var state: UInt8 = 0
    /// The shortest form of the record that has all that stands in it.
    var form: UInt8 = 0
    /// Its place in `successors`: that of the child that came last, or of the element itself.
    var slot: Int
    /// Where its label stands.
    var place = Block.Place(line: 0, byte: 0)
  }

  /// No more faults than this are told of a block; the others are counted.
  private static let mostFaults = 200
  /// The name of the namespace of the attributes that any element may have.
  private static let instance = Array("http://www.w3.org/2001/XMLSchema-instance".utf8)

  /// The records that were read last.
  public private(set) var block = Block()
  /// The faults in what was read last, the first of them where there are very many.
  public private(set) var faults: [XMLFault] = []
  /// How many more there are.
  public private(set) var moreFaults = 0
  /// What the document says it is; nil as long as its root was not read.
  public private(set) var soort: Documentsoort?
  /// The layouts of its records, as soon as its header was read; of a feedback those of the newest version.
  public private(set) var layouts: Layouts

  private let pve: PvE
  private let usesShortcuts: Bool
  var tokenizer: XMLTokenizer
  var builder = BlockBuilder()
  var table: Elementtabel
  var frames: [Frame] = []
  /// What the records of the melding at hand share.
  var shared: [UInt8] = []
  /// What came last behind each child of the table, and first in each kind of element: the index of a child, or -1
  /// for the end label. Meldingen look alike, so it is probably what comes now.
  var successors: [Int] = []
  /// Where the melding at hand begins in the block.
  var meldingStart = 0
  private var isPinned = false
  private var isFinished = false
  var isCut = false
  private var continuesMelding = false
  /// The header, as a record; empty as long as it was not read.
  private var headerBytes: [UInt8] = []
  /// The number of open elements inside one that is not known.
  private var skipped = 0
  /// The field that is open, and what was read of its text.
  private var field: Int?
  private var fieldPlace = XMLFault.Place(line: 0, column: 0, byte: 0)
  private var value: [UInt8] = []

  /// A reader at the start of a document.
  ///
  /// - Parameter usesShortcuts: false reads everything label by label: slower, and the same.
  /// - Throws: `BronError` of code `specs` where XML cannot tell two forms of a record apart.
  public init(
    _ source: any ByteSource, pve: PvE, limits: XMLLimits = XMLLimits(), usesShortcuts: Bool = true
  ) throws {
    self.pve = pve
    self.usesShortcuts = usesShortcuts
    layouts = pve.newest
    table = try Elementtabel(.aanlevering, pve.xml, [pve.newest], sectordeel: nil)
    tokenizer = XMLTokenizer(source, namespace: pve.xml.naamruimte, limits: limits)
    frames = [Frame(kind: Elementtabel.document, slot: 0)]
    frames.reserveCapacity(8)
    resetPredictions()
  }

  /// Reads the records of a delivery by these layouts, whatever its header says.
  public mutating func use(_ layouts: Layouts) throws {
    isPinned = true
    self.layouts = layouts
    if !headerBytes.isEmpty { try makeTable() }
  }

  /// Reads the next block, with its faults; a block without records has some. False at the end of the document.
  ///
  /// - Throws: what the source throws.
  public mutating func next() throws -> Bool {
    faults.removeAll(keepingCapacity: true)
    moreFaults = 0
    meldingStart = 0
    let continues = continuesMelding
    do {
      while !isFinished && !isCut {
        if usesShortcuts && skipped == 0 && field == nil {
          try takeShortcut()
          if isCut { break }
        }
        try step()
      }
    } catch let fault as XMLFault {
      faults.append(fault)
      isFinished = true
    }
    let cutsMelding = isCut && frames.contains { table.kinds[$0.kind].rol == .melding }
    block = builder.take(continuesMelding: continues, isCut: cutsMelding)
    continuesMelding = cutsMelding
    isCut = false
    return !block.lines.isEmpty || !faults.isEmpty
  }

  // MARK: Label by label

  /// Reads a token and does what it says.
  private mutating func step() throws {
    switch try tokenizer.next() {
    case .start: try begin()
    case .text: readText()
    case .end: try end()
    case .finished: isFinished = true
    }
  }

  private mutating func begin() throws {
    if skipped > 0 {
      skipped += 1
      return
    }
    if field != nil {
      report("een veld bevat alleen tekst, geen elementen")
      skipped = 1
      return
    }
    let frame = frames[frames.count - 1]
    let name = tokenizer.bytes.slice(tokenizer.name.local..<tokenizer.name.range.upperBound)
    guard tokenizer.namespaces.isExpected, let index = try child(of: frame.kind, named: name) else {
      let table = table
      report(table.unknown(in: frame.kind))
      skipped = 1
      return
    }
    checkAttributes()
    let child = table.children[index]
    if !child.states.contains(frame.state) {
      let table = table
      report(table.misplaced(child, in: frame.kind, state: frame.state))
    }
    if child.kind < 0 {
      note(index)
      field = index
      fieldPlace = tokenizer.place()
      value.removeAll(keepingCapacity: true)
    } else {
      enter(index, at: tokenizer.tokenStart)
    }
  }

  /// The child of that name; at the root it is decided what kind of document this is.
  private mutating func child(of kind: Int, named name: UnsafeRawBufferPointer) throws -> Int? {
    if kind == Elementtabel.document, soort == nil {
      guard let soort = Documentsoort.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else {
        return nil
      }
      self.soort = soort
      table = try Elementtabel(
        soort, pve.xml, soort == .aanlevering ? [layouts] : pve.layouts, sectordeel: nil)
      resetPredictions()
    }
    return table.child(of: kind, named: name)
  }

  private mutating func readText() {
    if skipped > 0 { return }
    if field == nil {
      if !tokenizer.isBlank { report("hier horen elementen te staan, geen tekst") }
    } else if value.count <= tokenizer.limits.piece {
      tokenizer.append(to: &value)
    }
  }

  private mutating func end() throws {
    if skipped > 0 {
      skipped -= 1
    } else if let index = field {
      field = nil
      place(value, table.children[index], at: fieldPlace)
    } else {
      try leave(at: tokenizer.tokenStart)
    }
  }

  private mutating func checkAttributes() {
    for attribute in tokenizer.attributes {
      let name = tokenizer.bytes.slice(attribute.name.local..<attribute.name.range.upperBound)
      let isHint =
        attribute.namespace != XMLNamespaces.none
        && (name.elementsEqual("schemaLocation".utf8) || name.elementsEqual("noNamespaceSchemaLocation".utf8))
        && tokenizer.namespaces.uri(attribute.namespace) == Self.instance
      if !isHint { report("het element heeft geen attributen") }
    }
  }

  // MARK: Elements

  /// Notes that a child came: the state behind it, the form that it asks for.
  @inline(__always)
  mutating func note(_ index: Int) {
    let child = table.children[index]
    let top = frames.count - 1
    successors[frames[top].slot] = index
    frames[top].state = max(frames[top].state, child.next)
    frames[top].form = max(frames[top].form, child.form)
    frames[top].slot = index
  }

  /// Opens an element that holds elements; its label begins at `position`.
  mutating func enter(_ index: Int, at position: Int) {
    note(index)
    let kind = table.children[index].kind
    var frame = Frame(kind: kind, slot: table.children.count + kind)
    switch table.kinds[kind].rol {
    case .melding:
      meldingStart = builder.filled
      if shared.count != table.gedeeld { shared = [UInt8](repeating: 0x20, count: table.gedeeld) }
      for index in shared.indices { shared[index] = 0x20 }
    case .record:
      frame.place = .init(line: tokenizer.input.line(at: position), byte: tokenizer.input.byte(at: position))
      beginRecord(table.kinds[kind])
    case .document, .batch, .bedrijfsdocument, .groep: break
    }
    frames.append(frame)
  }

  private mutating func beginRecord(_ kind: Elementtabel.Kind) {
    builder.begin(length: table.vormen[kind.vormen.upperBound - 1].length)
    let isInMelding = frames.last.map { table.kinds[$0.kind].rol == .melding } ?? false
    if isInMelding { for index in shared.indices { builder.buffer.store(shared[index], at: builder.start + index) } }
    for index in 0..<3 {
      let digit = kind.record / (index == 0 ? 100 : index == 1 ? 10 : 1) % 10
      builder.buffer.store(0x30 + UInt8(digit), at: builder.start + index)
    }
  }

  /// Closes the element that was opened last.
  mutating func leave(at position: Int) throws {
    guard let frame = frames.popLast() else { return }
    successors[frame.slot] = -1
    let kind = table.kinds[frame.kind]
    if frame.state < kind.complete {
      let table = table
      report(table.incomplete(frame.kind, state: frame.state), element: kind.name)
    }
    switch kind.rol {
    case .record:
      let vorm = table.vormen[kind.vormen.lowerBound + Int(frame.form)]
      builder.end(record: kind.record, length: vorm.length, layout: vorm.layout, place: frame.place)
      if headerBytes.isEmpty && kind.record == soort?.voorloop { try readHeader() }
      if builder.filled - meldingStart > BlockBuilder.longestMelding { isCut = true }
    case .groep:
      let top = frames.count - 1
      frames[top].form = max(frames[top].form, frame.form)
    case .melding: if builder.isFull || faults.count == Self.mostFaults { isCut = true }
    case .document, .batch, .bedrijfsdocument: break
    }
  }

  /// The header is there: who delivers, and by which version, decides what may come.
  private mutating func readHeader() throws {
    headerBytes = builder.buffer.copy(builder.start..<builder.filled - 2, slack: 0)
    isCut = true
    if soort == .aanlevering && !isPinned {
      layouts = pve.layouts(versie: header("versieProgrammaVanEisen")) ?? pve.newest
    }
    try makeTable()
  }

  private mutating func makeTable() throws {
    guard let soort else { return }
    let sectordeel = header("sectordeel")
    // Where no such sectordeel exists, the header is refused, and the first one is as good as any.
    let known = pve.lijsten["sectordeel"]?.waarden.map(\.code) ?? []
    table = try Elementtabel(
      soort, pve.xml, soort == .aanlevering ? [layouts] : pve.layouts,
      sectordeel: known.contains(sectordeel) ? sectordeel : known.first)
    resetPredictions()
  }

  /// Expects the elements in the order of the schema.
  private mutating func resetPredictions() {
    successors = [Int](repeating: -1, count: table.children.count)
    for kind in table.kinds where !kind.children.isEmpty {
      for index in kind.children.dropLast() { successors[index] = index + 1 }
    }
    successors += table.kinds.map { $0.children.isEmpty ? -1 : $0.children.lowerBound }
    for index in frames.indices { frames[index].slot = table.children.count + frames[index].kind }
  }

  /// The value of a field of the header.
  private func header(_ id: String) -> String {
    guard let soort, let veld = pve.newest[soort.voorloop]?.veld(id), veld.range.upperBound <= headerBytes.count else {
      return ""
    }
    return Latin1.text(Latin1.trimmed(headerBytes[veld.range]))
  }

  // MARK: Faults

  /// Adds a fault against the schema, at the token that was read last. What is said of it is only made up where it is
  /// listed: a document may hold any number of faults.
  mutating func report(
    _ text: @autoclosure () -> String, element: Elementtabel.Name? = nil, at place: XMLFault.Place? = nil
  ) {
    if faults.count == Self.mostFaults {
      moreFaults += 1
      return
    }
    faults.append(
      XMLFault(
        kind: .schema, place: place ?? tokenizer.place(), element: element.map(table.text) ?? tokenizer.openElement,
        text: text()))
  }
}
