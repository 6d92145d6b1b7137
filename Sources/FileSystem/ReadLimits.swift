/// How much is read of a file that anybody may have sent.
public struct ReadLimits: Sendable, Hashable {
  /// The most bytes that a file may have, once it is unpacked.
  public let bytes: Int
  /// How many times its packed size a file may unpack to, beyond its first mebibyte.
  public let ratio: Int

  /// The two limits, each at least 1.
  public init(bytes: Int, ratio: Int) {
    self.bytes = bytes
    self.ratio = ratio
  }

  /// What no delivery goes beyond: 999,999 records of the longest kind are 633 MB, and such records pack to
  /// a hundredth where all that they hold is spaces.
  public static let delivery = ReadLimits(bytes: 640 << 20, ratio: 200)

  /// The part of a file of which the ratio says nothing.
  static let free = 1 << 20
}

/// Passes bytes on, up to a limit: what follows is neither read nor unpacked.
public final class LimitedSource: ByteSource {
  private let source: any ByteSource
  private let packed: DigestSource
  private let limits: ReadLimits
  private var count = 0

  /// Gives what `source` gives, which unpacks `packed` or is the same.
  public init(_ source: any ByteSource, packed: DigestSource, limits: ReadLimits) {
    self.source = source
    self.packed = packed
    self.limits = limits
  }

  /// The bytes up to the limit come first; an error of code `tooLarge` follows where there are more.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if count > ReadLimits.free && count / limits.ratio > packed.count {
      throw BronError(.tooLarge, "the file unpacks to more than \(limits.ratio) times its size")
    }
    // One byte more than the limit shows that there is more.
    let room = min(buffer.count, limits.bytes - count + 1)
    let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
    if count + read > limits.bytes {
      throw BronError(.tooLarge, "the file holds more than \(limits.bytes) bytes")
    }
    count += read
    return read
  }
}
