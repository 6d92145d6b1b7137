import Crypto

/// SHA-256 of bytes that come in blocks.
public struct Digest: Sendable {
  private var hash = SHA256()

  /// The digest of no bytes yet.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// The digest as 64 hexadecimal digits, in lower case.
  public func finalize() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
