import ArgumentParser
import Exchange
import FileSystem
import Logging
import ProgrammaVanEisen
import Reference
import Register

/// `bronbatch run`.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Process everything that is ready in the inbox, answer it, and end.",
    discussion: """
      Deliveries are taken in order: by BRIN, aanleverpunt and sectordeel, then by batch number, \
      counted from the last one accepted. Each gets a receipt in the outbox; an accepted one also \
      gets its feedback, and lies in the archive afterwards, a refused one in the folder of \
      rejected files. Names that begin with a dot or end in .tmp, .part, .filepart or .done are \
      left alone. When something ends the program, run it again: it goes on where it was.

      With --dry-run the same answers, under the same names, come in a folder of their own, and \
      everything else stays as it is: the register is copied to a temporary database (SQLite makes \
      it in /var/tmp, or where SQLITE_TMPDIR says), and deliveries are read where they lie.

      Example: bronbatch run --inbox /srv/bron/in --outbox /srv/bron/uit --reference /srv/bron/tabellen
      """)

  @Option(help: ArgumentHelp("Folder where deliveries arrive.", valueName: "folder"))
  var inbox = "Inbox"
  @Option(help: ArgumentHelp("Folder for the answers.", valueName: "folder"))
  var outbox = "Outbox"
  @Option(help: ArgumentHelp("Folder for accepted deliveries. Default: Archive beside the inbox.", valueName: "folder"))
  var archive: String?
  @Option(help: ArgumentHelp("Folder for refused deliveries. Default: Rejected beside the inbox.", valueName: "folder"))
  var rejected: String?
  @Option(
    help: ArgumentHelp(
      "Folder with personen.csv and the other reference tables. Default: reference in the folder of --specs.",
      valueName: "folder"))
  var reference: String?
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions
  @OptionGroup var date: DateOption
  @Flag(help: "Report every fault of a melding; the register itself reports one afkeuring, the first.")
  var allFaults = false
  @Flag(help: "Report the signalen that the register is not known to give (class PROP) as well.")
  var propSignals = false
  @Flag(help: "Refuse a delivery whose batch number leaves a gap, instead of telling so in the receipt.")
  var refuseGaps = false
  @OptionGroup var dry: DryRunOptions
  @Flag(help: "Print nothing but errors, and the warnings of a dry run.")
  var quiet = false

  func run() throws {
    let datum = try date.datum()
    let pve = try specs.load()
    let folder = reference ?? Folders.join(specs.specs, "reference")
    let tables = try ReferenceTables(folder: folder)
    let personen = try Personen.required(in: folder)
    let logger = Self.logger(quiet: quiet)
    Self.tellAbsent(tables, logger)
    let grondslag = Grondslag(
      pve: pve, tables: tables, personen: personen, alleFouten: allFaults, propSignalen: propSignals)
    let beside = Folders.parent(of: inbox.hasSuffix("/") ? String(inbox.dropLast()) : inbox)
    let mappen = Mappen(
      inbox: inbox, outbox: outbox, archive: archive ?? Folders.join(beside, "Archive"),
      rejected: rejected ?? Folders.join(beside, "Rejected"))
    let exchange =
      try dry.dryRun
      ? Uitwisseling.proef(
        mappen: mappen, in: dry.folder(beside: outbox), grondslag: grondslag, register: register.register,
        datum: datum, weigertGat: refuseGaps, drempel: dry.drempel, logger: logger)
      : Uitwisseling(
        mappen: mappen, grondslag: grondslag,
        register: try Uitwisseling.openRegister(url: register.register, pve: pve), datum: datum,
        weigertGat: refuseGaps, logger: logger)
    try process(exchange)
  }

  private func process(_ exchange: Uitwisseling) throws {
    let line = ProgressLine(isQuiet: quiet)
    let clock = ContinuousClock()
    var start = clock.now
    var refused = 0
    var done = 0
    let storingen = try exchange.run(progress: line.show) { uitkomst in
      line.clear()
      done += 1
      if uitkomst.status == .geweigerd { refused += 1 }
      if !quiet { Terminal.write(Samenvatting.text(uitkomst, duration: clock.now - start)) }
      if quiet {
        for afname in uitkomst.afname {
          Terminal.error("\(uitkomst.naam): " + Samenvatting.waarschuwing(afname, uitkomst.leverancier))
        }
      }
      start = clock.now
    }
    line.clear()
    if !quiet && dry.dryRun && done > 0 {
      Terminal.write("Dit was een proef: register, inbox en nummers zijn zoals ze waren.\n")
    }
    if !quiet && done == 0 && storingen.isEmpty { Terminal.write("Geen aanleveringen gevonden in \(inbox).\n") }
    for storing in storingen { Terminal.error("bronbatch: \(storing.naam) could not be finished: \(storing.fout)") }
    if !storingen.isEmpty { throw ExitCode(3) }
    if refused > 0 { throw ExitCode(1) }
  }

  /// Says once which checks are off, and why.
  private static func tellAbsent(_ tables: ReferenceTables, _ logger: Logger) {
    var absent = Tabel.allCases.filter { !tables.present.contains($0) && $0 != .leerbedrijven }.map(\.rawValue)
    if tables.aanleverpunten == nil { absent.append("aanleverpunten") }
    if tables.schooljaren == nil { absent.append("schooljaren") }
    if absent.isEmpty { return }
    logger.notice(
      "checks that need these tables are off", metadata: ["missing": "\(absent.sorted().joined(separator: " "))"])
  }

  private static func logger(quiet: Bool) -> Logger {
    var logger = Logger(label: "bronbatch") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = quiet ? .error : .notice
    return logger
  }
}
