extension Expression {
  /// Every bare name in the condition: the fields of the record at hand, and with them the
  /// surroundings (`ontvangst`) and the records of an `exists`.
  public var names: Set<String> {
    switch self {
    case .name(let name): [name]
    case .text, .number, .bool: []
    case .list(let parts), .call(_, let parts): Self.names(parts)
    case .method(let value, _, let parts): value.names.union(Self.names(parts))
    case .member(let value, _), .not(let value), .negative(let value): value.names
    case .index(let left, let right), .and(let left, let right), .or(let left, let right),
      .compare(_, let left, let right), .isIn(let left, let right), .arithmetic(_, let left, let right):
      left.names.union(right.names)
    }
  }

  private static func names(_ parts: [Expression]) -> Set<String> {
    parts.reduce(into: []) { $0.formUnion($1.names) }
  }
}
