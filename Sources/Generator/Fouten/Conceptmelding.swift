import ProgrammaVanEisen
import Records

/// A record of a melding that is still being made up.
struct Conceptrecord {
  let layout: Layout
  private(set) var bytes: [UInt8]

  /// A record as it was written, without its line end.
  init(_ layout: Layout, _ bytes: some Collection<UInt8>) {
    self.layout = layout
    self.bytes = Array(bytes)
  }

  /// A record with some of its fields filled.
  init(_ layout: Layout, nummer: String, _ velden: [String: String]) {
    self.layout = layout
    bytes = [UInt8](repeating: 0x20, count: layout.lengte)
    self["recordsoort"] = String(layout.record)
    self["meldingnummer"] = nummer
    for (veld, value) in velden { self[veld] = value }
  }

  /// What stands in a field, without the spaces behind it; nothing where this version does not have
  /// it. What is set stands left, and what does not fit is cut off.
  subscript(veld: String) -> String {
    get {
      guard let range = layout.veld(veld)?.range else { return "" }
      return Latin1.text(Latin1.trimmed(bytes[range]))
    }
    set {
      guard let range = layout.veld(veld)?.range else { return }
      let value = (Latin1.bytes(newValue) ?? []).prefix(range.count)
      bytes.replaceSubrange(range, with: value + [UInt8](repeating: 0x20, count: range.count - value.count))
    }
  }

  /// Whether it removes: then only its key counts.
  var isVerwijdering: Bool { self["soortMutatie"] == "V" }
}

/// A melding that is still being made up: its 305 and the records behind it.
struct Conceptmelding {
  var records: [Conceptrecord]

  init(_ records: [Conceptrecord]) {
    self.records = records
  }

  /// The melding that a writer holds, and nothing else.
  init(_ schrijver: Meldingschrijver, _ layouts: Layouts) {
    records = schrijver.bytes.split(separator: 0x0A).compactMap { line in
      let bytes = line.dropLast()
      let number = bytes.prefix(3).reduce(0) { $0 * 10 + Int($1 & 0x0F) }
      let index = layouts.index(record: number, length: bytes.count)
      return index < 0 ? nil : Conceptrecord(layouts.all[index], bytes)
    }
  }

  /// The last record of a kind that adds or changes something.
  func laatste(_ nummer: Int) -> Int? {
    records.lastIndex { $0.layout.record == nummer && !$0.isVerwijdering }
  }

  func aantal(_ nummer: Int) -> Int {
    records.count { $0.layout.record == nummer }
  }

  /// Whether it adds an inschrijving.
  var isToevoeging: Bool {
    records.contains { [320, 325, 330].contains($0.layout.record) && $0["soortMutatie"] == "T" }
  }
}

extension Conceptrecord {
  mutating func wisNummers() {
    self["sofinummer"] = ""
    self["onderwijsnummer"] = ""
  }
}

extension Conceptmelding {
  /// Tells who it is about by a 310, behind the 305, instead of by a number.
  mutating func zoekOpNaam(_ context: Foutcontext) {
    records[0].wisNummers()
    if aantal(310) == 0 { records.insert(context.persoonsgegevens, at: 1) }
  }
}
