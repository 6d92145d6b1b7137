import Checks
import ProgrammaVanEisen
import Reference
import Synchronization

/// The compiled checks of each version and date, made once: a night has many small deliveries, and a history as many
/// dates, on nearly all of which the same checks are in force.
final class Controlesets: Sendable {
  /// The checks in force, and those of them that are conditions.
  struct Controleset: Sendable {
    let controles: Controles
    let veldcontrole: Veldcontrole
  }

  let pve: PvE
  let tables: ReferenceTables
  private let alleFouten: Bool
  private let propSignalen: Bool
  private let made = Mutex(Made())

  private struct Made {
    var byVorm: [Vorm: Controleset] = [:]
    var byDatum: [String: Controleset] = [:]
  }

  /// All that sets of checks differ by.
  private struct Vorm: Hashable {
    let versie: String
    let isInForce: [Bool]
    let zonderTabel: [Int]
  }

  /// The checks that `pve` and `tables` make possible, as far as they are wanted.
  init(pve: PvE, tables: ReferenceTables, alleFouten: Bool, propSignalen: Bool) {
    self.pve = pve
    self.tables = tables
    self.alleFouten = alleFouten
    self.propSignalen = propSignalen
  }

  /// The checks for deliveries of a version that are processed on `datum`.
  func controleset(_ layouts: Layouts, datum: Datum) throws -> Controleset {
    try made.withLock { made in
      let key = "\(layouts.versie.naam) \(datum)"
      if let set = made.byDatum[key] { return set }
      let controles = try Controles(
        pve: pve, tables: tables.present, datum: datum, propSignalen: propSignalen)
      let vorm = Vorm(
        versie: layouts.versie.naam, isInForce: controles.isInForce, zonderTabel: controles.zonderTabel)
      let set = try made.byVorm[vorm] ?? compiled(controles, layouts)
      made.byVorm[vorm] = set
      made.byDatum[key] = set
      return set
    }
  }

  private func compiled(_ controles: Controles, _ layouts: Layouts) throws -> Controleset {
    Controleset(
      controles: controles,
      veldcontrole: try Veldcontrole(controles, layouts: layouts, tables: tables, all: alleFouten))
  }
}
