/// A condition as it was written, before it is bound to a layout (grammar: `Specs/condities.md`).
public indirect enum Expression: Sendable, Equatable {
  /// How two values are compared.
  public enum Comparison: String, Sendable, Equatable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// How two whole numbers make a third.
  public enum Arithmetic: String, Sendable, Equatable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
  }

  case text(String)
  case number(Int)
  case bool(Bool)
  case list([Expression])
  case name(String)
  case member(Expression, String)
  case index(Expression, Expression)
  case call(String, [Expression])
  case method(Expression, String, [Expression])
  case not(Expression)
  case negative(Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case compare(Comparison, Expression, Expression)
  case isIn(Expression, Expression)
  case arithmetic(Arithmetic, Expression, Expression)
}

/// A mistake in a condition, without its place: the loader adds that.
public struct ConditionMistake: Error, Equatable {
  public let message: String

  init(_ message: String) {
    self.message = message
  }
}
