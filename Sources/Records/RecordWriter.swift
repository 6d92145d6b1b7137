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
    buffer.append(contentsOf: layout.leeg)
    records += 1
  }

  /// Puts bytes at the beginning of a stretch of the record; what is longer is cut off.
  @inlinable
  public mutating func put(_ value: some Collection<UInt8>, at range: Range<Int>) {
    let value = value.prefix(range.count)
    let from = start + range.lowerBound
    buffer.withUnsafeMutableBytes { $0[from..<from + value.count].copyBytes(from: value) }
  }

  /// Puts bytes that lie together.
  public mutating func put(_ value: UnsafeRawBufferPointer, at offset: Int) {
    let from = start + offset
    buffer.withUnsafeMutableBytes { $0[from..<from + value.count].copyBytes(from: value) }
  }

  /// Puts a number, padded with zeros; only its last digits where it is too large.
  public mutating func put(number: Int, at range: Range<Int>) {
    var rest = UInt(number)
    let place = start + range.lowerBound..<start + range.upperBound
    buffer.withUnsafeMutableBufferPointer { buffer in
      for position in place.reversed() {
        buffer[position] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
    }
  }

  /// Puts a value in the form of its field: numbers right aligned, all else left aligned.
  public mutating func put(_ value: [UInt8], in veld: Veld) {
    put(value, at: veld.range, isNumeriek: veld.soort == .numeriek)
  }

  /// The same, for a field that is looked up once.
  @inlinable
  public mutating func put(_ value: some Collection<UInt8>, at range: Range<Int>, isNumeriek: Bool) {
    let isNumber = isNumeriek && !value.isEmpty && value.allSatisfy { $0 &- 0x30 <= 9 }
    if isNumber && value.count < range.count {
      put(number: 0, at: range)
      put(value, at: range.upperBound - value.count..<range.upperBound)
    } else {
      put(value, at: range)
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
