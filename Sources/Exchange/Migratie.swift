import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Register

/// Takes a history of deliveries into the register.
///
/// It leans on what every delivery has: its changes, its journal entry and its answers are one transaction, and the
/// journal knows what was done. So it can be ended anywhere, and begun again: what is done is passed over, what was
/// decided and not answered is answered, and the rest follows in the same order. The folder is only read.
public struct Migratie {
  private let map: String
  private let mappen: Mappen
  let grondslag: Grondslag
  private let controlesets: Controlesets
  private let vandaag: Datum
  private let weigertGat: Bool
  let folders: Folders
  private let logger: Logger

  /// - Parameters:
  ///   - map: the folder with the history.
  ///   - uit: where answers, copies of accepted deliveries, and refused ones go; its inbox is not used.
  ///   - vandaag: deliveries with a later date are processed by this one, and refused.
  ///   - weigertGat: whether a batch number that leaves a gap refuses the delivery.
  public init(
    map: String, uit: Mappen, grondslag: Grondslag, vandaag: Datum, weigertGat: Bool, folders: Folders = Folders(),
    logger: Logger
  ) {
    self.map = map.hasSuffix("/") && map != "/" ? String(map.dropLast()) : map
    mappen = uit
    self.grondslag = grondslag
    controlesets = Controlesets(
      pve: grondslag.pve, tables: grondslag.tables, alleFouten: grondslag.alleFouten,
      propSignalen: grondslag.propSignalen)
    self.vandaag = vandaag
    self.weigertGat = weigertGat
    self.folders = folders
    self.logger = logger
  }

  // MARK: Planning

  /// Reads the whole folder, and says what there is to do. Nothing is touched.
  ///
  /// - Parameter bestanden: what else will be written: the register, reports.
  /// - Throws: an error of code `usage` where the folder is none, or something would be written into it.
  public func plan(
    schrijft bestanden: [String] = [], _ voortgang: (Verkenningsstand) -> Void = { _ in }
  ) throws -> Migratieplan {
    try eisMap(map)
    let bron = try Mapplaats(map, folders)
    let uit = [mappen.outbox, mappen.archive, mappen.rejected]
    for path in uit + bestanden where try Mapplaats(path, folders).rest(behind: bron) != nil {
      throw BronError(
        .usage, "this lies in the folder that is taken in, which must stay as it is", at: .init(path),
        remedy: "Name another place (--answers, --archive, --rejected, --register, --report, --metrics)")
    }
    for path in uit where try bron.rest(behind: Mapplaats(path, folders)) != nil {
      throw BronError(
        .usage, "the folder that is taken in lies in this one, and must stay as it is", at: .init(path),
        remedy: "Name other folders (--answers, --archive, --rejected)")
    }
    let verkenning = Migratieverkenning(
      map: map, vandaag: vandaag, grondslag: grondslag, controlesets: controlesets, folders: folders)
    return Migratieplan(try verkenning.verken(voortgang), weigertGat: weigertGat)
  }

  /// An error of code `usage` where that is no folder.
  public func eisMap(_ path: String) throws {
    if try folders.kind(of: path) == .folder { return }
    throw BronError(.usage, "this is no folder", at: .init(path), remedy: "Give the name of a folder that is there")
  }

  /// The folder as the register knows it, by whatever name it was given.
  var bron: String { URL(filePath: map).standardizedFileURL.resolvingSymlinksInPath().path }

  // MARK: Doing

  /// How far a migration is.
  public struct Stand: Sendable {
    /// Deliveries that are done, of all that are planned; those that were done before count.
    public var (aanleveringen, vanAanleveringen) = (0, 0)
    /// The meldingen in them.
    public var (meldingen, vanMeldingen) = (0, 0)
    /// Their bytes, unpacked.
    public var (bytes, vanBytes) = (0, 0)
    /// What of this was done before this process began.
    public internal(set) var eerder = (aanleveringen: 0, meldingen: 0)
    /// How far the delivery at hand is, in meldingen; those are not in `meldingen` yet.
    public var bezig = 0
  }

  /// Processes what was planned, as far as it was not done before.
  ///
  /// - Parameters:
  ///   - isProef: leaves everything as it is; the register must be a copy.
  ///   - each: called with what became of each delivery that this process did.
  /// - Returns: what the register has of it; with what stopped it, where something did.
  public func voer(
    _ plan: Migratieplan, register: Register, isProef: Bool = false, voortgang: (Stand) -> Void = { _ in },
    each: (Uitkomst) -> Void = { _ in }
  ) throws -> Afstemming {
    guard let slot = try folders.tryLock(map) else {
      throw BronError(
        .usage, "this folder is being taken in by another process", at: .init(map), remedy: "Wait until that ends")
    }
    defer { withExtendedLifetime(slot) {} }
    let exchange = Uitwisseling(
      post: Migratiepost(mappen: mappen, schrijft: !isProef, folders: folders), grondslag: grondslag,
      register: register, datum: vandaag, weigertGat: weigertGat, folders: folders, logger: logger)
    let begin = try register.write { try Journaaltransactie(db: $0).migratie(bron: bron, datum: vandaag) }
    if begin.isHervat { logger.notice("migration taken up again", metadata: ["begun": "\(begin.datum.dashed)"]) }
    let (genomen, elders) = try register.write { db in
      let journal = Journaaltransactie(db: db)
      // The file may be another one by now, or gone: it is taken anew, on its own day.
      try journal.vergeetOnbesliste(begin.id)
      return (try journal.genomen(begin.id), try journal.elders(begin.id))
    }
    try beantwoord(genomen, zonder: plan, exchange)
    var stand = Stand()
    (stand.vanAanleveringen, stand.vanMeldingen, stand.vanBytes) = (plan.aantal, plan.meldingen, plan.bytes)
    var storing: Storing?
    for bestand in plan.leveringen {
      let taak = taak(bestand, genomen[bestand.pad], elders)
      if let taak {
        do {
          let uitkomst = try doe(taak, bestand, begin, exchange) { meldingen in
            stand.bezig = meldingen
            voortgang(stand)
          }
          each(uitkomst)
        } catch {
          // What comes behind it may build on it.
          storing = Storing(naam: bestand.pad, afzender: Bestand.afzender(bestand.naam), fout: error)
          break
        }
      } else {
        stand.eerder.aanleveringen += 1
        stand.eerder.meldingen += bestand.structuur.meldingen
      }
      stand.aanleveringen += 1
      stand.meldingen += bestand.structuur.meldingen
      stand.bytes += bestand.structuur.bytes
      stand.bezig = 0
      voortgang(stand)
    }
    return try register.read { try Afstemming(plan, begin, elders, storing, grondslag.pve, $0) }
  }

  /// Answers what was decided before a migration was ended, and whose file is another one by now or gone: the decision
  /// stands, but there is nothing to copy any more.
  private func beantwoord(
    _ genomen: [String: (claim: Claim, sha256: String, isAfgerond: Bool)], zonder plan: Migratieplan,
    _ exchange: Uitwisseling
  ) throws {
    let gepland = Dictionary(plan.leveringen.map { ($0.pad, $0.structuur.sha256) }) { $1 }
    for (pad, werk) in genomen.sorted(by: { $0.value.claim.id < $1.value.claim.id })
    where !werk.isAfgerond && gepland[pad] != werk.sha256 {
      logger.warning(
        "decided earlier, and its file is not there any more: it is answered, and not copied",
        metadata: ["file": "\(pad.visible)"])
      try exchange.rondAf(werk.claim)
    }
  }

  /// What is to be done for a delivery.
  private enum Taak {
    case nieuw
    case hervat(Claim)
  }

  /// Nil where nothing is.
  private func taak(
    _ bestand: Migratiebestand, _ genomen: (claim: Claim, sha256: String, isAfgerond: Bool)?,
    _ elders: Set<Aanleveringssleutel>
  ) -> Taak? {
    if let genomen, genomen.sha256 == bestand.structuur.sha256 {
      return genomen.isAfgerond ? nil : .hervat(genomen.claim)
    }
    return bestand.sleutel.map(elders.contains) ?? false ? nil : .nieuw
  }

  private func doe(
    _ taak: Taak, _ bestand: Migratiebestand, _ begin: Migratiebegin, _ exchange: Uitwisseling,
    progress: (Int) -> Void
  ) throws -> Uitkomst {
    let path = Folders.join(map, bestand.pad)
    guard try folders.look(at: path)?.mark == bestand.mark else {
      throw BronError(
        .changed, "the file was changed since the migration was planned", at: .init(path), remedy: "Run again")
    }
    let claim: Claim
    switch taak {
    case .hervat(let open): claim = open
    case .nieuw:
      claim = try exchange.register.write { try Journaaltransactie(db: $0).claim(bestand, voor: begin.id) }
    }
    return try exchange.behandel(
      claim, path, gelezen: bestand.structuur, boek: { try boek($0, claim, $1, $2) }, progress: { progress($1) })
  }

  /// Keeps what the reconciliation needs, in the transaction of the delivery.
  private func boek(_ db: Database, _ claim: Claim, _ besluit: Uitwisseling.Besluit, _ fouten: Bestandsfouten) throws {
    var mutaties = besluit.mutaties
    for eerder in besluit.nagekomen { mutaties += eerder.mutaties }
    let signalen = (Array(besluit.signalen) + Array(fouten.aantallen)).map { controle, aantal in
      let controle = grondslag.pve.controles[controle]
      return (controle.code, controle.ernst.rawValue, aantal)
    }
    try Journaaltransactie(db: db).boek(
      claim, signalen: signalen, mutaties: mutaties, inBehandeling: besluit.telling.inBehandeling)
  }
}
