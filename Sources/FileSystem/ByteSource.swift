/// Where bytes come from, a block at a time.
public protocol ByteSource: AnyObject {
  /// Fills a part of `buffer`, which is not empty, from its start; 0 at the end and only there.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
  /// Everything that is left; an error of code `usage` where it is more than `limit` bytes.
  public func readAll(limit: Int) throws -> [UInt8] {
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try block.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return all }
      if all.count + count > limit {
        throw BronError(.usage, "the file is larger than \(limit) bytes, which is too large for its kind")
      }
      all.append(contentsOf: block[..<count])
    }
  }
}

/// Bytes that are in memory already.
public final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0

  /// The bytes to give; how few a read gets is the reader's choice.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// As many of the bytes that are left as fit.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position)
    bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[position..<position + count])) }
    position += count
    return count
  }
}

/// Passes bytes on, and keeps their digest and number.
public final class DigestSource: ByteSource {
  private let source: any ByteSource
  private let below: DigestSource?
  private var digest = Digest()
  /// The number of bytes that were read.
  public private(set) var count = 0

  /// Counts and digests what is read from `source` through this one, and nothing else.
  ///
  /// - Parameter below: where `source` gives the bytes that it reads from a source that digests them already, that
  ///   one: they are not digested again.
  public init(_ source: any ByteSource, digestedBy below: DigestSource? = nil) {
    self.source = source
    self.below = below
  }

  /// Gives what the source gives, its errors too.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let read = try source.read(into: buffer)
    if below == nil { digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<read])) }
    count += read
    return read
  }

  /// Reads on to the end.
  public func drain() throws {
    var rest = [UInt8](repeating: 0, count: 1 << 16)
    while try rest.withUnsafeMutableBytes({ try read(into: $0) }) > 0 {}
  }

  /// The SHA-256 of what was read, as 64 hexadecimal digits.
  public var sha256: String { below?.sha256 ?? digest.finalize() }
}
