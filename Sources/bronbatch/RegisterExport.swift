import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen

/// `bronbatch register export`.
struct RegisterExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the register out as CSV, as it is or as it was known on a day.",
    discussion: """
      One file for each kind of facts: UTF-8, `;`, a header row, dates EEJJMMDD. Each row says since when \
      it has been known and which melding it is from; `persoon` is the number that ties the files \
      together. Nothing is overwritten.

      Example: bronbatch register export --output stand --as-of 2010-02-01
      """)

  @Option(help: ArgumentHelp("Folder for the files.", valueName: "folder"))
  var output: String
  @Option(
    help: ArgumentHelp(
      "The register as it was known at the end of this day, by the processing dates of the deliveries.",
      valueName: "yyyy-mm-dd"))
  var asOf: String?
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let datum = try asOf.map { text in
      guard text.utf8.count == 10, let datum = Datum(text: text) else {
        throw ValidationError("'\(text)' is no date; write it as 2010-02-01.")
      }
      return datum
    }
    let pve = try specs.load()
    let uitkomst = try Registerexport(try RegisterCommand.open(register, pve), pve: pve)
      .schrijf(naar: output, op: datum)
    for (naam, rijen) in uitkomst.bestanden {
      Terminal.write("\(Folders.join(output, naam)): \(rijen) rijen\n")
    }
    if let begin = uitkomst.begin {
      Terminal.error(
        "bronbatch: this register keeps what is replaced since \(begin.dashed); of what it knew before that day "
          + "there is only what was not replaced by then")
    }
  }
}
