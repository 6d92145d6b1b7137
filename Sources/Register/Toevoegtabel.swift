/// A table that meldingen add rows to: persons, inschrijvingen, and their parts. One object each, as `Onderdeeltabel`.
final class Toevoegtabel: Sendable {
  /// How many rows a statement adds: as many of the largest as there are rows for, then of the next.
  static let perOpdracht = [64, 16, 4, 1]

  /// Its place in `alle`.
  let nummer: Int
  let kolommen: [String]
  private let naam: String

  private init(_ nummer: Int, _ naam: String, _ kolommen: [String]) {
    self.nummer = nummer
    self.naam = naam
    self.kolommen = kolommen + ["aanlevering_id", "meldingnummer"]
  }

  /// The statement that adds so many rows.
  func sql(_ aantal: Int) -> String {
    let rij = "(\(kolommen.map { _ in "?" }.joined(separator: ", ")))"
    let rijen = [String](repeating: rij, count: aantal).joined(separator: ", ")
    return "INSERT INTO \(naam) (\(kolommen.joined(separator: ", "))) VALUES \(rijen)"
  }

  static let persoon = Toevoegtabel(
    0, "persoon",
    ["id", "bsn", "onderwijsnummer", "geboortedatum", "geslacht", "postcode", "land", "achternaam", "voornamen"])
  static let inschrijving = Toevoegtabel(
    1, "inschrijving",
    ["id", "persoon_id", "brin", "aanleverpunt", "sectordeel", "inschrijvingsvolgnummer", "gegevens"])
  private static let onderdelen = Onderdeeltabel.all.map { tabel in
    Toevoegtabel(2 + tabel.nummer, tabel.naam, ["inschrijving_id"] + tabel.sleutel.map(\.kolom) + ["gegevens"])
  }

  /// That of a table of parts.
  static func van(_ tabel: Onderdeeltabel) -> Toevoegtabel { onderdelen[tabel.nummer] }

  /// All of them; what refers to another comes behind it.
  static let alle = [persoon, inschrijving] + onderdelen
}
