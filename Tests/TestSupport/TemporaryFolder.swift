import Foundation

/// A folder of a test's own, which goes with it.
public final class TemporaryFolder {
  /// Where it is.
  public let path: String

  /// Makes an empty folder among the temporary files.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a name in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Everything in the folder, hidden names too, sorted.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// Writes bytes under a name.
  public func put(_ bytes: [UInt8], in name: String) throws {
    try Data(bytes).write(to: URL(filePath: file(name)))
  }

  /// The bytes under a name.
  public func bytes(of name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: file(name))))
  }

  /// Writes a text under a name.
  public func put(_ text: String, in name: String) throws {
    try put(Array(text.utf8), in: name)
  }
}
