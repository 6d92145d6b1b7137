/// ISO-8859-1, one byte per character, between bytes and text for people.
public enum Latin1 {
  /// The text that bytes are.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }

  /// The bytes of a text, or nil where it has a character outside ISO-8859-1.
  public static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// Bytes without the spaces at their end.
  @inlinable
  public static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    var end = bytes.endIndex
    while end > bytes.startIndex, bytes[bytes.index(before: end)] == 0x20 { end = bytes.index(before: end) }
    return bytes[..<end]
  }

  /// A letter in capitals: A–Z, and À–Þ without ×.
  static func capital(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x61...0x7A: byte - 0x20
    case 0xE0...0xF6, 0xF8...0xFE: byte - 0x20
    default: byte
    }
  }

  /// A name as it is compared in a search: capitals, without spaces around it and with one where
  /// there are more.
  public static func searchKey(_ name: some Sequence<UInt8>) -> [UInt8] {
    var key: [UInt8] = []
    for byte in name {
      if byte == 0x20 && (key.isEmpty || key.last == 0x20) { continue }
      key.append(capital(byte))
    }
    if key.last == 0x20 { key.removeLast() }
    return key
  }
}
