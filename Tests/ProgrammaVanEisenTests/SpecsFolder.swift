import Foundation

@testable import ProgrammaVanEisen

/// A copy of `Specs/` in which a test may make mistakes.
final class SpecsFolder {
  let path: String

  /// The real one, in the sources.
  static let real = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs").path

  /// - Parameter controles: the one file of checks that is copied; nil: all of them.
  init(controles: String? = nil) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)").path
    try FileManager.default.copyItem(atPath: Self.real, toPath: path)
    if let controles {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(path)/controles") where name != controles {
        try remove("controles/\(name)")
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func text(_ file: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
  }

  func put(_ text: String, in file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
  }

  func put(_ bytes: [UInt8], in file: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(file)"))
  }

  func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(file)")
  }

  /// Loads the folder, with every function that the real catalogue names.
  func load() throws -> PvE {
    try PvE(specs: path, functies: Self.functies.get())
  }

  /// The real folder, loaded once.
  static let pve = Result { try PvE(specs: real, functies: functies.get()) }

  private static let functies = Result {
    var functies: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(real)/controles") {
      let text = try String(contentsOfFile: "\(real)/controles/\(name)", encoding: .utf8)
      functies.formUnion(text.matches(of: /functie: (\w+)/).map { String($0.1) })
    }
    return functies
  }
}
