import FileSystem
import Foundation
import ProgrammaVanEisen

/// A small `Specs/`: the layouts of a few records as they are, and one check.
struct SmallSpecs {
  private static let layouts = ["300", "305", "320", "321", "499", "prefixen"].map { "layouts/\($0).yaml" }
  private static let uitleg = "uitleg: [{code: '740', betekenis: x, doen: x}]\n"

  private static let xml = """
    naamruimte: x
    records: [{record: 300, element: a}, {record: 305, element: b}, {record: 320, element: c}, {record: 321, element: d},
      {record: 499, element: e}]
    velden: []
    toelichtingen: {aanleverenBatch: x, terugkoppelenBatch: x, bedrijfsdocument: x, melding: x,
      identificatiecodeBedrijfsdocument: x, datumTijdBedrijfsdocument: x}
    """

  private let memory = MemoryFiles()

  init() throws {
    for file in Self.layouts + ["versies.yaml", "waardelijsten.yaml"] {
      let real = Workplace.root.appending(path: "Specs").appending(path: file)
      put(Array(try Data(contentsOf: real)), in: file)
    }
    put(Array(Self.uitleg.utf8), in: "uitleg.yaml")
    put(Array(Self.xml.utf8), in: "xml.yaml")
    put(condition: "inschrijvingsvolgnummer == ''")
  }

  private func put(_ bytes: [UInt8], in file: String) {
    memory["Specs/\(file)"] = bytes
  }

  /// Makes the one check have a condition.
  func put(condition: String) {
    let escaped = condition.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let text =
      "controles: [{code: '740', record: 321, velden: [inschrijvingsvolgnummer], ernst: A, tekst: x, fase: 1, "
      + "soort: veld, bewijs: EXT, als: \"\(escaped)\"}]\n"
    put(Array(text.utf8), in: "controles/321.yaml")
  }

  /// Loads the checks alone; the rest is as in `pve`.
  func loadControles(_ pve: PvE) throws -> PvE {
    try pve.rereadingControles(specs: "Specs", functies: [], folders: memory.folders)
  }

  /// Loads it.
  func load() throws -> PvE { try PvE(specs: "Specs", functies: [], folders: memory.folders) }
}
