extension String {
  /// The text with everything that cannot be seen written out, such as `\x1B`: a name from outside must not
  /// steer the terminal, make a second line in a log, or look like another name.
  public var visible: String {
    if unicodeScalars.allSatisfy(Self.isVisible) { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if Self.isVisible(scalar) {
        text.unicodeScalars.append(scalar)
      } else if scalar.value < 0x100 {
        text += Self.escaped(UInt8(scalar.value))
      } else {
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
  }

  /// Bytes that are no text, for people: what is not ASCII by its number.
  static func visible(bytes: [UInt8]) -> String {
    bytes.reduce(into: "") { text, byte in
      text += (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : escaped(byte)
    }
  }

  private static func isVisible(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    // Format characters turn the direction of writing around, or are not there at all.
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: false
    default: true
    }
  }

  private static func escaped(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
