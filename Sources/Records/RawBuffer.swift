import FileSystem
import Glibc

/// Memory that is filled with bytes and read without a bounds check in release builds.
///
/// The counterpart of `RawBytes` for what is written. What makes it sound:
/// - it owns its memory, which never moves, and cannot be copied; views of it are only used by who owns it;
/// - there are `slack` bytes behind its last one, so that a word may be loaded or stored at any of them.
/// Debug builds check every access.
public struct RawBuffer: ~Copyable {
  /// Bytes behind the last one, there only to be loaded and stored along.
  public static let slack = 64

  /// The number of bytes, without the slack.
  public let capacity: Int
  /// A view of all bytes and the slack; it must not outlive the buffer.
  public let bytes: RawBytes
  @usableFromInline let memory: UnsafeMutableRawPointer

  /// A buffer of `capacity` zeros.
  public init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity + Self.slack, alignment: 64)
    memset(memory, 0, capacity + Self.slack)
    bytes = RawBytes(UnsafeRawBufferPointer(start: memory, count: capacity + Self.slack))
  }

  deinit {
    memory.deallocate()
  }

  /// Reads into a part of the buffer, from its start; 0 at the end of the source.
  public func read(from source: any ByteSource, into range: Range<Int>) throws -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
    return try source.read(into: UnsafeMutableRawBufferPointer(start: memory + range.lowerBound, count: range.count))
  }

  /// Moves bytes inside the buffer.
  public func move(_ range: Range<Int>, to start: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity && start >= 0 && start + range.count <= capacity)
    memmove(memory + start, memory + range.lowerBound, range.count)
  }

  /// Puts the same byte everywhere in a range, which may reach into the slack.
  @inlinable @inline(__always)
  public func fill(_ range: Range<Int>, with byte: UInt8) {
    assert(range.lowerBound >= 0 && range.upperBound <= capacity + Self.slack)
    memset(memory + range.lowerBound, Int32(byte), range.count)
  }

  /// Puts one byte.
  @inlinable @inline(__always)
  public func store(_ byte: UInt8, at position: Int) {
    assert(position >= 0 && position < capacity + Self.slack)
    memory.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
  }

  /// Puts eight bytes, the lowest one first.
  @inlinable @inline(__always)
  public func store(word: UInt64, at position: Int) {
    assert(position >= 0 && position + 8 <= capacity + Self.slack)
    memory.storeBytes(of: word.littleEndian, toByteOffset: position, as: UInt64.self)
  }

  /// Puts bytes of a view that does not end with them; up to seven bytes behind them are written along.
  @inlinable @inline(__always)
  public func store(_ source: RawBytes, _ range: Range<Int>, at position: Int) {
    var (place, target) = (range.lowerBound, position)
    while place < range.upperBound {
      store(word: source.word(at: place), at: target)
      (place, target) = (place + 8, target + 8)
    }
  }

  /// The bytes of a range, copied, with `slack` zeros behind them.
  public func copy(_ range: Range<Int>, slack: Int) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
    return [UInt8](unsafeUninitializedCapacity: range.count + slack) { target, count in
      guard let base = target.baseAddress else { return }
      memcpy(base, memory + range.lowerBound, range.count)
      memset(base + range.count, 0, slack)
      count = range.count + slack
    }
  }
}
