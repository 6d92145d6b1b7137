import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// What the targets share: the real `Specs/`, and a folder for files that are made and read at once.
enum Workplace {
  /// The folder of the project.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Programma van Eisen of the sources.
  static let pve = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
  }

  /// A new folder among the temporary files, which the process leaves behind it.
  static func folder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "bronbatch-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
  }

  /// Gives `body` a file with these bytes, and takes it away.
  static func withFile(_ bytes: [UInt8], at path: String, _ body: () throws -> Void) throws {
    try Data(bytes).write(to: URL(filePath: path))
    defer { unlink(path) }
    try body()
  }

  /// Runs `body`, which may give up with an error of this code and no other.
  static func expecting(_ codes: BronError.Code..., body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as BronError {
      if !codes.contains(error.code) { throw Finding("an error of code \(error.code): \(error)") }
    }
  }
}
