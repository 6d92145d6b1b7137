import ProgrammaVanEisen

/// The slow twin of the condition machine: walks the tree of a condition as `Specs/condities.md`
/// describes it, over plain arrays.
///
/// The tests hold the machine against it, and the bench measures what the machine gains.
public struct TreeInterpreter {
  private let melding: [PlainRecord]
  /// The position of the record at hand in its melding.
  private let current: Int
  /// Its bytes.
  private let bytes: [UInt8]
  /// The records that an `exists` looks at, the outermost first.
  private var named: [PlainRecord] = []

  /// For the record at `current` of a melding.
  public init(_ melding: [PlainRecord], current: Int) {
    self.melding = melding
    self.current = current
    bytes = melding[current].bytes
  }

  /// Whether a condition, bound to the layout of the record at hand, holds.
  public func holds(_ tree: Tree) throws -> Bool {
    switch tree {
    case .always(let value): value
    case .not(let inner): try !holds(inner)
    case .and(let left, let right): try holds(left) && holds(right)
    case .or(let left, let right): try holds(left) || holds(right)
    case .texts(let comparison, let left, let right): compare(comparison, value(left), value(right))
    case .numbers(let comparison, let left, let right): compare(comparison, try value(left), try value(right))
    case .isOne(let text, let codes): isOne(value(text), of: codes)
    case .isKey(let text, let rows): rows[Array(value(text))] != nil
    case .isValid(let rows, let key, let date): isValid(rows[key.map { Array(value($0)) }] ?? [], value(date))
    case .datum(let text): PlainRules.isDay(value(text))
    case .onvolledigeDatum(let text): isIncomplete(value(text))
    case .elfproefBSN(let text): PlainRules.isBSN(value(text))
    case .elfproefOnderwijsnummer(let text): PlainRules.isOnderwijsnummer(value(text))
    case .matches(let text, let form): form.matches(value(text))
    case .startsWith(let text, let part): value(text).starts(with: value(part))
    case .endsWith(let text, let part): value(text).reversed().starts(with: value(part).reversed())
    case .contains(let text, let part): value(text).contains(value(part))
    case .exists(let others, let body):
      try melding[range(others)].contains { record in
        guard record.layout.record == others.record else { return false }
        var inner = self
        inner.named.append(record)
        return try inner.holds(body)
      }
    }
  }

  // MARK: Values

  private func value(_ text: Tree.Text) -> ArraySlice<UInt8> {
    switch text {
    case .constant(let bytes): return bytes[...]
    case .field(let range): return PlainRecord.trimmed(bytes[range])
    case .other(let depth, let ranges): return named[depth].value(ranges[named[depth].layout.id])
    case .part(let text, let range):
      // What lies behind the end of a text is as blank as the end of a field.
      return PlainRecord.trimmed(value(text).prefix(range.upperBound).dropFirst(range.lowerBound))
    case .column(let rows, let key): return (rows[Array(value(key))] ?? [])[...]
    case .vorige: return current > 0 ? Array(String(melding[current - 1].layout.record).utf8)[...] : []
    }
  }

  private func value(_ number: Tree.Number) throws -> Int {
    switch number {
    case .constant(let value): return value
    case .negative(let inner): return try -value(inner)
    case .arithmetic(let operation, let left, let right):
      return try calculate(operation, value(left), value(right))
    case .digits(let text):
      guard let number = PlainRules.number(value(text)) else { throw Meaningless("int of no number") }
      return number
    case .size(let text): return value(text).count
    case .count(let others): return melding[range(others)].count { $0.layout.record == others.record }
    case .melding: return melding.count
    }
  }

  private func range(_ others: Tree.Others) -> Range<Int> {
    switch others.place {
    case .everywhere: melding.indices
    case .before: 0..<current
    case .after: current + 1..<melding.count
    case .last:
      (0..<current).last { melding[$0].layout.record == others.record }.map { $0..<$0 + 1 } ?? 0..<0
    }
  }

  // MARK: Operators

  private func calculate(_ operation: Expression.Arithmetic, _ left: Int, _ right: Int) throws -> Int {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide, .remainder:
      if right == 0 { throw Meaningless("division by zero") }
      return operation == .divide ? left / right : left % right
    }
  }

  private func compare(_ comparison: Expression.Comparison, _ left: Int, _ right: Int) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  private func compare(
    _ comparison: Expression.Comparison, _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>
  ) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left.lexicographicallyPrecedes(right)
    case .lessOrEqual: !right.lexicographicallyPrecedes(left)
    case .greater: right.lexicographicallyPrecedes(left)
    case .greaterOrEqual: !left.lexicographicallyPrecedes(right)
    }
  }

  private func isOne(_ text: ArraySlice<UInt8>, of codes: [[UInt8]]) -> Bool {
    for code in codes where text.elementsEqual(code) { return true }
    return false
  }

  /// Compared as texts of the same length: days with days, years with years.
  private func isValid(_ periods: [(String, String)], _ date: ArraySlice<UInt8>) -> Bool {
    let day = String(decoding: date, as: UTF8.self)
    return periods.contains { begin, end in
      (begin.isEmpty || begin.prefix(day.count) <= day) && (end.isEmpty || day <= end.prefix(day.count))
    }
  }

  private func isIncomplete(_ text: ArraySlice<UInt8>) -> Bool {
    PlainRules.isDay(text) || PlainRules.isDayWithoutEnd(text)
  }
}
