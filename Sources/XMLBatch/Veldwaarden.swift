import Records

/// Text of the document becomes a value in a record.
extension XMLBatchReader {
  /// Puts the text of a field, in UTF-8, in its place; reports where it does not fit there.
  mutating func place(_ text: [UInt8], _ child: Elementtabel.Child, at place: XMLFault.Place) {
    guard let value = latin1(text) else {
      return report(
        "de waarde bevat een teken dat in het register niet kan: een ander dan die van ISO-8859-1, of een stuurteken",
        element: child.name, at: place)
    }
    switch child.vorm {
    case .none: break
    case .uuid:
      if !Self.isForm(value, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh") {
        report("de waarde is geen UUID", element: child.name, at: place)
      }
    case .time:
      if !Self.isForm(value, "dddd-dd-ddTdd:dd:ddZ") {
        report("de waarde is geen tijdstip in UTC", element: child.name, at: place)
      }
    case .text, .number, .date:
      let bytes = Self.padded(value, child)
      if bytes.count > child.length {
        return report(
          "de waarde is langer dan \(child.length) \(child.length == 1 ? "teken" : "tekens")",
          element: child.name, at: place)
      }
      for (index, byte) in bytes.enumerated() { put(byte, child.offset + index) }
    }
  }

  /// The value as the fixed format has it, from its first byte to its last that is no space.
  static func padded(_ value: [UInt8], _ child: Elementtabel.Child) -> [UInt8] {
    switch child.vorm {
    case .date where isForm(value, "dddd-dd-dd"): value.filter { $0 != 0x2D }
    case .number where !value.isEmpty && value.count < child.length && value.allSatisfy { $0 &- 0x30 < 10 }:
      [UInt8](repeating: 0x30, count: child.length - value.count) + value
    default: value
    }
  }

  /// Puts a byte in the record at hand, or where no record is open in what those of the melding share.
  private mutating func put(_ byte: UInt8, _ offset: Int) {
    if frames.last.map({ table.kinds[$0.kind].rol == .melding }) ?? false {
      shared[offset] = byte
    } else {
      builder.buffer.store(byte, at: builder.start + offset)
    }
  }

  /// The value in ISO-8859-1; nil where a character is not in it, or is a control character.
  private func latin1(_ text: [UInt8]) -> [UInt8]? {
    var value: [UInt8] = []
    var index = 0
    while index < text.count {
      var byte = text[index]
      if byte >= 0x80 {
        // Of two bytes, of which the first is C2 or C3: U+0080 to U+00FF.
        if byte != 0xC2 && byte != 0xC3 { return nil }
        index += 1
        byte = (byte & 0x03) << 6 | text[index] & 0x3F
      }
      if byte < 0x20 || (0x7F...0x9F).contains(byte) { return nil }
      value.append(byte)
      index += 1
    }
    return value
  }

  /// Whether a value has a form: `d` is a digit, `h` a hexadecimal one, all else itself.
  static func isForm(_ value: [UInt8], _ form: StaticString) -> Bool {
    form.withUTF8Buffer { form in
      form.count == value.count
        && zip(form, value).allSatisfy { pattern, byte in
          switch pattern {
          case UInt8(ascii: "d"): byte &- 0x30 < 10
          case UInt8(ascii: "h"): byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
          default: pattern == byte
          }
        }
    }
  }
}
