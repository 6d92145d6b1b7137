import ArgumentParser
import Exchange
import FileSystem
import Reference
import Register

extension RegisterCommand {
  /// `bronbatch register decide`.
  struct Decide: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decide who a melding is about, where several persons could be meant.",
      discussion: """
        Without a case it lists what is undecided: each person of whom meldingen wait, with those who \
        could be meant. A decision names one of them, any other person by number, or says that it is \
        nobody who is known: he gets an onderwijsnummer. The meldingen are processed, and reported, \
        with the next `run`. Until then a decision can be taken back.

        A file for --file is CSV with ; and the header case;decision. A decision there is a \
        candidate (2), a number of nine digits, new, or =4 for the same person as in case 4. One wrong \
        line, and nothing of the file is taken over.

        Examples: bronbatch register decide 3 --candidate 2
                  bronbatch register decide --file besluiten.csv --dry-run
        """)

    @Argument(help: ArgumentHelp("The case, by the number that the list gives it.", valueName: "case"))
    var zaak: Int64?
    @Option(help: ArgumentHelp("It is this candidate of the list.", valueName: "number"))
    var candidate: Int?
    @Option(
      help: ArgumentHelp(
        "It is the person with this BSN or onderwijsnummer, of the same birth date and sex.", valueName: "number"))
    var number: String?
    @Flag(help: "It is nobody who is known: give an onderwijsnummer.")
    var new = false
    @Option(help: ArgumentHelp("It is the person of another case, decided before.", valueName: "case"))
    var sameAs: Int64?
    @Flag(help: "Take the decision back. Not once it was reported.")
    var undo = false
    @Option(help: ArgumentHelp("Decide all cases of a CSV file.", valueName: "file"))
    var file: String?
    @Flag(help: "Say what would come of it, and keep nothing.")
    var dryRun = false
    @Flag(help: "Show numbers, names, birth dates and addresses in the list.")
    var showPersonalData = false
    @Option(
      help: ArgumentHelp(
        "Folder with personen.csv. Default: reference in the folder of --specs.", valueName: "folder"))
    var reference: String?
    @OptionGroup var specs: SpecsOptions
    @OptionGroup var register: RegisterOptions
    @OptionGroup var date: DateOption

    /// How many wrong lines of a file are named.
    private static let mostFaults = 20

    func validate() throws {
      let choices = [candidate != nil, number != nil, new, sameAs != nil, undo].count { $0 }
      if choices > 1 { throw ValidationError("Choose one of --candidate, --number, --new, --same-as and --undo.") }
      if file != nil && (zaak != nil || choices > 0) {
        throw ValidationError("With --file the decisions stand in the file.")
      }
      if zaak == nil && choices > 0 { throw ValidationError("Name the case that this is decided of.") }
      if zaak != nil && choices == 0 {
        throw ValidationError("Say who it is: --candidate, --number, --new or --same-as.")
      }
      if dryRun && zaak == nil && file == nil { throw ValidationError("There is nothing to decide.") }
    }

    func run() throws {
      let pve = try specs.load()
      let personen = try Personen.required(in: reference ?? Folders.join(specs.specs, "reference"))
      let register = try RegisterCommand.open(register, pve)
      let balie = Beslisbalie(register: register, pve: pve, personen: personen, datum: try date.datum())
      if file == nil && zaak == nil {
        let stand = try Beslisbalie.stand(register)
        return Terminal.write(
          Zaaktekst(toontPersoonsgegevens: showPersonalData).text(try balie.onbeslist(), stand))
      }
      do {
        let opdrachten =
          try file.map { try Besluitenbestand($0).opdrachten() } ?? zaak.map { [.init(zaak: $0, keuze: keuze)] } ?? []
        for gevolg in try balie.beslis(opdrachten, bewaar: !dryRun) {
          Terminal.write(Zaaktekst.text(gevolg, isTeruggenomen: undo, isProef: dryRun))
        }
      } catch let fouten as Beslisbalie.Fouten {
        for fout in fouten.fouten.prefix(Self.mostFaults) {
          let place = file.map { "\(BronError.Place($0, line: fout.regel)): " } ?? ""
          Terminal.error("bronbatch: \(place)\(fout.tekst)")
        }
        let rest = fouten.fouten.count - Self.mostFaults
        if rest > 0 { Terminal.error("bronbatch: and \(rest) more lines") }
        Terminal.error("bronbatch: nothing was decided")
        throw ExitCode(2)
      }
    }

    private var keuze: Beslisbalie.Keuze {
      if let candidate { return .kandidaat(candidate) }
      if let number { return .nummer(number) }
      if let sameAs { return .alsZaak(sameAs) }
      return undo ? .geen : .nieuw
    }
  }
}
