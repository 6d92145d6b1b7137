import Checks
import FileSystem
import Identification
import ProgrammaVanEisen
import Reference
import Register

/// Everything that stays the same from delivery to delivery.
public struct Grondslag: Sendable {
  /// Layouts, value lists and checks.
  public let pve: PvE
  /// The reference tables; checks whose table is absent are off.
  public let tables: ReferenceTables
  /// The BRP, and the persons with an onderwijsnummer.
  public let personen: Personen
  /// Gives every afkeuring of a melding, instead of the first.
  public let alleFouten: Bool
  /// Gives the signalen of class PROP, which the register does not.
  public let propSignalen: Bool
  /// How much is read of a delivery.
  public let limits: ReadLimits
  /// Who reads, writes and packs beside the thread that has the register.
  let werkers: Workers

  /// The same for every delivery of a run, so that nothing is read or compiled twice.
  ///
  /// - Parameter werkers: how many threads work on a delivery; the answers are the same bytes with any number.
  public init(
    pve: PvE, tables: ReferenceTables, personen: Personen, alleFouten: Bool, propSignalen: Bool,
    limits: ReadLimits = .delivery, werkers: Int = 1
  ) {
    self.pve = pve
    self.tables = tables
    self.personen = personen
    self.alleFouten = alleFouten
    self.propSignalen = propSignalen
    self.limits = limits
    self.werkers = Workers(werkers)
  }

  /// The checks behind which Swift stands, for loading `Specs/`.
  public static let functies = Structuurcontrole.functies.union(Batchoordeel.functies).union(
    Identificator.functies
  ).union(Meldingverwerking.functies)
}

extension Grondslag {
  /// The statuses of the school years of who delivers.
  func statussen(_ leverancier: Leverancier, op datum: Datum) -> [Int: Schooljaar.Status] {
    tables.statussen(
      brin: leverancier.brin, aanleverpunt: leverancier.aanleverpunt, sectordeel: leverancier.sectordeel, op: datum)
  }

  /// What a delivery may not change any more. Only BO is closed: educatie and vavo are not funded by
  /// what BRON has (PvE, mutatiestop).
  func afsluiting(_ voorloop: Voorloop, op datum: Datum) -> Afsluiting {
    voorloop.leverancier.sectordeel == "BO"
      ? Afsluiting(statussen: statussen(voorloop.leverancier, op: datum), isVanAccountant: voorloop.isVanAccountant)
      : .geen
  }
}
