import FileSystem
import TestSupport
import Testing

@testable import Reference

/// Tables that nobody should have made: refused with what can be mended, in little memory.
struct CSVTableTests {
  private func rows(_ text: String) throws -> [[String]] {
    let folder = try TemporaryFolder()
    try folder.put(text, in: "tabel.csv")
    let table = try #require(try CSVTable(file: folder.file("tabel.csv")))
    return try table.map { row in row.fields.map { String(Substring($0)) } }
  }

  private func mistake(_ text: String) -> BronError? { #expect(throws: BronError.self) { try rows(text) } }

  @Test func fieldsBetweenQuotesMayHoldAnything() throws {
    #expect(try rows("a;b\r\n\"x;\"\"y\"\"\r\n\";2\n") == [["x;\"y\"\r\n", "2"]])
    #expect(try rows("a;b\r1;2\r;\r") == [["1", "2"], ["", ""]])
    #expect(try rows("\u{FEFF}\"a\";b\n1;é\n\n") == [["1", "é"]])
  }

  /// Two bytes that would be a letter, if no separator stood between them.
  @Test func aLetterEndsInItsField() throws {
    let folder = try TemporaryFolder()
    try folder.put([0x61, 0x3B, 0x62, 0x0A, 0xC4, 0x3B, 0x80, 0x0A], in: "tabel.csv")
    let table = try #require(try CSVTable(file: folder.file("tabel.csv")))
    #expect(throws: BronError.self) { try table.forEach { _ in } }
  }

  @Test func brokenRowsAreNamedTenAtATime() throws {
    let error = mistake("a;b\n1;2\n" + String(repeating: "GEHEIMERIK\n", count: 35))
    #expect(error?.code == .reference)
    #expect(error?.place?.line == 3)
    let text = try #require(error?.description)
    #expect(text.contains("line 12: the row has 1 fields, the header has 2; and 25 more rows"))
    #expect(!text.contains("line 13") && !text.contains("GEHEIMERIK"))
  }

  @Test func aRowHasAnEnd() {
    #expect(mistake("a;b\n" + String(repeating: "x", count: CSVReader.longestRow + 1))?.place?.line == 2)
    #expect(mistake("a;b\n\"" + String(repeating: "x\n", count: CSVReader.longestRow))?.code == .reference)
    #expect(mistake(String(repeating: ";", count: CSVReader.mostFields))?.message.contains("1000 fields") == true)
  }

  @Test(arguments: ["a;b\n\"1\"2;3\n", "a;b\n1;\"2\n", "a;a\n1;2\n", ""])
  func whatIsNoTableIsRefused(text: String) throws {
    let error = #expect(throws: BronError.self) {
      let folder = try TemporaryFolder()
      try folder.put(text, in: "tabel.csv")
      let table = try CSVTable(file: folder.file("tabel.csv"))
      _ = try table?.column("a")
      try table?.forEach { _ in }
    }
    #expect(error?.code == .reference)
  }
}
