import TestSupport
import Testing

@testable import ProgrammaVanEisen

struct PatternTests {
  /// A part of a pattern, as its words say it.
  private struct Part {
    var characters: Set<UInt8>
    var source: String
    var least: Int
    var most: Int
  }

  /// Tries every number of bytes for the first part, and the rest behind each.
  private static func matches(_ parts: ArraySlice<Part>, _ value: ArraySlice<UInt8>) -> Bool {
    guard let part = parts.first else { return value.isEmpty }
    for count in 0...value.count where part.least <= count && count <= part.most {
      let taken = value.prefix(count)
      if taken.allSatisfy(part.characters.contains) && matches(parts.dropFirst(), value.dropFirst(count)) {
        return true
      }
    }
    return false
  }

  private static let classes: [(String, [Character])] = [
    ("a", ["a"]), ("b", ["b"]), ("c", ["c"]), ("[ab]", ["a", "b"]), ("[b-d]", ["b", "c", "d"]),
    ("[^a]", ["b", "c", "d"]), (".", ["a", "b", "c", "d"]), ("[a-]", ["a"]),
  ]
  private static let counts: [(String, Int, Int)] = [
    ("", 1, 1), ("", 1, 1), ("?", 0, 1), ("*", 0, .max), ("+", 1, .max), ("{2}", 2, 2), ("{0}", 0, 0), ("{1,2}", 1, 2),
    ("{0,1}", 0, 1), ("{0,0}", 0, 0),
  ]

  private static func part(_ generator: inout SeededGenerator) -> Part {
    let (source, characters) = classes.randomElement(using: &generator) ?? ("a", ["a"])
    let (count, least, most) = counts.randomElement(using: &generator) ?? ("", 1, 1)
    return Part(
      characters: Set(characters.compactMap(\.asciiValue)), source: source + count, least: least, most: most)
  }

  private static func match(_ pattern: Pattern, _ value: [UInt8]) -> Bool {
    value.withUnsafeBytes(pattern.matches)
  }

  /// Every text over four letters of at most four.
  private static let texts: [[UInt8]] = {
    var texts: [[UInt8]] = [[]]
    var longest = texts
    for _ in 0..<4 {
      longest = longest.flatMap { text in "abcd".utf8.map { text + [$0] } }
      texts += longest
    }
    return texts
  }()

  @Test func acceptedPatternsMatchWhatANaiveReaderMatches() {
    var generator = SeededGenerator(seed: 1)
    var accepted = 0
    for _ in 0..<700 {
      let alternatives = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in Self.part(&generator) }
      }
      let source = alternatives.map { $0.map(\.source).joined() }.joined(separator: "|")
      guard let pattern = try? Pattern(source) else { continue }
      accepted += 1
      let wrong = Self.texts.first { text in
        Self.match(pattern, text) != alternatives.contains { Self.matches($0[...], text[...]) }
      }
      #expect(wrong == nil, "\(source)")
    }
    #expect(accepted > 200)
  }

  @Test(arguments: [
    "a*a", "[0-9]{1,2}[0-9]", "a?b?a", "[ab]+b{0,3}c*a", ".*x", "x|a*a", "a{1,2}b{0}a",
  ])
  func whatWouldHaveToGoBackIsRefused(source: String) {
    let mistake = #expect(throws: ConditionMistake.self) { try Pattern(source) }
    #expect(mistake?.message.contains("ambiguous") == true)
  }

  @Test(arguments: [
    "(a)", "a)", "^a", "a$", "\\d", "[\\d]", "*", "a**", "{2}", "a{2}{3}", "]", "[a", "[", "a{3,}", "a{,3}", "a{3",
    "a{}",
    "a{2,1}", "a{-1}", "a{+1}", "a{1,2,3}", "a{x}", "a{99999999999999999999}", "[b-a]", "€",
  ])
  func whatIsNoPatternIsRefused(source: String) {
    #expect(throws: ConditionMistake.self) { try Pattern(source) }
  }

  @Test func lettersOutsideASCIIAreOneByte() throws {
    let pattern = try Pattern("[À-Ö]é")
    #expect(Self.match(pattern, [0xC0, 0xE9]))
    #expect(!Self.match(pattern, [0xE0, 0xE9]))
  }

  @Test func theLongestCountsTakeNoTime() throws {
    let value = [UInt8](repeating: 0x30, count: 4_096)
    #expect(try Self.match(Pattern("0+"), value))
    #expect(try !Self.match(Pattern("0{1,4095}"), value))
    #expect(try Self.match(Pattern("0{4096}"), value))
  }

  /// What lies between the bounds is what matches, for every field of up to three bytes of few kinds.
  @Test(arguments: [
    ("[0-9]{1,4}", true), ("[0-9]{2}", true), ("0+", true), ("0*", true), ("[0-9]{1,2}[A-B]?", true),
    ("0|1[A-B]", true),
    ("[0-9]{2}0|0{1,2}", true), ("A[0-9]*|B", true), ("[0-9]{4}", false), ("[0-9]{2} ", false), ("0[ -9]", false),
    ("[^0]{2}", false), ("[0B]", false), ("[0-9]*A?|[A-B]{0,2}0|1", false),
  ])
  func boundsSayWhatThePatternSays(source: String, hasBounds: Bool) throws {
    let pattern = try Pattern(source)
    #expect((pattern.bounds(length: 3) != nil) == hasBounds)
    #expect(pattern.bounds(length: 0) == nil && pattern.bounds(length: 9) == nil)
    let bytes = [UInt8](" 09AB".utf8)
    for length in 1...3 {
      guard let bounds = pattern.bounds(length: length) else { continue }
      var fields: [[UInt8]] = [[]]
      for _ in 0..<length { fields = fields.flatMap { field in bytes.map { field + [$0] } } }
      for field in fields {
        let value = field.reversed().drop { $0 == 0x20 }.reversed()
        let isBetween = bounds.contains { low, high in field.indices.allSatisfy { low[$0]...high[$0] ~= field[$0] } }
        #expect(Array(value).withUnsafeBytes(pattern.matches) == isBetween, "\(field)")
      }
    }
  }
}
