import Foundation
import GRDB
import Records
import Testing

@testable import Register

/// Statements that are bound and read as bytes, against GRDB's own: what one writes the other reads.
struct OpdrachtTests {
  private static let tabel =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, getal INTEGER, tekst TEXT UNIQUE, bytes BLOB) STRICT"
  private static let schrijf = "INSERT INTO t (getal, tekst, bytes) VALUES (?, ?, ?)"
  private static let lees = "SELECT getal, tekst, bytes FROM t ORDER BY id"

  private func withDatabase(_ body: (Database) throws -> Void) throws {
    try DatabaseQueue().write { db in
      try db.execute(sql: Self.tabel)
      try body(db)
    }
  }

  /// Texts of ISO-8859-1 with the bytes that they are, from none to every byte there is.
  private static let teksten: [[UInt8]] = [[], [0x41], Array("99ZZ".utf8), [0x4A, 0xE9, 0x72], Array(0x20...0xFF)]
  /// Of those, what is as long as a key can be.
  private static let korte = teksten.filter { $0.count <= ShortBytes.most } + [Array(0xF1...0xFF)]

  @Test func whatIsWrittenIsWhatGRDBReads() throws {
    try withDatabase { db in
      let opdracht = try Opdracht(db, Self.schrijf)
      for (index, tekst) in Self.teksten.enumerated() {
        try opdracht.bind(index - 1).bind(latin1: tekst).bind(blob: tekst).voerUit()
      }
      let rows = try Row.fetchAll(db, sql: Self.lees)
      #expect(rows.map { $0[0] as Int? } == Self.teksten.indices.map { $0 - 1 })
      #expect(rows.map { $0[1] as String? } == Self.teksten.map { Latin1.text($0) })
      #expect(rows.map { ($0[2] as Data?).map { Array($0) } } == Self.teksten)
    }
  }

  @Test func nothingIsNULLAndNoBytesAreNot() throws {
    try withDatabase { db in
      try Opdracht(db, Self.schrijf).bind(nil as Int64?).bind("").bind(blob: nil).voerUit()
      try Opdracht(db, Self.schrijf).bind(Int64.max).bind("J\u{E9}").bind(blob: []).voerUit()
      let found = try Row.fetchAll(
        db, sql: "SELECT getal IS NULL, tekst IS NULL, bytes IS NULL, getal, length(tekst), length(bytes) FROM t")
      #expect(found.map { $0[0] as Bool } == [true, false])
      #expect(found.map { $0[1] as Bool } == [false, false])
      #expect(found.map { $0[2] as Bool } == [true, false])
      #expect(found[1][3] as Int64? == Int64.max)
      #expect(found.map { $0[4] as Int? } == [0, 2])
      #expect(found[1][5] as Int? == 0)
    }
  }

  @Test func whatGRDBWritesIsWhatIsRead() throws {
    try withDatabase { db in
      for tekst in Self.korte {
        try db.execute(sql: Self.schrijf, arguments: [tekst.count, Latin1.text(tekst), Data(tekst)])
      }
      try db.execute(sql: Self.schrijf, arguments: [nil, nil, nil])
      var read: [[UInt8]] = []
      try Opdracht(db, Self.lees).elke { rij in
        let tekst = Array(try rij.latin1(1))
        #expect(rij.getal(0) == Int64(tekst.count))
        #expect(rij.tekst(1) == Latin1.text(tekst))
        #expect(rij.blob(2) ?? [] == tekst)
        read.append(tekst)
      }
      #expect(read == Self.korte + [[]])
      let isNull = try Opdracht(db, "SELECT bytes FROM t WHERE getal IS NULL").eerste { $0.blob(0) == nil }
      #expect(isNull == true)
      let none = try Opdracht(db, "SELECT bytes FROM t WHERE getal = 9999").eerste { $0.blob(0) }
      #expect(none == nil)
    }
  }

  /// A key that somebody made longer than any can be, or put other characters into.
  @Test(arguments: ["1234567890123456", String(repeating: "é", count: 16), "12345€"])
  func aKeyThatIsNoneIsDamage(tekst: String) throws {
    try withDatabase { db in
      try db.execute(sql: Self.schrijf, arguments: [1, tekst, Data()])
      #expect(throws: Rijfout.self) { try Opdracht(db, Self.lees).elke { _ = try $0.latin1(1) } }
      #expect(throws: Rijfout.self) { _ = try Row.fetchOne(db, sql: Self.lees)?.latin1(1) }
    }
  }

  /// A fault is told, with the code that SQLite gives and without the value, and the statement goes on.
  @Test func aFaultIsToldAndTheNextOneGoesOn() throws {
    try withDatabase { db in
      let opdracht = try Opdracht(db, Self.schrijf)
      try opdracht.bind(1).bind("geheim").bind(blob: nil).voerUit()
      let error = #expect(throws: DatabaseError.self) {
        try opdracht.bind(2).bind("geheim").bind(blob: nil).voerUit()
      }
      #expect(error?.resultCode == .SQLITE_CONSTRAINT)
      #expect(error.map { "\($0)".contains("geheim") } == false)
      // One parameter too many is a fault too, and not left over for the next time.
      #expect(throws: DatabaseError.self) { try opdracht.bind(3).bind("a").bind(blob: nil).bind(4).voerUit() }
      try opdracht.bind(5).bind("b").bind(blob: nil).voerUit()
      #expect(try Int.fetchAll(db, sql: "SELECT getal FROM t ORDER BY id") == [1, 5])
    }
  }

  /// A row that ends the reading, or an error in it, leaves the statement as it was before.
  @Test func readingMayStop() throws {
    struct Genoeg: Error {}
    try withDatabase { db in
      for getal in 1...3 { try Opdracht(db, Self.schrijf).bind(getal).bind("\(getal)").bind(blob: nil).voerUit() }
      let lees = try Opdracht(db, Self.lees)
      for _ in 1...2 {
        #expect(try lees.eerste { $0.getal(0) } == 1)
        #expect(throws: Genoeg.self) { try lees.elke { _ in throw Genoeg() } }
      }
    }
  }
}
