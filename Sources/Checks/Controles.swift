import ProgrammaVanEisen
import Reference

/// The checks that are in force for a delivery.
///
/// Not in force are: checks outside their dates, those that are off in the catalogue, those that
/// need a table which is not there, and signalen of class PROP unless they are asked for (the
/// register does not give them).
public struct Controles: Sendable {
  /// The catalogue that the indices of checks point into.
  public let pve: PvE
  /// Per check of the catalogue, whether it is in force.
  public let isInForce: [Bool]
  /// The checks that would be in force if their tables were there, by index in the catalogue.
  public let zonderTabel: [Int]
  private let byFunctie: [Functie: Int]

  /// Swift code behind a check, for a kind of record.
  private struct Functie: Hashable {
    let naam: String
    let record: Int
  }

  /// The checks in force on `datum`.
  ///
  /// - Parameters:
  ///   - tables: the reference tables that are there.
  ///   - propSignalen: whether signalen of class PROP are wanted.
  ///   - soorten: what the wanted checks look at; all of it, unless a stage is measured by itself.
  public init(
    pve: PvE, tables: Set<Tabel>, datum: Datum, propSignalen: Bool, soorten: Set<Reikwijdte> = Set(Reikwijdte.allCases)
  ) throws {
    self.pve = pve
    var isInForce: [Bool] = []
    var zonderTabel: [Int] = []
    var byFunctie: [Functie: Int] = [:]
    for controle in pve.controles {
      let inTime = (controle.vanaf.map { $0 <= datum } ?? true) && (controle.tot.map { datum <= $0 } ?? true)
      let wanted = propSignalen || controle.fase == .bestand || controle.bewijs != .PROP || controle.ernst == .afkeuring
      let isWanted = controle.isAan && inTime && wanted && soorten.contains(controle.soort)
      let isActive = isWanted && controle.tabellen.isSubset(of: tables)
      if isWanted && !isActive { zonderTabel.append(controle.index) }
      if isActive, case .functie(let naam) = controle.grond {
        byFunctie[Functie(naam: naam, record: controle.record)] = controle.index
      }
      isInForce.append(isActive)
    }
    self.isInForce = isInForce
    self.zonderTabel = zonderTabel
    self.byFunctie = byFunctie
  }

  /// The check of the catalogue behind which Swift code `functie` stands, for a kind of record; nil
  /// where it is not in force.
  public func controle(_ functie: String, record: Int) -> Int? {
    byFunctie[Functie(naam: functie, record: record)]
  }

  /// Whether a check, by its index in the catalogue, refuses.
  public func isAfkeuring(_ controle: Int) -> Bool {
    pve.controles[controle].ernst == .afkeuring
  }
}
