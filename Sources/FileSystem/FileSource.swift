import Glibc

/// The bytes of a regular file, from its start. A symbolic link, folder or device is refused.
public final class FileSource: ByteSource {
  private let descriptor: Int32
  private let path: String
  private let folders: Folders

  /// Opens `path` for reading; an error of code `system` where that fails, `usage` where it is no
  /// regular file.
  public init(_ path: String, folders: Folders = Folders()) throws {
    // O_NONBLOCK: opening a FIFO that nobody writes to must not hang.
    let opened = folders.system.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0)
    try folders.check(opened, "could not open", path)
    descriptor = Int32(opened)
    self.path = path
    self.folders = folders
    var status = stat()
    try folders.check(folders.system.fstat(descriptor, &status), "could not look at", path)
    if status.st_mode & S_IFMT != S_IFREG {
      throw BronError(.usage, "not a regular file", at: .init(path))
    }
  }

  deinit {
    // A file that was only read has nothing left to fail.
    _ = folders.system.close(descriptor)
  }

  /// Reads on; an error of code `system` where that fails.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try folders.check(folders.system.read(descriptor, buffer), "could not read", path)
  }

  /// What the file looks like now; compare two to see whether it was written to in between.
  public func mark() throws -> Folders.Mark {
    var status = stat()
    try folders.check(folders.system.fstat(descriptor, &status), "could not look at", path)
    return Folders.Mark(status)
  }
}
