/// A reference table that conditions may name (`tabellen.examens`), as the folder of
/// `--reference` holds it: `examens.csv`, its first column the key.
public enum Tabel: String, CaseIterable, Sendable {
  case instellingen, opleidingen, kenniscentra, leerbedrijven, examens, vakken, landen, nationaliteiten, postcodes
  case licenties, erkenningen, examenvakken

  /// The columns, in the order of the file; the first is the key.
  public var kolommen: [String] {
    switch self {
    case .instellingen: ["brin", "naam", "datum_begin", "datum_einde", "soort"]
    case .opleidingen:
      [
        "code", "naam", "sectordeel", "niveau", "soort", "dossier", "bekostigd", "prijsfactor", "datum_begin",
        "datum_einde",
      ]
    case .kenniscentra: ["brin", "naam"]
    case .leerbedrijven: ["code", "naam", "kenniscentrum", "postcode", "huisnummer", "datum_begin", "datum_einde"]
    case .examens: ["examen", "naam", "combinatiecijfer", "tweede_fase", "datum_begin", "datum_einde", "diplomavakken"]
    case .vakken: ["vak", "naam", "sectordeel", "nt2", "datum_begin", "datum_einde"]
    case .landen, .nationaliteiten: ["code", "naam", "datum_begin", "datum_einde"]
    case .postcodes: ["postcode", "plaatsnaam"]
    case .licenties: ["brin", "opleiding", "datum_begin", "datum_einde"]
    case .erkenningen: ["leerbedrijf", "opleiding", "datum_begin", "datum_einde"]
    case .examenvakken: ["examen", "vak", "datum_begin", "datum_einde"]
    }
  }

  /// How many columns the key has, from the first on. Of those with more than one, a key may have several
  /// rows, each valid from `datum_begin` to `datum_einde`.
  public var sleutels: Int {
    switch self {
    case .licenties, .erkenningen, .examenvakken: 2
    default: 1
    }
  }

  /// The number by which compiled conditions name the table.
  public var nummer: Int { Self.allCases.firstIndex(of: self)! }
}
