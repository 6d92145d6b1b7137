extension Expression: CustomStringConvertible {
  /// The condition as it is written, with no more brackets than it needs.
  public var description: String {
    switch self {
    case .text(let text): text.contains("'") ? "\"\(text)\"" : "'\(text)'"
    case .number(let number): "\(number)"
    case .bool(let value): "\(value)"
    case .list(let elements): "[\(Self.joined(elements))]"
    case .name(let name): name
    case .member(let owner, let name): "\(owner).\(name)"
    case .index(let owner, let key): "\(owner)[\(key)]"
    case .call(let name, let arguments): "\(name)(\(Self.joined(arguments)))"
    case .method(let target, let name, let arguments): "\(target).\(name)(\(Self.joined(arguments)))"
    case .not(let inner): "!\(shown(inner, from: precedence))"
    case .negative(let inner): "-\(shown(inner, from: precedence))"
    case .and(let left, let right): infix(left, "&&", right)
    case .or(let left, let right): infix(left, "||", right)
    case .compare(let comparison, let left, let right): infix(left, comparison.rawValue, right)
    case .isIn(let value, let collection): infix(value, "in", collection)
    case .arithmetic(let operation, let left, let right): infix(left, operation.rawValue, right)
    }
  }

  private static func joined(_ expressions: [Expression]) -> String {
    expressions.map(\.description).joined(separator: ", ")
  }

  /// How tightly it holds together, as in the parser: `||` least.
  private var precedence: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .compare, .isIn: 2
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): 3
    case .arithmetic: 4
    case .not, .negative: 5
    default: 6
    }
  }

  /// Operators of one strength are read from the left, and a comparison has no other beside it.
  private func infix(_ left: Expression, _ symbol: String, _ right: Expression) -> String {
    let isChain = precedence != 2
    return "\(shown(left, from: precedence + (isChain ? 0 : 1))) \(symbol) \(shown(right, from: precedence + 1))"
  }

  private func shown(_ inner: Expression, from least: Int) -> String {
    inner.precedence < least ? "(\(inner))" : "\(inner)"
  }
}
