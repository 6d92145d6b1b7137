import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register

/// What happened to deliveries: claims, decisions, numbers and answers, in the same database as the
/// register, so that they change together or not at all.
enum Journal {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("journal 1") { db in
      try db.execute(sql: version1)
    }
    migrator.registerMigration("journal 2") { db in
      try db.execute(sql: version2)
    }
    migrator.registerMigration("journal 3") { db in
      try db.execute(sql: version3)
    }
    migrator.registerMigration("journal 4") { db in
      try db.execute(sql: version4)
    }
    Migratieboek.register(&migrator)
  }

  private static let version1 = """
    -- A file that was taken from the inbox.
    CREATE TABLE aanlevering (
      id INTEGER PRIMARY KEY,
      map TEXT NOT NULL,
      naam TEXT NOT NULL,
      -- The processing date, from the claim on: a restart uses the same.
      datum TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('geclaimd', 'aangenomen', 'geweigerd', 'herhaald')),
      -- 1 once the answers are in the outbox and the file is in the archive.
      afgerond INTEGER NOT NULL DEFAULT 0,
      brin TEXT,
      aanleverpunt TEXT,
      sectordeel TEXT,
      batchnummer INTEGER,
      sha256 TEXT,
      terugkoppelnummer INTEGER,
      meldingen INTEGER,
      goed INTEGER,
      fout INTEGER,
      in_behandeling INTEGER,
      is_laatste INTEGER,
      -- For 'herhaald': the delivery whose answer it gets again.
      eerdere_id INTEGER REFERENCES aanlevering (id)
    ) STRICT;
    CREATE INDEX aanlevering_batch ON aanlevering (brin, aanleverpunt, sectordeel, batchnummer);
    CREATE INDEX aanlevering_open ON aanlevering (map, naam) WHERE afgerond = 0;

    -- An answer, packed, in parts.
    CREATE TABLE antwoord (
      aanlevering_id INTEGER NOT NULL REFERENCES aanlevering (id) ON DELETE CASCADE,
      soort TEXT NOT NULL CHECK (soort IN ('terugkoppeling', 'ontvangst')),
      deel INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (aanlevering_id, soort, deel)
    ) STRICT;

    -- The numbers of an aanleverpunt and sectordeel, modulo 1000.
    CREATE TABLE teller (
      brin TEXT NOT NULL,
      aanleverpunt TEXT NOT NULL,
      sectordeel TEXT NOT NULL,
      batchnummer INTEGER NOT NULL,
      terugkoppelnummer INTEGER NOT NULL,
      PRIMARY KEY (brin, aanleverpunt, sectordeel)
    ) STRICT, WITHOUT ROWID;

    -- Batch numbers that were passed over, and may still come.
    CREATE TABLE overgeslagen (
      brin TEXT NOT NULL,
      aanleverpunt TEXT NOT NULL,
      sectordeel TEXT NOT NULL,
      batchnummer INTEGER NOT NULL,
      PRIMARY KEY (brin, aanleverpunt, sectordeel, batchnummer)
    ) STRICT, WITHOUT ROWID;

    -- Meldingen that wait until it is known who they are about.
    CREATE TABLE in_behandeling (
      aanlevering_id INTEGER NOT NULL REFERENCES aanlevering (id),
      meldingnummer INTEGER NOT NULL,
      brin TEXT NOT NULL,
      leerlingnummer TEXT NOT NULL,
      achternaam BLOB,
      voornamen BLOB,
      geboortedatum TEXT NOT NULL,
      geslacht TEXT NOT NULL,
      -- Its records as they were delivered, with their line ends.
      records BLOB NOT NULL,
      PRIMARY KEY (aanlevering_id, meldingnummer)
    ) STRICT;
    """

  private static let version2 = """
    -- The header of an accepted delivery as it came, for its meldingen that are processed later.
    ALTER TABLE aanlevering ADD COLUMN kop BLOB;

    -- A person of whom somebody has to say who it is: a deelnemer of an institution, by the names, birth
    -- date and sex of a melding without a number. It stays once it is decided, so that it is asked once.
    CREATE TABLE zaak (
      id INTEGER PRIMARY KEY,
      brin TEXT NOT NULL,
      leerlingnummer TEXT NOT NULL,
      achternaam BLOB NOT NULL,
      voornamen BLOB NOT NULL,
      geboortedatum TEXT NOT NULL,
      geslacht TEXT NOT NULL,
      besluit TEXT CHECK (besluit IN ('bsn', 'onderwijsnummer', 'nieuw', 'zaak')),
      -- The number that was chosen; for 'nieuw' the one that was given out, once it was; for 'zaak' the
      -- case whose person this is too.
      nummer TEXT,
      besloten_op TEXT,
      -- 1 once a melding went by the decision.
      is_toegepast INTEGER NOT NULL DEFAULT 0,
      UNIQUE (brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht)
    ) STRICT;

    -- Who may be meant, each under the number by which he is chosen: it stays his when others join.
    CREATE TABLE kandidaat (
      zaak_id INTEGER NOT NULL REFERENCES zaak (id) ON DELETE CASCADE,
      volgnummer INTEGER NOT NULL,
      bsn TEXT,
      onderwijsnummer TEXT,
      PRIMARY KEY (zaak_id, volgnummer)
    ) STRICT, WITHOUT ROWID;

    -- A feedback of decided meldingen alone, without a delivery of its own.
    CREATE TABLE vervolg (
      id INTEGER PRIMARY KEY,
      brin TEXT NOT NULL,
      aanleverpunt TEXT NOT NULL,
      sectordeel TEXT NOT NULL,
      terugkoppelnummer INTEGER NOT NULL,
      datum TEXT NOT NULL,
      -- The last delivery that it reports, of which it has its folder and a name where its own is taken.
      aanlevering_id INTEGER NOT NULL REFERENCES aanlevering (id),
      aanleveringen INTEGER NOT NULL,
      goed INTEGER NOT NULL,
      fout INTEGER NOT NULL,
      -- 1 once it is in the outbox.
      afgerond INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE vervolgdeel (
      vervolg_id INTEGER NOT NULL REFERENCES vervolg (id) ON DELETE CASCADE,
      deel INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (vervolg_id, deel)
    ) STRICT, WITHOUT ROWID;
    """

  private static let version3 = """
    -- The number of a case is never given to another one: a decision may be on its way in a file.
    CREATE TABLE zaak_nieuw (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      brin TEXT NOT NULL,
      leerlingnummer TEXT NOT NULL,
      achternaam BLOB NOT NULL,
      voornamen BLOB NOT NULL,
      geboortedatum TEXT NOT NULL,
      geslacht TEXT NOT NULL,
      besluit TEXT CHECK (besluit IN ('bsn', 'onderwijsnummer', 'nieuw', 'zaak')),
      nummer TEXT,
      besloten_op TEXT,
      is_toegepast INTEGER NOT NULL DEFAULT 0,
      UNIQUE (brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht)
    ) STRICT;
    INSERT INTO zaak_nieuw SELECT id, brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht, besluit,
      nummer, besloten_op, is_toegepast FROM zaak;
    DROP TABLE zaak;
    ALTER TABLE zaak_nieuw RENAME TO zaak;
    """

  /// What was taken away on purpose, so that what is missing otherwise shows. What was taken away before this was
  /// kept counts as meant.
  private static let version4 = """
    -- Waiting meldingen that went with a person who was removed: feedback still counts them as waiting.
    ALTER TABLE aanlevering ADD COLUMN verwijderd INTEGER NOT NULL DEFAULT 0;
    UPDATE aanlevering SET verwijderd = in_behandeling
      - (SELECT count(*) FROM in_behandeling WHERE aanlevering_id = aanlevering.id) WHERE in_behandeling > 0;
    -- 1 once meldingen of such a person were taken out of its answer.
    ALTER TABLE aanlevering ADD COLUMN is_gewist INTEGER NOT NULL DEFAULT 0;
    UPDATE aanlevering SET is_gewist = 1;

    -- The day before which answers and archive were cleared, EEJJMMDD as a number; 0 where that was never done.
    CREATE TABLE opgeruimd (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      voor INTEGER NOT NULL
    ) STRICT;
    INSERT INTO opgeruimd SELECT 1, coalesce(max(CAST(datum AS INTEGER)) + 1, 0) FROM aanlevering
      WHERE afgerond = 1 AND status IN ('aangenomen', 'geweigerd')
      AND id NOT IN (SELECT aanlevering_id FROM antwoord);
    """
}

/// A file that was claimed, as the journal has it.
struct Claim: Sendable, Equatable {
  /// How far it is.
  enum Status: String, Sendable {
    case geclaimd, aangenomen, geweigerd, herhaald
  }

  let id: Int64
  /// The folder of the institution in the inbox; empty for the inbox itself.
  let map: String
  let naam: String
  let datum: Datum
  var status: Status
}

/// The journal inside one transaction.
struct Journaaltransactie {
  let db: Database

  /// What a migration took and did not finish is its own: its file lies elsewhere, and its answers go elsewhere.
  private static let isVanInbox = "id NOT IN (SELECT aanlevering_id FROM migratie_aanlevering)"

  /// The claim on a file from the inbox that was not finished yet, if there is one.
  func open(map: String, naam: String) throws -> Claim? {
    try claims("map = ? AND naam = ? AND afgerond = 0 AND \(Self.isVanInbox)", [map, naam]).first
  }

  /// All claims on files from the inbox that were not finished.
  func open() throws -> [Claim] {
    try claims("afgerond = 0 AND \(Self.isVanInbox)", [])
  }

  /// How far a claim is by now.
  func status(_ claim: Claim) throws -> Claim.Status {
    try claims("id = ?", [claim.id]).first?.status ?? claim.status
  }

  private func claims(_ condition: String, _ arguments: StatementArguments) throws -> [Claim] {
    try Row.fetchAll(
      db, sql: "SELECT id, map, naam, datum, status FROM aanlevering WHERE \(condition) ORDER BY id",
      arguments: arguments
    )
    .map { row in
      guard let datum = Datum(text: try row.lees(3)), let status = Claim.Status(rawValue: try row.lees(4)) else {
        throw BronError(
          .register, "the journal holds a row that is none of ours", remedy: "Restore the register from its backup")
      }
      return try Claim(id: row.lees(0), map: row.lees(1), naam: row.lees(2), datum: datum, status: status)
    }
  }

  /// Writes down that a file was taken. An earlier one of that name that was lost before anything was decided has come
  /// back with it.
  func claim(map: String, naam: String, datum: Datum) throws -> Claim {
    try db.execute(
      sql: """
        DELETE FROM aanlevering WHERE map = ? AND naam = ? AND afgerond = 0 AND status = 'geclaimd'
        AND \(Self.isVanInbox)
        """, arguments: [map, naam])
    try db.execute(
      sql: "INSERT INTO aanlevering (map, naam, datum, status) VALUES (?, ?, ?, 'geclaimd')",
      arguments: [map, naam, datum.description])
    return Claim(id: db.lastInsertedRowID, map: map, naam: naam, datum: datum, status: .geclaimd)
  }

  /// Writes down that a file was refused.
  func weiger(_ claim: Claim, _ structuur: Structuur) throws {
    try bewaar(claim, .geweigerd, structuur, terugkoppelnummer: nil, telling: nil, eerdere: nil)
  }

  /// Writes down that a file is one that was answered before.
  func herhaal(_ claim: Claim, _ structuur: Structuur, van eerdere: Int64) throws {
    try bewaar(claim, .herhaald, structuur, terugkoppelnummer: nil, telling: nil, eerdere: eerdere)
  }

  /// Writes down that a delivery was processed.
  func neemAan(_ claim: Claim, _ structuur: Structuur, terugkoppelnummer: Int, telling: Telling) throws {
    try bewaar(claim, .aangenomen, structuur, terugkoppelnummer: terugkoppelnummer, telling: telling, eerdere: nil)
  }

  private func bewaar(
    _ claim: Claim, _ status: Claim.Status, _ structuur: Structuur, terugkoppelnummer: Int?, telling: Telling?,
    eerdere: Int64?
  ) throws {
    let leverancier = structuur.voorloop?.leverancier
    try db.execute(
      sql: """
        UPDATE aanlevering SET status = ?, brin = ?, aanleverpunt = ?, sectordeel = ?, batchnummer = ?, sha256 = ?,
        terugkoppelnummer = ?, meldingen = ?, goed = ?, fout = ?, in_behandeling = ?, is_laatste = ?, eerdere_id = ?,
        kop = ? WHERE id = ?
        """,
      arguments: [
        status.rawValue, leverancier?.brin, leverancier?.aanleverpunt, leverancier?.sectordeel,
        structuur.voorloop?.batchnummer,
        structuur.sha256, terugkoppelnummer, structuur.meldingen, telling?.goed, telling?.fout, telling?.inBehandeling,
        structuur.voorloop?.isLaatste, eerdere, structuur.voorloop.map { Data($0.bytes) }, claim.id,
      ])
  }

  /// Writes down that the answers are out and the file is put away.
  func rondAf(_ claim: Claim) throws {
    try db.execute(sql: "UPDATE aanlevering SET afgerond = 1 WHERE id = ?", arguments: [claim.id])
  }
}

/// How the meldingen of a delivery fared.
public struct Telling: Sendable, Equatable {
  /// Approved, with or without signalen.
  public var goed = 0
  /// Rejected: none of it was stored.
  public var fout = 0
  /// Neither yet: it waits until it is known who is meant, and is not in the feedback.
  public var inBehandeling = 0
}

extension Row {
  /// How meldingen fared, from three columns.
  func telling(_ kolom: Int) throws -> Telling {
    Telling(goed: try lees(kolom), fout: try lees(kolom + 1), inBehandeling: try lees(kolom + 2))
  }
}
