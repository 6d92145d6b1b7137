import ProgrammaVanEisen

/// Writes records of the fixed format into a buffer: full length, CR LF behind each.
public struct RecordWriter {
  @usableFromInline var buffer: [UInt8] = []

  /// The bytes written so far.
  public var bytes: [UInt8] { buffer }

  @usableFromInline var start = 0

  /// An empty buffer.
  public init() {}

  /// The number of records written so far that were not taken away.
  public private(set) var records = 0

  /// Begins a record of `layout`, with spaces in all its fields but the recordsoort.
  public mutating func begin(_ layout: Layout) {
    start = buffer.count
    buffer.append(contentsOf: repeatElement(0x20, count: layout.lengte))
    put(number: layout.record, at: 0..<3)
    buffer.append(0x0D)
    buffer.append(0x0A)
    records += 1
  }

  /// Puts bytes at the beginning of a stretch of the record; what is longer is cut off.
  @inlinable
  public mutating func put(_ value: some Collection<UInt8>, at range: Range<Int>) {
    var position = start + range.lowerBound
    for byte in value.prefix(range.count) {
      buffer[position] = byte
      position += 1
    }
  }

  /// Puts bytes that lie together.
  public mutating func put(_ value: UnsafeRawBufferPointer, at offset: Int) {
    let from = start + offset
    buffer.replaceSubrange(from..<from + value.count, with: value)
  }

  /// Puts a number, padded with zeros; only its last digits where it is too large.
  public mutating func put(number: Int, at range: Range<Int>) {
    var rest = number
    for position in range.reversed() {
      buffer[start + position] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
  }

  /// Puts a value in the form of its field: numbers right aligned, all else left aligned.
  public mutating func put(_ value: [UInt8], in veld: Veld) {
    let isNumber = veld.soort == .numeriek && !value.isEmpty && value.allSatisfy { $0 &- 0x30 <= 9 }
    if isNumber && value.count < veld.lengte {
      let zeros = [UInt8](repeating: 0x30, count: veld.lengte - value.count)
      put(zeros + value, at: veld.range)
    } else {
      put(value, at: veld.range)
    }
  }

  /// The end mark of a feedback file.
  public mutating func end() {
    buffer.append(0x1C)
  }

  /// Empties the buffer and keeps its memory.
  public mutating func clear() {
    buffer.removeAll(keepingCapacity: true)
    records = 0
  }
}
