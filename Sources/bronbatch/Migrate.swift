import ArgumentParser
import Exchange
import FileSystem
import Foundation
import Logging
import ProgrammaVanEisen
import Register

/// `bronbatch migrate`.
struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a history of deliveries into the register.",
    discussion: """
      Reads every file below a folder, which stays as it is, and says what there is to do: which \
      batch numbers are missing, which deliveries are there twice, and which will be refused. Then \
      it processes them by date, and within an aanleverpunt by number, each on the day on which it \
      was made and by the Programma van Eisen of its header. At the end it reconciles: what became \
      of the deliveries and meldingen of each institution and year, and what that did to the \
      register.

      Answers come in a folder of their own, and the archive gets a copy of what was accepted. \
      When something ends the program, run it again: it goes on where it was. It has the register \
      to itself best: run nothing else on it meanwhile.

      Example: bronbatch migrate /srv/oud --reference /srv/bron/tabellen --report afstemming.json
      """)

  @Argument(help: ArgumentHelp("The folder with the history; sub-folders are read too.", valueName: "folder"))
  var folder: String
  @Flag(help: "Say what there is to do and what is wrong with it, and end.")
  var plan = false
  @Flag(
    help: """
      Process everything on a copy of the register, and leave all as it is: says what would be refused, and how \
      everything would be reconciled.
      """)
  var dryRun = false
  @Option(
    help: ArgumentHelp(
      "Folder for the answers. Default: the name of the outbox with -migrate behind it.", valueName: "folder"))
  var answers: String?
  @Option(
    help: ArgumentHelp(
      "Also write plan and reconciliation to this file, whole: as JSON where its name ends in .json, otherwise as text.",
      valueName: "file"))
  var report: [String] = []
  @Option(
    help: ArgumentHelp(
      """
      Folder with feedback files of then, under any name, also in folders of it: compares them with what is decided \
      now, melding by melding and code by code.
      """, valueName: "folder"))
  var compare: String?
  @OptionGroup var options: ExchangeOptions

  func validate() throws {
    if plan && compare != nil { throw ValidationError("--compare needs what is decided; --plan decides nothing.") }
    if plan && dryRun { throw ValidationError("--plan and --dry-run exclude each other.") }
  }

  private var mappen: Mappen {
    let mappen = options.mappen
    return Mappen(
      inbox: mappen.inbox, outbox: answers ?? DryRunOptions.folder(beside: mappen.outbox, "-migrate"),
      archive: mappen.archive, rejected: mappen.rejected)
  }

  func run() throws {
    let vandaag = try options.date.datum()
    let logger = options.logger
    try mappen.eisGescheiden()
    let grondslag = try options.grondslag(logger)
    let migratie = Migratie(
      map: folder, uit: mappen, grondslag: grondslag, vandaag: vandaag, weigertGat: options.refuseGaps, logger: logger)
    // Hours later would be too late.
    if let compare { try migratie.eisMap(compare) }
    for path in report { try Uitvoerbestand(path, Folders()).keur() }
    let line = Migratievoortgang(isQuiet: options.quiet)
    let bestanden = try [Register.path(options.register.register)] + report + [options.metrics].compactMap(\.self)
    let plan = try migratie.plan(schrijft: bestanden, line.show)
    line.clear()
    let rapport = Migratierapport(map: folder, plan: plan, isProef: dryRun)
    if !options.quiet { Terminal.write(rapport.plantekst(most: Migratierapport.most)) }
    if !plan.onleesbaar.isEmpty {
      for (pad, fout) in plan.onleesbaar { Terminal.error("\(pad.visible): \(fout)") }
      throw BronError(
        .system, "\(plan.onleesbaar.count) files could not be read, and what comes behind them may build on them",
        at: .init(folder), remedy: "Mend that or take them away, and run again; nothing was touched")
    }
    if self.plan {
      try write(rapport)
      if !plan.geweigerd.isEmpty { throw ExitCode(1) }
      return
    }
    try process(migratie, rapport, grondslag.pve, line)
  }

  private func process(
    _ migratie: Migratie, _ planned: Migratierapport, _ pve: PvE, _ line: Migratievoortgang
  ) throws {
    var rapport = planned
    let url = options.register.register
    let register =
      try dryRun ? Uitwisseling.copyOfRegister(url: url, pve: pve) : Uitwisseling.openRegister(url: url, pve: pve)
    // What a dry run does is not done.
    let meetwaarden = dryRun ? nil : try options.meetwaarden(options.logger)
    line.begin()
    let afstemming = try migratie.voer(rapport.plan, register: register, isProef: dryRun, voortgang: line.show) {
      meetwaarden?.tel($0)
    }
    line.clear()
    meetwaarden?.rondAf(storingen: afstemming.storing == nil ? 0 : 1)
    rapport.afstemming = afstemming
    if !options.quiet { Terminal.write(rapport.afstemmingstekst(afstemming, most: Migratierapport.most)) }
    if let compare {
      // What was done is on paper, whatever becomes of the comparison.
      try write(rapport)
      let vergelijking = try migratie.vergelijk(register: register, met: compare)
      rapport.vergelijking = vergelijking
      if !options.quiet { Terminal.write(rapport.vergelijkingstekst(vergelijking, most: Migratierapport.most)) }
    }
    try write(rapport)
    if let storing = afstemming.storing {
      Terminal.error("\(storing.naam.visible): \(storing.fout)")
      Terminal.error("The migration is not finished; run it again, and it goes on where it was.")
      throw ExitCode(3)
    }
    if !afstemming.geweigerd.isEmpty { throw ExitCode(1) }
  }

  private func write(_ rapport: Migratierapport) throws {
    for path in report {
      let text = path.hasSuffix(".json") ? try rapport.json() : rapport.tekst()
      try Uitvoerbestand(path, Folders()).schrijf { write in try Array(text.utf8).withUnsafeBytes(write) }
    }
  }
}
