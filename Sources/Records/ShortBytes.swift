/// Up to 15 bytes that are a value, as a number is: a key or a date of a record, which would otherwise be an array with
/// memory of its own, taken and given back millions of times in a run.
public struct ShortBytes: RandomAccessCollection, Hashable, Sendable, ExpressibleByArrayLiteral {
  /// How many bytes there is room for.
  public static let most = 15

  // The first byte is the highest, what is not used is zero, and the lowest byte is the count: so two values are equal
  // where both words are, and in the order of their bytes where the words are.
  @usableFromInline var high: UInt64 = 0
  @usableFromInline var low: UInt64 = 0

  /// No bytes.
  public init() {}

  /// The same bytes; there must be room for them.
  @inlinable
  public init(_ bytes: some Collection<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// The same bytes; nil where there is no room for them.
  @inlinable
  public init?(exactly bytes: some Collection<UInt8>) {
    if bytes.count > Self.most { return nil }
    self.init(bytes)
  }

  // In two words, not byte by byte: the keys of every record are made with it.
  /// The bytes of a range of a record; there must be room for them.
  @inlinable
  public init(_ bytes: RawBytes, _ range: Range<Int>) {
    let (place, length) = (range.lowerBound, range.count)
    precondition(length <= Self.most)
    if length > 0 { high = bytes.word(at: place, length: Swift.min(length, 8)).byteSwapped }
    if length > 8 { low = bytes.word(at: place + 8, length: length - 8).byteSwapped }
    low |= UInt64(length)
  }

  /// The bytes of a literal.
  @inlinable
  public init(arrayLiteral bytes: UInt8...) { self.init(bytes) }

  /// Puts a byte behind the others; there must be room for it.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    let place = count
    precondition(place < Self.most)
    if place < 8 {
      high |= UInt64(byte) << UInt64(56 - 8 * place)
    } else {
      low |= UInt64(byte) << UInt64(120 - 8 * place)
    }
    low += 1
  }

  /// Puts bytes behind the others; there must be room for them.
  @inlinable
  public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// 0.
  @inlinable public var startIndex: Int { 0 }
  /// The number of bytes.
  @inlinable public var endIndex: Int { Int(low & 0xFF) }

  /// The byte at a place below `endIndex`.
  @inlinable
  public subscript(place: Int) -> UInt8 {
    precondition(place >= 0 && place < endIndex)
    return UInt8(truncatingIfNeeded: place < 8 ? high >> UInt64(56 - 8 * place) : low >> UInt64(120 - 8 * place))
  }

  /// Whether they come before others in the order of their bytes.
  @inlinable
  public func precedes(_ other: ShortBytes) -> Bool {
    high == other.high ? low < other.low : high < other.high
  }

  /// The first bytes of them; all where there are no more.
  @inlinable
  public func first(_ count: Int) -> ShortBytes {
    if count >= endIndex { return self }
    var first = ShortBytes()
    first.high = high & ~(~0 >> UInt64(8 * count))
    first.low = (count > 8 ? low & ~(~0 >> UInt64(8 * count - 64)) : 0) | UInt64(count)
    return first
  }

  /// Whether none of them is beyond ASCII.
  @inlinable public var isASCII: Bool { (high | low & ~0xFF) & 0x8080_8080_8080_8080 == 0 }

  // What puts them somewhere else, or gives them to a library, need not go byte by byte.
  /// Gives them to `body` side by side, as long as it runs.
  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { words in
      try words.prefix(endIndex).withMemoryRebound(to: UInt8.self, body)
    }
  }

  /// A number of which the highest bits are well spread for keys that nobody chooses to do harm: for those `Hashable` is.
  @inlinable
  public var fastHash: UInt64 {
    // The golden ratio, as Knuth has it.
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (high ^ low &* factor) &* factor
  }
}
