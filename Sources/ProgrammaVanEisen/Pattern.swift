/// A compiled pattern of `matches`: alternatives of classes of bytes with counts.
///
/// It has to match the whole value. What can follow a variable count must not share a byte with
/// it, so that reading never has to go back; the parser refuses what does.
public struct Pattern: Sendable, Equatable {
  /// A class of bytes, and how many of them.
  struct Element: Sendable, Equatable {
    let bytes: ByteSet
    let least: Int
    let most: Int
    /// The first and the last byte of the class, where it has all between them.
    let range: ClosedRange<UInt8>?

    init(bytes: ByteSet, least: Int, most: Int) {
      self.bytes = bytes
      self.least = least
      self.most = most
      range = bytes.range
    }

    /// How many bytes of the class there are from `start` on, up to `end`.
    @inline(__always)
    func run(in value: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
      var position = start
      if let range {
        let (first, span) = (range.lowerBound, range.upperBound &- range.lowerBound)
        while position < end, value[position] &- first <= span { position &+= 1 }
      } else {
        while position < end, bytes.contains(value[position]) { position &+= 1 }
      }
      return position &- start
    }
  }

  let alternatives: [[Element]]

  /// Whether the whole of `value` matches.
  public func matches(_ value: UnsafeRawBufferPointer) -> Bool {
    for elements in alternatives {
      var position = 0
      var isMatch = true
      for element in elements {
        let end = element.most < value.count - position ? position + element.most : value.count
        let count = element.run(in: value, from: position, to: end)
        if count < element.least {
          isMatch = false
          break
        }
        position += count
      }
      if isMatch && position == value.count { return true }
    }
    return false
  }

  /// The lowest and the highest byte in each place, for each number of bytes that a value may have: a value of a field
  /// of that length matches just when each of its bytes lies between those of one of them. Nil where the pattern says
  /// more, or the field is longer than a word.
  func bounds(length: Int) -> [(low: [UInt8], high: [UInt8])]? {
    guard 1...8 ~= length else { return nil }
    var all: [(low: [UInt8], high: [UInt8])] = []
    for elements in alternatives {
      var bounds: [(low: [UInt8], high: [UInt8])] = [([], [])]
      for element in elements {
        guard let range = element.range, range.upperBound < 0x80 else { return nil }
        bounds = bounds.flatMap { low, high in
          (0...length - low.count).filter { element.least <= $0 && $0 <= element.most }.map { count in
            (
              low + [UInt8](repeating: range.lowerBound, count: count),
              high + [UInt8](repeating: range.upperBound, count: count)
            )
          }
        }
        if bounds.count > Self.mostBounds { return nil }
      }
      all += bounds
    }
    // What follows a match in its field is spaces, and it does not end with one.
    guard 1...Self.mostBounds ~= all.count, all.allSatisfy({ $0.low.last.map { $0 > 0x20 } ?? true }) else {
      return nil
    }
    return all.map { low, high in
      let rest = [UInt8](repeating: 0x20, count: length - low.count)
      return (low + rest, high + rest)
    }
  }

  /// More of them cost more than the pattern itself.
  private static let mostBounds = 6

  /// Reads a pattern: literals, `[A-Z0-9]`, `[^…]`, `.`, the counts `{n}` `{n,m}` `?` `*` `+`, and
  /// `|` between alternatives.
  init(_ source: String) throws(ConditionMistake) {
    var alternatives: [[Element]] = []
    for part in source.split(separator: "|", omittingEmptySubsequences: false) {
      var elements: [Element] = []
      var rest = try Self.latin1(part)[...]
      while let first = rest.popFirst() {
        elements.append(try Self.element(first, &rest))
      }
      if Self.isAmbiguous(elements) {
        throw ConditionMistake(
          "the pattern '\(source)' is ambiguous: what follows a variable count may not begin like it")
      }
      alternatives.append(elements)
    }
    self.alternatives = alternatives
  }

  /// Whether a byte that one element could take might be meant for a later one.
  private static func isAmbiguous(_ elements: [Element]) -> Bool {
    for (index, element) in elements.enumerated() where element.least != element.most {
      for next in elements[(index + 1)...] {
        if next.most > 0 && element.bytes.intersects(next.bytes) { return true }
        // What has to be there ends the reach of the element; what may be absent does not.
        if next.least > 0 { break }
      }
    }
    return false
  }

  private static func latin1(_ part: Substring) throws(ConditionMistake) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in part.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else {
        throw ConditionMistake("the pattern '\(part)' is not ISO-8859-1")
      }
      bytes.append(byte)
    }
    return bytes
  }

  private static func element(_ first: UInt8, _ rest: inout ArraySlice<UInt8>) throws(ConditionMistake) -> Element {
    var bytes = ByteSet()
    switch first {
    case UInt8(ascii: "["): bytes = try characterClass(&rest)
    case UInt8(ascii: "."): bytes = ByteSet.all
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "\\"):
      throw ConditionMistake(
        "groups, anchors and escapes are not part of patterns; a pattern always matches the whole value")
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"),
      UInt8(ascii: "]"):
      throw ConditionMistake("a count stands in a pattern without anything before it")
    default: bytes.insert(first)
    }
    switch rest.first {
    case UInt8(ascii: "?"):
      rest.removeFirst()
      return Element(bytes: bytes, least: 0, most: 1)
    case UInt8(ascii: "*"):
      rest.removeFirst()
      return Element(bytes: bytes, least: 0, most: .max)
    case UInt8(ascii: "+"):
      rest.removeFirst()
      return Element(bytes: bytes, least: 1, most: .max)
    case UInt8(ascii: "{"):
      rest.removeFirst()
      let (least, most) = try counts(&rest)
      return Element(bytes: bytes, least: least, most: most)
    default:
      return Element(bytes: bytes, least: 1, most: 1)
    }
  }

  /// The counts behind `{`, with their `}`.
  private static func counts(_ rest: inout ArraySlice<UInt8>) throws(ConditionMistake) -> (Int, Int) {
    let mistake = ConditionMistake("a count in a pattern is {n} or {n,m}")
    guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { throw mistake }
    var numbers: [Int] = []
    for part in rest[..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard part.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(String(decoding: part, as: UTF8.self))
      else { throw mistake }
      numbers.append(number)
    }
    rest = rest[(end + 1)...]
    guard numbers.count <= 2, numbers[0] <= numbers[numbers.count - 1] else { throw mistake }
    return (numbers[0], numbers[numbers.count - 1])
  }

  private static func characterClass(_ rest: inout ArraySlice<UInt8>) throws(ConditionMistake) -> ByteSet {
    var bytes = ByteSet()
    let inverted = rest.first == UInt8(ascii: "^")
    if inverted { rest.removeFirst() }
    while let first = rest.popFirst() {
      if first == UInt8(ascii: "]") { return inverted ? bytes.inverted : bytes }
      if first == UInt8(ascii: "\\") { throw ConditionMistake("escapes are not part of patterns") }
      if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
        rest = rest.dropFirst(2)
        guard first <= last else { throw ConditionMistake("a range in a pattern runs backwards") }
        for byte in first...last { bytes.insert(byte) }
      } else {
        bytes.insert(first)
      }
    }
    throw ConditionMistake("a class in a pattern has no ']'")
  }
}

/// A set of bytes, as 256 bits.
struct ByteSet: Sendable, Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// The empty set.
  init() {}

  static let all = ByteSet().inverted

  /// Whether `byte` is in the set.
  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return word >> UInt64(byte & 63) & 1 == 1
  }

  /// The first and the last byte of the set, where it has all between them.
  var range: ClosedRange<UInt8>? {
    let bytes = (UInt8.min...UInt8.max).filter(contains)
    guard let first = bytes.first, let last = bytes.last, bytes.count == Int(last - first) + 1 else { return nil }
    return first...last
  }

  mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  var inverted: ByteSet {
    var set = ByteSet()
    set.words = (~words.0, ~words.1, ~words.2, ~words.3)
    return set
  }

  func intersects(_ other: ByteSet) -> Bool {
    (words.0 & other.words.0) | (words.1 & other.words.1) | (words.2 & other.words.2) | (words.3 & other.words.3) != 0
  }

  /// Whether two sets hold the same bytes; a tuple brings no `==` along.
  static func == (left: ByteSet, right: ByteSet) -> Bool {
    left.words == right.words
  }
}
