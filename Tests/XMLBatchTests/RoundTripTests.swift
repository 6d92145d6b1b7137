import FileSystem
import Fuzzing
import Generator
import Records
import Testing
import XMLBatch

/// From the fixed format to XML and back.
struct RoundTripTests {
  /// A made-up delivery, made when it is asked for.
  struct Opdracht: CustomTestStringConvertible, Sendable {
    let sectordeel: Sectordeel
    let versie: String
    let fouten: Double

    var testDescription: String { "\(sectordeel) \(versie) \(fouten)" }

    func make() throws -> Bestanden.Bestand {
      try Bestanden.gemaakt(sectordeel, meldingen: 150, seed: 7, versie: versie, fouten: fouten)
    }
  }

  static let gemaakt: [Opdracht] = Sectordeel.allCases.flatMap { sectordeel in
    [0, 0.5].flatMap { fouten in
      ["1.1", "1.2"].map { Opdracht(sectordeel: sectordeel, versie: $0, fouten: fouten) }
    }
  }

  @Test("the samples come back as they were", arguments: Bestanden.samples)
  func samples(_ bestand: Bestanden.Bestand) throws {
    try comesBack(bestand)
  }

  @Test("made-up deliveries come back as they were", arguments: gemaakt)
  func generated(_ opdracht: Opdracht) throws {
    try comesBack(opdracht.make())
  }

  private func comesBack(_ bestand: Bestanden.Bestand) throws {
    let xml = try Bestanden.xml(bestand)
    var back: [UInt8] = []
    let faults = try Omzetting.naarVast(Bestanden.pve.get(), MemorySource(xml)) { back += $0 }
    #expect(faults == [])
    #expect(back == bestand.inhoud)
    #expect(try Bestanden.xml(bestand) == xml)
  }

  @Test("label by label and however the bytes come in, a document is read the same", arguments: Bestanden.samples)
  func twins(_ bestand: Bestanden.Bestand) throws {
    let xml = try Bestanden.xml(bestand)
    let pve = try Bestanden.pve.get()
    let quick = try XMLRecords(xml, pve: pve)
    #expect(try XMLRecords(xml, pve: pve, usesShortcuts: false) == quick)
    #expect(try XMLRecords(xml, pve: pve, most: 97) == quick)
    // A stretch of little more than the longest piece: the bytes at hand are moved again and again.
    var limits = XMLLimits()
    limits.piece = 300
    #expect(try XMLRecords(xml, pve: pve, limits: limits) == quick)
    #expect(try XMLRecords(xml, pve: pve, usesShortcuts: false, limits: limits) == quick)
    #expect(quick.faults == [])
    #expect(quick.lines.count == bestand.bytes.count { $0 == 0x0A })
  }

  @Test("spaces before a value, and digits that do not fill their field, stay")
  func spaces() throws {
    // The samples hold no such thing: a header with a batch number that is cut short, and one that stands to the right.
    for nummer in ["1  ", " 1 ", "  1", "01 ", "0 1"] {
      var bytes = try Bestanden.gemaakt(.BO, meldingen: 1, seed: 1).bytes
      bytes.replaceSubrange(14..<17, with: Array(nummer.utf8))
      try comesBack(.init(naam: "nummer \(nummer)", bytes: bytes))
    }
  }
}
