import Records

/// Which characters XML 1.0 (fifth edition) allows, and where.
enum XMLCharacters {
  /// What stands at a place in a stream of UTF-8.
  enum Found: Equatable {
    /// A character and the number of its bytes.
    case scalar(UInt32, Int)
    /// The bytes end before it does.
    case incomplete
    /// No character.
    case invalid
  }

  /// The character that begins at `position`, where a byte of 0x80 or more stands.
  static func decode(_ bytes: RawBytes, _ position: Int, _ end: Int) -> Found {
    let first = bytes[position]
    let count: Int
    // The second byte of some sequences has narrower bounds: no overlong forms, no surrogates, nothing above 10FFFF.
    var (low, high): (UInt8, UInt8) = (0x80, 0xBF)
    switch first {
    case 0xC2...0xDF: count = 2
    case 0xE0: (count, low) = (3, 0xA0)
    case 0xED: (count, high) = (3, 0x9F)
    case 0xE1...0xEC, 0xEE...0xEF: count = 3
    case 0xF0: (count, low) = (4, 0x90)
    case 0xF1...0xF3: count = 4
    case 0xF4: (count, high) = (4, 0x8F)
    default: return .invalid
    }
    var scalar = UInt32(first) & (count == 2 ? 0x1F : count == 3 ? 0x0F : 0x07)
    for index in 1..<count {
      if position + index >= end { return .incomplete }
      let byte = bytes[position + index]
      if byte < low || byte > high { return .invalid }
      (low, high) = (0x80, 0xBF)
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return .scalar(scalar, count)
  }

  /// Production 2, Char.
  static func isCharacter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20...0xD7FF, 0x9, 0xA, 0xD, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Production 4, NameStartChar, of an ASCII character; a colon is none, since it parts prefix and name.
  @inline(__always)
  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  /// Production 4a, NameChar, of an ASCII character; a colon is none.
  @inline(__always)
  static func isName(_ byte: UInt8) -> Bool {
    isNameStart(byte) || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E
  }

  /// Production 4 of a character beyond ASCII.
  static func isNameStart(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
      0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// Production 4a of a character beyond ASCII.
  static func isName(_ scalar: UInt32) -> Bool {
    isNameStart(scalar) || scalar == 0xB7 || (0x300...0x36F).contains(scalar) || (0x203F...0x2040).contains(scalar)
  }
}
