/// Reads the subset of CEL in which conditions are written.
struct ExpressionParser {
  private enum Token: Equatable {
    case text(String)
    case number(Int)
    case name(String)
    case symbol(String)
    case end
  }

  /// A condition of more operators is refused: each stands around what is before it, however flat it reads.
  static let mostOperators = 1_000

  private var tokens: [Token] = []
  private var position = 0
  private var depth = 0
  private var operators = 0

  /// The expression that `source` is.
  static func parse(_ source: String) throws(ConditionMistake) -> Expression {
    var parser = ExpressionParser()
    parser.tokens = try tokenize(source)
    let expression = try parser.disjunction()
    guard parser.current == .end else {
      throw ConditionMistake("'\(parser.shown)' was not expected here")
    }
    return expression
  }

  // MARK: Grammar, from loose to tight

  private mutating func disjunction() throws(ConditionMistake) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw ConditionMistake("the condition is nested more than 50 deep") }
    var left = try conjunction()
    while try takeOperator("||") { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(ConditionMistake) -> Expression {
    var left = try relation()
    while try takeOperator("&&") { left = .and(left, try relation()) }
    return left
  }

  private mutating func relation() throws(ConditionMistake) -> Expression {
    let left = try sum()
    if case .name("in") = current {
      position += 1
      return .isIn(left, try sum())
    }
    if case .symbol(let symbol) = current, let comparison = Expression.Comparison(rawValue: symbol) {
      position += 1
      return .compare(comparison, left, try sum())
    }
    return left
  }

  private mutating func sum() throws(ConditionMistake) -> Expression {
    var left = try product()
    while case .symbol(let symbol) = current, symbol == "+" || symbol == "-", try takeOperator(symbol) {
      left = .arithmetic(symbol == "+" ? .add : .subtract, left, try product())
    }
    return left
  }

  private mutating func product() throws(ConditionMistake) -> Expression {
    var left = try unary()
    while case .symbol(let symbol) = current, ["*", "/", "%"].contains(symbol),
      let arithmetic = Expression.Arithmetic(rawValue: symbol), try takeOperator(symbol)
    {
      left = .arithmetic(arithmetic, left, try unary())
    }
    return left
  }

  private mutating func unary() throws(ConditionMistake) -> Expression {
    if take("!") { return .not(try nested { parser throws(ConditionMistake) in try parser.unary() }) }
    if take("-") { return .negative(try nested { parser throws(ConditionMistake) in try parser.unary() }) }
    return try postfix()
  }

  /// Goes behind an operator that stands around what is before it.
  private mutating func takeOperator(_ symbol: String) throws(ConditionMistake) -> Bool {
    guard take(symbol) else { return false }
    operators += 1
    if operators > Self.mostOperators {
      throw ConditionMistake("the condition has more than \(Self.mostOperators) operators")
    }
    return true
  }

  private mutating func nested(
    _ body: (inout ExpressionParser) throws(ConditionMistake) -> Expression
  ) throws(ConditionMistake) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw ConditionMistake("the condition is nested more than 50 deep") }
    return try body(&self)
  }

  private mutating func postfix() throws(ConditionMistake) -> Expression {
    var value = try primary()
    while true {
      if try takeOperator(".") {
        let name = try identifier()
        value = take("(") ? .method(value, name, try arguments(until: ")")) : .member(value, name)
      } else if try takeOperator("[") {
        let key = try disjunction()
        try expect("]")
        value = .index(value, key)
      } else {
        return value
      }
    }
  }

  private mutating func primary() throws(ConditionMistake) -> Expression {
    switch current {
    case .text(let text):
      position += 1
      return .text(text)
    case .number(let number):
      position += 1
      return .number(number)
    case .name("true"), .name("false"):
      defer { position += 1 }
      return .bool(current == .name("true"))
    case .name(let name):
      position += 1
      return take("(") ? .call(name, try arguments(until: ")")) : .name(name)
    case .symbol("("):
      position += 1
      let inner = try disjunction()
      try expect(")")
      return inner
    case .symbol("["):
      position += 1
      return .list(try arguments(until: "]"))
    case .symbol, .end:
      throw ConditionMistake("a value was expected, not '\(shown)'")
    }
  }

  private mutating func arguments(until end: String) throws(ConditionMistake) -> [Expression] {
    var arguments: [Expression] = []
    if take(end) { return arguments }
    repeat { arguments.append(try disjunction()) } while take(",")
    try expect(end)
    return arguments
  }

  // MARK: Tokens

  private var current: Token { tokens[position] }

  private var shown: String {
    switch current {
    case .text(let text): "'\(text)'"
    case .number(let number): "\(number)"
    case .name(let name): name
    case .symbol(let symbol): symbol
    case .end: "the end"
    }
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard current == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(ConditionMistake) {
    if !take(symbol) { throw ConditionMistake("'\(symbol)' was expected, not '\(shown)'") }
  }

  private mutating func identifier() throws(ConditionMistake) -> String {
    guard case .name(let name) = current else { throw ConditionMistake("a name was expected, not '\(shown)'") }
    position += 1
    return name
  }

  private static func tokenize(_ source: String) throws(ConditionMistake) -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(source)
    let pairs = ["&&", "||", "==", "!=", "<=", ">="]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "'" || first == "\"" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: first) else { throw ConditionMistake("a text has no end quote") }
        tokens.append(.text(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else if first.isASCII && first.isNumber {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= Int(Int32.max) else {
          throw ConditionMistake("the number \(digits) is too large")
        }
        tokens.append(.number(number))
        rest = rest[digits.endIndex...]
      } else if first.isLetter || first == "_" {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        tokens.append(.name(String(name)))
        rest = rest[name.endIndex...]
      } else if let pair = pairs.first(where: { rest.hasPrefix($0) }) {
        tokens.append(.symbol(pair))
        rest.removeFirst(2)
      } else if "!<>+-*/%()[],.".contains(first) {
        tokens.append(.symbol(String(first)))
        rest.removeFirst()
      } else {
        throw ConditionMistake("the character '\(first)' is not known in a condition")
      }
    }
    tokens.append(.end)
    return tokens
  }
}
