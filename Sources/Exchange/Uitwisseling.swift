import FileSystem
import GRDB
import Logging
import ProgrammaVanEisen
import Records
import Reference
import Register

/// The folders of an exchange.
public struct Mappen: Sendable {
  /// Where deliveries arrive, in it or in a folder for each institution.
  public let inbox: String
  /// Where receipts and feedback go.
  public let outbox: String
  /// Where accepted deliveries are kept, by year and month of their processing date.
  public let archive: String
  /// Where refused deliveries are kept, each with its receipt.
  public let rejected: String

  /// Folders by their paths; none has to be there yet.
  public init(inbox: String, outbox: String, archive: String, rejected: String) {
    self.inbox = inbox
    self.outbox = outbox
    self.archive = archive
    self.rejected = rejected
  }

  /// Where files lie while they are processed: on the file system of the inbox, so that taking one
  /// is a rename.
  var work: String { Folders.join(inbox, ".work") }
}

/// Takes deliveries from the inbox, has them processed, and puts the answers into the outbox.
///
/// A delivery is taken by renaming it; its changes, its journal entry and its answers are kept in
/// one transaction; the answers are written from there, and the file is put away last. Whatever
/// ends the process, the next run finds the file in `.work` and goes on from what was kept.
public struct Uitwisseling {
  let mappen: Mappen
  let grondslag: Grondslag
  let controlesets: Controlesets
  let register: Register
  let datum: Datum
  private let weigertGat: Bool
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
    self.mappen = mappen
    self.grondslag = grondslag
    controlesets = Controlesets(
      pve: grondslag.pve, tables: grondslag.tables, alleFouten: grondslag.alleFouten,
      propSignalen: grondslag.propSignalen)
    self.register = register
    self.datum = datum
    self.weigertGat = weigertGat
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
    for folder in [mappen.inbox, mappen.work, mappen.outbox] { try folders.make(folder) }
    let lock = try folders.lock(mappen.work)
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
        guard let claim = try isClaimed ? hervat(bestand) : neem(bestand) else { return }
        each(try behandel(claim, bestand, progress: progress))
      } catch {
        fail(bestand, error)
      }
    }
    for bestand in try Wachtrij(inbox: mappen.work, pve: grondslag.pve, folders: folders).bestanden() {
      try attempt(bestand, isClaimed: true)
    }
    try rondOpenstaandeAf(behalve: storingen)
    let last = { leverancier in try register.read { try Journaaltransactie(db: $0).tellers(leverancier)?.batchnummer } }
    let wachtrij = Wachtrij(inbox: mappen.inbox, pve: grondslag.pve, folders: folders)
    for bestand in try wachtrij.geordend(last: last, onleesbaar: fail) {
      try attempt(bestand, isClaimed: false)
    }
    try geefVervolg(behalve: blocked)
    storingen += try publiceerVervolgen(each)
    return storingen
  }

  // MARK: Claiming

  /// Takes a file from the inbox; nil where another process was first.
  private func neem(_ bestand: Bestand) throws -> Claim? {
    let work = bestand.path(in: mappen.work)
    try folders.make(Folders.parent(of: work))
    let inbox = bestand.path(in: mappen.inbox)
    if try folders.kind(of: inbox) == nil { return nil }
    guard try folders.move(inbox, to: work) else {
      throw BronError(.system, "a file of that name is being processed already", at: .init(work), remedy: "Run again")
    }
    logger.info("delivery claimed", metadata: ["file": "\(bestand.naam)"])
    return try register.write {
      try Journaaltransactie(db: $0).claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
  }

  /// Takes up a file that an earlier run left behind, with the date of its claim.
  private func hervat(_ bestand: Bestand) throws -> Claim {
    logger.notice("delivery taken up again", metadata: ["file": "\(bestand.naam)"])
    return try register.write { db in
      let journal = Journaaltransactie(db: db)
      return try journal.open(map: bestand.map, naam: bestand.naam)
        ?? journal.claim(map: bestand.map, naam: bestand.naam, datum: datum)
    }
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

  private func behandel(_ claim: Claim, _ bestand: Bestand, progress: (String, Int) -> Void) throws -> Uitkomst {
    let path = bestand.path(in: mappen.work)
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
    try bergOp(decided, path)
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
      nagekomen: besluit.nagekomen, fouten: structuur.fouten, antwoorden: antwoorden)
  }

  /// What was decided on a delivery.
  private struct Besluit {
    var status: Claim.Status
    var telling = Telling()
    var signalen: [Int: Int] = [:]
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
    while besluiten.gereed.count >= Kopregels.meesteAanleveringen {
      try geefVervolg(voorloop.leverancier, &besluiten, journal)
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
    return Besluit(
      status: .aangenomen, telling: verwerker.telling, signalen: verwerker.signalen, nagekomen: nagekomen)
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

  // MARK: Answers and archive

  /// The name of a feedback file without the ending of a packed one.
  static func terugkoppelnaam(_ leverancier: Leverancier, _ nummer: Int) -> String {
    let number = String(nummer + 1_000).dropFirst()
    return "\(leverancier.brin)\(number)T.\(Bestandsnaam.letter(leverancier.sectordeel))\(leverancier.aanleverpunt)"
  }

  /// Writes the answers to a decided delivery, as the journal has them; gives their paths.
  private func publiceer(_ claim: Claim) throws -> [String] {
    let outbox = claim.map.isEmpty ? mappen.outbox : Folders.join(mappen.outbox, claim.map)
    try folders.make(outbox)
    let (id, naam, feedback, sha256) = try register.read { db in
      let journal = Journaaltransactie(db: db)
      let id = try journal.beantwoord(claim.id)
      let feedback = try journal.terugkoppelnummer(id)
      return (id, try journal.naam(id), feedback, try journal.sha256(id))
    }
    let ontvangst = Bestandsnaam.unpacked(naam)
    var paths: [String] = []
    if let feedback {
      let leverancier = Leverancier(
        brin: feedback.brin, aanleverpunt: feedback.aanleverpunt, sectordeel: feedback.sectordeel)
      paths.append(
        try schrijf(
          .aanlevering(.terugkoppeling, id), in: outbox, Self.terugkoppelnaam(leverancier, feedback.nummer), ".gz",
          sha256))
    }
    paths.append(try schrijf(.aanlevering(.ontvangst, id), in: outbox, ontvangst, ".ontvangst.xml.gz", sha256))
    if claim.status == .geweigerd {
      try folders.make(mappen.rejected)
      _ = try schrijf(.aanlevering(.ontvangst, id), in: mappen.rejected, ontvangst, ".ontvangst.xml.gz", sha256)
    }
    return paths
  }

  /// Writes an answer under the first name that is free; gives its path.
  func schrijf(_ antwoord: Antwoord, in folder: String, _ naam: String, _ ending: String, _ sha256: String) throws
    -> String
  {
    var attempt = 0
    while true {
      let path = Folders.join(folder, Bestandsnaam.free(Bestandsnaam.short(naam), sha256, attempt: attempt) + ending)
      let outcome = try folders.write(to: path) { write in
        let any = try register.read { db in
          try Journaaltransactie(db: db).delen(antwoord) { try $0.withUnsafeBytes(write) }
        }
        if !any { throw BronError(.register, "the journal does not have this answer", at: .init(path)) }
      }
      if outcome != .taken { return path }
      attempt += 1
    }
  }

  /// Puts a decided file away: into the archive, or among the refused ones.
  private func bergOp(_ claim: Claim, _ path: String) throws {
    var folder = mappen.rejected
    if claim.status != .geweigerd {
      let month = claim.datum.month < 10 ? "0\(claim.datum.month)" : "\(claim.datum.month)"
      folder = Folders.join(Folders.join(mappen.archive, "\(claim.datum.year)"), month)
    }
    try folders.make(folder)
    let sha256 = try register.read { try Journaaltransactie(db: $0).sha256(claim.id) }
    let naam = Bestandsnaam.unpacked(claim.naam)
    let ending = naam == claim.naam ? "" : ".gz"
    var attempt = 0
    while true {
      let name = Bestandsnaam.free(attempt == 0 ? naam : Bestandsnaam.short(naam), sha256, attempt: attempt) + ending
      switch try folders.place(path, at: Folders.join(folder, name)) {
      case .done: return
      case .same: return try folders.remove(path)
      case .taken: attempt += 1
      }
    }
  }
}
