/// The rules behind the functions of conditions, as plainly as they can be said.
enum PlainRules {
  /// The digits of a text; nil where there is something else in it.
  static func digits(_ text: String) -> [Int]? {
    var digits: [Int] = []
    for character in text {
      guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
      digits.append(digit)
    }
    return digits
  }

  private static func date(_ text: String) -> (year: Int, month: Int, day: Int)? {
    guard let digits = digits(text), digits.count == 8 else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    return (number(0..<4), number(4..<6), number(6..<8))
  }

  static func isDay(_ text: String) -> Bool {
    guard let (year, month, day) = date(text), year > 0, month > 0, month <= 12 else { return false }
    let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day > 0 && day <= lengths[month - 1]
  }

  /// A month without its day, or a year without its month.
  static func isDayWithoutEnd(_ text: String) -> Bool {
    guard let (year, month, day) = date(text) else { return false }
    return year > 0 && month <= 12 && day == 0
  }

  /// Nine digits weighed 9, 8, 7, 6, 5, 4, 3, 2 and -1.
  private static func sum(_ text: String) -> Int? {
    guard let digits = digits(text), digits.count == 9 else { return nil }
    return zip(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func isBSN(_ text: String) -> Bool {
    sum(text).map { $0 % 11 == 0 && text != "000000000" } ?? false
  }

  static func isOnderwijsnummer(_ text: String) -> Bool {
    sum(text).map { ($0 % 11 + 11) % 11 == 5 && text.hasPrefix("1") } ?? false
  }

  /// Whether the whole text has a form: classes and counts, tried in every way.
  static func matches(_ text: String, _ pattern: String) throws -> Bool {
    try pattern.split(separator: "|", omittingEmptySubsequences: false).contains { alternative in
      matches(Array(text)[...], try parts(Array(alternative))[...])
    }
  }

  private struct Part {
    var characters: [ClosedRange<Character>]
    var least = 1
    var most = 1
  }

  private static func matches(_ text: ArraySlice<Character>, _ parts: ArraySlice<Part>) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    var count = 0
    while true {
      if count >= part.least && matches(text.dropFirst(count), parts.dropFirst()) { return true }
      guard count < part.most, let next = text.dropFirst(count).first,
        part.characters.contains(where: { $0.contains(next) })
      else { return false }
      count += 1
    }
  }

  private static func parts(_ pattern: [Character]) throws -> [Part] {
    var parts: [Part] = []
    var rest = pattern[...]
    while let first = rest.popFirst() {
      if first == "[" {
        var ranges: [ClosedRange<Character>] = []
        while let from = rest.popFirst(), from != "]" {
          if rest.first == "-", let to = rest.dropFirst().first {
            ranges.append(from...to)
            rest = rest.dropFirst(2)
          } else {
            ranges.append(from...from)
          }
        }
        parts.append(Part(characters: ranges))
      } else {
        parts.append(Part(characters: [first...first]))
      }
      try count(&rest, &parts[parts.count - 1])
    }
    return parts
  }

  private static func count(_ rest: inout ArraySlice<Character>, _ part: inout Part) throws {
    switch rest.first {
    case "?": (part.least, part.most) = (0, 1)
    case "*": (part.least, part.most) = (0, .max)
    case "+": (part.least, part.most) = (1, .max)
    case "{":
      let numbers = String(rest.dropFirst().prefix { $0 != "}" }).split(separator: ",").compactMap { Int($0) }
      guard let least = numbers.first, let most = numbers.last else { throw Meaningless(what: "no count") }
      (part.least, part.most) = (least, most)
      rest = rest.drop { $0 != "}" }
    default: return
    }
    rest.removeFirst()
  }
}
