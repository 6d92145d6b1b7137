import CSQLite
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
  /// The folder by which processes that write take turns; nil for a copy that nobody else has.
  private let beurt: (folder: String, folders: Folders)?
  /// Where it is, as it was named.
  public let url: String

  /// Opens the register that `url` names, `sqlite:PATH`, and makes it where it is not there.
  ///
  /// - Parameters:
  ///   - pve: the layouts, for the views, which are made anew where they changed.
  ///   - busyTimeout: how many seconds a database that another process writes to is waited for.
  ///   - migrations: tables of others that belong in the same transactions, such as the journal.
  /// - Throws: `BronError` of code `usage` where the URL has another form, `register` where the
  ///   database cannot be used, is none of ours, or is of a newer program.
  public init(
    url: String, pve: PvE, folders: Folders = Folders(), busyTimeout: Double = 60,
    migrations: (inout DatabaseMigrator) -> Void
  ) throws {
    self.url = url
    let path = try Self.path(url)
    beurt = (Folders.parent(of: path), folders)
    let migrator = Self.migrator(migrations)
    var configuration = Self.configuration(busyTimeout: busyTimeout)
    configuration.prepareDatabase { db in
      // First: a database of somebody else stays as it is.
      try Schema.eisEigen(db, migrator, url)
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
      // 64 MiB: a delivery touches its persons all over the tables, and what has no room is written twice.
      try db.execute(sql: "PRAGMA cache_size = -65536")
    }
    // One process at a time makes the tables, and only the owner may read the persons in them.
    let lock = try folders.lock(Folders.parent(of: path))
    defer { withExtendedLifetime(lock) {} }
    try folders.makeFile(path)
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.maakTabellen(queue, pve, migrator)
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// Copies the register that `url` names as it is at this moment; one that is not there gives an empty one.
  ///
  /// What is done with the copy goes with it: it is a database of SQLite's own in its temporary folder, with no
  /// name by which others could find it, and gone whatever ends the process. The register itself is only read, and
  /// never held up: others may write to it meanwhile.
  ///
  /// - Parameters:
  ///   - kopieVan: the URL, `sqlite:PATH`.
  ///   - migrations: as for the register itself; they are applied to the copy alone.
  public init(
    kopieVan url: String, pve: PvE, folders: Folders = Folders(), migrations: (inout DatabaseMigrator) -> Void
  ) throws {
    self.url = url
    beurt = nil
    let path = try Self.path(url)
    do {
      // An empty path is what SQLite calls a temporary database.
      queue = try DatabaseQueue(path: "", configuration: Self.configuration(busyTimeout: 60))
      if try folders.kind(of: path) != nil {
        // Not opened for reading alone: SQLite would then leave its files for sharing beside the register.
        let register = try DatabaseQueue(path: path, configuration: Self.configuration(busyTimeout: 60))
        try register.backup(to: queue)
        try register.close()
      }
      let migrator = Self.migrator(migrations)
      try queue.read { try Schema.eisEigen($0, migrator, url) }
      try Self.maakTabellen(queue, pve, migrator)
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  /// Opens the register that `url` names to look into it: nothing is made or changed, and nobody is waited for.
  ///
  /// - Parameter tabellen: what must be in it.
  /// - Throws: `BronError` of code `usage` where there is none, `register` where it lacks a table: it is of an earlier
  ///   version of the program, and was not used by this one yet.
  public init(inzage url: String, tabellen: [String], folders: Folders = Folders()) throws {
    self.url = url
    beurt = nil
    let path = try Self.path(url)
    guard try folders.kind(of: path) != nil else {
      throw BronError(.usage, "there is no register", at: .init(url), remedy: "Name it with --register")
    }
    do {
      // Not opened for reading alone: SQLite would then leave its files for sharing beside the register.
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(busyTimeout: 10))
      if try queue.read({ db in try tabellen.contains { try !db.tableExists($0) } }) {
        throw BronError(
          .register, "this is no register of this version of the program", at: .init(url),
          remedy: "Have it brought up to date with: bronbatch register init")
      }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    }
  }

  static func configuration(busyTimeout: Double) -> Configuration {
    csqlite_use_memory(1_200, 1_000)
    var configuration = Configuration()
    configuration.label = "register"
    configuration.busyMode = .timeout(busyTimeout)
    return configuration
  }

  static func migrator(_ migrations: (inout DatabaseMigrator) -> Void) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    Schema.register(&migrator)
    migrations(&migrator)
    return migrator
  }

  private static func maakTabellen(_ queue: DatabaseQueue, _ pve: PvE, _ migrator: DatabaseMigrator) throws {
    try migrator.migrate(queue)
    let vorm = Registervorm(pve.newest, newest: pve.newest)
    try queue.write { try Views.refresh($0, vorm: vorm) }
  }

  /// Whether the database that `url` names is there already.
  public static func exists(url: String, folders: Folders = Folders()) throws -> Bool {
    try folders.kind(of: try path(url)) != nil
  }

  /// The file of a register.
  ///
  /// - Throws: `BronError` of code `usage` where the URL is of no kind that is known.
  public static func path(_ url: String) throws -> String {
    guard url.hasPrefix("sqlite:"), url.utf8.count > 7 else {
      throw BronError(.usage, "'\(url)' is no register that is known", remedy: "Write --register sqlite:PATH")
    }
    return String(url.dropFirst(7))
  }

  /// Runs `body` in one writing transaction: all of it is kept, or, where it throws, nothing.
  public func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try metBeurt {
        try queue.writeWithoutTransaction { db in
          var result: Swift.Result<Result, any Error>?
          try db.inTransaction(.immediate) {
            result = .success(try body(db))
            return .commit
          }
          return try result!.get()
        }
      }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    } catch  where error is RowDecodingError || error is Rijfout {
      throw Self.beschadigd(url)
    }
  }

  /// Runs `body` in a transaction of which nothing is kept.
  public func attempt<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try metBeurt {
        try queue.writeWithoutTransaction { db in
          var result: Swift.Result<Result, any Error>?
          try db.inTransaction(.immediate) {
            result = .success(try body(db))
            return .rollback
          }
          return try result!.get()
        }
      }
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    } catch  where error is RowDecodingError || error is Rijfout {
      throw Self.beschadigd(url)
    }
  }

  /// Runs `body` on one state of the register, whatever others write meanwhile.
  public func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw Self.error(error, url)
    } catch  where error is RowDecodingError || error is Rijfout {
      throw Self.beschadigd(url)
    }
  }

  /// Runs `body` when it is this process's turn to write.
  ///
  /// It waits for that in the kernel's queue, which is fair and has no end: SQLite by itself asks again and again,
  /// favours whom it pleases, and gives up after a while. Others than this program it waits for all the same.
  private func metBeurt<Result>(_ body: () throws -> Result) throws -> Result {
    let lock = try beurt.map { try $0.folders.lock($0.folder) }
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }

  /// Runs `body` outside any transaction.
  func maintain(_ body: (Database) throws -> Void) throws {
    do {
      try metBeurt { try queue.writeWithoutTransaction(body) }
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

  /// That a row holds what its column cannot, without the row: that is a person's data.
  private static func beschadigd(_ url: String) -> BronError {
    BronError(
      .register, "a row of the register is damaged: a value is missing, too long or of another kind", at: .init(url),
      remedy: "Have bronbatch register verify say where, and restore the register from its backup")
  }

  /// An error of the database, without the values that were bound: those are persons' data.
  static func error(_ error: DatabaseError, _ url: String) -> BronError {
    let message =
      "the register could not be used: \(error.message ?? "SQLite error") (\(error.extendedResultCode.rawValue))"
    return BronError(.register, message, at: .init(url), remedy: "Mend the cause and run again; nothing is lost")
  }
}
