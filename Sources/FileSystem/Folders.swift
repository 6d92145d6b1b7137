import Glibc
import Synchronization

/// Files and folders as the exchange needs them: nothing is ever replaced, and what is said to
/// be written is on the disk. A system call that fails is a `BronError` of code `system`.
public struct Folders: Sendable {
  /// The calls through which everything goes; a signal that comes in ends none of them.
  public let system: SystemCalls
  /// The folders that were found, and of which this process knows by now that they last.
  private let found = Found()

  private final class Found: Sendable {
    let paths = Mutex<Set<String>>([])
  }

  /// Tests give other calls than the real ones.
  public init(system: SystemCalls = .live) {
    self.system = system.uninterrupted
  }

  /// What a name in a folder stands for.
  public enum Kind: Sendable {
    case file, folder
    /// A symbolic link: never followed.
    case link
    /// A FIFO, socket, device or the like: never opened.
    case other
  }

  /// Size, time and identity of a file: equal twice means that nobody wrote to it in between.
  public struct Mark: Equatable, Sendable {
    /// In bytes.
    public let size: Int
    /// Its number on its file system.
    public let inode: UInt64
    let modified: Int
    let modifiedNanoseconds: Int

    init(_ status: stat) {
      size = Int(status.st_size)
      inode = UInt64(status.st_ino)
      modified = status.st_mtim.tv_sec
      modifiedNanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// The names in `folder`, sorted by their bytes. A folder that is not there is empty. Names that are
  /// no text are left out; see `listing`.
  public func names(in folder: String) throws -> [String] { try listing(of: folder).names }

  /// What lies in a folder.
  public struct Listing: Sendable, Equatable {
    /// The names that are text, sorted by their bytes.
    public var names: [String] = []
    /// The names that are not UTF-8, made readable. They lead to no file any more.
    public var illegible: [String] = []
  }

  /// What lies in `folder`. A folder that is not there is empty.
  public func listing(of folder: String) throws -> Listing {
    var all: [[UInt8]] = []
    let result = system.names(folder, &all)
    if result == -Int(ENOENT) { return Listing() }
    try check(result, "could not list the folder", folder)
    return all.sorted { $0.lexicographicallyPrecedes($1) }.reduce(into: Listing()) { listing, bytes in
      if let name = String(validating: bytes, as: UTF8.self) {
        listing.names.append(name)
      } else {
        listing.illegible.append(.visible(bytes: bytes))
      }
    }
  }

  /// What `path` is, or nil where there is nothing.
  public func kind(of path: String) throws -> Kind? { try look(at: path)?.kind }

  /// What `path` is and looks like, or nil where there is nothing. A symbolic link is not followed.
  public func look(at path: String) throws -> (kind: Kind, mark: Mark)? {
    var status = stat()
    let result = system.lstat(path, &status)
    if result == -Int(ENOENT) { return nil }
    try check(result, "could not look at", path)
    let mark = Mark(status)
    switch status.st_mode & S_IFMT {
    case S_IFREG: return (.file, mark)
    case S_IFDIR: return (.folder, mark)
    case S_IFLNK: return (.link, mark)
    default: return (.other, mark)
    }
  }

  /// When a file got its name here, its bytes or its rights, in seconds since 1970; nil where there is nothing.
  public func changed(at path: String) throws -> Int? {
    var status = stat()
    let result = system.lstat(path, &status)
    if result == -Int(ENOENT) { return nil }
    try check(result, "could not look at", path)
    return status.st_ctim.tv_sec
  }

  /// Makes `folder` and the folders above it, readable by the owner alone.
  public func make(_ folder: String) throws {
    if folder.isEmpty || folder == "/" || folder == "." { return }
    let made = system.mkdir(folder, 0o700)
    if made == -Int(EEXIST) { return try confirm(folder) }
    if made == -Int(ENOENT) {
      try make(Self.parent(of: folder))
      let again = system.mkdir(folder, 0o700)
      if again != -Int(EEXIST) { try check(again, "could not make the folder", folder) }
    } else {
      try check(made, "could not make the folder", folder)
      try confirm(Self.parent(of: folder))
    }
    try sync(Self.parent(of: folder))
    _ = found.paths.withLock { $0.insert(folder) }
  }

  /// Who made a folder that is there, or one above it, may have been ended before the disk knew; once for each process.
  private func confirm(_ folder: String) throws {
    if folder == "/" || folder == "." { return }
    if found.paths.withLock({ $0.contains(folder) }) { return }
    let parent = Self.parent(of: folder)
    try confirm(parent)
    let opened = system.open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    // Where this user may not even look, nobody made a folder for him.
    if opened != -Int(EACCES) { try sync(opened, parent) }
    _ = found.paths.withLock { $0.insert(folder) }
  }

  /// Makes an empty file that the owner alone can read, where there is none of that name.
  public func makeFile(_ path: String) throws {
    // O_NONBLOCK: a FIFO of that name must not hang it.
    let opened = system.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    try check(opened, "could not make", path)
    try check(system.close(Int32(opened)), "could not close", path)
  }

  /// What became of a file that was to be moved.
  public enum Move: Sendable {
    case done
    /// There is a file of the new name already.
    case taken
    /// There is no such file, or not any more.
    case gone
  }

  /// Renames within one file system and syncs both folders.
  public func move(_ from: String, to: String) throws -> Move {
    let result = system.renameNoReplace(from, to)
    // The same answer where the new folder is not there; then the file still is.
    if result == -Int(ENOENT), try kind(of: from) == nil { return .gone }
    return try finishMove(from, to, result) ? .done : .taken
  }

  /// What is to be done behind a rename that gave `result`.
  private func finishMove(_ from: String, _ to: String, _ result: Int) throws -> Bool {
    if result == -Int(EEXIST) { return false }
    try check(result, "could not move to \(to)", from)
    try sync(Self.parent(of: to))
    if Self.parent(of: from) != Self.parent(of: to) { try sync(Self.parent(of: from)) }
    return true
  }

  /// Gives two files of one folder each other's name: neither name is ever free.
  public func exchange(_ one: String, _ other: String) throws {
    try check(system.renameExchange(one, other), "could not exchange with \(other)", one)
    try sync(Self.parent(of: other))
  }

  /// Writes a file that takes the place of one of that name: readers see the old one whole, or the new one. Only for
  /// what is made anew all the time: nothing is kept of the old one.
  public func replace(_ path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
    let temporary = Self.join(Self.parent(of: path), ".\(Self.name(of: path)).tmp")
    do {
      try fill(temporary, O_TRUNC, body)
      if try kind(of: path) != nil || move(temporary, to: path) != .done {
        try exchange(temporary, path)
        try remove(temporary)
      }
    } catch {
      _ = system.unlink(temporary)
      throw error
    }
  }

  /// Brings the bytes of a file that others wrote to disk.
  public func syncFile(_ path: String) throws { try fill(path, O_APPEND) { _ in } }

  /// Removes a file; that it is gone already is no error.
  public func remove(_ path: String) throws {
    let result = system.unlink(path)
    if result == -Int(ENOENT) { return }
    try check(result, "could not remove", path)
    try sync(Self.parent(of: path))
  }

  /// What became of a file that was to be written or put away.
  public enum Outcome: Sendable {
    /// It is there now.
    case done
    /// A file with the same bytes was there already.
    case same
    /// The name is taken by other bytes.
    case taken
  }

  /// Writes a file that is either wholly there under its name, or not at all: a temporary
  /// file beside it, fsync, rename without replacing, fsync of the folder.
  public func write(to path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws -> Outcome
  {
    let folder = Self.parent(of: path)
    let temporary = Self.join(folder, Self.temporary(Self.name(of: path)))
    do {
      try fill(temporary, O_TRUNC, body)
      let outcome = try place(temporary, at: path)
      if outcome != .done { try remove(temporary) }
      return outcome
    } catch {
      // Half a file is of no use, and where the disk is full it is in the way. The first error counts.
      _ = system.unlink(temporary)
      throw error
    }
  }

  /// Writes to a file: from its start, or, with O_APPEND, behind what is in it.
  func fill(
    _ path: String, _ mode: Int32 = O_TRUNC, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let opened = system.open(path, O_WRONLY | O_CREAT | mode | O_CLOEXEC | O_NOFOLLOW, 0o600)
    try check(opened, "could not write", path)
    let descriptor = Int32(opened)
    do {
      try body { try writeAll($0, to: descriptor, path) }
      try check(system.fsync(descriptor), "could not bring to disk", path)
    } catch {
      _ = system.close(descriptor)
      throw error
    }
    try check(system.close(descriptor), "could not close", path)
  }

  /// Moves a file to its place, also to another file system, unless the name is taken; `same` leaves
  /// the file where it was.
  public func place(_ file: String, at path: String) throws -> Outcome {
    let renamed = system.renameNoReplace(file, path)
    if renamed == -Int(EXDEV) && Self.parent(of: file) != Self.parent(of: path) {
      // On another file system: a copy is brought to its place, and then the file goes.
      let outcome = try write(to: path) { write in try copy(file, write) }
      if outcome == .done { try remove(file) }
      return outcome
    }
    if try finishMove(file, path, renamed) { return .done }
    if try !isEqual(file, path) { return .taken }
    // Whoever brought it there may have been ended before the name was on the disk.
    try sync(Self.parent(of: path))
    return .same
  }

  /// Gives the bytes of a file, block by block.
  public func copy(_ file: String, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    let source = try FileSource(file, folders: self)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return }
      try block.withUnsafeBytes { try write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  /// Whether two files hold the same bytes.
  func isEqual(_ left: String, _ right: String) throws -> Bool {
    guard try kind(of: right) == .file else { return false }
    let (first, second) = (try FileSource(left, folders: self), try FileSource(right, folders: self))
    if try first.mark().size != second.mark().size { return false }
    let (a, b) = (DigestSource(first), DigestSource(second))
    try a.drain()
    try b.drain()
    return a.sha256 == b.sha256
  }

  /// The SHA-256 of the bytes of a file, as 64 hexadecimal digits.
  public func sha256(of path: String) throws -> String {
    let source = DigestSource(try FileSource(path, folders: self))
    try source.drain()
    return source.sha256
  }

  /// Holds a folder for this process alone until the result goes away; waits for who holds it now.
  public func lock(_ folder: String) throws -> Lock {
    let lock = try Lock(folder, folders: self)
    _ = try lock.take(waits: true, folder)
    return lock
  }

  /// Holds a folder for this process alone until the result goes away; nil where another holds it now.
  public func tryLock(_ folder: String) throws -> Lock? {
    let lock = try Lock(folder, folders: self)
    return try lock.take(waits: false, folder) ? lock : nil
  }

  /// The whole of a file that is known to be small; an error of code `usage` beyond `limit` bytes.
  public func bytes(of path: String, limit: Int = 1 << 30) throws -> [UInt8] {
    try FileSource(path, folders: self).readAll(limit: limit)
  }

  /// Brings the entries of a folder to disk.
  public func sync(_ folder: String) throws {
    try sync(system.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0), folder)
  }

  /// Brings the entries of a folder to disk that was opened with the result `opened`.
  private func sync(_ opened: Int, _ folder: String) throws {
    try check(opened, "could not open the folder", folder)
    let synced = system.fsync(Int32(opened))
    let closed = system.close(Int32(opened))
    try check(synced, "could not bring the folder to disk", folder)
    try check(closed, "could not close the folder", folder)
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = system.write(descriptor, rest)
      try check(written, "could not write", path)
      // No error and nothing written: going on could go on for ever.
      if written == 0 { throw BronError.system(Int(EIO), "could not write", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Throws where a call answered with an error.
  @discardableResult
  func check(_ result: Int, _ what: String, _ path: String) throws -> Int {
    if result >= 0 { return result }
    throw BronError.system(-result, what, path)
  }
}

extension Folders {
  /// `folder` and `name` as one path.
  public static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.hasEnd("/") ? folder + name : folder + "/" + name
  }

  /// The folder of a path; `.` where the path is a bare name.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name of a file while it is written. Names have 255 bytes at most.
  private static func temporary(_ name: String) -> String {
    var short = name
    while short.utf8.count > 250 { short.unicodeScalars.removeLast() }
    return ".\(short).tmp"
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

extension BronError {
  /// A system call that failed with `number`.
  static func system(_ number: Int, _ what: String, _ path: String) -> BronError {
    let reason = String(cString: strerror(Int32(number)))
    return BronError(
      .system, "\(what): \(reason) (errno \(number))", at: Place(path), remedy: remedy(Int32(number)))
  }

  private static func remedy(_ number: Int32) -> String {
    switch number {
    case ENOSPC, EDQUOT: "Make room on the disk and run again; nothing is lost"
    case EACCES, EPERM: "Give the user that runs bronbatch the right to this path and run again"
    case ENOENT: "See that the path is right"
    case EROFS: "The file system is read-only; mend that and run again"
    case EMFILE, ENFILE: "Raise the limit on open files and run again"
    default: "Mend the cause and run again; nothing is lost"
    }
  }
}
