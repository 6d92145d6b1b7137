import FileSystem
import GRDB
import Glibc

/// A register as one file, to be kept elsewhere and brought back.
///
/// It is copied by SQLite's online backup, in one step: the copy is one state of the register, and who writes to the
/// register meanwhile is not held up. The copy needs no files beside it.
public enum Reservekopie {
  /// Copies the register that `url` names to a new file that its owner alone can read: it is wholly there under
  /// its name, or not at all.
  ///
  /// - Throws: `BronError` of code `usage` where there is no register, or a file of that name already.
  public static func maak(van url: String, als path: String, folders: Folders = Folders()) throws {
    let register = try Register.path(url)
    if try folders.kind(of: register) == nil {
      throw BronError(.usage, "there is no register", at: .init(url), remedy: "Name it with --register")
    }
    if try folders.kind(of: path) != nil { throw bezet(path) }
    let kopie = try kopieer(register, naast: path, folders)
    do {
      if try folders.move(kopie, to: path) != .done { throw bezet(path) }
    } catch {
      vergeet(kopie, folders)
      throw error
    }
  }

  /// Brings a copy back as the register that `url` names.
  ///
  /// - Parameters:
  ///   - vervang: whether one that is there is replaced. It is kept beside the new one, under another name.
  /// - Returns: the path of the register that was replaced; nil where there was none.
  /// - Throws: `BronError` of code `usage` where a register is there and must not be replaced, or is in use.
  public static func zetTerug(
    _ path: String, als url: String, vervang: Bool, folders: Folders = Folders()
  ) throws -> String? {
    let register = try Register.path(url)
    // Who opens the register waits for this, and then finds the new one.
    let lock = try folders.lock(Folders.parent(of: register))
    defer { withExtendedLifetime(lock) {} }
    let isDaar = try folders.kind(of: register) != nil
    if isDaar && !vervang {
      throw BronError(
        .usage, "there is a register already", at: .init(url),
        remedy: "Give --replace to have the backup take its place; it is kept beside it")
    }
    let slot = isDaar ? try houdVrij(register, url) : nil
    let kopie = try kopieer(path, naast: register, folders)
    do {
      guard isDaar else {
        if try folders.move(kopie, to: register) != .done { throw bezet(register) }
        return nil
      }
      let vervangen = try vrijeNaam(register + ".replaced", folders)
      if slot == nil {
        // What nobody could open may have a log still, and beside the new register it would be taken for its own.
        for ending in ["-wal", "-shm", "-journal"] { _ = try folders.move(register + ending, to: vervangen + ending) }
      }
      try folders.exchange(kopie, register)
      try slot?.close()
      _ = try folders.move(kopie, to: vervangen)
      return vervangen
    } catch {
      vergeet(kopie, folders)
      throw error
    }
  }

  /// Takes away what did not become a copy; the error that was the reason counts, and not one that comes of this.
  private static func vergeet(_ kopie: String, _ folders: Folders) {
    for ending in ["", "-journal", "-wal", "-shm"] { _ = folders.system.unlink(kopie + ending) }
  }

  private static func bezet(_ path: String) -> BronError {
    BronError(.usage, "there is a file of that name already", at: .init(path), remedy: "Give another name")
  }

  /// Copies a database to a temporary file beside `path`, brings it to disk, and gives the path of the copy.
  private static func kopieer(_ bron: String, naast path: String, _ folders: Folders) throws -> String {
    let kopie = Folders.join(Folders.parent(of: path), ".\(Folders.name(of: path)).\(getpid()).tmp")
    try verwijderResten(van: path, folders)
    do {
      try folders.makeFile(kopie)
      let (van, naar) = (try open(bron), try open(kopie))
      try van.backup(to: naar)
      // It is one file then, and can be read where nothing can be written.
      _ = try naar.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
      try naar.close()
      try van.close()
      try folders.syncFile(kopie)
      return kopie
    } catch {
      vergeet(kopie, folders)
      throw (error as? DatabaseError).map { Register.error($0, bron) } ?? error
    }
  }

  /// Takes away what a copy that was ended left behind: it holds personal data.
  private static func verwijderResten(van path: String, _ folders: Folders) throws {
    let (folder, begin) = (Folders.parent(of: path), ".\(Folders.name(of: path)).")
    for naam in try folders.names(in: folder) where naam.hasPrefix(begin) && naam.contains(".tmp") {
      let nummer = naam.dropFirst(begin.utf8.count).prefix { $0 != "." }
      guard let proces = Int32(nummer), try folders.kind(of: "/proc/\(proces)") == nil else { continue }
      try folders.remove(Folders.join(folder, naam))
    }
  }

  /// Sees to it that nobody has the register open, until what it gives is closed. Who had would go on with the file
  /// that was replaced, and what he wrote would be lost. Nil where it is so damaged that nobody can open it.
  private static func houdVrij(_ register: String, _ url: String) throws -> DatabaseQueue? {
    do {
      var configuration = Register.configuration(busyTimeout: 2)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
      let queue = try DatabaseQueue(path: register, configuration: configuration)
      try queue.writeWithoutTransaction { db in
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
        try db.execute(sql: "BEGIN EXCLUSIVE; COMMIT")
      }
      return queue
    } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) {
      return nil
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw BronError(.usage, "the register is in use", at: .init(url), remedy: "End run and watch, and restore again")
    } catch let error as DatabaseError {
      throw Register.error(error, url)
    }
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    try DatabaseQueue(path: path, configuration: Register.configuration(busyTimeout: 60))
  }

  private static func vrijeNaam(_ naam: String, _ folders: Folders) throws -> String {
    var poging = 1
    var vrij = naam
    while try folders.kind(of: vrij) != nil {
      poging += 1
      vrij = "\(naam)-\(poging)"
    }
    return vrij
  }
}
