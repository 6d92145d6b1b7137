import Testing

@testable import Records

/// Short values against arrays, which say the same in more memory.
struct ShortBytesTests {
  /// Of every length there is, with every byte at every place, and pairs that differ in one byte or in length.
  private static let values: [[UInt8]] = {
    var values: [[UInt8]] = [[]]
    for length in 1...ShortBytes.most {
      for place in 0..<length {
        for byte: UInt8 in [0x00, 0x01, 0x20, 0x7F, 0x80, 0xFF] {
          var value = [UInt8](repeating: 0x31, count: length)
          value[place] = byte
          values.append(value)
        }
      }
    }
    return values
  }()

  @Test func theyHoldTheirBytes() {
    for value in Self.values {
      let short = ShortBytes(value)
      #expect(Array(short) == value && short.count == value.count && short.isEmpty == value.isEmpty)
      #expect(short.elementsEqual(value) && short.prefix(2).elementsEqual(value.prefix(2)))
      #expect(ShortBytes(exactly: value) == short)
    }
    #expect(ShortBytes(exactly: [UInt8](repeating: 0, count: ShortBytes.most + 1)) == nil)
    #expect(Array([0x41, 0x42] as ShortBytes) == [0x41, 0x42])
  }

  @Test func theyLieSideBySide() {
    for value in Self.values {
      let short = ShortBytes(value)
      #expect(short.withContiguousStorageIfAvailable { Array($0) } == value)
      #expect(short.isASCII == value.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func theyAreEqualAndOrderedAsArrays() {
    for left in Self.values {
      let short = ShortBytes(left)
      let mistakes = Self.values.count { right in
        let other = ShortBytes(right)
        return (short == other) != (left == right) || short.precedes(other) != left.lexicographicallyPrecedes(right)
      }
      #expect(mistakes == 0)
    }
    #expect(Set(Self.values.map { ShortBytes($0) }).count == Set(Self.values).count)
  }

  @Test func theirFirstBytesAreThoseOfTheArray() {
    for value in Self.values {
      for count in 0...ShortBytes.most { #expect(ShortBytes(value).first(count) == ShortBytes(value.prefix(count))) }
    }
  }

  @Test func theyGrow() {
    var short = ShortBytes()
    for value in Self.values where value.count == ShortBytes.most {
      short = []
      short.append(contentsOf: value.prefix(4))
      short.append(value[4])
      short.append(contentsOf: value.dropFirst(5))
      #expect(short.elementsEqual(value))
    }
  }

  @Test func theyAreTakenFromARecord() {
    for value in Self.values {
      // As in a block: other bytes before and behind them, and no less than its slack.
      let record = [0xAA, 0xBB] + value + [UInt8](repeating: 0xCC, count: Block.slack)
      record.withUnsafeBytes { buffer in
        let bytes = RawBytes(buffer)
        #expect(ShortBytes(bytes, 2..<2 + value.count) == ShortBytes(value))
      }
    }
  }
}
