import ProgrammaVanEisen
import Records
import Reference

/// `standaard.yaml`: the persons, the tables, and what a record holds where a scenario does not say.
struct Standaard: Sendable {
  /// The persons by key, in the order of the file.
  let personen: [(sleutel: String, kolommen: [String: String])]
  let tabellen: [String: String]
  private let velden: [Int: [String: String]]
  private let namen: [String: [String]]

  init() throws {
    let node = Tekst(try Scenario.node("standaard.yaml"), "standaard.yaml")
    personen = (node["personen"]?.paren ?? []).map { ($0, $1.map) }
    tabellen = node["tabellen"]?.map ?? [:]
    velden = Dictionary(
      (node["records"]?.paren ?? []).map { (Int($0) ?? 0, $1.map) }, uniquingKeysWith: { $1 })
    namen = Dictionary(
      (node["namen"]?.paren ?? []).map { ($0, $1.lijst.isEmpty ? [$1.tekst] : $1.lijst.map(\.tekst)) },
      uniquingKeysWith: { $1 })
  }

  /// The field that a scenario means: by its id, or by the short name of it.
  func veld(_ naam: String, _ layout: Layout) throws -> Veld {
    for id in [naam] + (namen[naam] ?? []) {
      if let veld = layout.veld(id) { return veld }
    }
    throw Scenariofout("a \(layout.record) has no field '\(naam)'")
  }

  /// What stands in a record, by id of the field.
  func waarden(_ record: Scenariorecord, _ layout: Layout, van persoon: [String: String]) throws -> [String: String] {
    var waarden = record.recordsoort < 320 ? Self.sleutel(record.recordsoort, persoon) : [:]
    for (naam, waarde) in velden[record.recordsoort] ?? [:] {
      let veld = try veld(naam, layout)
      // Only the key of what is taken away.
      if record.mutatie != "V" || veld.isSleutel { waarden[veld.id] = waarde }
    }
    for (naam, waarde) in record.velden { waarden[try veld(naam, layout).id] = waarde }
    if !record.mutatie.isEmpty { waarden["soortMutatie"] = record.mutatie }
    return waarden
  }

  private static func sleutel(_ recordsoort: Int, _ persoon: [String: String]) -> [String: String] {
    func waarde(_ kolom: String) -> String { persoon[kolom] ?? "" }
    switch recordsoort {
    case 305:
      let postcode = waarde("postcode")
      return [
        "leerlingnummer": waarde("leerlingnummer"), "sofinummer": waarde("bsn"),
        "onderwijsnummer": waarde("bsn").isEmpty ? waarde("onderwijsnummer") : "",
        "geboortedatum": waarde("geboortedatum"), "geslacht": waarde("geslacht"),
        "postcodeVolgensInstelling": postcode, "land": postcode.isEmpty ? waarde("land") : "",
      ]
    case 310: return ["achternaam": waarde("achternaam"), "alleVoornamen": waarde("voornamen")]
    default: return [:]
    }
  }

  /// `personen.csv`, with what is otherwise for once; nil columns take a person away.
  func personen(
    _ anders: [(sleutel: String, kolommen: [String: String]?)]
  ) -> (csv: String, personen: [String: [String: String]]) {
    var personen = personen
    for (sleutel, kolommen) in anders {
      let plaats = personen.firstIndex { $0.sleutel == sleutel }
      switch (plaats, kolommen) {
      case (let plaats?, let kolommen?): personen[plaats].kolommen.merge(kolommen) { $1 }
      case (let plaats?, nil): personen.remove(at: plaats)
      case (nil, let kolommen?): personen.append((sleutel, kolommen))
      case (nil, nil): break
      }
    }
    let kolommen = Persoon.Kolom.allCases.map { "\($0)" }
    let bekend = personen.filter { $0.kolommen["onbekend"] != "J" }
    let rijen = bekend.map { persoon in kolommen.map { persoon.kolommen[$0] ?? "" }.joined(separator: ";") }
    return (
      ([kolommen.joined(separator: ";")] + rijen).joined(separator: "\n") + "\n",
      Dictionary(personen.map { ($0.sleutel, $0.kolommen) }, uniquingKeysWith: { $1 })
    )
  }
}
