import Checks
import ProgrammaVanEisen
import Reference

/// The compiled checks of each version and date, made once: a night has many small deliveries.
final class Controlesets {
  /// The checks in force, and those of them that are conditions.
  struct Controleset {
    let controles: Controles
    let veldcontrole: Veldcontrole
  }

  let pve: PvE
  let tables: ReferenceTables
  private let alleFouten: Bool
  private let propSignalen: Bool
  private var made: [String: Controleset] = [:]

  /// The checks that `pve` and `tables` make possible, as far as they are wanted.
  init(pve: PvE, tables: ReferenceTables, alleFouten: Bool, propSignalen: Bool) {
    self.pve = pve
    self.tables = tables
    self.alleFouten = alleFouten
    self.propSignalen = propSignalen
  }

  /// The checks for deliveries of a version that are processed on `datum`.
  func controleset(_ layouts: Layouts, datum: Datum) throws -> Controleset {
    let key = "\(layouts.versie.naam) \(datum)"
    if let known = made[key] { return known }
    let controles = try Controles(
      pve: pve, tables: tables.present, datum: datum, propSignalen: propSignalen)
    let veldcontrole = try Veldcontrole(controles, layouts: layouts, tables: tables, all: alleFouten)
    let set = Controleset(controles: controles, veldcontrole: veldcontrole)
    made[key] = set
    return set
  }
}
