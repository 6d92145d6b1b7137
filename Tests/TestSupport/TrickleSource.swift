import FileSystem

/// Gives its bytes a few at a time, as a pipe may.
public final class TrickleSource: ByteSource {
  private let bytes: [UInt8]
  private let most: Int
  private var position = 0

  /// A source of `bytes`, at most `most` of them at a time.
  public init(_ bytes: [UInt8], most: Int) {
    self.bytes = bytes
    self.most = most
  }

  /// Gives the next few.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, most, bytes.count - position)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}
