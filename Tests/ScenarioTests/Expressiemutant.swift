import ProgrammaVanEisen

/// A condition with one thing changed.
struct Expressiemutant {
  let expression: Expression
  /// The part that was changed, before and after.
  let wat: String
}

/// Makes every mutant of a condition: a comparison flipped or its boundary shifted, a clause dropped, a list
/// without one of its members.
struct Expressiemutatie {
  /// The codes of each value list.
  let lijsten: [String: [String]]
  /// The width of each field of the record at hand.
  let breedten: [String: Int]
  /// The kinds of records that there are.
  let recordsoorten: [Int]

  func mutanten(_ expression: Expression) -> [Expressiemutant] {
    let lokaal = lokaal(expression).map { Expressiemutant(expression: $0, wat: "\(expression) → \($0)") }
    func inside(_ part: Expression, _ whole: (Expression) -> Expression) -> [Expressiemutant] {
      mutanten(part).map { Expressiemutant(expression: whole($0.expression), wat: $0.wat) }
    }
    func inside(_ left: Expression, _ right: Expression, _ whole: (Expression, Expression) -> Expression)
      -> [Expressiemutant]
    {
      inside(left) { whole($0, right) } + inside(right) { whole(left, $0) }
    }
    switch expression {
    case .not(let inner): return lokaal + inside(inner) { .not($0) }
    case .and(let left, let right): return lokaal + inside(left, right) { .and($0, $1) }
    case .or(let left, let right): return lokaal + inside(left, right) { .or($0, $1) }
    case .compare(let comparison, let left, let right):
      return lokaal + inside(left, right) { .compare(comparison, $0, $1) }
    case .arithmetic(let operation, let left, let right):
      return lokaal + inside(left, right) { .arithmetic(operation, $0, $1) }
    case .isIn(let value, let collection): return lokaal + inside(value) { .isIn($0, collection) }
    case .method(let target, "exists", let arguments) where arguments.count == 2:
      return lokaal + inside(arguments[1]) { .method(target, "exists", [arguments[0], $0]) }
    case .method(let target, let name, let arguments):
      return lokaal + inside(target) { .method($0, name, arguments) }
    default: return lokaal
    }
  }

  /// What becomes of an expression without looking inside it.
  private func lokaal(_ expression: Expression) -> [Expression] {
    switch expression {
    case .not(let inner): return [inner]
    // In a row of clauses each is dropped once: those further left are a row of their own.
    case .and(let left, let right):
      if case .and = left { return [left] }
      return [left, right]
    case .or(let left, let right):
      if case .or = left { return [left] }
      return [left, right]
    case .compare(let comparison, let left, let right):
      return Self.anders(comparison).map { .compare($0, left, right) }
        + verschoven(right, naast: left).map { .compare(comparison, left, $0) }
    case .isIn(let value, .list(let members)):
      return zonderEen(members).map { .isIn(value, .list($0)) }
    case .isIn(let value, .member(.name("lijsten"), let name)):
      let codes = lijsten[name] ?? []
      let ander = lijsten.keys.sorted().first { lijsten[$0] != codes }
      return zonderEen(codes.map { .text($0) }).map { .isIn(value, .list($0)) }
        + (ander.map { [.isIn(value, .member(.name("lijsten"), $0))] } ?? [])
    case .isIn(let value, .member(.name("tabellen"), let name)):
      let ander: Tabel = name == Tabel.kenniscentra.rawValue ? .landen : .kenniscentra
      return [.isIn(value, .member(.name("tabellen"), ander.rawValue))]
    case .number(let number): return (number > 0 ? [.number(number - 1)] : []) + [.number(number + 1)]
    case .arithmetic(let operation, let left, let right):
      return Self.anders(operation).map { .arithmetic($0, left, right) }
    case .call(let name, let arguments):
      let paren = ["datum": "onvolledigeDatum", "elfproefBSN": "elfproefOnderwijsnummer"]
      let ander = paren[name] ?? paren.first { $0.value == name }?.key
      return ander.map { [.call($0, arguments)] } ?? []
    case .method(let target, let name, let arguments): return lokaal(target, name, arguments)
    default: return []
    }
  }

  private func lokaal(_ target: Expression, _ name: String, _ arguments: [Expression]) -> [Expression] {
    switch (name, arguments.first, arguments.last) {
    case ("matches", .text(let source)?, _):
      var breedte: Int?
      if case .name(let veld) = target { breedte = breedten[veld] }
      return Patroonmutatie(source, breedte: breedte).mutanten.map { .method(target, name, [.text($0)]) }
    case ("substring", .number(let from)?, .number(let to)?):
      return [(from - 1, to), (from + 1, to), (from, to - 1), (from, to + 1)].filter { $0.0 >= 0 && $0.0 < $0.1 }.map {
        .method(target, name, [.number($0.0), .number($0.1)])
      }
    case ("exists", _, let predicate?):
      if case .and = predicate { return [] }
      return [.compare(.greater, .method(target, "size", []), .number(0))]
    default: return []
    }
  }

  private static func anders(_ comparison: Expression.Comparison) -> [Expression.Comparison] {
    switch comparison {
    case .equal: [.notEqual]
    case .notEqual: [.equal]
    case .less: [.lessOrEqual, .greater]
    case .lessOrEqual: [.less, .greaterOrEqual]
    case .greater: [.greaterOrEqual, .less]
    case .greaterOrEqual: [.greater, .lessOrEqual]
    }
  }

  private static func anders(_ operation: Expression.Arithmetic) -> [Expression.Arithmetic] {
    switch operation {
    case .add: [.subtract]
    case .subtract: [.add]
    case .multiply: [.divide]
    case .divide, .remainder: [.multiply]
    }
  }

  /// A text of digits, one less and one more; a date, the day before and the day after.
  private func verschoven(_ right: Expression, naast left: Expression) -> [Expression] {
    guard case .text(let text) = right, let number = Int(text), text.allSatisfy(\.isNumber) else { return [] }
    if let datum = Datum(text: text) { return [-1, 1].map { .text("\(datum.adding(days: $0))") } }
    return [number - 1, number + 1].filter { nieuw in
      if nieuw < 0 || "\(nieuw)".count > text.count { return false }
      // Between the kinds of records lie numbers that none has.
      return left != .name("vorige") || recordsoorten.contains { ($0 > number) != ($0 > nieuw) }
    }.map { .text(String(repeating: "0", count: text.count - "\($0)".count) + "\($0)") }
  }

  private func zonderEen(_ members: [Expression]) -> [[Expression]] {
    members.count < 2 ? [] : members.indices.map { Array(members[..<$0] + members[($0 + 1)...]) }
  }
}
