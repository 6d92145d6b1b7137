import Glibc

/// A list of files with their SHA-256, in a file such as `sha256sum` writes and checks: the line of a name with `\` or
/// the end of a line in it begins with `\`, and has them written out. It grows at its end, so that what was told it
/// stays whatever ends the process.
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
    let escaped = Self.escaped(name)
    let line = (escaped == name ? "" : "\\") + "\(sha256)  \(escaped)\n"
    try folders.fill(path, O_APPEND) { write in try Array(line.utf8).withUnsafeBytes(write) }
  }

  /// By name of a file, the digests that were told of it. A line that is cut off does not count.
  public func all() throws -> [String: Set<String>] {
    var all: [String: Set<String>] = [:]
    let bytes = try folders.bytes(of: path)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      let isEscaped = line.first == UInt8(ascii: "\\")
      let rest = isEscaped ? line.dropFirst() : line
      let name = rest.dropFirst(66)
      if name.isEmpty || !rest.dropFirst(64).starts(with: "  ".utf8) { continue }
      let whole = String(decoding: isEscaped ? Self.unescaped(name) : Array(name), as: UTF8.self)
      all[whole, default: []].insert(String(decoding: rest.prefix(64), as: UTF8.self))
    }
    return all
  }

  private static func escaped(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = name
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let sign = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      bytes.append(sign == UInt8(ascii: "n") ? 0x0A : sign == UInt8(ascii: "r") ? 0x0D : sign)
    }
    return bytes
  }
}
