import Foundation
import TestSupport

/// xmllint, which judges documents by the schema.
enum Xmllint {
  /// Which of the documents are valid.
  static func valid(_ documents: [[UInt8]]) throws -> [Bool] {
    let folder = try TemporaryFolder()
    for (index, document) in documents.enumerated() { try folder.put(document, in: "\(index).xml") }
    let output = folder.file("output")
    try Data().write(to: URL(filePath: output))
    let handle = try FileHandle(forWritingTo: URL(filePath: output))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["xmllint", "--noout", "--nonet", "--schema", Bestanden.root.appending(path: "Specs/bronbatch.xsd").path]
      + documents.indices.map { folder.file("\($0).xml") }
    process.standardError = handle
    process.standardOutput = handle
    try process.run()
    process.waitUntilExit()
    try handle.close()
    let lines = Set(String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self).split(separator: "\n"))
    return documents.indices.map { lines.contains("\(folder.file("\($0).xml")) validates") }
  }
}
