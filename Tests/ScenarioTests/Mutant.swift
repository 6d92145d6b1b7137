@testable import ProgrammaVanEisen

/// A check of the catalogue with one thing changed.
struct Mutant: CustomStringConvertible {
  let origineel: Controle
  /// The check as it becomes; nil where it is not there any more.
  let controle: Controle?
  /// What was changed, in words of the catalogue.
  let wat: String
  /// Whether what changed is the condition.
  let isConditie: Bool

  var description: String { "\(origineel.place): \(origineel.code) \(origineel.ernst.rawValue): \(wat)" }

  /// The catalogue with this check in the place of the other.
  func catalogus(_ pve: PvE) -> PvE {
    var ander = pve
    ander.controles[origineel.index...origineel.index] = [controle].compactMap(\.self)[...]
    for index in ander.controles.indices { ander.controles[index].index = index }
    return ander
  }

  /// Every mutant of a check. Where Swift stands behind it, there is no condition to change.
  /// A rule of processing has nothing that could be changed.
  static func alle(_ controle: Controle, _ pve: PvE) -> [Mutant] {
    if controle.isRegel { return [] }
    func mutant(_ wat: String, isConditie: Bool = false, _ change: (inout Controle) -> Void) -> Mutant {
      var ander = controle
      change(&ander)
      return Mutant(origineel: controle, controle: ander, wat: wat, isConditie: isConditie)
    }
    var mutanten = [
      Mutant(origineel: controle, controle: nil, wat: "missing", isConditie: false),
      mutant("other ernst") { $0.ernst = $0.ernst == .afkeuring ? .signaal : .afkeuring },
    ]
    if controle.isSleutelcontrole { mutanten.append(mutant("no sleutelcontrole") { $0.isSleutelcontrole = false }) }
    for (naam, dag, pad) in [("vanaf", controle.vanaf, \Controle.vanaf), ("tot", controle.tot, \Controle.tot)] {
      guard let dag else { continue }
      mutanten.append(mutant("no \(naam)") { $0[keyPath: pad] = nil })
      mutanten += [-1, 1].map { dagen in
        mutant("\(naam) \(dag) → \(dag.adding(days: dagen))") { $0[keyPath: pad] = dag.adding(days: dagen) }
      }
    }
    guard case .conditie(let expression) = controle.grond else { return mutanten }
    return mutanten
      + mutatie(controle, pve).mutanten(expression).compactMap { ander in
        // What the compiler refuses, such as an ambiguous pattern, nobody can write by mistake.
        guard let tabellen = tabellen(ander.expression, controle, pve) else { return nil }
        return mutant(ander.wat, isConditie: true) {
          $0.grond = .conditie(ander.expression)
          $0.tabellen = tabellen
        }
      }
  }

  private static func mutatie(_ controle: Controle, _ pve: PvE) -> Expressiemutatie {
    Expressiemutatie(
      lijsten: pve.lijsten.mapValues { $0.waarden.map(\.code) },
      breedten: Dictionary(
        (pve.newest[controle.record]?.velden ?? []).map { ($0.id, $0.lengte) }, uniquingKeysWith: { $1 }),
      recordsoorten: pve.newest.all.map(\.record).filter { $0 < 400 })
  }

  private static func tabellen(_ expression: Expression, _ controle: Controle, _ pve: PvE) -> Set<Tabel>? {
    var tabellen: Set<Tabel> = []
    for layouts in pve.layouts {
      for layout in layouts.all where layout.record == controle.record {
        guard
          let code = try? ConditionCompiler.compile(expression, layout: layout, layouts: layouts, lijsten: pve.lijsten)
        else { return nil }
        tabellen.formUnion(code.tables)
      }
    }
    return tabellen
  }
}
