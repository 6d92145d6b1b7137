/// The form that `matches` asks of a text: classes and counts, tried in every way.
public struct Form: Sendable {
  /// A class of bytes, and how often.
  public struct Part: Sendable {
    /// The bytes of the class.
    public let bytes: [ClosedRange<UInt8>]
    /// How often at the least.
    public internal(set) var least = 1
    /// How often at the most.
    public internal(set) var most = 1
  }

  /// The forms of which a text must have one.
  public let alternatives: [[Part]]

  /// Reads a pattern.
  public init(_ pattern: String) throws {
    alternatives = try pattern.split(separator: "|", omittingEmptySubsequences: false).map {
      try Self.parts(Array($0.utf8))
    }
  }

  /// Whether the whole text has the form.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    alternatives.contains { Self.matches(text, $0[...]) }
  }

  private static func matches(_ text: ArraySlice<UInt8>, _ parts: ArraySlice<Part>) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    var rest = text
    var count = 0
    while true {
      if count >= part.least && matches(rest, parts.dropFirst()) { return true }
      guard count < part.most, let next = rest.popFirst(), part.bytes.contains(where: { $0.contains(next) })
      else { return false }
      count += 1
    }
  }

  private static func parts(_ pattern: [UInt8]) throws -> [Part] {
    var parts: [Part] = []
    var rest = pattern[...]
    while let first = rest.popFirst() {
      if first == UInt8(ascii: "[") {
        var ranges: [ClosedRange<UInt8>] = []
        while let from = rest.popFirst(), from != UInt8(ascii: "]") {
          if rest.first == UInt8(ascii: "-"), let to = rest.dropFirst().first {
            ranges.append(from...to)
            rest = rest.dropFirst(2)
          } else {
            ranges.append(from...from)
          }
        }
        parts.append(Part(bytes: ranges))
      } else {
        parts.append(Part(bytes: [first...first]))
      }
      try count(&rest, &parts[parts.count - 1])
    }
    return parts
  }

  private static func count(_ rest: inout ArraySlice<UInt8>, _ part: inout Part) throws {
    switch rest.first {
    case UInt8(ascii: "?"): (part.least, part.most) = (0, 1)
    case UInt8(ascii: "*"): (part.least, part.most) = (0, .max)
    case UInt8(ascii: "+"): (part.least, part.most) = (1, .max)
    case UInt8(ascii: "{"):
      let counts = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
      let numbers = counts.split(separator: UInt8(ascii: ",")).compactMap(PlainRules.number)
      guard let least = numbers.first, let most = numbers.last else { throw Meaningless("no count") }
      (part.least, part.most) = (least, most)
      rest = rest.drop { $0 != UInt8(ascii: "}") }
    default: return
    }
    rest.removeFirst()
  }
}
