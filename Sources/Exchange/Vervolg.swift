import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register

/// A feedback of decided meldingen alone, without a delivery of its own.
struct Vervolg {
  let id: Int64
  let leverancier: Leverancier
  let nummer: Int
  /// How many deliveries it reports.
  let aanleveringen: Int
  let telling: Telling
  /// The folder of the institution, and the SHA-256, of the last delivery that it reports.
  let map: String
  let sha256: String
  let vorm: Bestandsvorm
}

extension Journaaltransactie {
  /// Makes an empty one; its number is counted when it turns out to tell something.
  fileprivate func beginVervolg(_ leverancier: Leverancier, datum: Datum, laatste: Int64) throws -> Int64 {
    try db.execute(
      sql: """
        INSERT INTO vervolg (brin, aanleverpunt, sectordeel, terugkoppelnummer, datum, aanlevering_id, aanleveringen,
        goed, fout) VALUES (?, ?, ?, 0, ?, ?, 0, 0, 0)
        """,
      arguments: [
        leverancier.brin, leverancier.aanleverpunt, leverancier.sectordeel, datum.description, laatste,
      ])
    return db.lastInsertedRowID
  }

  fileprivate func sluitVervolg(_ id: Int64, nummer: Int, _ nagekomen: [Nagekomen]) throws {
    try db.execute(
      sql: "UPDATE vervolg SET terugkoppelnummer = ?, aanleveringen = ?, goed = ?, fout = ? WHERE id = ?",
      arguments: [
        nummer, nagekomen.count, nagekomen.reduce(0) { $0 + $1.telling.goed },
        nagekomen.reduce(0) { $0 + $1.telling.fout }, id,
      ])
  }

  fileprivate func vergeetVervolg(_ id: Int64) throws {
    try db.execute(sql: "DELETE FROM vervolg WHERE id = ?", arguments: [id])
  }

  fileprivate func bewaar(_ bytes: [UInt8], deel: Int, vanVervolg id: Int64) throws {
    try db.execute(sql: "INSERT INTO vervolgdeel VALUES (?, ?, ?)", arguments: [id, deel, Data(bytes)])
  }

  /// Those that are not in the outbox yet.
  func openVervolgen() throws -> [Vervolg] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT v.id, v.brin, v.aanleverpunt, v.sectordeel, v.terugkoppelnummer, v.aanleveringen, v.goed, v.fout, a.map,
        a.sha256, a.naam FROM vervolg v JOIN aanlevering a ON a.id = v.aanlevering_id WHERE v.afgerond = 0 ORDER BY v.id
        """
    ).map { row in
      try Vervolg(
        id: row.lees(0), leverancier: row.leverancier(1), nummer: row.lees(4), aanleveringen: row.lees(5),
        telling: Telling(goed: row.lees(6), fout: row.lees(7)), map: row.lees(8), sha256: row.lees(9),
        vorm: Bestandsvorm(naam: row.lees(10)))
    }
  }

  fileprivate func rondAf(_ vervolg: Vervolg) throws {
    try db.execute(sql: "UPDATE vervolg SET afgerond = 1 WHERE id = ?", arguments: [vervolg.id])
  }
}

extension Uitwisseling {
  /// Processes what was decided of the leveranciers of an institution who have no new delivery to report it with.
  ///
  /// - Returns: by feedback, what its meldingen did to the register.
  func geefVervolg(_ brin: String) throws -> [Int64: Mutatietelling] {
    var mutaties: [Int64: Mutatietelling] = [:]
    let leveranciers = try register.read { try Besluitverwerking.leveranciers(Journaaltransactie(db: $0)) }
    for leverancier in leveranciers where leverancier.brin == brin {
      try register.write { db in
        var besluiten = try Besluitverwerking(leverancier, grondslag, controlesets, op: datum, db)
        while !besluiten.gereed.isEmpty {
          if let (id, gedaan) = try geefVervolg(leverancier, &besluiten, Journaaltransactie(db: db)) {
            mutaties[id] = gedaan
          }
        }
      }
    }
    return mutaties
  }

  /// Processes what is ready, as much as one feedback has room for, and keeps that feedback; nil where all of it
  /// waits again.
  func geefVervolg(
    _ leverancier: Leverancier, _ besluiten: inout Besluitverwerking, _ journal: Journaaltransactie
  ) throws -> (id: Int64, mutaties: Mutatietelling)? {
    let nu = besluiten.gereed.prefix(Kopregels.meesteAanleveringen).prefix { $0.vorm == besluiten.gereed[0].vorm }
    guard let laatste = nu.last?.aanlevering else { return nil }
    let id = try journal.beginVervolg(leverancier, datum: besluiten.datum, laatste: laatste)
    let schrijver = Terugkoppelschrijver(grondslag.werkers) { try journal.bewaar($0, deel: $1, vanVervolg: id) }
    let kop = schrijver.houdOpen()
    let nagekomen = try besluiten.verwerk(schrijver, plaatsen: nu.count)
    if nagekomen.isEmpty {
      try journal.vergeetVervolg(id)
      return nil
    }
    let nummer = try journal.telVervolg(leverancier)
    schrijver.vul(
      kop,
      Kopregels(layouts: grondslag.pve.newest).voorloop(
        leverancier, nummer: nummer, datum: besluiten.datum, aanleveringen: nagekomen.count))
    try schrijver.sluit(Kopregels.einde)
    try journal.sluitVervolg(id, nummer: nummer, nagekomen)
    logger.info("decided persons reported", metadata: ["feedback": "\(Self.terugkoppelnaam(leverancier, nummer))"])
    return (id, nagekomen.reduce(into: Mutatietelling()) { $0 += $1.mutaties })
  }

  /// Puts what was kept for an institution into the outbox; gives what could not be finished.
  ///
  /// - Parameter mutaties: of those of this run, what their meldingen did to the register.
  func publiceerVervolgen(
    _ brin: String, _ mutaties: [Int64: Mutatietelling], _ each: (Uitkomst) -> Void
  ) throws -> [Storing] {
    var storingen: [Storing] = []
    let open = try register.read { try Journaaltransactie(db: $0).openVervolgen() }
    for vervolg in open where vervolg.leverancier.brin == brin {
      let naam = Self.terugkoppelnaam(vervolg.leverancier, vervolg.nummer)
      do {
        let path = try post.schrijf(bestand(.vervolg(vervolg.id), naam, vervolg.vorm, vervolg.sha256), map: vervolg.map)
        try register.write { try Journaaltransactie(db: $0).rondAf(vervolg) }
        each(
          Uitkomst(
            naam: naam, status: .vervolg, leverancier: vervolg.leverancier, batchnummer: nil,
            meldingen: vervolg.telling.goed + vervolg.telling.fout, telling: vervolg.telling, signalen: [],
            mutaties: mutaties[vervolg.id] ?? Mutatietelling(), afname: [], nagekomen: [],
            fouten: Bestandsfouten(grondslag.pve), antwoorden: [path], stappen: Stappen()))
      } catch {
        storingen.append(Storing(naam: naam, afzender: brin, fout: error))
      }
    }
    return storingen
  }
}
