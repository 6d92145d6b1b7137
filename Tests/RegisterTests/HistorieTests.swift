import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Records
import Reference
import TestSupport
import Testing

@testable import Register

/// The history by itself: registers from before it, and meldingen that are decided late.
struct HistorieTests {
  private let folder: TemporaryFolder
  private let pve: PvE
  private var url: String { "sqlite:\(folder.file("register.sqlite"))" }

  init() throws {
    folder = try TemporaryFolder()
    pve = try RegisterTests.pve()
  }

  private func open() throws -> Register { try Register(url: url, pve: pve, migrations: { _ in }) }

  /// Has a melding of a delivery give a person a postcode, on a day.
  private func meld(
    _ register: Register, _ herkomsten: [(aanlevering: Int64, melding: Int, postcode: String)], op datum: String
  ) throws {
    try register.write { db in
      let transactie = Registertransactie(
        db, vorm: Registervorm(pve.newest, newest: pve.newest), tables: try ReferenceTables(folder: folder.path),
        leverancier: .init(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO"),
        ontvangst: try #require(Datum(text: datum)), afsluiting: .geen)
      for herkomst in herkomsten {
        let was = try transactie.persoon(bsn: ShortBytes("210000004".utf8)).flatMap { try transactie.deelnemer($0.id) }
        var wordt =
          was
          ?? Deelnemer(
            bsn: ShortBytes("210000004".utf8), onderwijsnummer: [], geboortedatum: ShortBytes("19910501".utf8),
            geslacht: ShortBytes("M".utf8), postcode: [], land: [])
        wordt.postcode = ShortBytes(herkomst.postcode.utf8)
        try transactie.bewaar(
          wordt, was: was, herkomst: .init(aanlevering: herkomst.aanlevering, meldingnummer: herkomst.melding))
      }
      try transactie.voltooi()
    }
  }

  /// The postcode that was known on a day, with the day since which it was.
  private func postcode(_ register: Register, op datum: String?) throws -> [String] {
    try register.read { db in
      let lezer = Feitenlezer(db, pve: pve)
      var found: [String] = []
      try lezer.elk(lezer.tabellen[0], op: datum.map { try #require(Datum(text: $0)) }) { feit in
        found.append("\(String(decoding: feit.waarden[4], as: UTF8.self)) \(feit.bekend?.datum ?? "?")")
      }
      return found
    }
  }

  @Test func aMeldingIsKnownSinceItWasDecided() throws {
    let register = try open()
    try meld(register, [(1, 1, "1111AA"), (1, 3, "2222AA")], op: "2010-01-01")
    try meld(register, [(2, 1, "3333AA")], op: "2010-01-02")
    // The second melding of the first delivery waited; so did the fourth, and all of another.
    try meld(register, [(1, 2, "4444AA"), (3, 1, "5555AA")], op: "2010-01-03")
    try meld(register, [(3, 2, "6666AA"), (4, 1, "7777AA"), (1, 4, "8888AA")], op: "2010-01-04")
    #expect(try postcode(register, op: "2009-12-31") == [])
    #expect(try postcode(register, op: "2010-01-01") == ["2222AA 20100101"])
    #expect(try postcode(register, op: "2010-01-02") == ["3333AA 20100102"])
    #expect(try postcode(register, op: "2010-01-03") == ["5555AA 20100103"])
    #expect(try postcode(register, op: "2010-01-04") == ["8888AA 20100104"])
    #expect(try postcode(register, op: nil) == ["8888AA 20100104"])
    #expect(try register.verify(pve: pve).isEmpty)
    let volgorde = try register.read { db in
      try Geschiedenis(van: 1, Feitenlezer(db, pve: pve)).gebeurtenissen.map {
        "\($0.herkomst.aanlevering).\($0.herkomst.meldingnummer)"
      }
    }
    #expect(volgorde == ["1.1", "1.3", "2.1", "1.2", "3.1", "3.2", "4.1", "1.4"])
  }

  @Test func aRegisterFromBeforeGoesOn() throws {
    let queue = try DatabaseQueue(path: folder.file("register.sqlite"))
    var migrator = DatabaseMigrator()
    Schema.register(&migrator)
    try migrator.migrate(queue, upTo: "register 1")
    let gegevens = Data("T1  10342BBLVT2008080120110101        06N          ".utf8)
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE aanlevering (id INTEGER PRIMARY KEY, datum TEXT NOT NULL, status TEXT NOT NULL);
          INSERT INTO aanlevering VALUES (1, '20090601', 'aangenomen'), (2, '20090603', 'geweigerd'),
            (3, '20090605', 'aangenomen'), (4, '20090604', 'aangenomen');
          INSERT INTO persoon (bsn, geboortedatum, geslacht, postcode, land) VALUES
            ('210000004', '19910501', 'M', '1111AA', ''), ('210000107', '19910509', 'M', '1111AA', '');
          """)
      let lengte = Registervorm(pve.newest, newest: pve.newest).lengte(320)
      try db.execute(
        sql: "INSERT INTO inschrijving VALUES (1, 1, '99ZZ', '01', 'BO', '1', ?, 3, 7)",
        arguments: [gegevens + Data(repeating: 0x20, count: max(0, lengte - gegevens.count))])
    }
    try queue.close()
    let register = try open()
    #expect(try register.verify(pve: pve) == [])
    #expect(try postcode(register, op: nil) == ["1111AA 20090605", "1111AA ?"])
    // Of whom it is not known since when, it counts as known from the start.
    #expect(try postcode(register, op: "2009-06-04") == ["1111AA ?"])
    #expect(try register.read { try Feitenlezer($0, pve: pve).begin() } == "20090605")
    try meld(register, [(5, 1, "2222AA")], op: "2009-06-08")
    #expect(try postcode(register, op: "2009-06-07") == ["1111AA 20090605", "1111AA ?"])
    #expect(try postcode(register, op: "2009-06-08") == ["2222AA 20090608", "1111AA ?"])
    #expect(try register.verify(pve: pve) == [])
  }

  /// Facts come in their order from the indexes: sorting them would take room that grows with the register.
  @Test func nothingIsSorted() throws {
    let register = try open()
    try register.read { db in
      for tabel in Feitentabel.alle(pve) {
        for keuze in [Feitentabel.Keuze.nu, .na(5), .alle] {
          let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(tabel.sql(keuze))").map { $0["detail"] as String }
          #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(tabel.naam): \(plan)")
        }
      }
    }
  }

  /// Keys are text, and in the bytes of the record they are ISO-8859-1.
  @Test func aKeyMayHaveAccents() throws {
    let register = try open()
    let lengte = Registervorm(pve.newest, newest: pve.newest).lengte(325)
    func gegevens(_ volgnummer: [UInt8]) -> Data {
      Data([0x54] + volgnummer) + Data(repeating: 0x20, count: lengte - 1 - volgnummer.count)
    }
    try register.write { db in
      try RegisterTests.insertPerson(db)
      try db.execute(
        sql: """
          INSERT INTO verwerking VALUES (1, 1, 0, '20100101');
          INSERT INTO inschrijving VALUES (1, 1, '99ZZ', '01', 'ED', 'é1', ?, 1, 1);
          """, arguments: [gegevens([0xE9, 0x31])])
    }
    #expect(try register.verify(pve: pve) == [])
  }
}
