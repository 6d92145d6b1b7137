import FileSystem
import Foundation
import ProgrammaVanEisen

/// A small `Specs/`, quick to load: the layouts of a few records, and one check.
struct SmallSpecs {
  private static let layouts = ["300", "305", "320", "321", "499", "prefixen"].map { "layouts/\($0).yaml" }
  private static let uitleg = "uitleg: [{code: '740', betekenis: x, doen: x}]\n"

  /// Its files, of which any may be replaced.
  static let files = layouts + ["versies.yaml", "waardelijsten.yaml", "uitleg.yaml", "controles/321.yaml"]

  let folder: String

  init() throws {
    folder = try Workplace.folder()
    for name in ["layouts", "controles"] { try Folders().make(Folders.join(folder, name)) }
    for file in Self.layouts + ["versies.yaml", "waardelijsten.yaml"] { try restore(file) }
    try put(Array(Self.uitleg.utf8), in: "uitleg.yaml")
    try put(condition: "inschrijvingsvolgnummer == ''")
  }

  /// Puts bytes in the place of a file.
  func put(_ bytes: [UInt8], in file: String) throws {
    try Data(bytes).write(to: URL(filePath: Folders.join(folder, file)))
  }

  /// Makes the one check have a condition.
  func put(condition: String) throws {
    let escaped = condition.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let text =
      "controles: [{code: '740', record: 321, velden: [inschrijvingsvolgnummer], ernst: A, tekst: x, fase: 1, "
      + "soort: veld, bewijs: EXT, als: \"\(escaped)\"}]\n"
    try put(Array(text.utf8), in: "controles/321.yaml")
  }

  /// Puts a file back.
  func restore(_ file: String) throws {
    switch file {
    case "uitleg.yaml": try put(Array(Self.uitleg.utf8), in: file)
    case "controles/321.yaml": try put(condition: "inschrijvingsvolgnummer == ''")
    default:
      let real = Workplace.root.appending(path: "Specs").appending(path: file)
      try put(Array(try Data(contentsOf: real)), in: file)
    }
  }

  /// Loads it.
  func load() throws -> PvE { try PvE(specs: folder, functies: []) }
}
