import FileSystem
import Yams

/// A piece of a YAML file of `Specs/` that knows where it stands, so that every mistake is
/// reported with its file and line.
struct SpecNode {
  let file: String
  let node: Node

  /// Yams shows the line that it stumbles over, however long that is.
  private static let longestError = 300

  /// Aliases may name what is itself made of aliases: a file of a few hundred bytes would be endless.
  private static let mostAliases = 10

  /// Reads and parses `file`.
  init(file: String, folders: Folders) throws {
    let bytes = try folders.bytes(of: file, limit: 16 << 20)
    self.file = file
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw BronError(.specs, "the file is not UTF-8", at: .init(file), remedy: "Write it as UTF-8")
    }
    if Self.aliases(in: text) > Self.mostAliases {
      throw BronError(
        .specs, "the file has more than \(Self.mostAliases) aliases", at: .init(file),
        remedy: "Write out what they name")
    }
    do {
      // Everything is a text until it is asked for as something else: to guess takes longer than to read.
      guard let node = try Yams.compose(yaml: text, .basic) else {
        throw BronError(.specs, "the file is empty", at: .init(file))
      }
      self.node = node
    } catch let error as YamlError {
      throw BronError(
        .specs, "no valid YAML: \("\(error)".prefix(Self.longestError))", at: .init(file, line: Self.line(of: error)))
    }
  }

  /// How often the text has the name of an anchor behind a `*`; what stands between quotes counts too.
  private static func aliases(in text: String) -> Int {
    let anchors = Set(names(behind: UInt8(ascii: "&"), in: text))
    return anchors.isEmpty ? 0 : names(behind: UInt8(ascii: "*"), in: text).count(where: anchors.contains)
  }

  private static func names(behind sign: UInt8, in text: String) -> [Substring] {
    text.utf8.indices.lazy.filter { text.utf8[$0] == sign }.map { start in
      text[text.index(after: start)...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }
    .filter { !$0.isEmpty }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  private init(file: String, node: Node) {
    self.file = file
    self.node = node
  }

  /// Where the piece stands.
  var place: BronError.Place { .init(file, line: node.mark?.line) }

  /// A mistake at this place.
  func mistake(_ message: String, remedy: String? = nil) -> BronError {
    BronError(.specs, message, at: place, remedy: remedy)
  }

  /// Refuses keys that are not in `keys`: a misspelt one must not pass unseen.
  func allow(only keys: Set<String>) throws {
    guard let mapping = node.mapping else { throw mistake("a mapping of names to values is expected here") }
    for (key, _) in mapping {
      let name = key.scalar?.string ?? ""
      if !keys.contains(name) {
        throw SpecNode(file: file, node: key).mistake(
          "unknown name '\(name)'", remedy: "Known here: \(keys.sorted().joined(separator: ", "))")
      }
    }
  }

  /// The value under `key`, or nil.
  func optional(_ key: String) -> SpecNode? {
    node.mapping?.first { $0.key.scalar?.string == key }.map { SpecNode(file: file, node: $0.value) }
  }

  /// The value under `key`.
  func required(_ key: String) throws -> SpecNode {
    guard let value = optional(key) else { throw mistake("'\(key)' is missing") }
    return value
  }

  /// The elements of a sequence.
  func elements() throws -> [SpecNode] {
    guard let sequence = node.sequence else { throw mistake("a list is expected here") }
    return sequence.map { SpecNode(file: file, node: $0) }
  }

  /// The pairs of a mapping, in the order of the file; no two have the same key.
  func pairs() throws -> [(key: String, value: SpecNode)] {
    guard let mapping = node.mapping else { throw mistake("a mapping of names to values is expected here") }
    var keys: Set<String> = []
    return try mapping.map { key, value in
      let key = SpecNode(file: file, node: key)
      let name = try key.text()
      // For YAML two keys of different types are not the same.
      if !keys.insert(name).inserted { throw key.mistake("'\(name)' stands here twice") }
      return (key: name, value: SpecNode(file: file, node: value))
    }
  }

  /// The text of a scalar, exactly as it stands there.
  func text() throws -> String {
    guard let scalar = node.scalar else { throw mistake("a text is expected here") }
    return scalar.string
  }

  /// A whole number that is not negative.
  func number() throws -> Int {
    guard let number = Int(try text()), number >= 0 else { throw mistake("a whole number is expected here") }
    return number
  }

  /// true or false.
  func flag() throws -> Bool {
    switch try text() {
    case "true": true
    case "false": false
    default: throw mistake("true or false is expected here")
    }
  }

  /// A day as EEJJMMDD.
  func datum() throws -> Datum {
    guard let datum = Datum(text: try text()) else { throw mistake("a date EEJJMMDD is expected here") }
    return datum
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) throws -> Choice
  where Choice.RawValue == String {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw mistake("'\(text)' is not known here", remedy: "Known are: \(known)")
    }
    return choice
  }
}
