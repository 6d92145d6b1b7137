import Glibc

/// Bytes of a block, read without a bounds check in release builds.
///
/// This is the one unsafe place of the record path. What makes it sound:
/// - a `Block` has `Block.slack` bytes behind its last one, so a load of eight bytes at any byte
///   of a record stays inside the allocation;
/// - offsets come from layouts, and a line is only given a layout whose length it has;
/// - a view never outlives the closure that it was made in.
/// Debug builds check every access, and the tests compare what is built on it with interpreters
/// that use plain arrays.
public struct RawBytes {
  @usableFromInline let base: UnsafeRawPointer
  @usableFromInline let count: Int

  /// A view of `buffer`, whose last `Block.slack` bytes are only there to be loaded along.
  @inlinable
  public init(_ buffer: UnsafeRawBufferPointer) {
    base = buffer.baseAddress!
    count = buffer.count
  }

  /// The view that begins at `offset`.
  @inlinable @inline(__always)
  public func from(_ offset: Int) -> RawBytes {
    assert(offset >= 0 && offset <= count)
    return RawBytes(base: base + offset, count: count - offset)
  }

  @inlinable @inline(__always)
  init(base: UnsafeRawPointer, count: Int) {
    self.base = base
    self.count = count
  }

  /// The byte at `position`, which must lie inside the view.
  @inlinable @inline(__always)
  public subscript(position: Int) -> UInt8 {
    assert(position >= 0 && position < count)
    return base.load(fromByteOffset: position, as: UInt8.self)
  }

  /// The eight bytes at `position`, the first one lowest.
  @inlinable @inline(__always)
  public func word(at position: Int) -> UInt64 {
    assert(position >= 0 && position + 8 <= count)
    return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// The first `length` of these eight bytes, 1 to 8; what follows is zero.
  @inlinable @inline(__always)
  public func word(at position: Int, length: Int) -> UInt64 {
    assert(length >= 1 && length <= 8)
    return word(at: position) & (~0 >> UInt64(64 - 8 * length))
  }

  /// Whether the bytes of a range stand at `position` of another view too; both have a word behind them.
  @inlinable @inline(__always)
  public func matches(_ range: Range<Int>, _ other: RawBytes, at position: Int) -> Bool {
    var (place, position, rest) = (range.lowerBound, position, range.count)
    while rest > 8 {
      if word(at: place) != other.word(at: position) { return false }
      (place, position, rest) = (place + 8, position + 8, rest - 8)
    }
    return rest == 0 || word(at: place, length: rest) == other.word(at: position, length: rest)
  }

  /// Where `byte` stands first in a range, or nil.
  public func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    let rest = slice(range)
    guard let start = rest.baseAddress, let found = memchr(start, Int32(byte), rest.count) else { return nil }
    return range.lowerBound + start.distance(to: UnsafeRawPointer(found))
  }

  /// A range without the spaces at its end.
  @inlinable
  public func trimmed(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1] == 0x20 { end -= 1 }
    return range.lowerBound..<end
  }

  /// The bytes of a range.
  @inlinable
  public func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    assert(range.lowerBound >= 0 && range.upperBound <= count)
    return UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }
}

/// Tests on eight bytes at once. The bytes are compared in their lanes, without carries between them.
public enum Lanes {
  @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101
  @usableFromInline static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Whether all eight bytes are digits.
  @inlinable @inline(__always)
  public static func allDigits(_ word: UInt64) -> Bool {
    // A digit has 3 in its high half, and still has it after adding 6.
    (word & 0xF0F0_F0F0_F0F0_F0F0) | ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4
      == 0x3333_3333_3333_3333
  }

  /// Whether each of the eight bytes lies between that of `low` and that of `high`, which are below 0x80.
  @inlinable @inline(__always)
  public static func allBetween(_ word: UInt64, _ low: UInt64, _ high: UInt64) -> Bool {
    // With the high bit of the larger side set, no lane borrows from the next, and the bit stays set
    // where it is the larger one.
    let aboveLow = (word | highs) &- low
    let belowHigh = (high | highs) &- (word & ~highs)
    return aboveLow & belowHigh & ~word & highs == highs
  }

  /// Whether one of the eight bytes is 0x00–0x1F or 0x7F–0x9F.
  @inlinable @inline(__always)
  public static func anyControl(_ word: UInt64) -> Bool {
    // 0x00–0x1F and 0x80–0x9F: without their high bit they lie below 0x20.
    let low = word & ~highs
    let belowSpace = ~(low &+ ones &* 0x60) & highs
    // 0x7F: its low seven bits reach 0x80 when 1 is added, and its high bit is clear.
    let delete = (low &+ ones) & ~word & highs
    return belowSpace | delete != 0
  }

  /// Whether one of the eight bytes is above 0x7F.
  @inlinable @inline(__always)
  public static func anyHigh(_ word: UInt64) -> Bool {
    word & highs != 0
  }

  /// The high bit of every byte that is below 0x20 or above 0x7F; the other bits are clear.
  @inlinable @inline(__always)
  public static func beyondPlain(_ word: UInt64) -> UInt64 {
    (word | ~((word & ~highs) &+ ones &* 0x60)) & highs
  }

  /// The high bit of every byte that ends plain text: a control character, DEL, one above 0x7F, `<`, `>` and `&`.
  /// Only the lowest bit that is set is sure.
  @inlinable @inline(__always)
  public static func endsPlainText(_ word: UInt64) -> UInt64 {
    let low = word & ~highs
    let control = word | ~(low &+ ones &* 0x60) | (low &+ ones)
    // `<` and `>` differ in one bit.
    let angle = (word | ones &* 0x02) ^ (ones &* 0x3E)
    let ampersand = word ^ (ones &* 0x26)
    return (control | ((angle &- ones) & ~angle) | ((ampersand &- ones) & ~ampersand)) & highs
  }

  /// The high bit of every byte that is no ASCII letter and no digit; the other bits are clear.
  @inlinable @inline(__always)
  public static func beyondLettersAndDigits(_ word: UInt64) -> UInt64 {
    // No lane carries into the next: the largest sum is 0x7F + 0x50.
    let low = word & ~highs
    let lower = low | ones &* 0x20
    let letter = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x05)
    let digit = (low &+ ones &* 0x50) & ~(low &+ ones &* 0x46)
    return (word | ~(letter | digit)) & highs
  }

  /// The high bit of every byte at which text in XML is looked at: `<`, `>`, `&`, CR and 0x00. Only the lowest bit that
  /// is set is sure.
  @inlinable @inline(__always)
  public static func endsText(_ word: UInt64) -> UInt64 {
    // `<` and `>` differ in one bit.
    let angle = (word | ones &* 0x02) ^ (ones &* 0x3E)
    let ampersand = word ^ (ones &* 0x26)
    let back = word ^ (ones &* 0x0D)
    let any =
      (angle &- ones) & ~angle | (ampersand &- ones) & ~ampersand | (back &- ones) & ~back | (word &- ones) & ~word
    return any & highs
  }
}
