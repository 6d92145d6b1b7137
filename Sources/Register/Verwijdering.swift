import GRDB

extension Register {
  /// Takes a person with all that is and was known of him out of the register, inside the transaction
  /// that `db` is in. The onderwijsnummer that was given out last stays as it is, so nobody gets his.
  ///
  /// - Returns: by table, how many rows it had of him.
  public static func verwijder(_ persoon: Int64, _ db: Database) throws -> [(tabel: String, aantal: Int)] {
    let onder = "inschrijving_id IN (SELECT id FROM inschrijving WHERE persoon_id = ?)"
    // What hangs on something else goes before it.
    let tabellen =
      Onderdeeltabel.all.reversed().map { ($0.naam, onder) } + [
        ("inschrijving", "persoon_id = ?"), ("historie", "persoon_id = ?"), ("persoon_historie", "persoon_id = ?"),
        ("persoon", "id = ?"),
      ]
    return try tabellen.map { tabel, waar in
      try db.execute(sql: "DELETE FROM \(tabel) WHERE \(waar)", arguments: [persoon])
      return (tabel, db.changesCount)
    }.reversed()
  }

  /// Writes the database anew, so that nothing of what was deleted is left in its file or beside it.
  public func maakSchoon() throws {
    try maintain { db in
      try db.execute(sql: "VACUUM")
      _ = try db.checkpoint(.truncate)
    }
  }
}
