import CSystem
import Glibc

/// Every system call that the program makes itself, in one table.
///
/// Calls answer as the kernel does: the result, or minus errno. Tests replace entries to force
/// any error at any call; nothing else in the project calls the system for files.
public struct SystemCalls: Sendable {
  /// The descriptor; `mode` counts only where `flags` make a file.
  public var open: @Sendable (_ path: String, _ flags: Int32, _ mode: mode_t) -> Int
  /// Gives the descriptor back, also where it answers with an error.
  public var close: @Sendable (_ descriptor: Int32) -> Int
  /// The number of bytes read; 0 at the end.
  public var read: @Sendable (_ descriptor: Int32, _ into: UnsafeMutableRawBufferPointer) -> Int
  /// As `read`, from a place in the file, and without moving where the next `read` begins.
  public var readAt: @Sendable (_ descriptor: Int32, _ into: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int
  /// The number of bytes written, which may be fewer than were given.
  public var write: @Sendable (_ descriptor: Int32, _ from: UnsafeRawBufferPointer) -> Int
  /// Brings a file, or the entries of a folder, to the disk.
  public var fsync: @Sendable (_ descriptor: Int32) -> Int
  /// Size, time and identity of an open file.
  public var fstat: @Sendable (_ descriptor: Int32, _ into: inout stat) -> Int
  /// As `fstat`, by path and without following a symbolic link.
  public var lstat: @Sendable (_ path: String, _ into: inout stat) -> Int
  /// Waits until nobody else holds the lock on an open file.
  public var lock: @Sendable (_ descriptor: Int32) -> Int
  /// Takes the lock on an open file; EWOULDBLOCK where somebody else holds it.
  public var tryLock: @Sendable (_ descriptor: Int32) -> Int
  /// Makes one folder; the one above it must be there.
  public var mkdir: @Sendable (_ path: String, _ mode: mode_t) -> Int
  /// Removes a file, not a folder.
  public var unlink: @Sendable (_ path: String) -> Int
  /// Renames, and fails with EEXIST where `to` is taken.
  public var renameNoReplace: @Sendable (_ from: String, _ to: String) -> Int
  /// Gives two files each other's name; there is no moment at which either is missing.
  public var renameExchange: @Sendable (_ one: String, _ other: String) -> Int
  /// The bytes of the names in a folder, without `.` and `..`, in no order.
  public var names: @Sendable (_ path: String, _ into: inout [[UInt8]]) -> Int
  /// The kind of file system that a path is on.
  public var fileSystem: @Sendable (_ path: String) -> Int
  /// A descriptor from which to read what happens in folders; reading it never waits.
  public var watch: @Sendable () -> Int
  /// Adds a folder to what is watched; gives its number.
  public var watchFolder: @Sendable (_ descriptor: Int32, _ path: String, _ mask: UInt32) -> Int
  /// A descriptor that can be read once somebody wrote to it; reading it never waits.
  public var event: @Sendable () -> Int
  /// Waits until one of the descriptors can be read; 0 where that did not happen in time.
  public var poll: @Sendable (_ descriptors: inout [pollfd], _ milliseconds: Int32) -> Int

  /// The real calls.
  public static let live = SystemCalls(
    open: { answer(Int(Glibc.open($0, $1, $2))) },
    close: { answer(Int(Glibc.close($0))) },
    read: { answer(Glibc.read($0, $1.baseAddress, $1.count)) },
    readAt: { answer(Glibc.pread($0, $1.baseAddress, $1.count, $2)) },
    write: { answer(Glibc.write($0, $1.baseAddress, $1.count)) },
    fsync: { answer(Int(Glibc.fsync($0))) },
    fstat: { answer(Int(Glibc.fstat($0, &$1))) },
    lstat: { answer(Int(Glibc.lstat($0, &$1))) },
    lock: { answer(Int(flock($0, LOCK_EX))) },
    tryLock: { answer(Int(flock($0, LOCK_EX | LOCK_NB))) },
    mkdir: { answer(Int(Glibc.mkdir($0, $1))) },
    unlink: { answer(Int(Glibc.unlink($0))) },
    renameNoReplace: { Int(csystem_rename_no_replace($0, $1)) },
    renameExchange: { Int(csystem_rename_exchange($0, $1)) },
    names: { path, names in
      guard let folder = opendir(path) else { return -Int(errno) }
      defer { closedir(folder) }
      while true {
        errno = 0
        guard let entry = readdir(folder) else { return -Int(errno) }
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
      }
    },
    fileSystem: { Int(csystem_file_system($0)) },
    watch: { answer(Int(inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)))) },
    watchFolder: { answer(Int(inotify_add_watch($0, $1, $2))) },
    event: { Int(csystem_event()) },
    poll: { answer(Int(Glibc.poll(&$0, nfds_t($0.count), $1))) })

  private static func answer(_ result: Int) -> Int {
    result >= 0 ? result : -Int(errno)
  }
}

extension SystemCalls {
  /// The same calls, none of which fails because a signal came in: it is made again.
  var uninterrupted: SystemCalls {
    let calls = self
    var others = calls
    others.open = { path, flags, mode in Self.again { calls.open(path, flags, mode) } }
    others.read = { descriptor, buffer in Self.again { calls.read(descriptor, buffer) } }
    others.write = { descriptor, bytes in Self.again { calls.write(descriptor, bytes) } }
    others.fsync = { descriptor in Self.again { calls.fsync(descriptor) } }
    others.readAt = { descriptor, buffer, offset in Self.again { calls.readAt(descriptor, buffer, offset) } }
    others.fileSystem = { path in Self.again { calls.fileSystem(path) } }
    others.lock = { descriptor in Self.again { calls.lock(descriptor) } }
    others.tryLock = { descriptor in Self.again { calls.tryLock(descriptor) } }
    // `poll` is not among them: who waits looks at the time again. Nor is `close`: the descriptor is given back all the
    // same, and its number may be another file's by now.
    others.close = { descriptor in
      let result = calls.close(descriptor)
      return result == -Int(EINTR) ? 0 : result
    }
    return others
  }

  private static func again(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result != -Int(EINTR) { return result }
    }
  }
}
