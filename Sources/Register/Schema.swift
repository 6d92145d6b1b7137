import FileSystem
import GRDB

/// The tables of the register, as migrations: what was released is never changed, only added to.
enum Schema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("register 1") { db in
      try db.execute(sql: version1)
    }
    migrator.registerMigration("register 2") { db in
      try db.execute(sql: version2)
      // A register from before may hold facts already; a new one has no journal yet.
      if try db.tableExists("aanlevering") { try db.execute(sql: eerdereVerwerkingen) }
    }
  }

  /// Refuses a database with tables that are not ours, or that a newer program made: what they mean is not known here.
  static func eisEigen(_ db: Database, _ migrator: DatabaseMigrator, _ url: String) throws {
    // A first start that was ended may have left no more than the list of migrations.
    let tabellen = try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM sqlite_schema
        WHERE type = 'table' AND name <> 'grdb_migrations' AND name NOT LIKE 'sqlite%'
        """)
    if tabellen != 0, try !migrator.appliedIdentifiers(db).contains("register 1") {
      throw BronError(
        .register, "this is a database, but no register", at: .init(url),
        remedy: "Name the register with --register; this database was left as it is")
    }
    if try migrator.hasBeenSuperseded(db) {
      throw BronError(
        .register, "the register was made by a newer version of bronbatch", at: .init(url),
        remedy: "Use that version, or a newer one; the register was left as it is")
    }
  }

  /// Facts are kept as the bytes of their record (`gegevens`), beside the key that finds them; the
  /// views of `Views` take them apart into columns. Every row says which melding it is from.
  private static let version1 = """
    CREATE TABLE persoon (
      id INTEGER PRIMARY KEY,
      bsn TEXT UNIQUE,
      onderwijsnummer TEXT UNIQUE,
      geboortedatum TEXT NOT NULL,
      geslacht TEXT NOT NULL,
      postcode TEXT NOT NULL,
      land TEXT NOT NULL,
      achternaam BLOB,
      voornamen BLOB,
      CHECK (bsn IS NOT NULL OR onderwijsnummer IS NOT NULL)
    ) STRICT;
    CREATE INDEX persoon_naam ON persoon (achternaam, voornamen, geboortedatum, geslacht)
      WHERE achternaam IS NOT NULL;

    CREATE TABLE inschrijving (
      id INTEGER PRIMARY KEY,
      persoon_id INTEGER NOT NULL REFERENCES persoon (id) ON DELETE CASCADE,
      brin TEXT NOT NULL,
      aanleverpunt TEXT NOT NULL,
      sectordeel TEXT NOT NULL,
      inschrijvingsvolgnummer TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      UNIQUE (persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer)
    ) STRICT;

    CREATE TABLE periode (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      datum_ingang TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, datum_ingang)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bpv (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      bpv_volgnummer TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, bpv_volgnummer)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE diploma (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      kwalificatie TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, kwalificatie)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE resultaat (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      voltooide_opleiding TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, voltooide_opleiding)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE vak (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      vakvolgnummer TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, vakvolgnummer)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE vaardigheid (
      inschrijving_id INTEGER NOT NULL,
      vakvolgnummer TEXT NOT NULL,
      vaardigheid TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, vakvolgnummer, vaardigheid),
      FOREIGN KEY (inschrijving_id, vakvolgnummer) REFERENCES vak ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE examen (
      inschrijving_id INTEGER NOT NULL REFERENCES inschrijving (id) ON DELETE CASCADE,
      examen TEXT NOT NULL,
      examenjaar TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, examen, examenjaar)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE examenvak (
      inschrijving_id INTEGER NOT NULL,
      examen TEXT NOT NULL,
      examenjaar TEXT NOT NULL,
      examenvak TEXT NOT NULL,
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (inschrijving_id, examen, examenjaar, examenvak),
      FOREIGN KEY (inschrijving_id, examen, examenjaar) REFERENCES examen ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    -- The onderwijsnummer given out last; kept when its person is removed.
    CREATE TABLE laatste_onderwijsnummer (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      nummer INTEGER NOT NULL
    ) STRICT;
    INSERT INTO laatste_onderwijsnummer VALUES (1, 100000000);
    """

  /// What was replaced or removed: the tables of `version1` say what holds now. Each row names the
  /// melding that it is from, and the one that ended it (`einde`): by another value (A) or by taking the
  /// fact away (V). Keys are those of the facts and not the numbers of their rows, which are given again.
  private static let version2 = """
    -- NULL where the person is from before there was history, and has no inschrijvingen left.
    ALTER TABLE persoon ADD COLUMN aanlevering_id INTEGER;
    ALTER TABLE persoon ADD COLUMN meldingnummer INTEGER;
    UPDATE persoon SET (aanlevering_id, meldingnummer) = (
      SELECT aanlevering_id, meldingnummer FROM inschrijving WHERE persoon_id = persoon.id
      ORDER BY aanlevering_id, meldingnummer LIMIT 1);

    -- When what the meldingen changed became known, in the order in which it did. The row with
    -- meldingnummer 0 is for the meldingen of its delivery that have none of their own: those that
    -- waited and were decided later have. The datum never runs back.
    CREATE TABLE verwerking (
      id INTEGER PRIMARY KEY,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      datum TEXT NOT NULL,
      UNIQUE (aanlevering_id, meldingnummer)
    ) STRICT;

    CREATE TABLE persoon_historie (
      persoon_id INTEGER NOT NULL REFERENCES persoon (id),
      einde_aanlevering_id INTEGER NOT NULL,
      einde_meldingnummer INTEGER NOT NULL,
      bsn TEXT,
      onderwijsnummer TEXT,
      geboortedatum TEXT NOT NULL,
      geslacht TEXT NOT NULL,
      postcode TEXT NOT NULL,
      land TEXT NOT NULL,
      achternaam BLOB,
      voornamen BLOB,
      aanlevering_id INTEGER,
      meldingnummer INTEGER,
      PRIMARY KEY (persoon_id, einde_aanlevering_id, einde_meldingnummer)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE historie (
      recordsoort INTEGER NOT NULL,
      persoon_id INTEGER NOT NULL REFERENCES persoon (id),
      brin TEXT NOT NULL,
      aanleverpunt TEXT NOT NULL,
      sectordeel TEXT NOT NULL,
      inschrijvingsvolgnummer TEXT NOT NULL,
      -- The columns of the key behind the inschrijving, empty where there are fewer.
      sleutel_1 TEXT NOT NULL,
      sleutel_2 TEXT NOT NULL,
      sleutel_3 TEXT NOT NULL,
      einde_aanlevering_id INTEGER NOT NULL,
      einde_meldingnummer INTEGER NOT NULL,
      einde TEXT NOT NULL CHECK (einde IN ('A', 'V')),
      gegevens BLOB NOT NULL,
      aanlevering_id INTEGER NOT NULL,
      meldingnummer INTEGER NOT NULL,
      PRIMARY KEY (recordsoort, persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, sleutel_1,
        sleutel_2, sleutel_3, einde_aanlevering_id, einde_meldingnummer)
    ) STRICT, WITHOUT ROWID;

    -- The last verwerking of which what it replaced was not kept; 0 where there is none.
    CREATE TABLE historie_begin (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      verwerking_id INTEGER NOT NULL
    ) STRICT;
    INSERT INTO historie_begin VALUES (1, 0);
    """

  /// What was processed before there was history, from the journal.
  private static let eerdereVerwerkingen = """
    INSERT INTO verwerking (aanlevering_id, meldingnummer, datum)
    SELECT id, 0, max(datum) OVER (ORDER BY id) FROM aanlevering WHERE status = 'aangenomen' ORDER BY id;
    UPDATE historie_begin SET verwerking_id = (SELECT coalesce(max(id), 0) FROM verwerking);
    """
}
