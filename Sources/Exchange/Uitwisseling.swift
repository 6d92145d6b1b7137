import FileSystem
import GRDB
import Logging
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Takes deliveries from the inbox, has them processed, and puts the answers into the outbox.
///
/// A delivery is taken by renaming it; its changes, its journal entry and its answers are kept in
/// one transaction; the answers are written from there, and the file is put away last. Whatever
/// ends the process, the next run finds the file in `.work` and goes on from what was kept.
public struct Uitwisseling {
  let post: any Post
  let grondslag: Grondslag
  let controlesets: Controlesets
  let register: Register
  private let vandaag: () -> Datum
  private let weigertGat: Bool
  /// From where on it is told that a delivery takes much away; nil for never.
  private let drempel: Afname.Drempel?
  let folders: Folders
  let logger: Logger

  /// The exchange of one run.
  ///
  /// - Parameters:
  ///   - datum: the processing date of what is claimed from now on; what was claimed before keeps its own.
  ///   - weigertGat: whether a batch number that leaves a gap refuses the delivery.
  public init(
    mappen: Mappen, grondslag: Grondslag, register: Register, datum: @autoclosure @escaping () -> Datum,
    weigertGat: Bool,
    folders: Folders = Folders(), logger: Logger
  ) {
    self.init(
      post: EchtePost(mappen: mappen, folders: folders), grondslag: grondslag, register: register, datum: datum(),
      weigertGat: weigertGat, folders: folders, logger: logger)
  }

  init(
    post: any Post, grondslag: Grondslag, register: Register, datum: @autoclosure @escaping () -> Datum,
    weigertGat: Bool, folders: Folders, drempel: Afname.Drempel? = nil, logger: Logger
  ) {
    self.post = post
    self.grondslag = grondslag
    controlesets = Controlesets(
      pve: grondslag.pve, tables: grondslag.tables, alleFouten: grondslag.alleFouten,
      propSignalen: grondslag.propSignalen)
    self.register = register
    vandaag = datum
    self.weigertGat = weigertGat
    self.drempel = drempel
    self.folders = folders
    self.logger = logger
  }

  /// The processing date of what is claimed now.
  var datum: Datum { vandaag() }

  /// Opens the register with the tables of the exchange in it, and makes it where it is not there.
  ///
  /// - Parameter busyTimeout: how many seconds a register that another process writes to is waited for.
  public static func openRegister(
    url: String, pve: PvE, folders: Folders = Folders(), busyTimeout: Double = 60
  ) throws -> Register {
    try Register(url: url, pve: pve, folders: folders, busyTimeout: busyTimeout, migrations: Journal.register)
  }

  /// A copy of the register as it is now, to be written to without consequences; see `Register(kopieVan:)`.
  public static func copyOfRegister(url: String, pve: PvE, folders: Folders = Folders()) throws -> Register {
    try Register(kopieVan: url, pve: pve, folders: folders, migrations: Journal.register)
  }

  /// Processes everything that is ready, in order.
  ///
  /// - Parameters:
  ///   - progress: called now and then with the name of the file and the number of the melding at hand.
  ///   - each: called with every outcome.
  /// - Returns: the files that could not be finished. Later files of the same BRIN,
  ///   going by the first four positions of their names, wait with them.
  public func run(progress: (String, Int) -> Void, each: (Uitkomst) -> Void) throws -> [Storing] {
    try ronde(Rondgang(), progress: progress, each: each).storingen
  }

  /// Goes once through the inbox, and processes what is ready, in order.
  public func ronde(
    _ rondgang: Rondgang, progress: (String, Int) -> Void, each: (Uitkomst) -> Void
  ) throws -> Rondeverslag {
    let ronde = Ronde(self, rondgang)
    try ronde.loop(progress: progress, each: each)
    return ronde.verslag
  }

  // MARK: Claiming

  /// Files in the order in which they are processed.
  func geordend(
    _ bestanden: [Bestand], onleesbaar: (Bestand, any Error) throws -> Void
  ) throws -> [Bestand] {
    try Wachtrij(inbox: post.mappen.inbox, pve: grondslag.pve, folders: folders).geordend(
      bestanden,
      last: { leverancier in try register.read { try Journaaltransactie(db: $0).tellers(leverancier)?.batchnummer } },
      onleesbaar: onleesbaar)
  }

  /// Takes a file from the inbox; nil where it is gone. The path is where it lies from now on.
  func neem(_ bestand: Bestand, metMerk: Bool) throws -> (claim: Claim, path: String)? {
    if try post.isVergeven(bestand) { return nil }
    guard let path = try post.neem(bestand) else { return nil }
    // Before the claim is written down: a claim without its mark needs no looking after.
    if metMerk { try post.verwijderMerk(bestand) }
    logger.info("delivery claimed", metadata: ["file": "\(bestand.naam.visible)"])
    let claim = try register.write {
      try Journaaltransactie(db: $0).claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
    return (claim, path)
  }

  /// Takes up a file that an earlier run left behind, with the date of its claim; nil where another process
  /// finished it.
  func hervat(_ bestand: Bestand, metMerk: Bool) throws -> (claim: Claim, path: String)? {
    let path = bestand.path(in: post.mappen.work)
    if try folders.kind(of: path) == nil { return nil }
    try post.bevestigGreep(bestand)
    logger.notice("delivery taken up again", metadata: ["file": "\(bestand.naam.visible)"])
    if let claim = try register.read({ try Journaaltransactie(db: $0).open(map: bestand.map, naam: bestand.naam) }) {
      return (claim, path)
    }
    if metMerk { try post.verwijderMerk(bestand) }
    let claim = try register.write {
      try Journaaltransactie(db: $0).claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
    return (claim, path)
  }

  /// The deliveries of an institution that were decided, but whose journal entry does not say that they are finished.
  func openstaande(_ afzender: String) throws -> [Claim] {
    try register.read { try Journaaltransactie(db: $0).open() }.filter {
      $0.status != .geclaimd && Bestand.afzender($0.naam) == afzender
    }
  }

  /// The deliveries of an institution that were taken, and whose file is gone before anything was decided.
  func vermiste(_ afzender: String) throws -> [Claim] {
    try register.read { try Journaaltransactie(db: $0).open() }.filter {
      try $0.status == .geclaimd && Bestand.afzender($0.naam) == afzender && post.isVermist($0)
    }
  }

  /// Finishes a delivery whose file was put away.
  func rondAf(_ claim: Claim) throws {
    _ = try publiceer(claim)
    try post.bevestigBerging(claim)
    try register.write { try Journaaltransactie(db: $0).rondAf(claim) }
  }

  // MARK: One delivery

  /// - Parameters:
  ///   - gelezen: what the first reading found, where that was done already.
  ///   - boek: keeps more of the decision, in its transaction.
  func behandel(
    _ claim: Claim, _ path: String, gelezen: Structuur? = nil,
    boek: (Database, Besluit, Bestandsfouten) throws -> Void = { _, _, _ in }, progress: (String, Int) -> Void
  ) throws -> Uitkomst {
    var stopwatch = Stopwatch()
    var stappen = Stappen()
    let aanlevering = try Aanlevering(path, folders: folders, limits: grondslag.limits)
    var structuur =
      try gelezen
      ?? Structuurcontrole.lees(
        aanlevering, naam: claim.naam, map: claim.map, datum: claim.datum, controlesets: controlesets)
    stappen.lezen = stopwatch.stap()
    var besluit = Besluit(status: claim.status)
    if claim.status == .geclaimd {
      besluit = try register.write { db in
        // Who takes `.work` away lets go what others hold: then it may have been decided meanwhile.
        let status = try Journaaltransactie(db: db).status(claim)
        if status != .geclaimd { return Besluit(status: status) }
        let besluit = try beslis(claim, &structuur, path, db) { progress(claim.naam, $0) }
        try boek(db, besluit, structuur.fouten)
        return besluit
      }
      logger.info(
        "delivery decided", metadata: ["file": "\(claim.naam.visible)", "status": "\(besluit.status.rawValue)"])
    }
    stappen.beslissen = stopwatch.stap()
    var decided = claim
    decided.status = besluit.status
    let antwoorden = try publiceer(decided)
    if try aanlevering.isChanged || sha256(decided) != structuur.sha256 {
      // The answer stands. Whoever wrote has to know that it is not about what he wrote.
      logger.error("delivery written to after it was processed", metadata: ["file": "\(claim.naam.visible)"])
    }
    try post.bergOp(decided, path, sha256: structuur.sha256)
    try register.write { try Journaaltransactie(db: $0).rondAf(decided) }
    stappen.antwoorden = stopwatch.stap()
    log(decided, structuur, besluit, stappen)
    return Uitkomst(
      naam: claim.naam,
      status: besluit.status == .geweigerd ? .geweigerd : besluit.status == .herhaald ? .herhaald : .aangenomen,
      leverancier: structuur.voorloop?.leverancier,
      batchnummer: structuur.voorloop.flatMap { $0.batchnummer < 0 ? nil : $0.batchnummer },
      meldingen: structuur.meldingen,
      telling: besluit.telling,
      signalen: besluit.signalen.map { (grondslag.pve.controles[$0.key], $0.value) }.sorted {
        ($0.0.code, $0.0.index) < ($1.0.code, $1.0.index)
      },
      mutaties: besluit.mutaties, afname: besluit.afname, nagekomen: besluit.nagekomen, fouten: structuur.fouten,
      antwoorden: antwoorden, stappen: stappen)
  }

  /// Tells how a delivery ended: its counts and codes, and nothing of a person.
  private func log(_ claim: Claim, _ structuur: Structuur, _ besluit: Besluit, _ stappen: Stappen) {
    var metadata: Logger.Metadata = [
      "file": "\(claim.naam.visible)", "status": "\(claim.status.rawValue)", "date": "\(claim.datum.dashed)",
      "meldingen": "\(structuur.meldingen)", "approved": "\(besluit.telling.goed)",
      "rejected": "\(besluit.telling.fout)", "pending": "\(besluit.telling.inBehandeling)",
      "bytes": "\(structuur.bytes)", "sha256": "\(structuur.sha256)", "read": "\(stappen.lezen.logged)",
      "decide": "\(stappen.beslissen.logged)", "answer": "\(stappen.antwoorden.logged)",
    ]
    let codes = structuur.fouten.perControle.map(\.controle.code)
    if !codes.isEmpty { metadata["faults"] = "\(codes.joined(separator: " "))" }
    logger.info("delivery finished", metadata: metadata)
  }

  private func sha256(_ claim: Claim) throws -> String {
    try register.read { try Journaaltransactie(db: $0).sha256(claim.id) }
  }

  /// What was decided on a delivery.
  struct Besluit {
    var status: Claim.Status
    var telling = Telling()
    var signalen: [Int: Int] = [:]
    var mutaties = Mutatietelling()
    var afname: [Afname] = []
    var nagekomen: [Nagekomen] = []
  }

  /// Decides on a delivery, and keeps the decision with everything that follows from it.
  private func beslis(
    _ claim: Claim, _ structuur: inout Structuur, _ path: String, _ db: Database, progress: (Int) -> Void
  ) throws -> Besluit {
    let journal = Journaaltransactie(db: db)
    var oordeel = Batchoordeel.volgend
    if let voorloop = structuur.voorloop, !structuur.fouten.weigert {
      if let eerdere = try journal.eerdere(
        voorloop.leverancier, batchnummer: voorloop.batchnummer, sha256: structuur.sha256)
      {
        if try journal.heeftAntwoord(eerdere.id) {
          try journal.herhaal(claim, structuur, van: eerdere.id)
          return Besluit(status: .herhaald)
        }
        structuur.fouten.meld("batchReedsOntvangen", regel: 1, "het antwoord van toen wordt niet meer bewaard")
      } else {
        oordeel = try journal.oordeel(voorloop.batchnummer, voorloop.leverancier)
        try controleerBatch(&structuur, voorloop, oordeel, journal, claim.datum)
      }
    }
    guard let voorloop = structuur.voorloop, !structuur.fouten.weigert else {
      try journal.weiger(claim, structuur)
      try bevestig(claim, structuur, terugkoppelbestand: nil, telling: nil, journal)
      return Besluit(status: .geweigerd)
    }
    let set = try controlesets.controleset(structuur.layouts, datum: claim.datum)
    var besluiten = try Besluitverwerking(
      voorloop.leverancier, grondslag, controlesets, op: claim.datum, db)
    // What the feedback has no room for, or what is to be answered in another form, goes before it, so that all of it
    // is processed in order.
    var mutaties = Mutatietelling()
    while besluiten.gereed.count >= Kopregels.meesteAanleveringen
      || besluiten.gereed.contains(where: { $0.vorm != structuur.vorm })
    {
      if let vervolg = try geefVervolg(voorloop.leverancier, &besluiten, journal) { mutaties += vervolg.mutaties }
    }
    let schrijver = Terugkoppelschrijver(grondslag.werkers) {
      try journal.bewaar($0, soort: .terugkoppeling, deel: $1, van: claim)
    }
    let kop = schrijver.houdOpen()
    let nagekomen = try besluiten.verwerk(schrijver, plaatsen: Kopregels.meesteAanleveringen - 1)
    var verwerker = try Verwerker(
      grondslag, set, structuur, voorloop, claim, schrijver, besluiten.wachtenden, db)
    try verwerker.verwerk(progress: progress) { try Aanlevering(path, folders: folders).bytes }
    let nummer = try journal.tel(voorloop.batchnummer, voorloop.leverancier, oordeel)
    schrijver.vul(
      kop,
      Kopregels(layouts: structuur.layouts).voorloop(
        voorloop.leverancier, nummer: nummer, datum: claim.datum, aanleveringen: nagekomen.count + 1))
    try schrijver.sluit(Kopregels.einde)
    try journal.neemAan(claim, structuur, terugkoppelnummer: nummer, telling: verwerker.telling)
    let naam = Self.terugkoppelnaam(voorloop.leverancier, nummer) + "\(structuur.vorm.ending).gz"
    try bevestig(claim, structuur, terugkoppelbestand: naam, telling: verwerker.telling, journal)
    mutaties += verwerker.mutaties
    return Besluit(
      status: .aangenomen, telling: verwerker.telling, signalen: verwerker.signalen, mutaties: mutaties,
      afname: try drempel.map { try verwerker.afname($0) } ?? [], nagekomen: nagekomen)
  }

  /// The faults of a batch among the others of its aanleverpunt (X009, X010, X016, X018).
  private func controleerBatch(
    _ structuur: inout Structuur, _ voorloop: Voorloop, _ oordeel: Batchoordeel, _ journal: Journaaltransactie,
    _ datum: Datum
  ) throws {
    let byte = structuur.kopbyte("batchnummer")
    let regel = structuur.kopplaats.regel
    switch oordeel {
    case .volgend: break
    case .metGat(let verwacht):
      structuur.fouten.meld("batchSluitNietAan", regel: regel, byte: byte, "verwacht werd \(verwacht)")
      structuur.fouten.weigertToch = weigertGat
    case .nagekomen:
      structuur.fouten.meld("batchSluitNietAan", regel: regel, byte: byte, "een overgeslagen nummer komt alsnog")
    case .reedsOntvangen: structuur.fouten.meld("batchReedsOntvangen", regel: regel, byte: byte)
    }
    let leverancier = voorloop.leverancier
    let heeftLaatste = try journal.heeftLaatste(leverancier, schooljaarVan: datum)
    let statussen = grondslag.statussen(leverancier, op: datum)
    let begin = datum.month >= 8 ? datum.year : datum.year - 1
    let isInvoer = grondslag.tables.schooljaren != nil && statussen[begin] ?? .invoer == .invoer
    if voorloop.isLaatste ? isInvoer : heeftLaatste {
      structuur.fouten.meld(
        "laatsteAanlevering", regel: regel, byte: structuur.kopbyte("laatsteAanlevering"),
        voorloop.isLaatste ? "er is nog geen volledigheidsverklaring" : "")
    }
    let isGesloten = statussen.values.contains { [.mutatiestop, .assurance, .historisch].contains($0) }
    if voorloop.isVanAccountant, grondslag.tables.schooljaren != nil, !isGesloten {
      structuur.fouten.meld(
        "accountantZonderMutatiestop", regel: regel, byte: structuur.kopbyte("verantwoordelijkeAanlevering"))
    }
  }

  private func bevestig(
    _ claim: Claim, _ structuur: Structuur, terugkoppelbestand: String?, telling: Telling?,
    _ journal: Journaaltransactie
  ) throws {
    let ontvangst = Ontvangst(
      naam: claim.naam, structuur: structuur, datum: claim.datum, terugkoppelbestand: terugkoppelbestand,
      telling: telling)
    try journal.bewaar(try gzipMember(ontvangst.document()), soort: .ontvangst, deel: 0, van: claim)
  }
}
