import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Testing

@testable import Register

/// The database of the register: who may read it, that what is committed is on the disk, and what
/// `verify` finds.
struct RegisterTests {
  private static let specs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs").path

  /// The layouts, without the checks: those need the whole program.
  static func pve() throws -> PvE {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: specs, toPath: folder.path)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let controles = folder.appending(path: "controles")
    for name in try FileManager.default.contentsOfDirectory(atPath: controles.path) where name != "325.yaml" {
      try FileManager.default.removeItem(at: controles.appending(path: name))
    }
    return try PvE(specs: folder.path, functies: Meldingverwerking.functies)
  }

  /// Runs `body` with the path of a register that is not there yet.
  private func withRegister(_ body: (String, PvE) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    try body(folder.appending(path: "register.sqlite").path, try Self.pve())
  }

  @Test func onlyTheOwnerMayReadIt() throws {
    try withRegister { path, pve in
      let register = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in })
      #expect(try register.inhoud().personen == 0)
      for file in [path, path + "-wal"] where FileManager.default.fileExists(atPath: file) {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(file)")
      }
    }
  }

  @Test func aCommitIsOnTheDisk() throws {
    try withRegister { path, pve in
      let register = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in })
      try register.write { db in
        // 2 is FULL: every commit syncs the write-ahead log.
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        #expect(synchronous == 2)
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        #expect(mode == "wal")
        let foreignKeys = try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
        #expect(foreignKeys == 1)
      }
    }
  }

  @Test func whatThrowsLeavesNothing() throws {
    struct Stop: Error {}
    try withRegister { path, pve in
      let register = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in })
      #expect(throws: Stop.self) {
        try register.write { db in
          try Self.insertPerson(db)
          throw Stop()
        }
      }
      #expect(try register.inhoud().personen == 0)
    }
  }

  /// What is wrong with a database, and how it came to be so.
  struct Vreemd: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    var isRegister = false
    let message: String
  }

  @Test(arguments: [
    Vreemd(
      testDescription: "of somebody else", sql: "CREATE TABLE klant (naam TEXT)",
      message: "this is a database, but no register"),
    Vreemd(
      testDescription: "with migrations of somebody else",
      sql: """
        CREATE TABLE klant (naam TEXT); CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('klanten')
        """, message: "this is a database, but no register"),
    Vreemd(
      testDescription: "of a newer program", sql: "INSERT INTO grdb_migrations VALUES ('register 99')",
      isRegister: true, message: "the register was made by a newer version of bronbatch"),
  ])
  func aDatabaseThatIsNotOursStaysAsItIs(vreemd: Vreemd) throws {
    try withRegister { path, pve in
      if vreemd.isRegister { _ = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in }) }
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: vreemd.sql) }
      try queue.close()
      let before = try Data(contentsOf: URL(filePath: path))
      let opens: [() throws -> Register] = [
        { try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in }) },
        { try Register(kopieVan: "sqlite:\(path)", pve: pve, migrations: { _ in }) },
      ]
      for open in opens {
        let error = #expect(throws: BronError.self) { _ = try open() }
        #expect(error?.code == .register && error?.message == vreemd.message)
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }

  /// The list of migrations is made before the first of them.
  @Test func aFirstStartThatWasEndedIsNoHindrance() throws {
    try withRegister { path, pve in
      let queue = try DatabaseQueue(path: path)
      try queue.write {
        try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      }
      try queue.close()
      #expect(try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in }).inhoud().personen == 0)
    }
  }

  @Test func verifyFindsAKeyThatIsNotThatOfItsRecord() throws {
    try withRegister { path, pve in
      let register = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in })
      try register.write { db in
        try Self.insertPerson(db)
        try db.execute(sql: "INSERT INTO verwerking VALUES (1, 1, 0, '20100101')")
        let length = Registervorm(pve.newest, newest: pve.newest).lengte(325)
        try db.execute(
          sql: "INSERT INTO inschrijving VALUES (1, 1, '99ZZ', '01', 'ED', '7', ?, 1, 1)",
          arguments: [Data(repeating: 0x20, count: length)])
      }
      #expect(try register.verify(pve: pve) == ["1 rows of table inschrijving have another key than their record"])
    }
  }

  /// A row that SQLite itself would refuse is told, and not read.
  @Test func verifyFindsWhatIsNotThere() throws {
    try withRegister { path, pve in
      let register = try Register(url: "sqlite:\(path)", pve: pve, migrations: { _ in })
      try register.maintain { db in
        try Self.insertPerson(db)
        try db.execute(
          sql: """
            INSERT INTO inschrijving VALUES (1, 1, '99ZZ', '01', 'ED', '7', x'20', 1, 1);
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'brin TEXT NOT NULL', 'brin TEXT') WHERE name = 'inschrijving';
            PRAGMA writable_schema = RESET;
            UPDATE inschrijving SET brin = NULL;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'brin TEXT', 'brin TEXT NOT NULL') WHERE name = 'inschrijving';
            PRAGMA writable_schema = RESET;
            """)
      }
      #expect(try register.verify(pve: pve) == ["NULL value in inschrijving.brin"])
    }
  }

  static func insertPerson(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO persoon (bsn, geboortedatum, geslacht, postcode, land)
        VALUES ('999990019', '19930117', 'M', '1234AB', '')
        """)
  }
}
