import ProgrammaVanEisen

/// A record as plain texts by field, without the spaces at their end.
struct PlainRecord {
  let record: Int
  let isKort: Bool
  let fields: [String: String]

  /// Cuts a line into the fields of its layout.
  init(_ line: [UInt8], _ layout: Layout) {
    record = layout.record
    isKort = layout.isKort
    fields = Dictionary(uniqueKeysWithValues: layout.velden.map { ($0.id, Self.trimmed(Array(line[$0.range]))) })
  }

  static func trimmed(_ bytes: [UInt8]) -> String {
    var bytes = bytes
    while bytes.last == 0x20 { bytes.removeLast() }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    return String(text)
  }
}

/// What a condition can name besides the melding.
struct PlainSurroundings {
  /// By the name in conditions, such as `naam.brin`.
  var texts: [String: String]
  var header: PlainRecord
  var meldingen: Int
  var records: Int
  var lijsten: [String: Set<String>]
  /// Table, key, column.
  var tabellen: [String: [String: [String: String]]]
  /// Per recordsoort every field that one of its forms has.
  var fields: [Int: Set<String>]
}

/// A condition that has no value: the catalogue should have guarded it.
struct Meaningless: Error {
  let what: String
}

/// The slow twin of the condition machine: walks the tree of a condition as `Specs/condities.md`
/// describes it, over plain arrays and texts.
struct TreeInterpreter {
  enum Value: Equatable {
    case text(String)
    case number(Int)
    case bool(Bool)
  }

  let surroundings: PlainSurroundings
  let melding: [PlainRecord]
  /// The position of the record at hand in its melding.
  let current: Int
  private var named: [String: PlainRecord] = [:]

  init(_ surroundings: PlainSurroundings, melding: [PlainRecord], current: Int) {
    self.surroundings = surroundings
    self.melding = melding
    self.current = current
  }

  func holds(_ expression: Expression) throws -> Bool {
    guard case .bool(let value) = try value(expression) else { throw Meaningless(what: "no yes or no: \(expression)") }
    return value
  }

  // MARK: Values

  private func value(_ expression: Expression) throws -> Value {
    switch expression {
    case .text(let text): return .text(text)
    case .number(let number): return .number(number)
    case .bool(let value): return .bool(value)
    case .not(let inner): return .bool(try !holds(inner))
    case .and(let left, let right): return .bool(try holds(left) && holds(right))
    case .or(let left, let right): return .bool(try holds(left) || holds(right))
    case .negative(let inner): return .number(try -number(inner))
    case .arithmetic(let operation, let left, let right):
      return .number(try calculate(operation, number(left), number(right)))
    case .compare(let comparison, let left, let right):
      return .bool(try compare(comparison, value(left), value(right)))
    case .isIn(let value, let collection): return .bool(try contains(collection, text(value)))
    case .call(let name, let arguments): return try call(name, arguments)
    case .method(let target, let name, let arguments): return try method(target, name, arguments)
    case .name(let name): return try .text(named(name))
    case .member(let owner, let name): return try member(owner, name)
    case .list, .index: throw Meaningless(what: "no value: \(expression)")
    }
  }

  private func text(_ expression: Expression) throws -> String {
    guard case .text(let text) = try value(expression) else { throw Meaningless(what: "no text: \(expression)") }
    return text
  }

  private func number(_ expression: Expression) throws -> Int {
    guard case .number(let number) = try value(expression) else { throw Meaningless(what: "no number: \(expression)") }
    return number
  }

  private func named(_ name: String) throws -> String {
    if name == "vorige" { return current > 0 ? String(melding[current - 1].record) : "" }
    if let text = surroundings.texts[name] { return text }
    return try field(name, of: melding[current])
  }

  private func field(_ name: String, of record: PlainRecord) throws -> String {
    if let text = record.fields[name] { return text }
    // Another version or form has it: blank here.
    if surroundings.fields[record.record]?.contains(name) ?? false { return "" }
    throw Meaningless(what: "record \(record.record) has no \(name)")
  }

  private func member(_ owner: Expression, _ name: String) throws -> Value {
    switch owner {
    case .name("voorloop"): return .text(try field(name, of: surroundings.header))
    case .name("melding") where name == "records": return .number(melding.count)
    case .name("telling"): return .number(name == "meldingen" ? surroundings.meldingen : surroundings.records)
    case .name(let owner):
      if let text = surroundings.texts["\(owner).\(name)"] { return .text(text) }
      guard let record = named[owner] else { throw Meaningless(what: "no \(owner)") }
      return .text(try field(name, of: record))
    case .index(.member(.name("tabellen"), let table), let key):
      guard let rows = surroundings.tabellen[table] else { throw Meaningless(what: "no table \(table)") }
      return .text(rows[try text(key)]?[name] ?? "")
    default: throw Meaningless(what: "no \(owner).\(name)")
    }
  }

  // MARK: Operators

  private func calculate(_ operation: Expression.Arithmetic, _ left: Int, _ right: Int) throws -> Int {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide, .remainder:
      if right == 0 { throw Meaningless(what: "division by zero") }
      return operation == .divide ? left / right : left % right
    }
  }

  private func compare(_ comparison: Expression.Comparison, _ left: Value, _ right: Value) throws -> Bool {
    let isLess: Bool
    switch (left, right) {
    case (.text(let left), .text(let right)):
      isLess = left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    case (.number(let left), .number(let right)): isLess = left < right
    default: throw Meaningless(what: "\(left) against \(right)")
    }
    return switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: isLess
    case .lessOrEqual: isLess || left == right
    case .greater: !isLess && left != right
    case .greaterOrEqual: !isLess
    }
  }

  private func contains(_ collection: Expression, _ text: String) throws -> Bool {
    switch collection {
    case .list(let elements): return elements.contains(.text(text))
    case .member(.name("lijsten"), let name):
      guard let codes = surroundings.lijsten[name] else { throw Meaningless(what: "no list \(name)") }
      return codes.contains(text)
    case .member(.name("tabellen"), let name):
      guard let rows = surroundings.tabellen[name] else { throw Meaningless(what: "no table \(name)") }
      return rows[text] != nil
    default: throw Meaningless(what: "no collection: \(collection)")
    }
  }

  // MARK: Functions and methods

  private func call(_ name: String, _ arguments: [Expression]) throws -> Value {
    guard arguments.count == 1 else { throw Meaningless(what: "\(name) of \(arguments.count)") }
    let text = try text(arguments[0])
    switch name {
    case "datum": return .bool(PlainRules.isDay(text))
    case "onvolledigeDatum": return .bool(PlainRules.isDay(text) || PlainRules.isDayWithoutEnd(text))
    case "elfproefBSN": return .bool(PlainRules.isBSN(text))
    case "elfproefOnderwijsnummer": return .bool(PlainRules.isOnderwijsnummer(text))
    case "int":
      guard let digits = PlainRules.digits(text), !digits.isEmpty else { throw Meaningless(what: "int('\(text)')") }
      return .number(digits.reduce(0) { $0 * 10 + $1 })
    default: throw Meaningless(what: "no function \(name)")
    }
  }

  private func method(_ target: Expression, _ name: String, _ arguments: [Expression]) throws -> Value {
    if case .call(let range, let kinds) = target, let kind = kinds.first, range != "int" {
      let records = try records(range, number(kind))
      if name == "size" { return .number(records.count) }
      guard name == "exists", arguments.count == 2, case .name(let variable) = arguments[0] else {
        throw Meaningless(what: "no .\(name) of records")
      }
      return .bool(
        try records.contains { record in
          var inner = self
          inner.named[variable] = record
          return try inner.holds(arguments[1])
        })
    }
    let text = try text(target)
    switch (name, arguments.count) {
    case ("size", 0): return .number(text.count)
    case ("startsWith", 1): return .bool(text.hasPrefix(try self.text(arguments[0])))
    case ("endsWith", 1): return .bool(text.hasSuffix(try self.text(arguments[0])))
    case ("contains", 1): return .bool(text.contains(try self.text(arguments[0])))
    case ("matches", 1): return .bool(try PlainRules.matches(text, self.text(arguments[0])))
    case ("substring", 2):
      let (from, to) = (try number(arguments[0]), try number(arguments[1]))
      // What lies behind the end of a text is as blank as the end of a field.
      let part = Array(text).prefix(to).dropFirst(from)
      return .text(PlainRecord.trimmed(part.flatMap { $0.unicodeScalars.map { UInt8($0.value) } }))
    default: throw Meaningless(what: "no method \(name)")
    }
  }

  private func records(_ range: String, _ kind: Int) throws -> [PlainRecord] {
    let some: ArraySlice<PlainRecord>
    switch range {
    case "records": some = melding[...]
    case "eerder": some = melding[..<current]
    case "later": some = melding[(current + 1)...]
    default: throw Meaningless(what: "no \(range)")
    }
    return some.filter { $0.record == kind }
  }
}
