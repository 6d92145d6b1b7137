import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen

/// `bronbatch register prune`.
struct RegisterPrune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Take old answers out of the journal, and old deliveries out of the archive.",
    discussion: """
      What was processed before the date goes: the answers that are kept for a delivery that comes again, and \
      the files in the archive of months that ended before it. What the register knows stays, with its history; \
      so does which deliveries there were: one that comes again is refused. Without --yes it only says what it \
      would do.

      Example, once a month: bronbatch register prune --before 2009-08-01 --yes
      """)

  @Option(help: ArgumentHelp("The first day of which everything stays.", valueName: "yyyy-mm-dd"))
  var before: String
  @Option(help: ArgumentHelp("The archive. Its folders are years, with months in them.", valueName: "folder"))
  var archive = "Archive"
  @Flag(help: "Do it.")
  var yes = false
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func validate() throws { _ = try datum() }

  private func datum() throws -> Datum {
    guard before.utf8.count == 10, let datum = Datum(text: before) else {
      throw ValidationError("'\(before)' is no date; write it as 2010-02-01.")
    }
    return datum
  }

  func run() throws {
    let opruiming = Opruiming(try RegisterCommand.open(register, try specs.load()), archive: archive)
    let verslag = try opruiming.ruimOp(voor: try datum(), isProef: !yes)
    var text = yes ? "Verwijderd:\n" : "Zou verwijderd worden:\n"
    text += "  bewaarde antwoorden       \(verslag.antwoorden.dutch.right(8))\n"
    text += "  bestanden in het archief  \(verslag.bestanden.dutch.right(8))\n"
    if !yes { text += "\nEr is niets verwijderd. Met --yes gebeurt het.\n" }
    Terminal.write(text)
  }
}
