import FileSystem
import Foundation
import Generator
import ProgrammaVanEisen
import Records
import XMLBatch

/// Files to turn into XML and back, and the Programma van Eisen that they are of.
enum Bestanden {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The real one.
  static let pve = Result { () throws -> PvE in
    var functies: Set<String> = []
    let folder = root.appending(path: "Specs/controles").path
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      functies.formUnion(text.matches(of: /functie: (\w+)/).map { String($0.1) })
    }
    return try PvE(specs: root.appending(path: "Specs").path, functies: functies)
  }

  /// A file of the fixed format.
  struct Bestand: CustomStringConvertible, Sendable {
    let naam: String
    let bytes: [UInt8]

    var description: String { naam }

    /// Without the end mark of a delivery, which is not content.
    var inhoud: [UInt8] {
      bytes.starts(with: "300".utf8) && (bytes.last == 0x1C || bytes.last == 0x1A) ? bytes.dropLast() : bytes
    }
  }

  /// The deliveries and feedback files among the samples.
  static let samples: [Bestand] = {
    let folder = root.appending(path: "Tests/Samples").path
    let names = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
    return names.filter { $0.contains(/[0-9]{3}[AT]\.[BEA][0-9]{2}$/) }.sorted().map { name in
      Bestand(naam: name, bytes: FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init) ?? [])
    }
  }()

  /// A made-up delivery.
  static func gemaakt(
    _ sectordeel: Sectordeel, meldingen: Int, seed: UInt64, versie: String = "1.1", fouten: Double = 0
  ) throws -> Bestand {
    let datum = try Datum(text: versie == "1.1" ? "2010-02-01" : "2010-09-01") ?? Datum(number: 20100201).orThrow()
    let generator = try Generator(
      .init(
        meldingen: meldingen, seed: seed, sectordeel: sectordeel, brin: "99ZZ", aanleverpunt: 1, batch: 1, datum: datum,
        versie: versie, fouten: fouten), pve: pve.get())
    var bytes: [UInt8] = []
    for batch in generator.batches { _ = try generator.schrijf(batch) { bytes += $0 } }
    return Bestand(naam: "\(sectordeel) \(versie) \(fouten)", bytes: bytes)
  }

  /// A file as XML.
  static func xml(_ bestand: Bestand) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Omzetting.naarXML(pve.get(), naam: bestand.naam, open: { MemorySource(bestand.bytes) }) { bytes += $0 }
    return bytes
  }
}

extension Optional {
  /// The value, or an error where there is none.
  func orThrow() throws -> Wrapped {
    guard let self else { throw BronError(.usage, "there is nothing") }
    return self
  }
}
