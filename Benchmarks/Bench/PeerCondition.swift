import Checks
import ProgrammaVanEisen

/// A language of expressions in which a peer says the conditions: how it says each part of one.
protocol PeerLanguage {
  func text(_ value: String) -> String
  func not(_ condition: String) -> String
  func and(_ left: String, _ right: String) -> String
  func or(_ left: String, _ right: String) -> String
  func compare(_ comparison: Expression.Comparison, texts left: String, _ right: String) -> String
  func compare(_ comparison: Expression.Comparison, numbers left: String, _ right: String) -> String
  func isIn(_ value: String, _ codes: [String]) -> String
  func call(_ name: String, _ arguments: [String]) -> String
  /// Whether the whole of a text has the form of a pattern.
  mutating func matches(_ value: String, _ pattern: String) -> String
  /// A field of the record at hand, without the spaces at its end.
  func field(_ veld: Veld) -> String
  /// A field of the 305 of the melding.
  func meldingField(_ veld: Veld) -> String
}

/// What cannot be said in the language of a peer.
struct NotForPeer: Error {
  let what: String
}

/// Says the conditions of one kind of record in the language of a peer.
struct PeerCondition<Language: PeerLanguage> {
  let layout: Layout
  let controles: Controles
  let ontvangst: Datum
  let versie: String
  var language: Language

  mutating func condition(_ expression: Expression) throws -> String {
    switch expression {
    case .and(let left, let right): return language.and(try condition(left), try condition(right))
    case .or(let left, let right): return language.or(try condition(left), try condition(right))
    case .not(let inner): return language.not(try condition(inner))
    case .compare(let comparison, let left, let right):
      if let first = try number(left), let second = try number(right) {
        return language.compare(comparison, numbers: first, second)
      }
      return language.compare(comparison, texts: try text(left), try text(right))
    case .isIn(let value, .list(let elements)):
      let codes = try elements.map { element in
        guard case .text(let code) = element else { throw NotForPeer(what: "\(element)") }
        return code
      }
      return language.isIn(try text(value), codes)
    case .isIn(let value, .member(.name("lijsten"), let list)):
      guard let lijst = controles.pve.lijsten[list] else { throw NotForPeer(what: "lijsten.\(list)") }
      return language.isIn(try text(value), lijst.waarden.map(\.code))
    case .call(let name, let arguments): return language.call(name, try arguments.map { try text($0) })
    case .method(let target, "matches", let arguments):
      guard case .text(let pattern)? = arguments.first else { throw NotForPeer(what: "matches") }
      return language.matches(try text(target), pattern)
    case .method(.call("records", [.number(305)]), "exists", let arguments):
      // A melding has one 305, so that there is one with a property is what the property says of it.
      guard arguments.count == 2 else { throw NotForPeer(what: "exists") }
      return try condition(arguments[1])
    default: throw NotForPeer(what: "\(expression)")
    }
  }

  private func text(_ expression: Expression) throws -> String {
    switch expression {
    case .text(let text): return language.text(text)
    case .name("ontvangst"): return language.text("\(ontvangst)")
    case .name("versie"): return language.text(versie)
    case .name(let name):
      if let veld = layout.veld(name) { return language.field(veld) }
      // A field that only another version has is blank here.
      guard controles.pve.layouts.contains(where: { $0[layout.record]?.veld(name) != nil }) else {
        throw NotForPeer(what: name)
      }
      return language.text("")
    case .member(.name, let name):
      guard let veld = controles.pve.newest[305]?.veld(name) else { throw NotForPeer(what: "305.\(name)") }
      return language.meldingField(veld)
    case .method(let target, "substring", let places):
      guard places.count == 2, case .number(let from) = places[0], case .number(let to) = places[1] else {
        throw NotForPeer(what: "substring")
      }
      return language.call("deel", [try text(target), "\(from)", "\(to)"])
    default: throw NotForPeer(what: "\(expression)")
    }
  }

  private func number(_ expression: Expression) throws -> String? {
    switch expression {
    case .number(let value): return "\(value)"
    case .arithmetic(.divide, let left, let right):
      guard let left = try number(left), let right = try number(right) else { return nil }
      return language.call("quotient", [left, right])
    case .arithmetic(let operation, let left, let right):
      guard let left = try number(left), let right = try number(right) else { return nil }
      return "(\(left) \(operation.rawValue) \(right))"
    case .call("int", let arguments) where arguments.count == 1:
      return language.call("getal", [try text(arguments[0])])
    default: return nil
    }
  }
}
