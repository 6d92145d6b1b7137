import ProgrammaVanEisen

/// What a melding must give, worked out slowly: which condition holds where, and what of that is
/// told in which order.
public struct PlainExpectation {
  private let pve: PvE
  /// The conditions of the phase by the index of the layout that they are bound to.
  private var conditions: [[(controle: Int, tree: Tree)]] = []

  /// For deliveries with these layouts and surroundings.
  public init(_ pve: PvE, _ layouts: Layouts, _ surroundings: PlainSurroundings, fase: Fase) throws {
    self.pve = pve
    for layout in layouts.all {
      let binder = TreeBinder(surroundings, layout: layout)
      var bound: [(controle: Int, tree: Tree)] = []
      for controle in pve.controles where controle.fase == fase && controle.record == layout.record {
        guard case .conditie(let expression) = controle.grond else { continue }
        bound.append((controle.index, try binder.tree(expression)))
      }
      conditions.append(bound)
    }
  }

  /// A check that holds for a record of a melding.
  public struct Hit: Hashable {
    /// Its index in the catalogue.
    public var controle: Int
    /// The index of the record in the melding.
    public var record: Int

    /// A check for a record.
    public init(controle: Int, record: Int) {
      self.controle = controle
      self.record = record
    }
  }

  /// Every condition that holds, in force or not, in the order of choice 13: records in the order of
  /// the file; inside a record every 740, then 741 and 742, then the rest; inside these the fields in
  /// the order of the layout.
  public func hits(_ melding: [PlainRecord]) throws -> [Hit] {
    var hits: [(place: [Int], hit: Hit)] = []
    for (index, record) in melding.enumerated() {
      let interpreter = TreeInterpreter(melding, current: index)
      for (controle, tree) in conditions[record.layout.id] where try interpreter.holds(tree) {
        hits.append((place(controle, index, record), Hit(controle: controle, record: index)))
      }
    }
    return hits.sorted { $0.place.lexicographicallyPrecedes($1.place) }.map(\.hit)
  }

  /// What of that is told: of the checks in force, with every afkeuring or the first.
  public func signalen(
    _ hits: [Hit], _ melding: [PlainRecord], all: Bool, inForce: (Controle) -> Bool
  ) -> [Hit] {
    var told: [Hit] = []
    var isRefused = false
    for hit in hits {
      let controle = pve.controles[hit.controle]
      guard inForce(controle) else { continue }
      if isDeletion(hit.record, melding) && !isKeyCheck(controle, melding[hit.record]) { continue }
      if controle.ernst == .afkeuring {
        if isRefused && !all { continue }
        isRefused = true
      }
      told.append(hit)
    }
    return told
  }

  private func place(_ controle: Int, _ index: Int, _ record: PlainRecord) -> [Int] {
    let controle = pve.controles[controle]
    let ids = record.layout.velden.map(\.id)
    let field = ids.firstIndex(where: controle.velden.contains) ?? ids.count
    let group = controle.code == "740" ? 0 : controle.code == "741" || controle.code == "742" ? 1 : 2
    return [index, group, field, controle.index]
  }

  /// A 332 has no soort mutatie of its own: it goes with the 331 before it.
  private func isDeletion(_ index: Int, _ melding: [PlainRecord]) -> Bool {
    let record = melding[index]
    if record.layout.record == 332 {
      return melding[..<index].last { $0.layout.record == 331 }?.value("soortMutatie") == [UInt8(ascii: "V")]
    }
    return record.value("soortMutatie") == [UInt8(ascii: "V")]
  }

  /// On a verwijdering only key fields and soort mutatie are checked.
  private func isKeyCheck(_ controle: Controle, _ record: PlainRecord) -> Bool {
    if controle.isSleutelcontrole { return true }
    let keys = ["soortMutatie"] + record.layout.sleutel.map(\.id)
    return !controle.velden.isEmpty && controle.velden.allSatisfy(keys.contains)
  }

  /// Whether a condition names a reference table.
  public static func namesTable(_ expression: Expression) -> Bool {
    switch expression {
    case .text, .number, .bool, .name: false
    case .member(.name("tabellen"), _): true
    case .member(let inner, _), .not(let inner), .negative(let inner): namesTable(inner)
    case .list(let parts), .call(_, let parts): parts.contains(where: namesTable)
    case .method(let target, _, let parts): namesTable(target) || parts.contains(where: namesTable)
    case .index(let left, let right), .and(let left, let right), .or(let left, let right), .isIn(let left, let right),
      .compare(_, let left, let right), .arithmetic(_, let left, let right):
      namesTable(left) || namesTable(right)
    }
  }
}
