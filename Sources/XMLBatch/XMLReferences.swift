import Records

/// Text with its line ends and references replaced.
extension XMLTokenizer {
  /// Adds a stretch of text to `expanded`, or one of an attribute to `values`, where white space becomes a space.
  mutating func expand(_ range: Range<Int>, isAttribute: Bool) throws {
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "&"):
        place = try expandReference(place, range.upperBound, isAttribute)
        continue
      case 0x0D:
        if place + 1 < range.upperBound && bytes[place + 1] == 0x0A { place += 1 }
        put(isAttribute ? 0x20 : 0x0A, isAttribute)
      case 0x0A, 0x09: put(isAttribute ? 0x20 : byte, isAttribute)
      default: put(byte, isAttribute)
      }
      place += 1
    }
  }

  /// Replaces a reference; gives the place behind it.
  private mutating func expandReference(_ start: Int, _ end: Int, _ isAttribute: Bool) throws -> Int {
    guard let semicolon = bytes.firstIndex(of: 0x3B, in: start + 1..<end) else {
      throw fault("\"&\" begint een verwijzing, en die eindigt niet op \";\"", at: start)
    }
    let name = bytes.slice(start + 1..<semicolon)
    if name.first == UInt8(ascii: "#") {
      guard let scalar = Self.number(name.dropFirst()), XMLCharacters.isCharacter(scalar),
        let character = Unicode.Scalar(scalar)
      else { throw fault("de verwijzing naar een teken is niet geldig", at: start) }
      for byte in UTF8.encode(character).map(Array.init) ?? [] { put(byte, isAttribute) }
    } else if let byte = Self.entity(name) {
      put(byte, isAttribute)
    } else {
      throw fault("er wordt verwezen naar een entiteit die er niet is", at: start)
    }
    return semicolon + 1
  }

  private mutating func put(_ byte: UInt8, _ isAttribute: Bool) {
    if isAttribute { values.append(byte) } else { expanded.append(byte) }
  }

  /// The number of a character reference, behind its `#`.
  private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt32? {
    let isHexadecimal = digits.first == UInt8(ascii: "x")
    let digits = isHexadecimal ? digits.dropFirst() : digits
    var number: UInt32?
    for byte in digits {
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46 where isHexadecimal: digit = UInt32(byte - 0x37)
      case 0x61...0x66 where isHexadecimal: digit = UInt32(byte - 0x57)
      default: return nil
      }
      // Larger than any character is large enough.
      number = min((number ?? 0) * (isHexadecimal ? 16 : 10) + digit, 0x110000)
    }
    return number
  }

  /// The character that one of the five entities stands for.
  private static func entity(_ name: UnsafeRawBufferPointer) -> UInt8? {
    if name.elementsEqual("lt".utf8) { return UInt8(ascii: "<") }
    if name.elementsEqual("gt".utf8) { return UInt8(ascii: ">") }
    if name.elementsEqual("amp".utf8) { return UInt8(ascii: "&") }
    if name.elementsEqual("apos".utf8) { return UInt8(ascii: "'") }
    if name.elementsEqual("quot".utf8) { return UInt8(ascii: "\"") }
    return nil
  }
}
