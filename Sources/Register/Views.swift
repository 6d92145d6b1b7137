import GRDB
import ProgrammaVanEisen

/// Views that take the bytes of the register apart into columns, one for each field of the layout,
/// for who reads it with SQL. They follow `Specs/`, and are made anew when that changes.
enum Views {
  static func refresh(_ db: Database, vorm: Registervorm) throws {
    for (name, sql) in all(vorm) {
      let existing = try String.fetchOne(
        db, sql: "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", arguments: [name])
      if existing == sql { continue }
      try db.execute(sql: "DROP VIEW IF EXISTS \(name)")
      try db.execute(sql: sql)
    }
  }

  private static func all(_ vorm: Registervorm) -> [(name: String, sql: String)] {
    let inschrijvingen = [
      (320, "inschrijving_bo", "BO"), (325, "inschrijving_ed", "ED"), (330, "inschrijving_va", "VA"),
    ]
    let views = inschrijvingen.map { record, name, sectordeel in
      (
        name,
        "CREATE VIEW \(name) AS SELECT id, persoon_id, brin, aanleverpunt, \(columns(vorm, record)) FROM inschrijving WHERE sectordeel = '\(sectordeel)'"
      )
    }
    return views
      + Onderdeeltabel.all.map { tabel in
        (
          "\(tabel.naam)_velden",
          "CREATE VIEW \(tabel.naam)_velden AS SELECT inschrijving_id, \(columns(vorm, tabel.recordsoort)) FROM \(tabel.naam)"
        )
      }
  }

  private static func columns(_ vorm: Registervorm, _ record: Int) -> String {
    vorm.velden(record).map { veld, plaats in
      "rtrim(CAST(substr(gegevens, \(plaats.lowerBound + 1), \(plaats.count)) AS TEXT)) AS \(veld.id)"
    }.joined(separator: ", ")
  }
}
