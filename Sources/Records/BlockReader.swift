import FileSystem
import Glibc
import ProgrammaVanEisen

/// Cuts a stream of bytes into blocks of whole lines, at the border of a melding wherever there is
/// one. Takes no more memory than one block, whatever it is given.
public struct BlockReader {
  /// A line of more bytes is no record: the longest has 630.
  public static let longestLine = 4_096

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

  /// Reads `source` in blocks of `size` bytes. A block has room for the longest melding that is
  /// accepted; a longer one is cut, and says so in `Block.continuesMelding`.
  public init(_ source: any ByteSource, size: Int = 1 << 20) {
    self.source = source
    block.bytes = [UInt8](repeating: 0, count: size + Block.slack)
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
      split(from: 0)
      let wasSplit = splitMelding
      splitMelding = false
      let cut = cutPoint()
      pending = cut < block.lines.count ? Int(block.lines[cut].offset) : scanned
      block.lines.removeSubrange(cut...)
      block.continuesMelding = wasSplit && block.lines.first.map { $0.record != 305 } ?? false
    } while block.lines.isEmpty
    return true
  }

  /// Gives every line of the block its layout, without copying the block.
  public mutating func classify(_ layouts: Layouts) {
    block.classify(layouts)
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
    block.bytes.withUnsafeBytes { bytes in
      guard start < filled, let found = memchr(bytes.baseAddress! + start, 0x0A, filled - start) else { return nil }
      return bytes.baseAddress!.distance(to: UnsafeRawPointer(found))
    }
  }

  /// Finds the lines from `start` on.
  private mutating func split(from start: Int) {
    var position = start
    while let end = lineFeed(from: position) {
      let isWhole = end > position && block.bytes[end - 1] == 0x0D
      let length = isWhole ? end - 1 - position : end - position
      let ending: Block.Line.Ending = length > Self.longestLine ? .tooLong : isWhole ? .whole : .lineFeedOnly
      add(position, min(length, Self.longestLine), ending)
      position = end + 1
    }
    scanned = position
    let rest = filled - position
    if atEnd {
      if rest > 0 && !(rest == 1 && (block.bytes[position] == 0x1C || block.bytes[position] == 0x1A)) {
        add(position, min(rest, Self.longestLine), rest > Self.longestLine ? .tooLong : .cutOff)
      }
      scanned = filled
    } else if rest > Self.longestLine {
      // What has no end by now never becomes a record: keep its beginning, drop the rest.
      add(position, Self.longestLine, .tooLong)
      scanned = filled
      skipping = true
    }
  }

  private mutating func add(_ offset: Int, _ length: Int, _ ending: Block.Line.Ending) {
    block.lines.append(
      .init(offset: Int32(offset), length: Int32(length), ending: ending, record: recordsoort(offset, length)))
  }

  private func recordsoort(_ offset: Int, _ length: Int) -> Int16 {
    guard length >= 3 else { return -1 }
    var number: Int16 = 0
    for position in offset..<offset + 3 {
      let digit = block.bytes[position] &- 0x30
      if digit > 9 { return -1 }
      number = number * 10 + Int16(digit)
    }
    return number
  }

  /// How many lines belong to this block: up to the last 305, so that meldingen stay whole.
  private mutating func cutPoint() -> Int {
    if atEnd || skipping { return block.lines.count }
    if let last = block.lines.lastIndex(where: { $0.record == 305 }), last > 0 { return last }
    splitMelding = true
    return block.lines.count
  }
}
