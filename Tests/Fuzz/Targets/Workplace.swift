import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// What the targets share.
enum Workplace {
  /// The folder of the project.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Programma van Eisen of the sources, with as many of its checks as are soon run: conditions have a target of
  /// their own.
  static let pve = Result {
    let (folders, memory) = (Folders(), MemoryFiles())
    let specs = root.appending(path: "Specs").path
    for (folder, wanted) in [("", nil), ("layouts", nil), ("controles", ["bestand.yaml", "305.yaml", "321.yaml"])] {
      for name in try folders.names(in: Folders.join(specs, folder))
      where name.hasSuffix(".yaml") && (wanted?.contains(name) ?? true) {
        let path = Folders.join(folder, name)
        memory[Folders.join("Specs", path)] = try folders.bytes(of: Folders.join(specs, path))
      }
    }
    return try PvE(specs: "Specs", functies: Grondslag.functies, folders: memory.folders)
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
