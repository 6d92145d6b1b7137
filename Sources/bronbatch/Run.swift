import ArgumentParser
import Exchange
import FileSystem
import Foundation
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
      left alone. What cannot be a delivery, such as a symbolic link, is told and left where it \
      is. When something ends the program, run it again: it goes on where it was.

      With --dry-run the same answers, under the same names, come in a folder of their own, and \
      everything else stays as it is: the register is copied to a temporary database (SQLite makes \
      it in /var/tmp, or where SQLITE_TMPDIR says), and deliveries are read where they lie.

      With --json one object on one line stands in the place of what people read: date, dryRun, \
      deliveries, unfinished, leftInInbox, exitCode. Nothing of it is about a person.

      Example: bronbatch run --inbox /srv/bron/in --outbox /srv/bron/uit --reference /srv/bron/tabellen
      """)

  @OptionGroup var options: ExchangeOptions
  @OptionGroup var dry: DryRunOptions
  @Flag(help: "Print what was done as one JSON object, at the end.")
  var json = false

  func run() throws {
    let datum = try options.date.datum()
    let logger = options.logger
    try options.mappen.eisGescheiden()
    let grondslag = try options.grondslag(logger)
    let exchange =
      try dry.dryRun
      ? Uitwisseling.proef(
        mappen: options.mappen, in: dry.folder(beside: options.outbox), grondslag: grondslag,
        register: options.register.register, datum: datum, weigertGat: options.refuseGaps, drempel: dry.drempel,
        logger: logger)
      : Uitwisseling(
        mappen: options.mappen, grondslag: grondslag,
        register: try Uitwisseling.openRegister(url: options.register.register, pve: grondslag.pve), datum: datum,
        weigertGat: options.refuseGaps, logger: logger)
    try process(exchange, Samenvatting.Document(datum: datum, isProef: dry.dryRun), logger)
  }

  private func process(_ exchange: Uitwisseling, _ leeg: Samenvatting.Document, _ logger: Logger) throws {
    var document = leeg
    let isVerteld = !options.quiet && !json
    let line = ProgressLine(isQuiet: options.quiet)
    // What a dry run does is not done.
    let meetwaarden = dry.dryRun ? nil : try options.meetwaarden(logger)
    let clock = ContinuousClock()
    var start = clock.now
    var refused = 0
    var done = 0
    func round(_ rondgang: Rondgang) throws -> Rondeverslag {
      try exchange.ronde(rondgang, progress: line.show) { uitkomst in
        line.clear()
        done += 1
        meetwaarden?.tel(uitkomst)
        if uitkomst.status == .geweigerd { refused += 1 }
        let duration = clock.now - start
        if json { document.voegToe(uitkomst, duration: duration) }
        if isVerteld { Terminal.write(Samenvatting.text(uitkomst, duration: duration)) }
        if options.quiet {
          for afname in uitkomst.afname {
            Terminal.error("\(uitkomst.naam.visible): " + Samenvatting.waarschuwing(afname, uitkomst.leverancier))
          }
        }
        start = clock.now
      }
    }
    let rondgang = Rondgang(rijpheid: Rijpheid(options.inname()))
    var verslag = try round(rondgang)
    if let wachttijd = verslag.wachttijd {
      // Once: what grows on is for the next run.
      Thread.sleep(forTimeInterval: wachttijd / .seconds(1))
      start = clock.now
      verslag = try round(rondgang)
    }
    line.clear()
    meetwaarden?.rondAf(storingen: verslag.storingen.count)
    if isVerteld && dry.dryRun && done > 0 {
      Terminal.write("Dit was een proef: register, inbox en nummers zijn zoals ze waren.\n")
    }
    if isVerteld && done == 0 && verslag.storingen.isEmpty {
      Terminal.write("Geen aanleveringen gevonden in \(options.inbox).\n")
    }
    for achterblijver in verslag.achterblijvers { achterblijver.tell(logger, options.logFormat) }
    for storing in verslag.storingen { storing.tell(logger, options.logFormat) }
    let isMis = refused > 0 || verslag.achterblijvers.contains { !$0.isOnderweg }
    let code: Int32 = verslag.storingen.isEmpty ? isMis ? 1 : 0 : 3
    if json { Terminal.write(try document.afgesloten(verslag, code: code) + "\n") }
    if code != 0 { throw ExitCode(code) }
  }
}
