import Records
import Testing

/// The index of short keys against a dictionary.
struct ShortIndexTests {
  /// Numbers close together, far apart, of other lengths and of bytes that are no digits; the empty key too.
  private static let keys: [ShortBytes] =
    (0..<3000).map { ShortBytes("\(100_000_000 + $0 * ($0 % 7 == 0 ? 1 : 40_009))".utf8) }
    + (0..<256).flatMap { byte in (1...ShortBytes.most).map { ShortBytes([UInt8](repeating: UInt8(byte), count: $0)) } }
    + [[0x20], []]

  @Test func itFindsWhatADictionaryFinds() {
    var index = ShortIndex()
    var slow: [ShortBytes: Int] = [:]
    #expect(Self.keys.allSatisfy { index[$0] == nil })
    for (place, key) in Self.keys.enumerated() where place % 3 != 0 {
      index.set(place, for: key)
      slow[key] = place
    }
    #expect(slow[[]] != nil && Self.keys.allSatisfy { index[$0] == slow[$0] })
    // Another number in the place of some of them.
    for key in Self.keys.prefix(500) {
      index.set(7, for: key)
      slow[key] = 7
    }
    #expect(Self.keys.allSatisfy { index[$0] == slow[$0] })
    index.removeAll()
    #expect(Self.keys.allSatisfy { index[$0] == nil })
    index.set(1, for: Self.keys[1])
    #expect(index[Self.keys[1]] == 1 && index[Self.keys[2]] == nil)
  }
}
