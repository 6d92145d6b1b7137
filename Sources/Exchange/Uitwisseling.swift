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
  let datum: Datum
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
    mappen: Mappen, grondslag: Grondslag, register: Register, datum: Datum, weigertGat: Bool,
    folders: Folders = Folders(), logger: Logger
  ) {
    self.init(
      post: EchtePost(mappen: mappen, folders: folders), grondslag: grondslag, register: register, datum: datum,
      weigertGat: weigertGat, folders: folders, logger: logger)
  }

  init(
    post: any Post, grondslag: Grondslag, register: Register, datum: Datum, weigertGat: Bool, folders: Folders,
    drempel: Afname.Drempel? = nil, logger: Logger
  ) {
    self.post = post
    self.grondslag = grondslag
    controlesets = Controlesets(
      pve: grondslag.pve, tables: grondslag.tables, alleFouten: grondslag.alleFouten,
      propSignalen: grondslag.propSignalen)
    self.register = register
    self.datum = datum
    self.weigertGat = weigertGat
    self.drempel = drempel
    self.folders = folders
    self.logger = logger
  }

  /// Opens the register with the tables of the exchange in it, and makes it where it is not there.
  public static func openRegister(url: String, pve: PvE) throws -> Register {
    try Register(url: url, pve: pve, migrations: Journal.register)
  }

  /// Processes everything that is ready, in order.
  ///
  /// - Parameters:
  ///   - progress: called now and then with the name of the file and the number of the melding at hand.
  ///   - each: called with every outcome.
  /// - Returns: the files that could not be finished. Later files of the same BRIN,
  ///   going by the first four positions of their names, wait with them.
  public func run(progress: (String, Int) -> Void, each: (Uitkomst) -> Void) throws -> [Storing] {
    let lock = try post.begin()
    defer { withExtendedLifetime(lock) {} }
    var storingen: [Storing] = []
    var blocked: Set<String> = []
    func fail(_ bestand: Bestand, _ error: any Error) {
      logger.error("delivery not finished", metadata: ["file": "\(bestand.naam)", "error": "\(error)"])
      blocked.insert(bestand.afzender)
      storingen.append(Storing(naam: bestand.naam, fout: error))
    }
    func attempt(_ bestand: Bestand, isClaimed: Bool) throws {
      if blocked.contains(bestand.afzender) { return }
      do {
        guard let (claim, path) = try isClaimed ? hervat(bestand) : neem(bestand) else { return }
        each(try behandel(claim, path, progress: progress))
      } catch {
        fail(bestand, error)
      }
    }
    for bestand in try post.opgepakt() { try attempt(bestand, isClaimed: true) }
    try rondOpenstaandeAf(behalve: storingen)
    let last = { leverancier in try register.read { try Journaaltransactie(db: $0).tellers(leverancier)?.batchnummer } }
    let wachtrij = Wachtrij(inbox: post.mappen.inbox, pve: grondslag.pve, folders: folders)
    let geordend = try wachtrij.geordend(try post.wachtend(), last: last) { bestand, error in
      if try !post.isVergeven(bestand) { fail(bestand, error) }
    }
    for bestand in geordend { try attempt(bestand, isClaimed: false) }
    let mutaties = try geefVervolg(behalve: blocked)
    storingen += try publiceerVervolgen(mutaties, each)
    return storingen
  }

  // MARK: Claiming

  /// Takes a file from the inbox; nil where another process was first. The path is where it lies from now on.
  private func neem(_ bestand: Bestand) throws -> (claim: Claim, path: String)? {
    if try post.isVergeven(bestand) { return nil }
    let path = try post.neem(bestand)
    logger.info("delivery claimed", metadata: ["file": "\(bestand.naam)"])
    let claim = try register.write {
      try Journaaltransactie(db: $0).claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
    return (claim, path)
  }

  /// Takes up a file that an earlier run left behind, with the date of its claim.
  private func hervat(_ bestand: Bestand) throws -> (claim: Claim, path: String) {
    logger.notice("delivery taken up again", metadata: ["file": "\(bestand.naam)"])
    let claim = try register.write { db in
      let journal = Journaaltransactie(db: db)
      return try journal.open(map: bestand.map, naam: bestand.naam)
        ?? journal.claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
    return (claim, bestand.path(in: post.mappen.work))
  }

  /// Finishes deliveries whose file was put away, but whose journal entry does not say so yet.
  private func rondOpenstaandeAf(behalve storingen: [Storing]) throws {
    let open = try register.read { try Journaaltransactie(db: $0).open() }
    for claim in open where claim.status != .geclaimd && !storingen.contains(where: { $0.naam == claim.naam }) {
      _ = try publiceer(claim)
      try register.write { try Journaaltransactie(db: $0).rondAf(claim) }
    }
  }

  // MARK: One delivery

  private func behandel(_ claim: Claim, _ path: String, progress: (String, Int) -> Void) throws -> Uitkomst {
    let aanlevering = try Aanlevering(path, folders: folders)
    var structuur = try Structuurcontrole.lees(
      aanlevering, naam: claim.naam, map: claim.map, datum: claim.datum, controlesets: controlesets)
    var besluit = Besluit(status: claim.status)
    if claim.status == .geclaimd {
      besluit = try register.write { db in
        try beslis(claim, &structuur, path, db) { progress(claim.naam, $0) }
      }
      logger.info("delivery decided", metadata: ["file": "\(claim.naam)", "status": "\(besluit.status.rawValue)"])
    }
    var decided = claim
    decided.status = besluit.status
    let antwoorden = try publiceer(decided)
    try post.bergOp(decided, path, sha256: structuur.sha256)
    try register.write { try Journaaltransactie(db: $0).rondAf(decided) }
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
      antwoorden: antwoorden)
  }

  /// What was decided on a delivery.
  private struct Besluit {
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
        try journal.herhaal(claim, structuur, van: eerdere.id)
        return Besluit(status: .herhaald)
      }
      oordeel = try journal.oordeel(voorloop.batchnummer, voorloop.leverancier)
      try controleerBatch(&structuur, voorloop, oordeel, journal, claim.datum)
    }
    guard let voorloop = structuur.voorloop, !structuur.fouten.weigert else {
      try journal.weiger(claim, structuur)
      try bevestig(claim, structuur, terugkoppelbestand: nil, telling: nil, journal)
      return Besluit(status: .geweigerd)
    }
    let set = try controlesets.controleset(structuur.layouts, datum: claim.datum)
    var besluiten = try Besluitverwerking(
      voorloop.leverancier, grondslag, controlesets, op: claim.datum, db)
    // What the feedback has no room for goes before it, so that all of it is processed in order.
    var mutaties = Mutatietelling()
    while besluiten.gereed.count >= Kopregels.meesteAanleveringen {
      if let vervolg = try geefVervolg(voorloop.leverancier, &besluiten, journal) { mutaties += vervolg.mutaties }
    }
    let schrijver = Terugkoppelschrijver { try journal.bewaar($0, soort: .terugkoppeling, deel: $1, van: claim) }
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
    let naam = Self.terugkoppelnaam(voorloop.leverancier, nummer) + ".gz"
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
    let byte = structuur.layouts[300]?.veld("batchnummer")?.offset
    switch oordeel {
    case .volgend: break
    case .metGat(let verwacht):
      structuur.fouten.meld("batchSluitNietAan", regel: 1, byte: byte, "verwacht werd \(verwacht)")
      structuur.fouten.weigertToch = weigertGat
    case .nagekomen:
      structuur.fouten.meld("batchSluitNietAan", regel: 1, byte: byte, "een overgeslagen nummer komt alsnog")
    case .reedsOntvangen: structuur.fouten.meld("batchReedsOntvangen", regel: 1, byte: byte)
    }
    let leverancier = voorloop.leverancier
    let heeftLaatste = try journal.heeftLaatste(leverancier, schooljaarVan: datum)
    let statussen = grondslag.statussen(leverancier, op: datum)
    let begin = datum.month >= 8 ? datum.year : datum.year - 1
    let isInvoer = grondslag.tables.schooljaren != nil && statussen[begin] ?? .invoer == .invoer
    if voorloop.isLaatste ? isInvoer : heeftLaatste {
      structuur.fouten.meld(
        "laatsteAanlevering", regel: 1, byte: structuur.layouts[300]?.veld("laatsteAanlevering")?.offset,
        voorloop.isLaatste ? "er is nog geen volledigheidsverklaring" : "")
    }
    let isGesloten = statussen.values.contains { [.mutatiestop, .assurance, .historisch].contains($0) }
    if voorloop.isVanAccountant, grondslag.tables.schooljaren != nil, !isGesloten {
      structuur.fouten.meld(
        "accountantZonderMutatiestop", regel: 1,
        byte: structuur.layouts[300]?.veld("verantwoordelijkeAanlevering")?.offset)
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
