import Checks
import ProgrammaVanEisen

/// The compiled checks of each version and date, made once: a night has many small deliveries.
final class Controlesets {
  /// The checks in force, and those of them that are conditions.
  struct Controleset {
    let controles: Controles
    let veldcontrole: Veldcontrole
  }

  private let grondslag: Grondslag
  private var made: [String: Controleset] = [:]

  init(_ grondslag: Grondslag) {
    self.grondslag = grondslag
  }

  /// The checks for deliveries of a version that are processed on `datum`.
  func controleset(_ layouts: Layouts, datum: Datum) throws -> Controleset {
    let key = "\(layouts.versie.naam) \(datum)"
    if let known = made[key] { return known }
    let controles = try Controles(
      pve: grondslag.pve, tables: grondslag.tables.present, datum: datum, propSignalen: grondslag.propSignalen)
    let veldcontrole = try Veldcontrole(
      controles, layouts: layouts, tables: grondslag.tables, all: grondslag.alleFouten)
    let set = Controleset(controles: controles, veldcontrole: veldcontrole)
    made[key] = set
    return set
  }
}
