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
    var result = -Int(EINTR)
    while result == -Int(EINTR) { result = folders.system.lock(descriptor) }
    // Where this throws, `deinit` runs and closes: once, since the number may be another file's by then.
    try folders.check(result, "could not lock the folder", folder)
  }

  deinit {
    // Closing gives the lock back; there is nothing written that could be lost.
    _ = folders.system.close(descriptor)
  }
}
