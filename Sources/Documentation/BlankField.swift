import ProgrammaVanEisen

/// Whether a field must be filled, as far as the checks say so.
enum Verplichting {
  /// A blank one is always rejected, by this check.
  case altijd(Controle)
  /// It is under the condition of these checks.
  case soms([Controle])
  case geen

  /// - Parameter controles: the checks that are about the field.
  init(_ veld: String, _ controles: [Controle], lijsten: [String: Waardelijst]) {
    var soms: [Controle] = []
    let blank = BlankField(veld: veld, lijsten: lijsten)
    for controle in controles where controle.ernst == .afkeuring && controle.isAan {
      guard case .conditie(let expression) = controle.grond else { continue }
      if blank.value(of: expression) == true {
        self = .altijd(controle)
        return
      }
      if blank.isRequired(by: expression) { soms.append(controle) }
    }
    self = soms.isEmpty ? .geen : .soms(soms)
  }
}

/// What a condition gives where one field is blank and nothing else is known.
private struct BlankField {
  let veld: String
  let lijsten: [String: Waardelijst]

  /// True or false where the blank field decides, nil where it does not.
  func value(of expression: Expression) -> Bool? {
    switch expression {
    case .bool(let value): value
    case .not(let part): value(of: part).map { !$0 }
    case .and(let left, let right): both(value(of: left), value(of: right))
    case .or(let left, let right): both(value(of: left).map { !$0 }, value(of: right).map { !$0 }).map { !$0 }
    case .compare(.equal, .name(veld), .text(let text)), .compare(.equal, .text(let text), .name(veld)): text.isEmpty
    case .compare(.notEqual, .name(veld), .text(let text)), .compare(.notEqual, .text(let text), .name(veld)):
      !text.isEmpty
    case .isIn(.name(veld), .list(let values)): values.contains(.text(""))
    case .isIn(.name(veld), .member(.name("lijsten"), let lijst)): lijsten[lijst].map { $0.betekenis(van: "") != nil }
    case .call("datum", [.name(veld)]), .call("onvolledigeDatum", [.name(veld)]): false
    case .method(.name(veld), "matches", let arguments): matches(arguments)
    default: nil
    }
  }

  /// Whether one of the things that must all be so is that the field is blank.
  func isRequired(by expression: Expression) -> Bool {
    switch expression {
    case .and(let left, let right): isRequired(by: left) || isRequired(by: right)
    case .compare(.equal, .name(veld), .text("")), .compare(.equal, .text(""), .name(veld)): true
    default: false
    }
  }

  private func both(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == true && right == true ? true : nil
  }

  /// Patterns of conditions are patterns of regular expressions as well.
  private func matches(_ arguments: [Expression]) -> Bool? {
    guard case .text(let pattern)? = arguments.first else { return nil }
    return (try? Regex(pattern)).map { "".wholeMatch(of: $0) != nil }
  }
}
