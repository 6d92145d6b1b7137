import Testing

@testable import ProgrammaVanEisen

struct ExpressionParserTests {
  /// The tree with brackets around everything.
  private func shown(_ expression: Expression) -> String {
    func list(_ expressions: [Expression]) -> String { expressions.map(shown).joined(separator: ", ") }
    return switch expression {
    case .text(let text): "'\(text)'"
    case .number(let number): "\(number)"
    case .bool(let value): "\(value)"
    case .list(let elements): "[\(list(elements))]"
    case .name(let name): name
    case .member(let owner, let name): "\(shown(owner)).\(name)"
    case .index(let owner, let key): "\(shown(owner))[\(shown(key))]"
    case .call(let name, let arguments): "\(name)(\(list(arguments)))"
    case .method(let target, let name, let arguments): "\(shown(target)).\(name)(\(list(arguments)))"
    case .not(let inner): "(!\(shown(inner)))"
    case .negative(let inner): "(-\(shown(inner)))"
    case .and(let left, let right): "(\(shown(left)) && \(shown(right)))"
    case .or(let left, let right): "(\(shown(left)) || \(shown(right)))"
    case .compare(let comparison, let left, let right): "(\(shown(left)) \(comparison.rawValue) \(shown(right)))"
    case .isIn(let value, let collection): "(\(shown(value)) in \(shown(collection)))"
    case .arithmetic(let operation, let left, let right): "(\(shown(left)) \(operation.rawValue) \(shown(right)))"
    }
  }

  @Test(arguments: [
    ("a || b && c", "(a || (b && c))"),
    ("a && b || c && d", "((a && b) || (c && d))"),
    ("(a || b) && c", "((a || b) && c)"),
    ("a || b || c", "((a || b) || c)"),
    ("a && b == 'x'", "(a && (b == 'x'))"),
    ("a == 1 + 2 * 3", "(a == (1 + (2 * 3)))"),
    ("1 - 2 - 3", "((1 - 2) - 3)"),
    ("8 / 4 / 2 % 3", "(((8 / 4) / 2) % 3)"),
    ("(1 + 2) * 3", "((1 + 2) * 3)"),
    ("!a && b", "((!a) && b)"),
    ("!!a", "(!(!a))"),
    ("!a == b", "((!a) == b)"),
    ("-1 - -2", "((-1) - (-2))"),
    ("!(a in lijsten.b)", "(!(a in lijsten.b))"),
    ("a in ['x', 'y'] || b", "((a in ['x', 'y']) || b)"),
    ("a in []", "(a in [])"),
    ("a<b||c>=d", "((a < b) || (c >= d))"),
    ("tabellen.t[a].b == ''", "(tabellen.t[a].b == '')"),
    ("!a.matches('x')", "(!a.matches('x'))"),
    ("records(321).exists(r, r.a == a)", "records(321).exists(r, (r.a == a))"),
    ("eerder(306).size() > 0", "(eerder(306).size() > 0)"),
    ("a.substring(0, 4)", "a.substring(0, 4)"),
    ("true || false", "(true || false)"),
    ("\"it's\" == 'a \"b\"'", "('it's' == 'a \"b\"')"),
    (" a\n  ==\t'x' ", "(a == 'x')"),
    ("inschrijving", "inschrijving"),
    ("a_1 != b2", "(a_1 != b2)"),
  ])
  func operatorsBindAsDocumented(source: String, tree: String) throws {
    #expect(try shown(ExpressionParser.parse(source)) == tree)
  }

  @Test(arguments: [
    ("", "a value was expected, not 'the end'"),
    ("a ==", "a value was expected, not 'the end'"),
    ("a == == b", "a value was expected, not '=='"),
    ("a == b == c", "'==' was not expected here"),
    ("a b", "'b' was not expected here"),
    ("a 'b'", "''b'' was not expected here"),
    ("12a", "'a' was not expected here"),
    ("(a", "')' was expected, not 'the end'"),
    ("a)", "')' was not expected here"),
    ("[a", "']' was expected, not 'the end'"),
    ("a[b", "']' was expected, not 'the end'"),
    ("a(b", "')' was expected, not 'the end'"),
    ("a(b,)", "a value was expected, not ')'"),
    ("a.", "a name was expected, not 'the end'"),
    ("a.1", "a name was expected, not '1'"),
    ("'a", "a text has no end quote"),
    ("a & b", "the character '&' is not known in a condition"),
    ("a = b", "the character '=' is not known in a condition"),
    ("a ? b : c", "the character '?' is not known in a condition"),
    ("a; b", "the character ';' is not known in a condition"),
    ("99999999999", "the number 99999999999 is too large"),
    ("2147483648", "the number 2147483648 is too large"),
    ("&& a", "a value was expected, not '&&'"),
    ("!", "a value was expected, not 'the end'"),
  ])
  func everyMistakeIsNamed(source: String, message: String) {
    let mistake = #expect(throws: ConditionMistake.self) { try ExpressionParser.parse(source) }
    #expect(mistake?.message == message)
  }

  @Test(arguments: ["(", "!", "-", "[", "a[", "f("])
  func nestingHasALimit(opening: String) {
    let mistake = #expect(throws: ConditionMistake.self) {
      try ExpressionParser.parse(String(repeating: opening, count: 100_000) + "a")
    }
    #expect(mistake?.message == "the condition is nested more than 50 deep")
  }
}
