import FileSystem
import Glibc
import ProgrammaVanEisen

/// Cuts a stream of bytes into blocks of whole lines, at the border of a melding wherever there is
/// one. Takes no more memory than one block, whatever it is given.
public struct BlockReader {
  /// A line of more bytes is no record: the longest has 630.
  static let longestLine = 4_096

  /// The usual size of a block, in bytes: it fits in a processor's own cache, and any melding fits in it.
  public static let blockSize = 1 << 18

  /// The block that was read last.
  public private(set) var block = Block()

  private let source: any ByteSource
  /// Bytes in the buffer of the block.
  private var filled = 0
  /// Up to where the buffer was cut into lines.
  private var scanned = 0
  /// Where the part of the buffer begins that belongs to the next block.
  private var pending = 0
  private var atEnd = false
  private var skipping = false
  private var splitMelding = false
  private typealias Lengths = (full: UInt16, fullLayout: Int16, short: UInt16, shortLayout: Int16)
  private var layouts: Layouts?
  /// `Layouts.lengths`; empty as long as the layouts are not known.
  private var lengths: [Lengths] = []

  /// Reads `source` in blocks of `size` bytes, or of the least that a line needs. A block has room
  /// for the longest melding that is accepted; a longer one is cut, and says so in
  /// `Block.continuesMelding`.
  public init(_ source: any ByteSource, size: Int = blockSize) {
    self.source = source
    // The longest line, its CR, and one byte more, which shows that it is longer.
    block.bytes = [UInt8](repeating: 0, count: max(size, Self.longestLine + 2) + Block.slack)
  }

  /// Reads the next block into `block`. False at the end of the file.
  public mutating func next() throws -> Bool {
    repeat {
      block.firstLine += block.lines.count
      block.lines.removeAll(keepingCapacity: true)
      block.fileOffset += pending
      moveToFront()
      if !atEnd { try fill() }
      if skipping { try skip() }
      if filled == 0 { return false }
      cutIntoLines()
    } while block.lines.isEmpty
    return true
  }

  /// Cuts what is in the buffer into lines, and ends the block where a melding does.
  private mutating func cutIntoLines() {
    split()
    let wasSplit = splitMelding
    splitMelding = false
    let cut = cutPoint()
    block.isCut = splitMelding
    pending = cut < block.lines.count ? Int(block.lines[cut].offset) : scanned
    block.lines.removeSubrange(cut...)
    block.continuesMelding = wasSplit && block.lines.first.map { $0.record != 305 } ?? false
  }

  /// Gives every line its layout from now on. The block at hand, which must be the first, is cut anew.
  ///
  /// A record of which the length is known is not searched for line ends: one that holds a stray LF
  /// and yet ends where it must is one line, and the LF a control character in it.
  public mutating func use(_ layouts: Layouts) {
    self.layouts = layouts
    lengths = layouts.lengths
    if filled == 0 { return }
    (scanned, skipping, splitMelding) = (0, false, false)
    block.lines.removeAll(keepingCapacity: true)
    cutIntoLines()
  }

  /// Moves what the last block left to the front of the buffer.
  private mutating func moveToFront() {
    let carry = filled - pending
    let start = pending
    if start > 0 && carry > 0 {
      block.bytes.withUnsafeMutableBytes { bytes in
        _ = memmove(bytes.baseAddress!, bytes.baseAddress! + start, carry)
      }
    }
    filled = carry
    pending = 0
    scanned = 0
  }

  private mutating func fill() throws {
    let room = block.bytes.count - Block.slack
    while filled < room {
      let start = filled
      let count = try block.bytes.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start..<room]))
      }
      if count == 0 {
        atEnd = true
        return
      }
      filled += count
    }
  }

  /// Drops the rest of a line that was too long.
  private mutating func skip() throws {
    while true {
      if let end = lineFeed(from: 0) {
        // The line was counted and reported already; its end belongs to it.
        block.fileOffset += end + 1
        pending = end + 1
        moveToFront()
        skipping = false
        return atEnd ? () : try fill()
      }
      block.fileOffset += filled
      filled = 0
      if atEnd {
        skipping = false
        return
      }
      try fill()
    }
  }

  private func lineFeed(from start: Int) -> Int? {
    block.bytes.withUnsafeBytes { Self.lineFeed(RawBytes($0), start, filled) }
  }

  private static func lineFeed(_ bytes: RawBytes, _ start: Int, _ end: Int) -> Int? {
    let rest = bytes.slice(start..<end)
    guard let first = rest.baseAddress, let found = memchr(first, 0x0A, rest.count) else { return nil }
    return start + first.distance(to: UnsafeRawPointer(found))
  }

  /// Finds the lines of the buffer.
  private mutating func split() {
    var lines = block.lines
    block.lines = []
    var position = 0
    block.bytes.withUnsafeBytes { buffer in
      let bytes = RawBytes(buffer)
      while position < filled {
        position = Self.wholeRecords(bytes, position, filled, lengths, into: &lines)
        if position == filled { break }
        // A record whose end is not at hand yet may still have it where it must be.
        let record = Self.recordsoort(bytes, position, filled)
        if !atEnd && record >= 0 && Self.mayEnd(lengths, Int(record), behind: filled - position) { break }
        guard let end = Self.lineFeed(bytes, position, filled) else { break }
        let isWhole = end > position && bytes[end - 1] == 0x0D
        let length = isWhole ? end - 1 - position : end - position
        lines.append(
          line(position, length, length > Self.longestLine ? .tooLong : isWhole ? .whole : .lineFeedOnly, bytes))
        position = end + 1
      }
      scanned = position
      let rest = filled - position
      if atEnd {
        if rest > 0 && !(rest == 1 && (bytes[position] == 0x1C || bytes[position] == 0x1A)) {
          lines.append(line(position, rest, rest > Self.longestLine ? .tooLong : .cutOff, bytes))
        }
        scanned = filled
      } else if rest > Self.longestLine + 1 {
        // What has no end by now never becomes a record: keep its beginning, drop the rest. One byte
        // beyond the longest line may still be its CR.
        lines.append(line(position, rest, .tooLong, bytes))
        scanned = filled
        skipping = true
      }
    }
    block.lines = lines
  }

  /// Adds the records, one behind the other, that have a line end just where they must end: it is not looked for. Gives
  /// the place of the first line that is not such a record.
  ///
  /// Each place follows from the length before it, so nothing else stands between the one and the other.
  @inline(never)
  private static func wholeRecords(
    _ bytes: RawBytes, _ start: Int, _ filled: Int, _ lengths: [Lengths], into lines: inout [Block.Line]
  ) -> Int {
    if lengths.isEmpty { return start }
    var position = start
    while true {
      let record = recordsoort(bytes, position, filled)
      if record < 0 { return position }
      let known = lengths[Int(record)]
      var (length, layout) = (Int(known.full), known.fullLayout)
      if length == 0 || !hasLineEnd(bytes, position &+ length, filled) {
        (length, layout) = (Int(known.short), known.shortLayout)
        if length == 0 || !hasLineEnd(bytes, position &+ length, filled) { return position }
      }
      lines.append(
        .init(
          offset: Int32(truncatingIfNeeded: position), length: Int32(truncatingIfNeeded: length), ending: .whole,
          record: record, layout: layout))
      position = position &+ length &+ 2
    }
  }

  @inline(__always)
  private static func hasLineEnd(_ bytes: RawBytes, _ place: Int, _ filled: Int) -> Bool {
    place &+ 1 < filled && bytes.word(at: place) & 0xFFFF == 0x0A0D
  }

  /// Whether a record of that kind may have its end beyond the next `count` bytes.
  private static func mayEnd(
    _ lengths: [Lengths], _ record: Int,
    behind count: Int
  ) -> Bool {
    !lengths.isEmpty && max(Int(lengths[record].full), Int(lengths[record].short)) + 2 > count
  }

  private func line(_ offset: Int, _ length: Int, _ ending: Block.Line.Ending, _ bytes: RawBytes) -> Block.Line {
    let kept = min(length, Self.longestLine)
    let record = Self.recordsoort(bytes, offset, offset + kept)
    let layout = layouts?.index(record: Int(record), length: kept) ?? -1
    return .init(
      offset: Int32(offset), length: Int32(kept), ending: ending, record: record, layout: Int16(layout))
  }

  @inline(__always)
  private static func recordsoort(_ bytes: RawBytes, _ offset: Int, _ end: Int) -> Int16 {
    guard end - offset >= 3 else { return -1 }
    let (first, second, third) = (bytes[offset] &- 0x30, bytes[offset + 1] &- 0x30, bytes[offset + 2] &- 0x30)
    if first > 9 || second > 9 || third > 9 { return -1 }
    return Int16(first) * 100 + Int16(second) * 10 + Int16(third)
  }

  /// How many lines belong to this block: up to the last 305, so that meldingen stay whole.
  private mutating func cutPoint() -> Int {
    if atEnd { return block.lines.count }
    if !skipping, let last = block.lines.lastIndex(where: { $0.record == 305 }), last > 0 { return last }
    splitMelding = true
    return block.lines.count
  }
}
