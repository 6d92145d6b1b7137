import Records

/// Writes `personen.csv`: what the BRP and BRON know of the made-up persons.
struct PersonsFile {
  private static let header = [
    "bsn", "onderwijsnummer", "geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen", "straatnaam",
    "huisnummer", "huisnummertoevoeging", "locatieomschrijving", "huisnummeraanduiding", "postcode", "plaatsnaam",
    "land", "adresregel_buitenland_1", "adresregel_buitenland_2", "adresregel_buitenland_3", "datum_ingang_adres",
    "geboorteland", "geboorteland_ouder_1", "geslacht_ouder_1", "geboorteland_ouder_2", "geslacht_ouder_2",
    "datum_overlijden", "datum_vestiging_nederland", "datum_vertrek_nederland", "land_waarnaar_vertrokken",
    "nationaliteit_1", "datum_ingang_nationaliteit_1", "nationaliteit_2", "datum_ingang_nationaliteit_2",
    "verblijfstitel", "datum_ingang_verblijfstitel", "datum_einde_verblijfstitel", "geheim",
  ]
  private static let nederland = Array("6030".utf8)

  /// What was written since it was emptied last.
  private(set) var bytes: [UInt8] = []
  private let population: Population
  /// A row, column by column, in ISO-8859-1.
  private var row = [[UInt8]](repeating: [], count: header.count)

  init(_ population: Population) {
    self.population = population
  }

  /// Writes the header row.
  mutating func schrijfKop() {
    bytes += Array(Self.header.joined(separator: ";").utf8)
    bytes.append(0x0A)
  }

  /// Writes the row of a person.
  mutating func schrijf(_ persoon: GeneratedPerson) {
    let naam = persoon.naam(population.seed, population.namen)
    let isBRP = persoon.kenmerk != .onderwijsnummer
    row[0] = isBRP ? digits(persoon.nummer, 9) : []
    row[1] = isBRP ? [] : digits(persoon.nummer, 9)
    row[2] = digits(persoon.geboortedatum, 8)
    row[3] = [persoon.isVrouw ? UInt8(ascii: "V") : UInt8(ascii: "M")]
    row[4] = naam.achternaam
    row[5] = naam.voorvoegsel
    row[6] = naam.voornamen
    row[7] = isBRP ? naam.straatnaam : []
    row[8] = isBRP ? digits(naam.huisnummer, 5) : []
    row[9] = isBRP ? naam.huisnummertoevoeging : []
    row[12] = persoon.postcode
    row[13] = isBRP ? naam.plaatsnaam : []
    row[14] = isBRP ? Self.nederland : []
    row[18] = isBRP ? row[2] : []
    row[19] = isBRP ? Self.nederland : []
    row[20] = row[19]
    row[22] = row[19]
    row[28] = isBRP ? digits(naam.nationaliteit, 4) : []
    row[29] = isBRP ? row[2] : []
    row[35] = [naam.isGeheim && isBRP ? UInt8(ascii: "J") : UInt8(ascii: "N")]
    for (column, value) in row.enumerated() {
      if column > 0 { bytes.append(UInt8(ascii: ";")) }
      for byte in value {
        if byte < 0x80 {
          bytes.append(byte)
        } else {
          bytes.append(0xC0 | byte >> 6)
          bytes.append(0x80 | byte & 0x3F)
        }
      }
    }
    bytes.append(0x0A)
  }

  /// Empties the buffer and keeps its memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
  }

  private func digits(_ number: Int, _ count: Int) -> [UInt8] {
    var digits = [UInt8](repeating: 0x30, count: count)
    var rest = number
    for place in digits.indices.reversed() {
      digits[place] += UInt8(rest % 10)
      rest /= 10
    }
    return digits
  }
}
