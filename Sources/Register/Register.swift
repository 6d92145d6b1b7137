import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen

/// The register of onderwijsdeelname and onderwijsresultaten, in an SQLite database.
///
/// Everything of a delivery happens in one transaction, begun as a writing one: two processes wait
/// for each other instead of failing halfway. Committed means on the disk (`synchronous = FULL`).
public final class Register: Sendable {
  private let queue: DatabaseQueue
  /// Where it is, as it was named.
  public let url: String

  /// Opens the register that `url` names, `sqlite:PATH`, and makes it where it is not there.
  ///
  /// - Parameters:
  ///   - pve: the layouts, for the views, which are made anew where they changed.
  ///   - migrations: tables of others that belong in the same transactions, such as the journal.
  /// - Throws: `BronError` of code `usage` where the URL has another form, `register` where the
  ///   database cannot be used.
  public init(
    url: String, pve: PvE, folders: Folders = Folders(), migrations: (inout DatabaseMigrator) -> Void
  ) throws {
    self.url = url
    let path = try Self.path(url)
    var configuration = Configuration()
    configuration.label = "register"
    configuration.busyMode = .timeout(60)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    let vorm = Registervorm(pve.newest, newest: pve.newest)
    // One process at a time makes the tables, and only the owner may read the persons in them.
    let lock = try folders.lock(Folders.parent(of: path))
    defer { withExtendedLifetime(lock) {} }
    try folders.makeFile(path)
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      var migrator = DatabaseMigrator()
      Schema.register(&migrator)
      migrations(&migrator)
      try migrator.migrate(queue)
      try queue.write { try Views.refresh($0, vorm: vorm) }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// Whether the database that `url` names is there already.
  public static func exists(url: String, folders: Folders = Folders()) throws -> Bool {
    try folders.kind(of: try path(url)) != nil
  }

  private static func path(_ url: String) throws -> String {
    guard url.hasPrefix("sqlite:"), url.utf8.count > 7 else {
      throw BronError(.usage, "'\(url)' is no register that is known", remedy: "Write --register sqlite:PATH")
    }
    return String(url.dropFirst(7))
  }

  /// Runs `body` in one writing transaction: all of it is kept, or, where it throws, nothing.
  public func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.writeWithoutTransaction { db in
        var result: Swift.Result<Result, any Error>?
        try db.inTransaction(.immediate) {
          result = .success(try body(db))
          return .commit
        }
        return try result!.get()
      }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// Runs `body` in a transaction of which nothing is kept.
  public func attempt<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.writeWithoutTransaction { db in
        var result: Swift.Result<Result, any Error>?
        try db.inTransaction(.immediate) {
          result = .success(try body(db))
          return .rollback
        }
        return try result!.get()
      }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// Runs `body` on one state of the register, whatever others write meanwhile.
  public func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// How much the register holds.
  public struct Inhoud: Sendable, Equatable {
    /// How many persons, with or without inschrijvingen.
    public let personen: Int
    /// By name of the table: inschrijvingen and their parts.
    public let aantallen: [(naam: String, aantal: Int)]

    /// Compared pair by pair: tuples are not `Equatable`.
    public static func == (left: Inhoud, right: Inhoud) -> Bool {
      left.personen == right.personen && left.aantallen.elementsEqual(right.aantallen) { $0 == $1 }
    }
  }

  /// Counts what the register holds.
  public func inhoud() throws -> Inhoud {
    try read { db in
      let tables = ["inschrijving"] + Onderdeeltabel.all.map(\.naam)
      return Inhoud(
        personen: try Int.fetchOne(db, sql: "SELECT count(*) FROM persoon") ?? 0,
        aantallen: try tables.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0) })
    }
  }

  /// Checks the database itself, its references, and that every key agrees with the bytes beside it.
  /// Gives what is wrong, one sentence each; nothing where all is right.
  public func verify(pve: PvE) throws -> [String] {
    let vorm = Registervorm(pve.newest, newest: pve.newest)
    return try read { db in
      var wrong = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
        let table: String = row[0]
        wrong.append("a row of table \(table) refers to something that is not there")
      }
      wrong += try Self.wrongKeys(db, vorm)
      return wrong
    }
  }

  private static func wrongKeys(_ db: Database, _ vorm: Registervorm) throws -> [String] {
    var wrong: [String] = []
    for (sectordeel, record) in [("BO", 320), ("ED", 325), ("VA", 330)] {
      let place = vorm.plaats(record, "inschrijvingsvolgnummer")
      let count = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM inschrijving WHERE sectordeel = ?
          AND (length(gegevens) <> ? OR rtrim(CAST(substr(gegevens, ?, ?) AS TEXT)) <> inschrijvingsvolgnummer)
          """, arguments: [sectordeel, vorm.lengte(record), place.lowerBound + 1, place.count])
      if let count, count > 0 { wrong.append("\(count) rows of table inschrijving have another key than their record") }
    }
    for tabel in Onderdeeltabel.all {
      let vooraf = vorm.plaats(tabel.recordsoort, "inschrijvingsvolgnummer").upperBound
      var offset = vooraf
      var conditions = ["length(gegevens) <> \(vorm.lengte(tabel.recordsoort))"]
      for (kolom, lengte) in tabel.sleutel {
        conditions.append("rtrim(CAST(substr(gegevens, \(offset + 1), \(lengte)) AS TEXT)) <> \(kolom)")
        offset += lengte
      }
      let count =
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(tabel.naam) WHERE \(conditions.joined(separator: " OR "))")
        ?? 0
      if count > 0 { wrong.append("\(count) rows of table \(tabel.naam) have another key than their record") }
    }
    return wrong
  }

  /// An error of the database, without the values that were bound: those are persons' data.
  private static func error(_ error: DatabaseError, _ url: String) -> BronError {
    let message =
      "the register could not be used: \(error.message ?? "SQLite error") (\(error.extendedResultCode.rawValue))"
    return BronError(.register, message, at: .init(url), remedy: "Mend the cause and run again; nothing is lost")
  }
}
