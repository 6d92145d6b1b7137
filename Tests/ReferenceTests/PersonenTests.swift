import FileSystem
import Foundation
import Records
import Testing

@testable import Reference

/// The stand-in for the population register: what is read from `personen.csv`, and what is refused.
struct PersonenTests {
  private static let header = "bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode;geheim"

  /// Reads a `personen.csv` with these bytes.
  private func personen(_ text: String) throws -> Personen? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    try Data(text.utf8).write(to: folder.appending(path: "personen.csv"))
    return try Personen(folder: folder.path)
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func aPersonIsFoundByNumberAndByName() throws {
    let found = try #require(
      try personen(
        "\(Self.header)\n999990019;;19930117;M;de  Vries;Jan Piet;1234AB;N\n;199990007;19940100;M;Bos;Ali;;N\n"))
    #expect(try found.persoon(bsn: ShortBytes(bytes("999990019")))?[.postcode] == bytes("1234AB"))
    #expect(try found.persoon(bsn: ShortBytes(bytes("199990007"))) == nil)
    #expect(try found.persoon(onderwijsnummer: ShortBytes(bytes("199990007")))?[.achternaam] == bytes("Bos"))
    let sleutel = Zoeksleutel(
      achternaam: "DE VRIES".utf8, voornamen: " jan  piet".utf8, geboortedatum: "19930117".utf8, geslacht: "M".utf8)
    #expect(try found.zoek(sleutel).map { $0[.bsn] } == [bytes("999990019")])
    let ander = Zoeksleutel(
      achternaam: "DE VRIES".utf8, voornamen: "jan piet".utf8, geboortedatum: "19930118".utf8, geslacht: "M".utf8)
    #expect(try found.zoek(ander).isEmpty)
  }

  @Test func namesComeInIso88591() throws {
    let found = try #require(try personen("\(Self.header)\n999990019;;19930117;V;Yıldız;Zoë;;N\n"))
    let persoon = try #require(try found.persoon(bsn: ShortBytes(bytes("999990019"))))
    #expect(persoon[.voornamen] == [0x5A, 0x6F, 0xEB])
    #expect(persoon[.achternaam] == bytes("Y?ld?z"))
  }

  @Test func aByteOrderMarkAndQuotesAreNoPartOfTheValues() throws {
    let found = try #require(
      try personen("\u{FEFF}\"bsn\"\(Self.header.dropFirst(3))\r\n999990019;;19930117;M;\"Vis; \"\"de\"\"\";Jan;;N\r\n")
    )
    #expect(try found.persoon(bsn: ShortBytes(bytes("999990019")))?[.achternaam] == bytes("Vis; \"de\""))
  }

  @Test func aControlCharacterCannotBreakARecord() throws {
    let found = try #require(try personen("\(Self.header)\n999990019;;19930117;M;\"A\nB\u{7F}\";Jan;;N\n"))
    #expect(try found.persoon(bsn: ShortBytes(bytes("999990019")))?[.achternaam] == bytes("A?B?"))
  }

  @Test(arguments: [
    ("\(header)\n;;19930117;M;Vis;Jan;;N\n", 2), ("\(header)\n999990019;;19930117;M;Vis;Jan;;N\n999990019;;;;;;;\n", 3),
    ("\(header)\n999990019;;19930117\n", 2), ("bsn;naam\n", 1),
    ("\(header)\n999990019;;19930117;M;\"Vis;Jan;;N\n", 2),
  ])
  func aTableThatIsNotInOrderNamesTheLine(text: String, line: Int) throws {
    let error = #expect(throws: BronError.self) { try personen(text) }
    #expect(error?.code == .reference)
    #expect(error?.place?.line == line)
  }

  @Test(arguments: [
    "999990018;;19930117;M;Geheimerik;Jan;;N", "99999001;;19930117;M;Geheimerik;Jan;;N",
    ";199990008;19930117;M;Geheimerik;Jan;;N", "999990019;;19930230;M;Geheimerik;Jan;;N",
    "999990019;;19931300;M;Geheimerik;Jan;;N", "999990019;;1993;M;Geheimerik;Jan;;N",
    "999990019;;00000101;M;Geheimerik;Jan;;N", "999990019;;19930117;m;Geheimerik;Jan;;N",
    "999990019;;19930117;MV;Geheimerik;Jan;;N", "999990019;;19930117;M;Geheimerik;Jan;;ja",
  ])
  func aRowThatMakesNoSenseIsRefusedWithoutSayingWhoItIs(row: String) throws {
    let error = #expect(throws: BronError.self) { try personen("\(Self.header)\n\(row)\n") }
    #expect(error?.code == .reference)
    #expect(error?.place?.line == 2)
    for value in row.split(separator: ";") where value.count > 2 {
      #expect(error?.description.contains(value) == false)
    }
  }

  @Test(arguments: ["19930100", "19930000", "20000229", ""])
  func aBirthDateMayBeUnknownInPart(datum: String) throws {
    #expect(try personen("\(Self.header)\n999990019;;\(datum);O;Vis;Jan;;J\n") != nil)
  }

  @Test func noFileIsNoTable() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    #expect(try Personen(folder: folder.path) == nil)
  }
}
