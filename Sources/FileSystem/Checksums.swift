import Glibc

/// A list of files with their SHA-256, in a file such as `sha256sum` writes and checks. It grows at its end, so that
/// what was told it stays whatever ends the process.
public struct Checksums: Sendable {
  private let path: String
  private let folders: Folders

  /// The list at `path`, which need not be there yet.
  public init(_ path: String, folders: Folders) {
    self.path = path
    self.folders = folders
  }

  /// Makes the list empty, and makes it where it is not there.
  public func clear() throws {
    try folders.fill(path) { _ in }
    try folders.sync(Folders.parent(of: path))
  }

  /// Adds a file, on the disk.
  public func add(_ sha256: String, _ name: String) throws {
    try folders.fill(path, O_APPEND) { write in try Array("\(sha256)  \(name)\n".utf8).withUnsafeBytes(write) }
  }

  /// By name of a file, the digests that were told of it. A line that is cut off does not count.
  public func all() throws -> [String: Set<String>] {
    var all: [String: Set<String>] = [:]
    let text = String(decoding: try folders.bytes(of: path), as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let (sha256, name) = (line.prefix(64), line.dropFirst(66))
      if line.dropFirst(64).hasPrefix("  ") && !name.isEmpty { all[String(name), default: []].insert(String(sha256)) }
    }
    return all
  }
}
