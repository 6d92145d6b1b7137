import GRDB
import ProgrammaVanEisen
import Register

/// What the register keeps of migrations: where each began, and of each of its deliveries what the journal does not
/// say. It is written in the transactions of the deliveries, so that the reconciliation is right whatever ended the
/// process, and however often.
enum Migratieboek {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("migratie 1") { db in
      try db.execute(sql: version1)
    }
  }

  private static let version1 = """
    -- A history of deliveries that is being taken in, or was.
    CREATE TABLE migratie (
      id INTEGER PRIMARY KEY,
      -- The folder, as an absolute path.
      bron TEXT NOT NULL UNIQUE,
      -- The day on which it began.
      datum TEXT NOT NULL,
      -- The last delivery that the journal had before.
      na_aanlevering_id INTEGER NOT NULL
    ) STRICT;

    -- How much of each kind of facts the register held when it began.
    CREATE TABLE migratie_inhoud (
      migratie_id INTEGER NOT NULL REFERENCES migratie (id) ON DELETE CASCADE,
      soort INTEGER NOT NULL,
      aantal INTEGER NOT NULL,
      PRIMARY KEY (migratie_id, soort)
    ) STRICT, WITHOUT ROWID;

    -- A delivery that a migration took, and where it lies below the folder.
    CREATE TABLE migratie_aanlevering (
      aanlevering_id INTEGER PRIMARY KEY REFERENCES aanlevering (id) ON DELETE CASCADE,
      migratie_id INTEGER NOT NULL REFERENCES migratie (id) ON DELETE CASCADE,
      pad TEXT NOT NULL,
      -- How many of its meldingen waited when it was answered.
      in_behandeling INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX migratie_pad ON migratie_aanlevering (migratie_id, pad);

    -- How often its feedback, or of a refused one its receipt, gives a code.
    CREATE TABLE migratie_signaal (
      aanlevering_id INTEGER NOT NULL REFERENCES aanlevering (id) ON DELETE CASCADE,
      code TEXT NOT NULL,
      ernst TEXT NOT NULL,
      aantal INTEGER NOT NULL,
      PRIMARY KEY (aanlevering_id, code, ernst)
    ) STRICT, WITHOUT ROWID;

    -- What it did to the register, by kind of facts.
    CREATE TABLE migratie_mutatie (
      aanlevering_id INTEGER NOT NULL REFERENCES aanlevering (id) ON DELETE CASCADE,
      soort INTEGER NOT NULL,
      toegevoegd INTEGER NOT NULL,
      gewijzigd INTEGER NOT NULL,
      verwijderd INTEGER NOT NULL,
      PRIMARY KEY (aanlevering_id, soort)
    ) STRICT, WITHOUT ROWID;
    """
}

extension Journaaltransactie {
  /// The migration of a folder, as it began; begun here where there is none.
  func migratie(bron: String, datum: Datum) throws -> Migratiebegin {
    let row = try Row.fetchOne(
      db, sql: "SELECT id, datum, na_aanlevering_id FROM migratie WHERE bron = ?", arguments: [bron])
    if let row, let datum = Datum(text: try row.lees(1)) {
      let id: Int64 = try row.lees(0)
      let rows = try Row.fetchAll(
        db, sql: "SELECT soort, aantal FROM migratie_inhoud WHERE migratie_id = ?", arguments: [id])
      let inhoud = try rows.compactMap { row in
        try Feitsoort(rawValue: row.lees(0)).map { ($0, try row.lees(1) as Int) }
      }
      return Migratiebegin(
        id: id, datum: datum, naAanlevering: try row.lees(2), inhoud: Dictionary(uniqueKeysWithValues: inhoud),
        isHervat: true)
    }
    let laatste = try Int64.fetchOne(db, sql: "SELECT max(id) FROM aanlevering") ?? 0
    try db.execute(
      sql: "INSERT INTO migratie (bron, datum, na_aanlevering_id) VALUES (?, ?, ?)",
      arguments: [bron, datum.description, laatste])
    let id = db.lastInsertedRowID
    let inhoud = try Feitsoort.aantallen(db)
    for (soort, aantal) in inhoud {
      try db.execute(sql: "INSERT INTO migratie_inhoud VALUES (?, ?, ?)", arguments: [id, soort.rawValue, aantal])
    }
    return Migratiebegin(id: id, datum: datum, naAanlevering: laatste, inhoud: inhoud, isHervat: false)
  }

  /// Takes a delivery for a migration.
  func claim(_ bestand: Migratiebestand, voor migratie: Int64) throws -> Claim {
    let claim = try claim(map: bestand.map, naam: bestand.naam, datum: bestand.datum)
    try db.execute(
      sql: "INSERT INTO migratie_aanlevering (aanlevering_id, migratie_id, pad) VALUES (?, ?, ?)",
      arguments: [claim.id, migratie, bestand.pad])
    return claim
  }

  /// Forgets what a migration took and was ended before it was decided.
  func vergeetOnbesliste(_ migratie: Int64) throws {
    try db.execute(
      sql: """
        DELETE FROM aanlevering WHERE status = 'geclaimd'
        AND id IN (SELECT aanlevering_id FROM migratie_aanlevering WHERE migratie_id = ?)
        """, arguments: [migratie])
  }

  /// The deliveries on which a migration decided, by their paths, and whether they are finished.
  func genomen(_ migratie: Int64) throws -> [String: (claim: Claim, sha256: String, isAfgerond: Bool)] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT m.pad, a.id, a.map, a.naam, a.datum, a.status, a.sha256, a.afgerond FROM migratie_aanlevering m
        JOIN aanlevering a ON a.id = m.aanlevering_id WHERE m.migratie_id = ? ORDER BY a.id
        """, arguments: [migratie])
    var genomen: [String: (claim: Claim, sha256: String, isAfgerond: Bool)] = [:]
    for row in rows {
      guard let datum = Datum(text: try row.lees(4)), let status = Claim.Status(rawValue: try row.lees(5)) else {
        continue
      }
      genomen[try row.lees(0)] = (
        try Claim(id: row.lees(1), map: row.lees(2), naam: row.lees(3), datum: datum, status: status),
        try row.lees(6), try row.lees(7)
      )
    }
    return genomen
  }

  /// The accepted deliveries that this migration did not take, by number and content.
  func elders(_ migratie: Int64) throws -> Set<Aanleveringssleutel> {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT brin, aanleverpunt, sectordeel, batchnummer, sha256 FROM aanlevering
        WHERE status = 'aangenomen' AND id NOT IN (SELECT aanlevering_id FROM migratie_aanlevering WHERE migratie_id = ?)
        """, arguments: [migratie])
    var keys: Set<Aanleveringssleutel> = []
    while let row = try rows.next() {
      keys.insert(
        Aanleveringssleutel(
          leverancier: try row.leverancier(0), batchnummer: try row.lees(3), sha256: try row.lees(4)))
    }
    return keys
  }

  /// Keeps what was decided on a delivery of a migration, beside what the journal says of it.
  func boek(
    _ claim: Claim, signalen: [(code: String, ernst: String, aantal: Int)], mutaties: Mutatietelling,
    inBehandeling: Int
  ) throws {
    try db.execute(
      sql: "UPDATE migratie_aanlevering SET in_behandeling = ? WHERE aanlevering_id = ?",
      arguments: [inBehandeling, claim.id])
    for signaal in signalen {
      try db.cachedStatement(
        sql: """
          INSERT INTO migratie_signaal VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET aantal = aantal + excluded.aantal
          """
      ).execute(arguments: [claim.id, signaal.code, signaal.ernst, signaal.aantal])
    }
    for soort in Feitsoort.allCases where mutaties[soort] != Mutatietelling.Aantallen() {
      let aantallen = mutaties[soort]
      try db.cachedStatement(sql: "INSERT INTO migratie_mutatie VALUES (?, ?, ?, ?, ?)").execute(arguments: [
        claim.id, soort.rawValue, aantallen.toegevoegd, aantallen.gewijzigd, aantallen.verwijderd,
      ])
    }
  }
}

/// Where a migration began.
struct Migratiebegin: Sendable {
  let id: Int64
  /// The day.
  let datum: Datum
  /// The last delivery that the journal had before.
  let naAanlevering: Int64
  /// What the register held.
  let inhoud: [Feitsoort: Int]
  /// Whether it was begun earlier.
  let isHervat: Bool
}

/// What a delivery is known by: its number and its content.
struct Aanleveringssleutel: Hashable, Sendable {
  let leverancier: Leverancier
  let batchnummer: Int
  let sha256: String
}
