import FileSystem
import Foundation
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Register

/// What a feedback tells of a delivery that was answered before.
public struct Nagekomen: Sendable, Equatable {
  /// The number of the delivery.
  public let batchnummer: Int
  /// Of this feedback, how many were approved and rejected; how many of the delivery still wait.
  public let telling: Telling
  /// What its meldingen did to the register.
  public let mutaties: Mutatietelling
}

/// Processes the meldingen of one leverancier that waited, and of whose persons is decided: in the order in
/// which they came, each as its own delivery says, against the register of now.
struct Besluitverwerking {
  private let grondslag: Grondslag
  private let controlesets: Controlesets
  private let journal: Journaaltransactie
  /// The day on which they are processed.
  let datum: Datum
  /// Those who wait still.
  private(set) var wachtenden: Wachtenden
  /// The deliveries with meldingen that need not wait any longer, and their numbers.
  private(set) var gereed: [(aanlevering: Int64, vorm: Bestandsvorm, meldingnummers: Set<Int>)]

  /// - Parameter datum: the day on which they are processed.
  init(
    _ leverancier: Leverancier, _ grondslag: Grondslag, _ controlesets: Controlesets, op datum: Datum, _ db: Database
  ) throws {
    self.datum = datum
    self.grondslag = grondslag
    self.controlesets = controlesets
    journal = Journaaltransactie(db: db)
    let all = try journal.wachtende()
    let wachtenden = try journal.wachtenden(over: all)
    self.wachtenden = wachtenden
    let eigen = try journal.leveranciers().filter { $0.value == leverancier }
    let vrij = all.filter { eigen[$0.aanlevering] != nil && !wachtenden.bevat($0.leerling, $0.naam) }
    gereed = try Dictionary(grouping: vrij, by: \.aanlevering).sorted { $0.key < $1.key }.map {
      [journal] id, meldingen in
      (id, Bestandsvorm(naam: try journal.naam(id)), Set(meldingen.map(\.meldingnummer)))
    }
  }

  /// Those of whom a decided melding waits for their next feedback, in order.
  static func leveranciers(_ journal: Journaaltransactie) throws -> [Leverancier] {
    let all = try journal.wachtende()
    let wachtenden = try journal.wachtenden(over: all)
    let leveranciers = try journal.leveranciers()
    let vrij = all.filter { !wachtenden.bevat($0.leerling, $0.naam) }
    return Set(vrij.compactMap { leveranciers[$0.aanlevering] }).sorted()
  }

  /// Processes what is ready, of as many deliveries as a feedback has room for.
  ///
  /// - Parameter plaatsen: for how many deliveries there is room.
  mutating func verwerk(_ schrijver: Terugkoppelschrijver, plaatsen: Int) throws -> [Nagekomen] {
    let nu = gereed.prefix(plaatsen)
    gereed.removeFirst(nu.count)
    return try nu.compactMap { try verwerk($0.aanlevering, $0.meldingnummers, schrijver) }
  }

  /// Processes the meldingen of one delivery; nil where all of them wait again.
  private mutating func verwerk(
    _ aanlevering: Int64, _ meldingnummers: Set<Int>, _ schrijver: Terugkoppelschrijver
  ) throws -> Nagekomen? {
    let bewaard = try journal.bewaarde(aanlevering, grondslag.pve)
    let bytes = try journal.records(aanlevering) { meldingnummers.contains($0) }
    let structuur = Structuur(bewaard, bytes, grondslag.pve)
    let set = try controlesets.controleset(structuur.layouts, datum: bewaard.claim.datum)
    var verwerker = try Verwerker(
      grondslag, set, structuur, bewaard.voorloop, bewaard.claim, schrijver, wachtenden, journal.db,
      eerder: (bewaard.telling, datum))
    try verwerker.verwerk(progress: { _ in }) { MemorySource(bytes) }
    wachtenden = verwerker.wachtenden
    if verwerker.telling.goed + verwerker.telling.fout == 0 { return nil }
    let telling = verwerker.totaal
    try journal.bewaar(telling, van: aanlevering)
    return Nagekomen(
      batchnummer: bewaard.voorloop.batchnummer,
      telling: Telling(
        goed: verwerker.telling.goed, fout: verwerker.telling.fout, inBehandeling: telling.inBehandeling),
      mutaties: verwerker.mutaties)
  }
}

/// A delivery that was answered, as the journal has it.
struct BewaardeAanlevering {
  let claim: Claim
  let voorloop: Voorloop
  let meldingen: Int
  let telling: Telling
}

extension Structuur {
  /// A delivery of which some meldingen are read again: its layouts and header, and their bytes.
  init(_ bewaard: BewaardeAanlevering, _ bytes: [UInt8], _ pve: PvE) {
    let layouts = pve.layouts(versie: bewaard.voorloop.versie) ?? pve.newest
    let records = pve.newest[300]?.veld("aantalRecords").map { Latin1.text(bewaard.voorloop.bytes[$0.range]) }
    self.init(
      voorloop: bewaard.voorloop, layouts: layouts, fouten: Bestandsfouten(pve),
      context: Structuurcontrole.context(
        bewaard.voorloop, naam: bewaard.claim.naam, map: bewaard.claim.map, datum: bewaard.claim.datum,
        meldingen: bewaard.meldingen, records: records.flatMap { Int($0) } ?? 0))
    meldingen = bewaard.meldingen
    var digest = Digest()
    bytes.withUnsafeBytes { digest.update($0) }
    sha256 = digest.finalize()
  }
}

extension Journaaltransactie {
  /// By number of a delivery of which meldingen wait, who delivered it.
  fileprivate func leveranciers() throws -> [Int64: Leverancier] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, brin, aanleverpunt, sectordeel FROM aanlevering
        WHERE id IN (SELECT aanlevering_id FROM in_behandeling)
        """)
    return Dictionary(
      try rows.map { (try $0.lees(0), try $0.leverancier(1)) }, uniquingKeysWith: { $1 })
  }

  /// A delivery that was answered.
  fileprivate func bewaarde(_ id: Int64, _ pve: PvE) throws -> BewaardeAanlevering {
    let row = try Row.fetchOne(
      db, sql: "SELECT map, naam, datum, meldingen, goed, fout, in_behandeling, kop FROM aanlevering WHERE id = ?",
      arguments: [id])
    guard let row, let datum = Datum(text: try row.lees(2)), let kop: Data = try row.lees(7),
      let layout = pve.newest[300],
      let voorloop = Voorloop(Array(kop), layout: layout)
    else {
      throw BronError(
        .register, "the journal does not have the header of a delivery of which meldingen wait",
        remedy: "Restore the register from its backup")
    }
    return try BewaardeAanlevering(
      claim: Claim(id: id, map: row.lees(0), naam: row.lees(1), datum: datum, status: .aangenomen), voorloop: voorloop,
      meldingen: row.lees(3), telling: row.telling(4))
  }

  /// The records of meldingen that wait, as they were delivered.
  fileprivate func records(_ aanlevering: Int64, _ isGevraagd: (Int) -> Bool) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let rows = try Row.fetchCursor(
      db, sql: "SELECT meldingnummer, records FROM in_behandeling WHERE aanlevering_id = ? ORDER BY meldingnummer",
      arguments: [aanlevering])
    while let row = try rows.next() {
      if isGevraagd(try row.lees(0)) { bytes += try row.lees(1) as Data }
    }
    return bytes
  }

  /// Keeps how the meldingen of a delivery fared by now.
  fileprivate func bewaar(_ telling: Telling, van aanlevering: Int64) throws {
    try db.execute(
      sql: "UPDATE aanlevering SET goed = ?, fout = ?, in_behandeling = ? WHERE id = ?",
      arguments: [telling.goed, telling.fout, telling.inBehandeling, aanlevering])
  }
}
