import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

/// Empties columns that cannot be empty. Whatever reads them says so, and names nobody; nothing ends the process.
struct SchadeTests {
  /// A copy of a register whose columns may hold anything.
  private static func weerloos(_ bench: Exchangebench, als copy: String) throws {
    try Reservekopie.maak(van: bench.register.url, als: copy)
    let queue = try DatabaseQueue(path: copy)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA writable_schema = ON;
          UPDATE sqlite_schema SET sql = replace(replace(replace(sql, 'IS NOT NULL', 'IS NOT Null'), ' NOT NULL', ''),
          'IS NOT Null', 'IS NOT NULL') WHERE type = 'table';
          PRAGMA writable_schema = OFF;
          """)
    }
    try queue.close()
  }

  /// What reads a register out.
  private static let lezers: [(naam: String, lees: @Sendable (Exchangebench, Register, String) throws -> Void)] = [
    (
      "export",
      { bench, register, map in
        _ = try Registerexport(register, pve: bench.grondslag.pve).schrijf(naar: map, op: nil)
      }
    ),
    (
      "history",
      { bench, register, _ in
        for nummer in ["210000107", "210000004"] {
          _ = try Registerinzage(register, pve: bench.grondslag.pve).geschiedenis(nummer)
        }
      }
    ),
    (
      "remove",
      { bench, register, _ in
        _ = try Persoonsverwijdering(register, pve: bench.grondslag.pve).verwijder("210000107", isProef: true)
      }
    ),
    ("verify", { bench, register, _ in _ = try register.verify(pve: bench.grondslag.pve) }),
    ("status", { bench, register, _ in _ = try Toestand(bench.mappen, register: register.url, meeste: 9) }),
    ("report", { bench, register, _ in _ = try Nachtcijfers(register, pve: bench.grondslag.pve, tot: nil, dagen: 9) }),
    (
      "decide",
      { bench, register, _ in
        let (pve, personen) = (bench.grondslag.pve, bench.grondslag.personen)
        let datum = try #require(Datum(text: "2009-07-02"))
        _ = try Beslisbalie(register: register, pve: pve, personen: personen, datum: datum).onbeslist()
      }
    ),
    ("restore", { _, register, _ in _ = try LaatsteAanlevering.alle(register) }),
  ]

  @Test func anEmptyColumnEndsNothing() throws {
    try RegisterkeuringTests.with { bench in
      let copy = bench.work.appending(path: "copy.sqlite").path
      try Self.weerloos(bench, als: copy)
      let queue = try DatabaseQueue(path: copy)
      let kolommen = try queue.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'grdb%' AND c.pk = 0
            """
        ).map { (tabel: $0[0] as String, kolom: $0[1] as String) }
      }
      #expect(kolommen.count > 80)
      try queue.close()
      var gezegd: [String: Int] = [:]
      for (index, (tabel, kolom)) in kolommen.enumerated() {
        let leeg = bench.work.appending(path: "leeg-\(index).sqlite").path
        try FileManager.default.copyItem(atPath: copy, toPath: leeg)
        let schade = try DatabaseQueue(path: leeg)
        try schade.writeWithoutTransaction {
          try $0.execute(
            sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; UPDATE \(tabel) SET \(kolom) = NULL")
        }
        try schade.close()
        let register = try Register(inzage: "sqlite:\(leeg)", tabellen: [])
        for (naam, lees) in Self.lezers {
          do {
            try lees(bench, register, bench.work.appending(path: "uit-\(index)").path)
          } catch let error as BronError {
            gezegd[naam, default: 0] += 1
            #expect(!"\(error)".contains("2100001") && !"\(error)".contains("achternaam"), "\(error)")
          } catch {
            Issue.record("\(naam), \(tabel).\(kolom): \(error)")
          }
        }
      }
      for (naam, _) in Self.lezers { #expect(gezegd[naam, default: 0] > 0, "\(naam) read none of them") }
    }
  }
}
