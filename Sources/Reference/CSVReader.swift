import FileSystem

/// Cuts a stream of CSV into rows. A field between double quotes may hold `;`, line ends and `""`.
///
/// A row of more than a mebibyte is an error, so that memory does not grow with what is no table.
struct CSVReader {
  /// The most bytes that a row may have.
  static let longestRow = 1 << 20
  /// The most fields that a row may have.
  static let mostFields = 1_000

  private let source: any ByteSource
  private let file: String
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var filled = 0
  private var line = 1
  /// The bytes of the row at hand, without separators, quotes and line end.
  private var row: [UInt8] = []
  /// Where the fields of the row end in `row`.
  private var ends: [Int] = []

  init(_ source: any ByteSource, file: String) {
    self.source = source
    self.file = file
  }

  /// The next row; nil at the end.
  mutating func next() throws -> CSVTable.Row? {
    let start = line
    // Some programs begin a UTF-8 file with a byte order mark.
    if start == 1 && filled == 0 { try skipMark() }
    if try peek() == nil { return nil }
    row.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    while true {
      let isQuoted = try peek() == UInt8(ascii: "\"")
      if isQuoted { try quotedField() } else { try plainField() }
      ends.append(row.count)
      if ends.count > Self.mostFields { throw mistake("the row has more than \(Self.mostFields) fields") }
      guard let separator = try peek() else { break }
      if isQuoted && ![UInt8(ascii: ";"), 0x0D, 0x0A].contains(separator) {
        throw mistake("there is more behind the closing quote of a field")
      }
      position += 1
      if separator == UInt8(ascii: ";") { continue }
      if try separator == 0x0D && peek() == 0x0A { position += 1 }
      line += 1
      break
    }
    return (start, try fields(start))
  }

  private func fields(_ start: Int) throws -> [Substring.UTF8View.SubSequence] {
    // The parts of a letter on both sides of a separator are none.
    let isWhole = ends.allSatisfy { $0 == row.count || row[$0] & 0xC0 != 0x80 }
    guard isWhole, let text = String(validating: row, as: UTF8.self) else {
      throw BronError(.reference, "the table is not UTF-8", at: .init(file, line: start), remedy: "Write it as UTF-8")
    }
    let bytes = text.utf8
    var begin = bytes.startIndex
    var offset = 0
    return ends.map { end in
      let next = bytes.index(begin, offsetBy: end - offset)
      defer { (begin, offset) = (next, end) }
      return bytes[begin..<next]
    }
  }

  private mutating func plainField() throws {
    while try peek() != nil {
      // As much as lies in the buffer at once.
      let start = position
      while position < filled, ![UInt8(ascii: ";"), 0x0A, 0x0D].contains(buffer[position]) { position += 1 }
      try take(start..<position)
      if position < filled { return }
    }
  }

  private mutating func quotedField() throws {
    let begin = line
    position += 1
    while try peek() != nil {
      let start = position
      while position < filled, buffer[position] != UInt8(ascii: "\"") {
        if buffer[position] == 0x0A { line += 1 }
        position += 1
      }
      try take(start..<position)
      if position == filled { continue }
      position += 1
      if try peek() != UInt8(ascii: "\"") { return }
      try take(position..<position + 1)
      position += 1
    }
    throw BronError(.reference, "a field begins with a quote that is not closed", at: .init(file, line: begin))
  }

  /// Adds bytes of the buffer to the row.
  private mutating func take(_ range: Range<Int>) throws {
    if row.count + range.count > Self.longestRow {
      throw mistake("the row has more than \(Self.longestRow) bytes; a quote may not be closed")
    }
    row += buffer[range]
  }

  /// The next byte, which is left where it is; nil at the end.
  private mutating func peek() throws -> UInt8? {
    if position == filled {
      position = 0
      filled = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if filled == 0 { return nil }
    }
    return buffer[position]
  }

  private mutating func skipMark() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    _ = try peek()
    // A source may give a single byte at a time.
    while filled < mark.count && filled > 0 {
      let count = try buffer.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      if count == 0 { break }
      filled += count
    }
    if buffer[..<filled].starts(with: mark) { position = mark.count }
  }

  private func mistake(_ message: String) -> BronError {
    BronError(.reference, message, at: .init(file, line: line))
  }
}
