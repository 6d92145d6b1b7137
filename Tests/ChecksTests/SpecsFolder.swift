import Foundation
import ProgrammaVanEisen

/// `Specs/` as it stands in the sources, loaded once.
enum SpecsFolder {
  private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs").path

  static let pve = Result {
    var functies: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(path)/controles") {
      let text = try String(contentsOfFile: "\(path)/controles/\(name)", encoding: .utf8)
      functies.formUnion(text.matches(of: /functie: (\w+)/).map { String($0.1) })
    }
    return try PvE(specs: path, functies: functies)
  }
}
