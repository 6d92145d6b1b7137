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

  /// `'BOL'`
  case text(String)
  /// `10000`
  case number(Int)
  /// `true`
  case bool(Bool)
  /// `['VT', 'DT']`
  case list([Expression])
  /// `leerweg`: a field, or the record of an `exists`.
  case name(String)
  /// `r.soortMutatie`
  case member(Expression, String)
  /// `tabellen.examens[examen]`
  case index(Expression, Expression)
  /// `datum(x)`
  case call(String, [Expression])
  /// `x.size()`
  case method(Expression, String, [Expression])
  /// `!x`
  case not(Expression)
  /// `-x`
  case negative(Expression)
  /// `x && y`
  case and(Expression, Expression)
  /// `x || y`
  case or(Expression, Expression)
  /// `x < y`
  case compare(Comparison, Expression, Expression)
  /// `x in lijsten.leerweg`
  case isIn(Expression, Expression)
  /// `x + y`
  case arithmetic(Arithmetic, Expression, Expression)
}

/// A mistake in a condition, without its place: the loader adds that.
struct ConditionMistake: Error, Equatable {
  /// What is wrong, in English, as a part of a sentence.
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
