import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import XMLBatch

/// `bronbatch convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a delivery or feedback file of the fixed format into XML, or XML into the fixed format.",
    discussion: """
      The endings of the names say which: .xml or .xml.gz is XML, anything else the fixed format; .gz is packed. \
      Nothing is judged but what the other format could not hold: a file that would be refused is not turned. \
      There and back again gives the same bytes. A file that is there already is replaced.

      Example: bronbatch convert 99ZZ001A.B01 99ZZ001A.B01.xml.gz
      """)

  @Argument(help: ArgumentHelp("The file to read.", valueName: "in"))
  var input: String
  @Argument(help: ArgumentHelp("The file to write.", valueName: "out"))
  var output: String
  @OptionGroup var specs: SpecsOptions

  func validate() throws {
    if Self.isXML(input) == Self.isXML(output) {
      throw ValidationError(
        "'\(input)' and '\(output)' are of the same format; one of them must end in .xml or .xml.gz, the other not.")
    }
  }

  func run() throws {
    let pve = try specs.load()
    var faults: [XMLFault] = []
    do {
      // An XML file with faults and a fixed one that would be refused end alike: with 1, and no output.
      try Uitvoerbestand(output, Folders()).schrijf { write in
        if Self.isXML(input) {
          faults = try Omzetting.naarVast(pve, try Uitwisseling.open(input), write: write)
          if !faults.isEmpty { throw ExitCode(1) }
        } else {
          try Omzetting.naarXML(pve, naam: input, open: { try Uitwisseling.open(input) }, write: write)
        }
      }
    } catch let code as ExitCode {
      for fault in faults { Terminal.write("\(input): \(fault)\n") }
      throw code
    } catch var error as BronError where error.code == .gzip || error.code == .tooLarge {
      // For these too a delivery would be refused.
      error.code = .refused
      throw error
    }
  }

  private static func isXML(_ name: String) -> Bool {
    name.hasSuffix(".xml") || name.hasSuffix(".xml.gz")
  }
}
