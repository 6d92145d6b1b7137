import GRDB
import Records
import Testing

@testable import Register

/// The values of short texts against those of the same bytes as an array.
struct RijenTests {
  @Test func shortTextIsTextAsAnyOther() throws {
    let teksten: [[UInt8]] = [
      [], [0x20], Array("12 ".utf8), Array(" 1  ".utf8), Array("123456789012345".utf8), [0x4A, 0xE9, 0x72, 0x20],
      [UInt8](repeating: 0xFF, count: 15),
    ]
    var (snel, traag) = (Rijen(), Rijen())
    for tekst in teksten {
      let kort = ShortBytes(tekst)
      snel.voegToe(latin1: kort)
      traag.voegToe(latin1: tekst)
      snel.voegToe(zonderSpaties: kort)
      traag.voegToe(latin1: Latin1.trimmed(tekst))
    }
    #expect(snel.bytes == traag.bytes && snel.waarden.count == 2 * teksten.count)
    #expect("\(snel.waarden)" == "\(traag.waarden)")
  }

  /// What stands alone has no bytes to lie among.
  @Test func noTextIsNotNULL() throws {
    try DatabaseQueue().write { db in
      try db.execute(sql: "CREATE TABLE t (tekst TEXT NOT NULL, bytes BLOB NOT NULL) STRICT")
      var rijen = Rijen()
      rijen.voegToe(latin1: [] as ShortBytes)
      rijen.voegToe(blob: [])
      try Opdracht(db, "INSERT INTO t VALUES (?, ?)").voerUit(rijen, rijen.waarden.indices)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t WHERE tekst = '' AND bytes = x''") == 1)
    }
  }
}
