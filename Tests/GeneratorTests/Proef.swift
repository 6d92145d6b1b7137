import Exchange
import Foundation
import Generator
import ProgrammaVanEisen

/// What the tests of this module share.
enum Proef {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let loaded = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
  }

  /// The Specs of the project, read once.
  static func pve() throws -> PvE {
    try loaded.get()
  }

  /// The examens that the vavo meldingen name.
  static let examens = """
    examen;naam;combinatiecijfer;tweede_fase;datum_begin;datum_einde
    5150;;N;N;;
    5370;;J;N;;

    """

  static func opdracht(_ sectordeel: Sectordeel = .BO, meldingen: Int) -> Generator.Opdracht {
    Generator.Opdracht(
      meldingen: meldingen, seed: 42, sectordeel: sectordeel, brin: "99ZZ", aanleverpunt: 1, batch: 1,
      datum: Datum(number: 2010_02_01)!,
      versie: "1.1")
  }

  /// A batch as one array.
  static func bytes(_ generator: Generator, _ batch: Generator.Batch) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try generator.schrijf(batch) { bytes += $0 }
    return bytes
  }

  /// The one batch that is asked for.
  static func bytes(_ opdracht: Generator.Opdracht) throws -> [UInt8] {
    let generator = try Generator(opdracht, pve: pve())
    return try bytes(generator, generator.batches[0])
  }

  /// The `personen.csv` that goes with it.
  static func persons(_ opdracht: Generator.Opdracht) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Generator(opdracht, pve: pve()).schrijfPersonen { bytes += $0 }
    return bytes
  }
}
