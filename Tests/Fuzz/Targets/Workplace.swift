import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// What the targets share.
enum Workplace {
  /// The folder of the project.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Programma van Eisen of the sources.
  static let pve = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
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
