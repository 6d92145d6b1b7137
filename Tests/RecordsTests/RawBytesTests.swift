import Testing

@testable import Records

struct RawBytesTests {
  private func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
  }

  private func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || (byte >= 0x7F && byte <= 0x9F) }

  private func differs(_ word: UInt64) -> Bool {
    let bytes = bytes(word)
    return Lanes.allDigits(word) != bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      || Lanes.anyControl(word) != bytes.contains(where: isControl)
      || Lanes.anyHigh(word) != bytes.contains { $0 > 0x7F }
      || [(0x00, 0x7F), (0x30, 0x39), (0x20, 0x20), (0x41, 0x5A), (0x30, 0x7F)].contains { low, high in
        Lanes.allBetween(word, low * 0x0101_0101_0101_0101, high * 0x0101_0101_0101_0101)
          != bytes.allSatisfy { low <= $0 && $0 <= high }
      }
      || first(Lanes.beyondPlain(word)) != bytes.firstIndex { $0 < 0x20 || $0 > 0x7F }
      || first(Lanes.endsPlainText(word)) != bytes.firstIndex { $0 < 0x20 || $0 > 0x7E || isMarkup($0) }
      || first(Lanes.endsText(word)) != bytes.firstIndex { $0 == 0 || $0 == 0x0D || isMarkup($0) }
      || first(Lanes.beyondLettersAndDigits(word)) != bytes.firstIndex { !isLetterOrDigit($0) }
  }

  /// The lane of the lowest bit.
  private func first(_ bits: UInt64) -> Int? { bits == 0 ? nil : bits.trailingZeroBitCount / 8 }

  private func isMarkup(_ byte: UInt8) -> Bool { [0x3C, 0x3E, 0x26].contains(byte) }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Every byte in every lane, beside bytes at the borders of what is tested.
  @Test func lanesAreLookedAtOneByOne() {
    let others: [UInt8] = [
      0x00, 0x1F, 0x20, 0x2F, 0x30, 0x39, 0x3A, 0x3C, 0x3E, 0x41, 0x5A, 0x61, 0x7A, 0x7E, 0x7F, 0x80, 0x9F, 0xA0, 0xF9,
      0xFA, 0xFF,
    ]
    var wrong: [UInt64] = []
    for other in others {
      let base = UInt64(other) &* 0x0101_0101_0101_0101
      for lane in 0..<8 {
        for byte in 0...255 {
          let shift = UInt64(8 * lane)
          let word = base & ~(0xFF << shift) | UInt64(byte) << shift
          if differs(word) { wrong.append(word) }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  /// Every pair of neighbours, for what one lane might carry into the next.
  @Test func neighboursDoNotDisturbEachOther() {
    var wrong: [UInt64] = []
    for pair in 0..<UInt64(0x1_0000) {
      let digits = 0x3030_3030_3030_0000 | pair
      let spaces = (0x2020_2020_2020_0000 | pair).byteSwapped
      if differs(digits) { wrong.append(digits) }
      if differs(spaces) { wrong.append(spaces) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func wordsAreLoadedFirstByteLowest() {
    let buffer = (1...40).map { UInt8($0) }
    buffer.withUnsafeBytes { raw in
      let view = RawBytes(raw)
      for position in 0...32 {
        for length in 1...8 {
          let expected = Array(buffer[position..<position + length]) + [UInt8](repeating: 0, count: 8 - length)
          #expect(bytes(view.word(at: position, length: length)) == expected)
          #expect(bytes(view.from(position).word(at: 0, length: length)) == expected)
        }
        #expect(view[position] == buffer[position])
        #expect(Array(view.slice(position..<position + 8)) == Array(buffer[position..<position + 8]))
      }
    }
  }

  @Test func rangesAreCopiedAndCompared() {
    let source = (0..<120).map { UInt8($0 + 1) }
    source.withUnsafeBytes { raw in
      let view = RawBytes(raw)
      for (count, start, target) in (0..<20).flatMap({ count in [0, 3, 8].map { (count, $0, count % 5) } }) {
        let buffer = RawBuffer(capacity: 40)
        let range = start..<start + count
        buffer.store(view, range, at: target)
        #expect(Array(buffer.bytes.slice(target..<target + count)) == Array(source[range]))
        #expect(view.matches(range, buffer.bytes, at: target))
        for position in 0..<count {
          buffer.store(0xFF, at: target + position)
          #expect(!view.matches(range, buffer.bytes, at: target))
          buffer.store(source[start + position], at: target + position)
        }
      }
    }
  }
}
