import Checks
import ProgrammaVanEisen
import Treewalk

/// What cannot be said in COBOL the way a COBOL programmer would say it.
struct NotInCobol: Error {
  let what: String
}

/// Says the conditions of one kind of record in COBOL, and notes what the program must declare for it.
struct CobolRecord {
  let layout: Layout
  let pve: PvE
  /// The statements of the record's paragraph.
  private(set) var statements: [String] = []
  /// The names of conditions under a field: `88 R320-LEERWEG-IN-LEERWEG VALUE "BBL" "BOL".`
  private(set) var lists: [String: [String]] = [:]
  /// Fields that are read as a number too.
  private(set) var numbers: Set<String> = []
  /// The answers of tests that a paragraph does, once for every record: a field, and what it is.
  private(set) var answers: [(field: String, suffix: String)] = []
  /// Fields that the version of the deliveries does not have.
  private(set) var absent: [Veld] = []
  /// Classes of bytes by name.
  private(set) var classes: [String: String] = [:]
  /// Whether a field of the 305 of the melding is looked at.
  private(set) var needsMelding = false

  init(_ layout: Layout, _ pve: PvE) {
    self.layout = layout
    self.pve = pve
  }

  /// Adds a check: one fault more where its condition holds.
  mutating func check(_ conditie: Conditie) throws {
    let known = answers.count
    let condition: [String]
    do {
      condition = try parts(of: conditie.expression)
    } catch let error as NotInCobol {
      throw NotInCobol(what: "\(conditie.controle.rij) of \(layout.record): \(error.what)")
    }
    for (field, suffix) in answers[known...] {
      statements += ["MOVE \(field) TO WAARDE", "PERFORM TOETS-\(suffix)", "MOVE ANTWOORD TO \(field)-\(suffix)"]
    }
    statements.append("*> \(conditie.controle.code) \(conditie.controle.tekst)")
    statements.append("IF \(condition[0])")
    statements += condition.dropFirst().map { "   \($0)" } + ["    ADD 1 TO FOUTEN", "END-IF"]
  }

  /// On a verwijdering what follows is not checked.
  mutating func endOfDeletion() {
    guard layout.mutatieOffset != nil else { return }
    statements += ["IF \(Self.name("soortMutatie", of: layout)) = \"V\"", "    EXIT PARAGRAPH", "END-IF"]
  }

  /// The name of a field: `R320-SOORT-MUTATIE`.
  static func name(_ veld: String, of layout: Layout, prefix: String = "R") -> String {
    var name = "\(prefix)\(layout.record)-"
    var previous: Character = "-"
    for character in veld {
      if character.isUppercase && !previous.isUppercase { name += "-" }
      name += character.uppercased()
      previous = character
    }
    return name
  }

  // MARK: Conditions

  /// A condition in the parts between its outermost AND or OR.
  private mutating func parts(of expression: Expression) throws -> [String] {
    switch expression {
    case .and(let left, let right): return try parts(of: left, of: right, "AND", isAnd: true)
    case .or(let left, let right): return try parts(of: left, of: right, "OR", isAnd: false)
    default: return [try condition(expression)]
    }
  }

  private mutating func parts(
    of left: Expression, of right: Expression, _ word: String, isAnd: Bool
  ) throws -> [String] {
    var first: [String]
    switch (left, isAnd) {
    case (.and, true), (.or, false): first = try parts(of: left)
    default: first = [try condition(left)]
    }
    first.append("\(word) \(try condition(right))")
    return first
  }

  private mutating func condition(_ expression: Expression) throws -> String {
    switch expression {
    case .and, .or: return "(\(try parts(of: expression).joined(separator: " ")))"
    case .not(.compare(.equal, let left, let right)):
      return try condition(.compare(.notEqual, left, right))
    case .not(let inner):
      let condition = try condition(inner)
      return condition.hasPrefix("(") || !condition.contains(" ") ? "NOT \(condition)" : "NOT (\(condition))"
    case .compare(let comparison, let left, let right): return try compare(comparison, left, right)
    case .isIn(let value, .list(let elements)):
      let codes = try elements.map { try text($0).name }
      return "(\(try text(value).name) = \(codes.joined(separator: " OR ")))"
    case .isIn(let value, .member(.name("lijsten"), let list)): return try isIn(text(value), list)
    case .call(let name, let arguments) where arguments.count == 1:
      let suffixes = [
        "datum": "DATUM", "onvolledigeDatum": "ONVOLLEDIGE-DATUM", "elfproefBSN": "BSN",
        "elfproefOnderwijsnummer": "ONDERWIJSNUMMER",
      ]
      guard let suffix = suffixes[name] else { throw NotInCobol(what: name) }
      return answer(try text(arguments[0]).name, suffix)
    case .method(let target, "matches", let arguments):
      guard case .text(let pattern)? = arguments.first else { throw NotInCobol(what: "matches") }
      return try matches(text(target), Form(pattern))
    case .method(.call("records", [.number(305)]), "exists", let arguments):
      guard arguments.count == 2, case .name(let variable) = arguments[0] else { throw NotInCobol(what: "exists") }
      needsMelding = true
      return try condition(Self.naming305(arguments[1], variable))
    default: throw NotInCobol(what: "\(expression)")
    }
  }

  /// The fields of the 305, of which a melding has one, by the name that they have here.
  private static func naming305(_ expression: Expression, _ variable: String) -> Expression {
    switch expression {
    case .member(.name(variable), let veld): .member(.name("305"), veld)
    case .not(let inner): .not(naming305(inner, variable))
    case .and(let left, let right): .and(naming305(left, variable), naming305(right, variable))
    case .or(let left, let right): .or(naming305(left, variable), naming305(right, variable))
    case .compare(let comparison, let left, let right):
      .compare(comparison, naming305(left, variable), naming305(right, variable))
    case .isIn(let value, let list): .isIn(naming305(value, variable), list)
    default: expression
    }
  }

  private mutating func compare(
    _ comparison: Expression.Comparison, _ left: Expression, _ right: Expression
  ) throws -> String {
    let words: [Expression.Comparison: String] = [
      .equal: "=", .notEqual: "NOT =", .less: "<", .lessOrEqual: "<=", .greater: ">", .greaterOrEqual: ">=",
    ]
    let word = words[comparison] ?? ""
    if let first = try number(left), let second = try number(right) { return "\(first) \(word) \(second)" }
    return "\(try text(left).name) \(word) \(try text(right).name)"
  }

  private mutating func isIn(_ text: (name: String, length: Int), _ list: String) throws -> String {
    guard let lijst = pve.lijsten[list] else { throw NotInCobol(what: "lijsten.\(list)") }
    let codes = lijst.waarden.map(\.code).filter { $0.utf8.count <= text.length }.map { "\"\($0)\"" }
    if text.name.contains("(") { return "(\(text.name) = \(codes.joined(separator: " OR ")))" }
    let name = text.name + "-IN" + Self.name(list, of: layout).drop { $0 != "-" }
    let declaration = "88 \(name) VALUE \(codes.joined(separator: " "))."
    if !lists[text.name, default: []].contains(declaration) { lists[text.name, default: []].append(declaration) }
    return name
  }

  private mutating func answer(_ field: String, _ suffix: String) -> String {
    if !answers.contains(where: { $0 == (field, suffix) }) { answers.append((field, suffix)) }
    return "\(field)-IS-\(suffix)"
  }

  // MARK: Values

  private mutating func text(_ expression: Expression) throws -> (name: String, length: Int) {
    switch expression {
    case .text(""): return ("SPACES", 0)
    case .text(let text): return ("\"\(text)\"", text.utf8.count)
    case .name(let name):
      if let context = ConditionContext(rawValue: name), [.ontvangst, .versie].contains(context) {
        return (name.uppercased(), context.length)
      }
      guard let veld = layout.veld(name) ?? absent(name) else { throw NotInCobol(what: name) }
      return (Self.name(name, of: layout), veld.lengte)
    case .member(.name("305"), let name):
      guard let melding = pve.newest[305], let veld = melding.veld(name) else { throw NotInCobol(what: "305.\(name)") }
      return (Self.name(name, of: melding, prefix: "M"), veld.lengte)
    case .method(let target, "substring", let places):
      guard places.count == 2, case .number(let from) = places[0], case .number(let to) = places[1] else {
        throw NotInCobol(what: "substring")
      }
      return ("\(try text(target).name)(\(from + 1):\(to - from))", to - from)
    default: throw NotInCobol(what: "\(expression)")
    }
  }

  /// A field that only another version has, and that is blank here.
  private mutating func absent(_ name: String) -> Veld? {
    guard let veld = pve.layouts.compactMap({ $0[layout.record]?.veld(name) }).first else { return nil }
    if !absent.contains(where: { $0.id == name }) { absent.append(veld) }
    return veld
  }

  private mutating func number(_ expression: Expression) throws -> String? {
    switch expression {
    case .number(let value): return String(value)
    case .arithmetic(.divide, let left, let right):
      guard let left = try number(left), let right = try number(right) else { return nil }
      return "FUNCTION INTEGER-PART((\(left)) / \(right))"
    case .arithmetic(let operation, let left, let right) where operation != .remainder:
      guard let left = try number(left), let right = try number(right) else { return nil }
      return "\(left) \(operation.rawValue) \(right)"
    case .call("int", let arguments) where arguments.count == 1:
      let field = try text(arguments[0]).name
      numbers.insert(field)
      return "\(field)-N"
    default: return nil
    }
  }

  // MARK: Forms

  /// A form with a variable count is one of several fixed ones, with spaces behind.
  private mutating func matches(_ text: (name: String, length: Int), _ form: Form) throws -> String {
    let alternatives = try form.alternatives.map { try matches(text, $0, from: 1) }
    return alternatives.count == 1 ? alternatives[0] : "(\(alternatives.joined(separator: " OR ")))"
  }

  private mutating func matches(
    _ text: (name: String, length: Int), _ parts: [Form.Part], from place: Int
  ) throws -> String {
    let room = text.length - place + 1
    guard let part = parts.first else { return "\(text.name)(\(place):) = SPACES" }
    let rest = Array(parts.dropFirst())
    var ways: [String] = []
    for count in part.least...max(part.least, min(part.most, room)) where count <= room {
      var terms = count > 0 ? [isOf(part.bytes, text, place, count)] : []
      if count < room {
        terms.append(try matches(text, rest, from: place + count))
      } else if rest.contains(where: { $0.least > 0 }) {
        continue
      }
      ways.append(terms.joined(separator: " AND "))
    }
    if ways.isEmpty { throw NotInCobol(what: "a form longer than \(text.name)") }
    return ways.count == 1 ? ways[0] : "(\(ways.map { "(\($0))" }.joined(separator: " OR ")))"
  }

  private mutating func isOf(
    _ bytes: [ClosedRange<UInt8>], _ text: (name: String, length: Int), _ place: Int, _ count: Int
  ) -> String {
    let part = place == 1 && count == text.length ? text.name : "\(text.name)(\(place):\(count))"
    if bytes == [0x30...0x39] { return "\(part) IS NUMERIC" }
    if bytes.count == 1, bytes[0].count == 1 {
      return "\(part) = ALL \"\(Character(Unicode.Scalar(bytes[0].lowerBound)))\""
    }
    let ranges = bytes.map { range in
      let (first, last) = (Unicode.Scalar(range.lowerBound), Unicode.Scalar(range.upperBound))
      return first == last ? "\"\(first)\"" : "\"\(first)\" THRU \"\(last)\""
    }
    let name = "TEKENS-" + bytes.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: "-")
    classes[name] = ranges.joined(separator: " ")
    return "\(part) IS \(name)"
  }
}
