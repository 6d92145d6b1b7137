import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Records

/// `bronbatch show`.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a delivery or feedback file, record by record, each field by its name.",
    discussion: """
      Reads plain and packed files, and prints what it can of a damaged one. Empty fields are left \
      out unless --all is given. The output holds personal data: mind who sees it.
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String
  @Flag(help: "Print empty fields too.")
  var all = false
  @OptionGroup var specs: SpecsOptions

  func run() throws {
    let pve = try specs.load()
    var printer = RecordPrinter(pve: pve, all: all)
    var reader = BlockReader(try Uitwisseling.open(file))
    while try reader.next() {
      Terminal.write(printer.text(reader.block))
    }
  }
}

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

  /// The records of a block, in text.
  mutating func text(_ block: Block) -> String {
    var text = ""
    for (index, line) in block.lines.enumerated() {
      let bytes = block.copy(line)
      if let layout = layout(bytes) {
        text += "regel \(block.firstLine + index)  \(layout.record) \(layout.naam)\n"
        for veld in layout.velden.dropFirst() { text += self.text(veld, bytes[veld.range]) }
      } else {
        text +=
          "regel \(block.firstLine + index)  onbekend record van \(bytes.count) bytes: \(Latin1.text(bytes.prefix(60)))\n"
      }
    }
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
    for layouts in [layouts] + pve.layouts {
      let index = layouts.index(record: record, length: bytes.count)
      if index >= 0 { return layouts.all[index] }
    }
    return nil
  }

  private func text(_ veld: Veld, _ bytes: ArraySlice<UInt8>) -> String {
    let value = Latin1.text(Latin1.trimmed(bytes))
    if value.isEmpty && !all { return "" }
    let name = veld.naam + String(repeating: " ", count: max(1, 46 - veld.naam.count))
    let meaning = veld.lijst.flatMap { pve.lijsten[$0]?.betekenis(van: value) }.map { "  (\($0))" } ?? ""
    return "    \(name)\(value)\(meaning)\n"
  }
}
