import FileSystem
import Records

/// The bytes of a document as they come, a stretch at a time: characters that XML allows, with their place.
struct XMLInput: ~Copyable {
  /// Why there are no more bytes at `end`.
  enum Stop: Equatable {
    /// There may be, once more is read.
    case more
    /// The document ends.
    case end
    /// A byte that begins no character of UTF-8.
    case encoding
    /// A character that XML does not allow.
    case character
  }

  private let buffer: RawBuffer
  private let source: any ByteSource
  private let piece: Int
  /// The bytes of the stretch at hand.
  let bytes: RawBytes
  /// Up to here they are allowed characters. What follows is never looked at but by loads of whole words.
  private(set) var end = 0
  /// From here on less than one piece is left, and more must be read.
  private(set) var refillAt = 0
  /// Why they end there.
  private(set) var stop = Stop.more
  private var filled = 0

  // The place in the document: of the byte at the start of the buffer, and of the line at `counted`.
  private var discarded = 0
  private var line = 1
  private var counted = 0
  private var lineStart = 0
  private var columnsBefore = 0

  /// - Parameter piece: how many bytes are at hand at any place, as long as there are any.
  init(_ source: any ByteSource, piece: Int) {
    self.source = source
    self.piece = piece
    // Most of a stretch is new: what was left of the one before it is moved, and that costs.
    buffer = RawBuffer(capacity: piece * 8)
    bytes = buffer.bytes
  }

  /// Drops what lies before `position` and reads on; gives how far the rest has moved to the front.
  mutating func refill(from position: Int) throws -> Int {
    settle(position)
    buffer.move(position..<filled, to: 0)
    (filled, end, counted, lineStart) = (filled - position, end - position, counted - position, lineStart - position)
    discarded += position
    try fill()
    return position
  }

  private mutating func fill() throws {
    if stop != .more { return }
    var atEnd = false
    while !atEnd && filled < buffer.capacity {
      let count = try buffer.read(from: source, into: filled..<buffer.capacity)
      filled += count
      atEnd = count == 0
    }
    check(atEnd: atEnd)
    // What lies behind the bytes stops every search.
    buffer.fill(filled..<filled + RawBuffer.slack, with: 0)
    refillAt = stop == .more ? end - piece : .max
  }

  /// Moves `end` over the characters that are allowed.
  private mutating func check(atEnd: Bool) {
    while end < filled {
      while end + 32 <= filled && suspects(end) | suspects(end + 8) | suspects(end + 16) | suspects(end + 24) == 0 {
        end += 32
      }
      if end == filled { break }
      if end + 8 <= filled {
        let suspects = suspects(end)
        if suspects == 0 {
          end += 8
          continue
        }
        end += suspects.trailingZeroBitCount >> 3
      }
      let byte = bytes[end]
      if byte < 0x80 {
        if byte < 0x20 && !XMLCharacters.isSpace(byte) {
          stop = .character
          return
        }
        end += 1
        continue
      }
      switch XMLCharacters.decode(bytes, end, filled) {
      case .scalar(let scalar, let count):
        if !XMLCharacters.isCharacter(scalar) {
          stop = .character
          return
        }
        end += count
      case .incomplete:
        if atEnd { stop = .encoding }
        return
      case .invalid:
        stop = .encoding
        return
      }
    }
    if atEnd { stop = .end }
  }

  /// The characters that have to be looked at among eight.
  @inline(__always)
  private func suspects(_ position: Int) -> UInt64 { Lanes.beyondPlain(bytes.word(at: position)) }

  // MARK: Places

  /// The place of a byte in the document.
  func byte(at position: Int) -> Int { discarded + position }

  /// The line of a byte; positions must not run back.
  mutating func line(at position: Int) -> Int {
    count(to: position)
    return line
  }

  /// The place of a byte, which may lie behind the one that was asked last.
  func place(at position: Int) -> XMLFault.Place {
    var (line, start, before) = (line, lineStart, columnsBefore)
    var from = counted
    while from < position, let next = lineEnd(from..<position) {
      (line, start, before) = (line + 1, next, 0)
      from = next
    }
    return .init(line: line, column: before + scalars(min(start, position)..<position) + 1, byte: discarded + position)
  }

  /// Counts lines and columns up to a position; positions must not run back.
  mutating func settle(_ position: Int) {
    count(to: position)
    if lineStart < position {
      columnsBefore += scalars(lineStart..<position)
      lineStart = position
    }
  }

  private mutating func count(to position: Int) {
    while counted < position, let next = lineEnd(counted..<position) {
      (line, lineStart, columnsBefore) = (line + 1, next, 0)
      counted = next
    }
    counted = max(counted, position)
  }

  /// Behind the first line end that begins in a range: LF, CR LF, or CR alone.
  private func lineEnd(_ range: Range<Int>) -> Int? {
    let feed = bytes.firstIndex(of: 0x0A, in: range)
    if let back = bytes.firstIndex(of: 0x0D, in: range.lowerBound..<(feed ?? range.upperBound)), back + 1 != feed {
      // A CR that ends the range may have its LF behind it, which then belongs to it.
      return bytes[back + 1] == 0x0A ? back + 2 : back + 1
    }
    return feed.map { $0 + 1 }
  }

  private func scalars(_ range: Range<Int>) -> Int {
    bytes.slice(range).reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
