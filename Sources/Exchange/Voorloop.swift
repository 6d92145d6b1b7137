import ProgrammaVanEisen
import Records
import Register

/// What the header of a delivery, record 300, says.
struct Voorloop: Sendable {
  /// The record as it was delivered.
  let bytes: [UInt8]
  /// Who delivers; whether there is such an aanleverpunt is not said yet.
  let leverancier: Leverancier
  /// -1 where it is not three digits; such a delivery is refused.
  let batchnummer: Int
  /// Of the institution's own, given back in 402 as it came.
  let internOrganisatienummer: [UInt8]
  /// Nil where it is no date; such a delivery is refused.
  let aanmaakdatum: Datum?
  /// The version of the PvE, such as 1.1; it may be one that does not exist.
  let versie: String
  /// Whether an accountant stands behind the delivery.
  let isVanAccountant: Bool
  /// Whether the institution says that this is the last delivery of the school year.
  let isLaatste: Bool

  /// The header in a line, or nil where the line has not the form of one.
  init?(_ line: [UInt8], layout: Layout) {
    guard line.count == layout.lengte, line.starts(with: "300".utf8) else { return nil }
    func value(_ id: String) -> [UInt8] { layout.veld(id).map { Array(Latin1.trimmed(line[$0.range])) } ?? [] }
    func text(_ id: String) -> String { Latin1.text(value(id)) }
    bytes = line
    leverancier = Leverancier(
      brin: text("brinNummer"), aanleverpunt: text("aanleverpuntnummer"), sectordeel: text("sectordeel"))
    let digits = value("batchnummer")
    batchnummer = digits.count == 3 && digits.allSatisfy { $0 &- 0x30 <= 9 } ? Int(text("batchnummer")) ?? -1 : -1
    internOrganisatienummer = value("internOrganisatienummer")
    aanmaakdatum = Datum(value("aanmaakdatumAanleverbestand"))
    versie = text("versieProgrammaVanEisen")
    isVanAccountant = text("verantwoordelijkeAanlevering") == "A"
    isLaatste = text("laatsteAanlevering") == "J"
  }
}
