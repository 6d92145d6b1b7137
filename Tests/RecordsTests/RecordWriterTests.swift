import FileSystem
import Testing

@testable import ProgrammaVanEisen
@testable import Records

struct RecordWriterTests {
  private let layout = Layout(
    record: 320, naam: "", sectordeel: nil, prefix: 3,
    velden: [
      Self.veld("recordsoort", 3, .numeriek), Self.veld("soortMutatie", 1, .code), Self.veld("tekst", 5, .tekst),
      Self.veld("nummer", 4, .numeriek),
    ], isKort: false, afwezig: [])

  private static func veld(_ id: String, _ lengte: Int, _ soort: Veld.Soort) -> Veld {
    Veld(
      id: id, naam: id, offset: 0, lengte: lengte, soort: soort, lijst: nil, isSleutel: false, isVervallen: false,
      isPersoonsgegeven: false, bewijs: "")
  }

  private func written(_ body: (inout RecordWriter) throws -> Void) rethrows -> String {
    var writer = RecordWriter()
    try body(&writer)
    return Latin1.text(writer.bytes)
  }

  @Test func aRecordHasItsFullLengthAndItsEnd() {
    #expect(written { $0.begin(layout) } == "320          \r\n")
  }

  @Test(arguments: [
    ("tekst", "ab", "320 ab       \r\n"), ("tekst", "abcdefg", "320 abcde    \r\n"),
    ("tekst", "12", "320 12       \r\n"),
    ("nummer", "7", "320      0007\r\n"), ("nummer", "1234", "320      1234\r\n"),
    ("nummer", "12345", "320      1234\r\n"),
    ("nummer", "", "320          \r\n"), ("nummer", "1a", "320      1a  \r\n"),
    ("soortMutatie", "T", "320T         \r\n"),
  ])
  func valuesHaveTheFormOfTheirField(id: String, value: String, record: String) throws {
    let veld = try #require(layout.veld(id))
    let text = written { writer in
      writer.begin(layout)
      writer.put(Array(value.utf8), in: veld)
    }
    #expect(text == record)
  }

  @Test func recordsFollowEachOther() {
    var writer = RecordWriter()
    writer.begin(layout)
    writer.put(number: 42, at: 4..<9)
    writer.begin(layout)
    writer.put(number: 1_234_567, at: 4..<9)
    Array("xyz".utf8).withUnsafeBytes { writer.put($0, at: 9) }
    writer.end()
    #expect(Latin1.text(writer.bytes) == "320 00042    \r\n320 34567xyz \r\n\u{1C}")
    #expect(writer.records == 2)
    writer.clear()
    #expect(writer.bytes.isEmpty)
    #expect(writer.records == 0)
    writer.begin(layout)
    #expect(Latin1.text(writer.bytes) == "320          \r\n")
  }

  @Test func aViewReadsWhatWasWritten() throws {
    var writer = RecordWriter()
    writer.begin(layout)
    writer.put(Array("A".utf8), at: 3..<4)
    writer.put(Array("x y".utf8), at: 4..<9)
    var reader = BlockReader(MemorySource(writer.bytes))
    #expect(try reader.next())
    let layouts = Layouts(versie: Versie(naam: "1.1", vanaf: nil, tot: nil), all: [layout])
    reader.use(layouts)
    let block = reader.block
    let line = try #require(block.lines.first)
    #expect(line.layout == 0)
    block.withBytes { bytes in
      let view = RecordView(line, in: bytes, layouts: layouts)
      #expect(view.mutatie == UInt8(ascii: "A"))
      #expect(view.field("tekst").map(Array.init) == Array("x y  ".utf8))
      #expect(view.field("geen").map(Array.init) == nil)
    }
  }
}
