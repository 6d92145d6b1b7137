import GRDB

/// The tables of the register, as migrations: what was released is never changed, only added to.
enum Schema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("register 1") { db in
      try db.execute(sql: version1)
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
}

/// A table of parts of an inschrijving: which kind of record it keeps, and its key behind the
/// inschrijving.
struct Onderdeeltabel: Sendable {
  let recordsoort: Int
  let naam: String
  /// The columns of the key, with the number of bytes of each in the record.
  let sleutel: [(kolom: String, lengte: Int)]
  /// Writes a part: inschrijving, key, bytes, delivery, melding. Takes the place of what was there.
  let schrijf: String
  /// Takes a part away: inschrijving, key.
  let verwijder: String
  /// Reads the parts of a person: their inschrijving and bytes, in the order of their keys.
  let lees: String

  init(recordsoort: Int, naam: String, sleutel: [(kolom: String, lengte: Int)]) {
    self.recordsoort = recordsoort
    self.naam = naam
    self.sleutel = sleutel
    let columns = sleutel.map { $0.kolom }
    let keys = columns.joined(separator: ", ")
    schrijf = """
      INSERT INTO \(naam) (inschrijving_id, \(keys), gegevens, aanlevering_id, meldingnummer)
      VALUES (\([String](repeating: "?", count: columns.count + 4).joined(separator: ", ")))
      ON CONFLICT DO UPDATE SET gegevens = excluded.gegevens, aanlevering_id = excluded.aanlevering_id,
      meldingnummer = excluded.meldingnummer
      """
    let conditions = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    verwijder = "DELETE FROM \(naam) WHERE inschrijving_id = ? AND \(conditions)"
    lees = """
      SELECT inschrijving_id, \(naam).gegevens FROM inschrijving JOIN \(naam) ON inschrijving_id = inschrijving.id
      WHERE persoon_id = ? ORDER BY inschrijving_id, \(keys)
      """
  }

  /// All of them; what hangs on another part comes behind it.
  static let all: [Onderdeeltabel] = [
    .init(recordsoort: 321, naam: "periode", sleutel: [("datum_ingang", 8)]),
    .init(recordsoort: 322, naam: "bpv", sleutel: [("bpv_volgnummer", 2)]),
    .init(recordsoort: 323, naam: "diploma", sleutel: [("kwalificatie", 5)]),
    .init(recordsoort: 326, naam: "resultaat", sleutel: [("voltooide_opleiding", 5)]),
    .init(recordsoort: 327, naam: "vak", sleutel: [("vakvolgnummer", 2)]),
    .init(recordsoort: 328, naam: "vaardigheid", sleutel: [("vakvolgnummer", 2), ("vaardigheid", 2)]),
    .init(recordsoort: 331, naam: "examen", sleutel: [("examen", 4), ("examenjaar", 4)]),
    .init(recordsoort: 332, naam: "examenvak", sleutel: [("examen", 4), ("examenjaar", 4), ("examenvak", 4)]),
  ]

  /// The tables that an inschrijving of a sectordeel has parts in.
  static func of(sectordeel: String) -> [Onderdeeltabel] {
    let records: ClosedRange<Int> = sectordeel == "BO" ? 321...323 : sectordeel == "ED" ? 326...328 : 331...332
    return all.filter { records.contains($0.recordsoort) }
  }
}
