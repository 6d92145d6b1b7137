import GRDB

extension Feitsoort {
  /// How many of each kind the register holds.
  public static func aantallen(_ db: Database) throws -> [Feitsoort: Int] {
    try Dictionary(
      uniqueKeysWithValues: allCases.map { soort in
        let tabel = soort == .persoon ? "persoon" : soort.tabel?.naam ?? "inschrijving"
        return (soort, try Int.fetchOne(db, sql: "SELECT count(*) FROM \(tabel)") ?? 0)
      })
  }
}
