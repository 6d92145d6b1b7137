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
  /// Makes one folder; the one above it must be there.
  public var mkdir: @Sendable (_ path: String, _ mode: mode_t) -> Int
  /// Removes a file, not a folder.
  public var unlink: @Sendable (_ path: String) -> Int
  /// Renames, and fails with EEXIST where `to` is taken.
  public var renameNoReplace: @Sendable (_ from: String, _ to: String) -> Int
  /// The names in a folder, without `.` and `..`, in no order.
  public var names: @Sendable (_ path: String, _ into: inout [String]) -> Int

  /// The real calls.
  public static let live = SystemCalls(
    open: { answer(Int(Glibc.open($0, $1, $2))) },
    close: { answer(Int(Glibc.close($0))) },
    read: { answer(Glibc.read($0, $1.baseAddress, $1.count)) },
    write: { answer(Glibc.write($0, $1.baseAddress, $1.count)) },
    fsync: { answer(Int(Glibc.fsync($0))) },
    fstat: { answer(Int(Glibc.fstat($0, &$1))) },
    lstat: { answer(Int(Glibc.lstat($0, &$1))) },
    lock: { answer(Int(flock($0, LOCK_EX))) },
    mkdir: { answer(Int(Glibc.mkdir($0, $1))) },
    unlink: { answer(Int(Glibc.unlink($0))) },
    renameNoReplace: { Int(csystem_rename_no_replace($0, $1)) },
    names: { path, names in
      guard let folder = opendir(path) else { return -Int(errno) }
      defer { closedir(folder) }
      while true {
        errno = 0
        guard let entry = readdir(folder) else { return -Int(errno) }
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
      }
    })

  private static func answer(_ result: Int) -> Int {
    result >= 0 ? result : -Int(errno)
  }
}
