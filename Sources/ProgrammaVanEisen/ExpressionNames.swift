extension Expression {
  /// Every bare name in the condition: the fields of the record at hand, and with them the
  /// surroundings (`ontvangst`) and the records of an `exists`.
  public var names: Set<String> {
    if case .name(let name) = self { return [name] }
    return parts.reduce(into: []) { $0.formUnion($1.names) }
  }

  /// The value lists that the condition asks.
  public var lijsten: Set<String> {
    if case .member(.name("lijsten"), let lijst) = self { return [lijst] }
    return parts.reduce(into: []) { $0.formUnion($1.lijsten) }
  }

  /// What it is made of.
  private var parts: [Expression] {
    switch self {
    case .name, .text, .number, .bool: []
    case .list(let parts), .call(_, let parts): parts
    case .method(let value, _, let parts): [value] + parts
    case .member(let value, _), .not(let value), .negative(let value): [value]
    case .index(let left, let right), .and(let left, let right), .or(let left, let right),
      .compare(_, let left, let right), .isIn(let left, let right), .arithmetic(_, let left, let right):
      [left, right]
    }
  }
}
