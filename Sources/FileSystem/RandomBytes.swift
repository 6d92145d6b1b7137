import Glibc

/// Bytes that are read here and there, from any thread.
public protocol RandomBytes: Sendable {
  /// How many there are.
  var count: Int { get }
  /// Fills the whole of `buffer` with the bytes from `offset` on.
  ///
  /// - Throws: `BronError` of code `changed` where so many are not there, `system` where they can't be read.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws
}

/// The bytes of a regular file that nobody writes to any more.
///
/// They are read by pread(2) and not mapped: a file that can't be read is an error then, where a mapped one
/// ends the process (SIGBUS), and what is read is no memory of this process.
public final class FileBytes: RandomBytes {
  /// How many there were when the file was opened.
  public let count: Int
  private let descriptor: Int32
  private let path: String
  private let folders: Folders

  /// Opens `path` for reading; an error of code `system` where that fails, `usage` where it is no regular file.
  public init(_ path: String, folders: Folders = Folders()) throws {
    // O_NONBLOCK: opening a FIFO that nobody writes to must not hang.
    let opened = folders.system.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0)
    try folders.check(opened, "could not open", path)
    let descriptor = Int32(opened)
    var status = stat()
    do {
      try folders.check(folders.system.fstat(descriptor, &status), "could not look at", path)
      if status.st_mode & S_IFMT != S_IFREG { throw BronError(.usage, "not a regular file", at: .init(path)) }
    } catch {
      _ = folders.system.close(descriptor)
      throw error
    }
    count = Int(status.st_size)
    self.descriptor = descriptor
    self.path = path
    self.folders = folders
  }

  deinit {
    // A file that was only read has nothing left to fail.
    _ = folders.system.close(descriptor)
  }

  /// Reads until the buffer is full.
  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let read = folders.system.readAt(descriptor, rest, offset + done)
      try folders.check(read, "could not read", path)
      if read == 0 { throw BronError.missing(at: .init(path, byte: offset + done)) }
      done += read
    }
  }
}

/// Bytes that are in memory already.
public struct MemoryBytes: RandomBytes {
  private let bytes: [UInt8]

  /// The bytes to give.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// How many there are.
  public var count: Int { bytes.count }

  /// Copies the bytes.
  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard offset >= 0, offset <= bytes.count, buffer.count <= bytes.count - offset else {
      throw BronError.missing(at: nil)
    }
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
    }
  }
}

extension BronError {
  fileprivate static func missing(at place: Place?) -> BronError {
    BronError(.changed, "the file ends before what was to be read", at: place, remedy: "Run again; nothing is lost")
  }
}
