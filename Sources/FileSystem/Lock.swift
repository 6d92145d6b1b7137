import Glibc

/// A folder held for one process. The lock is the kernel's: it goes with the process, whatever its
/// end, and leaves nothing to remove.
public final class Lock {
  private let descriptor: Int32
  private let folders: Folders

  init(_ folder: String, folders: Folders) throws {
    let opened = folders.system.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    try folders.check(opened, "could not open the folder", folder)
    descriptor = Int32(opened)
    self.folders = folders
  }

  /// Takes the lock; false where another holds it and `waits` is false.
  func take(waits: Bool, _ folder: String) throws -> Bool {
    let result = waits ? folders.system.lock(descriptor) : folders.system.tryLock(descriptor)
    if !waits && result == -Int(EWOULDBLOCK) { return false }
    try folders.check(result, "could not lock the folder", folder)
    return true
  }

  /// Whether the folder at that path is still the one that is held. Where somebody took it away and another was made,
  /// holding it keeps nobody off.
  public func isHeld(at folder: String) throws -> Bool {
    var (held, there) = (stat(), stat())
    try folders.check(folders.system.fstat(descriptor, &held), "could not look at the folder", folder)
    let result = folders.system.lstat(folder, &there)
    if result == -Int(ENOENT) { return false }
    try folders.check(result, "could not look at the folder", folder)
    return held.st_dev == there.st_dev && held.st_ino == there.st_ino
  }

  deinit {
    // Closing gives the lock back; there is nothing written that could be lost.
    _ = folders.system.close(descriptor)
  }
}
