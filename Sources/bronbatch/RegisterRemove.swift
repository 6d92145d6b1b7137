import ArgumentParser
import Exchange

/// `bronbatch register remove`.
struct RegisterRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a person out of the register, its history and what waits.",
    discussion: """
      Without --yes it only says what it would do. What was delivered and answered lies in files that \
      others keep: it names them, and leaves them as they are. The database is written anew afterwards, \
      which takes as much room again while it lasts.
      """)

  @Argument(help: ArgumentHelp("A BSN or an onderwijsnummer, also one from before.", valueName: "person"))
  var person: String
  @Flag(help: "Do it.")
  var yes = false
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let pve = try specs.load()
    let verslag = try Persoonsverwijdering(try RegisterCommand.open(register, pve), pve: pve)
      .verwijder(person, isProef: !yes)
    Terminal.write(text(verslag))
  }

  private func text(_ verslag: Persoonsverwijdering.Verslag) -> String {
    func regel(_ naam: String, _ aantal: Int) -> String {
      aantal == 0 ? "" : "  \(naam.left(34))\(aantal.dutch.right(8))\n"
    }
    var text = yes ? "Verwijderd:\n" : "Zou verwijderd worden:\n"
    for (tabel, aantal) in verslag.tabellen { text += regel(tabel, aantal) }
    text += regel("meldingen in behandeling", verslag.inBehandeling)
    text += regel("meldingen in bewaarde antwoorden", verslag.inAntwoorden)
    text += "\nHierin staan nog meldingen van deze persoon; bronbatch verandert deze bestanden niet:\n"
    for aanlevering in verslag.aanleveringen {
      text += "  \(aanlevering.archief.visible) in het archief (SHA-256 \(aanlevering.sha256.prefix(8)))"
      text += aanlevering.terugkoppeling.map { ", \($0.visible) in de outbox\n" } ?? "\n"
    }
    text += Tekst.wrapped(
      "Verwijder of vernietig deze bestanden volgens uw bewaarbeleid, en ook wat elders ligt: geweigerde "
        + "aanleveringen in Rejected, personen.csv, reservekopieën en exports van het register. Zolang een "
        + "aanlevering in de inbox komt of de persoon in personen.csv staat, kan hij opnieuw geregistreerd worden.",
      hanging: 0)
    if !yes { text += "\nEr is niets verwijderd. Met --yes gebeurt het.\n" }
    return text
  }
}
