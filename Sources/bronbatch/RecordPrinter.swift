import ProgrammaVanEisen
import Records

/// Prints records for people.
struct RecordPrinter {
  private let pve: PvE
  private let all: Bool
  private var layouts: Layouts

  init(pve: PvE, all: Bool) {
    self.pve = pve
    self.all = all
    layouts = pve.newest
  }

  /// A line of a file, field by field.
  mutating func text(_ bytes: [UInt8], regel: Int) -> String {
    guard let layout = layout(bytes) else {
      return "regel \(regel)  onbekend record van \(bytes.count) bytes: \(Self.readable(bytes.prefix(60)))\n"
    }
    var text = "regel \(regel)  \(layout.record) \(layout.naam)\n"
    for veld in layout.velden.dropFirst() { text += self.text(veld, bytes[veld.range]) }
    return text
  }

  /// The layout of a line: of the version that the header names, or of any that has its length,
  /// since feedback does not say its version.
  private mutating func layout(_ bytes: [UInt8]) -> Layout? {
    guard bytes.count >= 3, let record = Int(Latin1.text(bytes[..<3])) else { return nil }
    if record == 300, let veld = layouts[300]?.veld("versieProgrammaVanEisen"), bytes.count >= veld.range.upperBound,
      let named = pve.layouts(versie: Latin1.text(Latin1.trimmed(bytes[veld.range])))
    {
      layouts = named
    }
    return ([layouts] + pve.layouts).layout(record: record, length: bytes.count)
  }

  private func text(_ veld: Veld, _ bytes: ArraySlice<UInt8>) -> String {
    let value = Self.readable(Latin1.trimmed(bytes))
    if value.isEmpty && !all { return "" }
    let name = veld.naam + String(repeating: " ", count: max(1, 46 - veld.naam.count))
    let meaning = pve.betekenis(value, van: veld).map { "  (\($0))" } ?? ""
    return "    \(name)\(value)\(meaning)\n"
  }

  /// The text that bytes are; what is no character cannot give orders to the terminal.
  static func readable(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let isCharacter = byte >= 0x20 && !(0x7F...0x9F).contains(byte)
      text.append(isCharacter ? Unicode.Scalar(byte) : "\u{FFFD}")
    }
    return String(text)
  }
}

extension PvE {
  /// What a code means in a field with a value list.
  func betekenis(_ code: String, van veld: Veld) -> String? {
    veld.lijst.flatMap { lijsten[$0]?.betekenis(van: code) }
  }
}

extension [Layouts] {
  /// The layout of a line in the first version that has one for its recordsoort and length.
  func layout(record: Int, length: Int) -> Layout? {
    for layouts in self {
      let index = layouts.index(record: record, length: length)
      if index >= 0 { return layouts.all[index] }
    }
    return nil
  }
}
