import GRDB
import Testing

@testable import Exchange

struct JournalTests {
  /// The table of cases is made anew on the way, with what hangs on it.
  @Test func aJournalFromBeforeKeepsItsCases() throws {
    let queue = try DatabaseQueue()
    var migrator = DatabaseMigrator()
    Journal.register(&migrator)
    try migrator.migrate(queue, upTo: "journal 2")
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO zaak (id, brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht, besluit, nummer)
          VALUES (4, '99ZZ', '7', x'41', x'42', '19900101', 'M', 'bsn', '210000119');
          INSERT INTO kandidaat VALUES (4, 1, '210000107', NULL), (4, 2, '210000119', NULL);
          """)
    }
    try migrator.migrate(queue)
    try queue.write { db in
      let kept = try String.fetchAll(
        db,
        sql: "SELECT id || besluit || volgnummer || bsn FROM zaak JOIN kandidaat ON zaak_id = id ORDER BY volgnummer")
      #expect(kept == ["4bsn1210000107", "4bsn2210000119"])
      // What hangs on a case still goes with it, and its number is never given again.
      try db.execute(sql: "DELETE FROM zaak")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM kandidaat") == 0)
      try db.execute(
        sql: """
          INSERT INTO zaak (brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht)
          VALUES ('99ZZ', '8', x'41', x'42', '19900101', 'M')
          """)
      #expect(db.lastInsertedRowID == 5)
    }
  }
}
