import ProgrammaVanEisen

/// A field as the schema says it.
struct Schemaveld {
  let element: String
  let lengte: Int
  let isDatum: Bool
  /// In which sectordelen and versions it occurs; empty: everywhere.
  var waar = ""
  private let omschrijving: String

  init(_ veld: Veld, _ element: String, _ pve: PvE) {
    self.element = element
    lengte = veld.lengte
    isDatum = veld.soort == .datum || veld.soort == .onvolledigeDatum
    let tekens = "\(veld.lengte) \(veld.lengte == 1 ? "teken" : "tekens")"
    let vorm =
      switch veld.soort {
      case .tekst: "Tekst van ten hoogste \(tekens)."
      case .numeriek: "Getal van \(veld.lengte) cijfers; een korter getal krijgt er nullen voor."
      case .datum: "Datum."
      case .onvolledigeDatum: "Datum; zijn dag of maand onbekend, dan als EEJJMM00 of EEJJ0000."
      case .code, .indicatie: "Code van ten hoogste \(tekens)."
      }
    let waarden = veld.lijst.flatMap { pve.lijsten[$0] }?.waarden.map { "\($0.code) (\($0.betekenis))" } ?? []
    let lijst = waarden.isEmpty ? "" : " Waarden: \(waarden.joined(separator: ", "))."
    omschrijving = "\(veld.naam). \(vorm)\(lijst)"
  }

  /// The simple type of its element.
  var type: String { isDatum ? "Datum" : "AN\(lengte)" }

  /// What it is, in Dutch.
  var toelichting: String { waar.isEmpty ? omschrijving : "\(omschrijving) \(waar)" }
}
