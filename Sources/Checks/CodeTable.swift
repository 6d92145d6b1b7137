/// Words of a list, each in a place of its own that follows from the word: whether a word is in the list is one look, at
/// however many words there are.
struct CodeTable: Equatable {
  /// Of longer lists no table is made: it would have to be too large to have no two words in one place.
  static let most = 64

  /// The words; where no word has its place, one that has it elsewhere.
  let places: [UInt64]
  /// The place of a word is the high bits of its product with the factor.
  let factor: UInt64
  let shift: UInt64

  /// The table of a list; nil where it is too long, has not even two words, or no factor was found.
  init?(_ codes: [UInt64]) {
    let codes = Set(codes).sorted()
    guard codes.count > 1, codes.count <= Self.most else { return nil }
    // In a table of as many places as the square of the words most factors will do.
    let bits = UInt64(2 * (UInt64.bitWidth - (codes.count - 1).leadingZeroBitCount))
    shift = 64 - bits
    guard let factor = Self.factor(for: codes, shift: shift) else { return nil }
    self.factor = factor
    var places = [UInt64](repeating: codes[0], count: 1 << Int(bits))
    for code in codes { places[Int((code &* factor) >> shift)] = code }
    self.places = places
  }

  /// An odd factor by which every word has a place of its own. In a table this large one of two does, so a thousand are enough
  /// for any list.
  private static func factor(for codes: [UInt64], shift: UInt64) -> UInt64? {
    var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<1_000 {
      if Set(codes.map { ($0 &* factor) >> shift }).count == codes.count { return factor }
      factor = factor &* 0x5851_F42D_4C95_7F2D
    }
    return nil
  }
}
