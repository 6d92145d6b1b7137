import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Records
import XMLBatch

/// `bronbatch show`.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a delivery or feedback file, record by record, each field by its name.",
    discussion: """
      Files that end in .xml or .xml.gz are XML. A feedback file comes with an overview before its records, and both are in the order in which \
      one works through them: what was rejected first, by code, then what was approved with a \
      signaal, then the rest. Reads plain and packed files, and prints what it can of a damaged \
      one. Empty fields are left out unless --all is given. The overview names nobody but by \
      leerlingnummer; the records hold personal data: mind who sees them.
      """)

  /// A part of what is printed of a feedback file.
  enum Part: EnumerableFlag {
    case overview, records

    static func help(for part: Part) -> ArgumentHelp? {
      switch part {
      case .overview: "Print the overview of a feedback file alone."
      case .records: "Print the records alone, in the order of the file."
      }
    }
  }

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String
  @Flag var part: Part?
  @Flag(help: "Print empty fields too.")
  var all = false
  @OptionGroup var specs: SpecsOptions

  func run() throws {
    let pve = try specs.load()
    var printer = RecordPrinter(pve: pve, all: all)
    if part != .records {
      let bestand = Terugkoppelbestand(file, pve: pve)
      if try bestand.isTerugkoppeling() {
        return try Terugkoppelweergave(bestand, pve: pve).schrijf(records: part == .overview ? nil : printer)
      }
      if part == .overview {
        throw BronError(.usage, "only a feedback file has an overview", at: .init(file))
      }
    }
    let reader = try Uitwisseling.records(file, pve: pve)
    var fault: XMLFault?
    while try reader.next() {
      let block = reader.block
      var text = ""
      for (index, line) in block.lines.enumerated() {
        text += printer.text(block.copy(line), regel: block.lineNumber(index))
      }
      Terminal.write(text)
      fault = fault ?? reader.faults.first
    }
    if let fault { throw fault.error(in: file) }
  }
}
