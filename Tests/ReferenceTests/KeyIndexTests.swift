import Testing

@testable import Reference

/// The numbers of keys against a `Dictionary`.
struct KeyIndexTests {
  /// Codes as tables have them, that lie close together, of every length up to what no longer is short.
  private static let keys: [[UInt8]] =
    (0..<2_000).map { Array("\($0)".utf8) } + (0..<200).map { Array("00AA\($0)00000".utf8) }
    + (0...20).map { [UInt8](repeating: 0x41, count: $0) } + (0..<50).map { Array("01KB1234AB00012\($0)".utf8) }

  @Test func everyKeyKeepsItsNumber() {
    var index = KeyIndex()
    var expected: [[UInt8]: Int] = [:]
    for key in Self.keys + Self.keys.reversed() {
      #expect(index.number(of: TableKey(key)) == expected[key])
      let number = index.add(TableKey(key))
      #expect(number == expected[key] ?? expected.count)
      expected[key] = number
    }
    for key in Self.keys { #expect(index.number(of: TableKey(key)) == expected[key]) }
    for key in Self.keys { #expect(index.number(of: TableKey(key + [0x2E])) == nil) }
  }

  @Test func anEmptyIndexHasNoKey() {
    #expect(KeyIndex().number(of: TableKey([UInt8]())) == nil)
    #expect(KeyIndex().number(of: TableKey([UInt8](repeating: 0x41, count: 20))) == nil)
  }
}
