import Records
import Testing

@testable import Register

/// The index of BSNs and onderwijsnummers against a dictionary.
struct NummerindexTests {
  /// Numbers close together, far apart, of other lengths and of bytes that are no digits.
  private static let nummers: [ShortBytes] =
    (0..<3000).map { ShortBytes("\(100_000_000 + $0 * ($0 % 7 == 0 ? 1 : 40_009))".utf8) }
    + (0..<256).flatMap { byte in (1...ShortBytes.most).map { ShortBytes([UInt8](repeating: UInt8(byte), count: $0)) } }

  @Test func itFindsWhatADictionaryFinds() {
    var index = Nummerindex()
    var slow: [ShortBytes: Int64] = [:]
    #expect(index[[]] == nil && Self.nummers.allSatisfy { index[$0] == nil })
    for (place, nummer) in Self.nummers.enumerated() where place % 3 != 0 {
      index.zet(nummer, Int64(place))
      slow[nummer] = Int64(place)
    }
    #expect(Self.nummers.allSatisfy { index[$0] == slow[$0] } && index[[]] == nil)
    // Another person in the place of some of them.
    for nummer in Self.nummers.prefix(500) {
      index.zet(nummer, 7)
      slow[nummer] = 7
    }
    #expect(Self.nummers.allSatisfy { index[$0] == slow[$0] })
    index.leegMaken()
    #expect(Self.nummers.allSatisfy { index[$0] == nil })
    index.zet(Self.nummers[1], 1)
    #expect(index[Self.nummers[1]] == 1 && index[Self.nummers[2]] == nil)
  }
}
