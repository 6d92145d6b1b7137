import Foundation
import Testing

/// The crash and fault sweeps disturb what goes through `SystemCalls`: so all of it must.
struct SeamTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  /// What reads, writes or moves files without asking `SystemCalls`.
  private static let other =
    #"\b(FileManager|FileHandle|fopen|freopen|opendir|contentsOf(File)?:|contentsOf: *URL|\.write\(to: *URL|mkstemp|rename\(|unlink\(|"#
    + #"Glibc\.(open|read|pread|write|pwrite|rename|unlink|mkdir|fsync|ftruncate|close|stat|lstat|fstat))"#

  /// The seam itself; and the terminal, which is no file.
  private static let allowed = ["FileSystem/SystemCalls.swift", "bronbatch/Terminal.swift"]

  @Test func nothingElseTouchesFiles() throws {
    let pattern = try Regex(Self.other)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.sources.path).filter { $0.hasSuffix(".swift") }
    var found: [String: [String]] = [:]
    for path in paths {
      let text = try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains(pattern) && !line.contains("system.") {
        found[path, default: []].append(String(line))
      }
    }
    // Where it is allowed it is found too: the pattern does what it should.
    #expect(Set(Self.allowed).isSubset(of: found.keys))
    for (path, lines) in found where !Self.allowed.contains(path) {
      // Bytes that come behind others are no file.
      let calls = lines.filter { !$0.contains("append(contentsOf:") }
      #expect(calls.isEmpty, "\(path): \(calls)")
    }
  }
}
