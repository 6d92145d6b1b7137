/// Makes blocks of records that come from elsewhere than the fixed format: the same bytes, whose places are those in
/// the document that they come from.
public struct BlockBuilder: ~Copyable {
  /// A melding of more bytes is cut, as by `BlockReader`.
  public static let longestMelding = BlockReader.blockSize

  /// The bytes; a record that is being made begins at `start`.
  public let buffer: RawBuffer
  /// Where the record begins that is being made.
  public internal(set) var start = 0
  /// Where the next record will begin.
  public private(set) var filled = 0
  /// The number of records.
  public var count: Int { lines.count }
  private var lines: [Block.Line] = []
  private var places: [Block.Place] = []

  /// Nothing made yet.
  public init() {
    buffer = RawBuffer(capacity: 2 * Self.longestMelding + 2 * BlockReader.longestLine)
  }

  /// Whether there is no room for another melding.
  public var isFull: Bool { filled > Self.longestMelding }

  /// Begins a record with spaces in all its fields.
  public mutating func begin(length: Int) {
    start = filled
    buffer.fill(start..<start + length + 8, with: 0x20)
  }

  /// Puts bytes in a field of the record, behind which nothing was put yet.
  @inlinable @inline(__always)
  public mutating func put(_ bytes: RawBytes, _ place: Int, count: Int, at offset: Int) {
    var (place, rest, target) = (place, count, start + offset)
    while rest >= 8 {
      buffer.store(word: bytes.word(at: place), at: target)
      (place, rest, target) = (place + 8, rest - 8, target + 8)
    }
    // Behind the last byte come spaces, which is what stands there.
    if rest > 0 {
      let spaces: UInt64 = 0x2020_2020_2020_2020 << UInt64(8 * rest)
      buffer.store(word: bytes.word(at: place, length: rest) | spaces, at: target)
    }
  }

  /// Ends the record, whose length may be less than was said at first.
  public mutating func end(record: Int, length: Int, layout: Int, place: Block.Place) {
    buffer.store(0x0D, at: start + length)
    buffer.store(0x0A, at: start + length + 1)
    filled = start + length + 2
    lines.append(
      .init(
        offset: Int32(start), length: Int32(length), ending: .whole, record: Int16(record), layout: Int16(layout)))
    places.append(place)
  }

  /// Makes a block of what is there, and begins anew.
  ///
  /// - Parameters:
  ///   - continuesMelding: whether it begins in the middle of a melding.
  ///   - isCut: whether its last melding may go on in the next block.
  public mutating func take(continuesMelding: Bool, isCut: Bool) -> Block {
    var block = Block()
    block.bytes = buffer.copy(0..<filled, slack: Block.slack)
    block.lines = lines
    block.places = places
    block.continuesMelding = continuesMelding
    block.isCut = isCut
    filled = 0
    lines.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    return block
  }
}
