/// Faults of 310: what somebody is called who is searched by name.
enum Naamfouten {
  static let alle: [Fout] = [
    op("740", "achternaam", ["achternaam": ""]), op("740", "alleVoornamen", ["alleVoornamen": ""]),
    op("742", "huisnummer", ["huisnummer": "A"]), op("742", "nationaliteit1", ["nationaliteit1": "A"]),
    op("742", "nationaliteit2", ["nationaliteit2": "A"]),
    op("741", "huisnummeraanduiding", ["huisnummeraanduiding": "?"]),
    op("X181", "straatnaam", ["adresregelBuitenland1": "Rue de la Gare 1"]),
    op("X182", "huisnummer", ["huisnummer": "00000"]),
    op("X184", "nationaliteit2", ["nationaliteit1": "0001", "nationaliteit2": "0001"]),
    Fout("X041", 310, "recordsoort") { melding, context in
      guard melding.isToevoeging else { return false }
      melding.zoekOpNaam(context)
      melding.records.append(melding.records.remove(at: 1))
      return true
    },
    Fout("X042", 310, "recordsoort") { melding, context in
      if melding.isToevoeging || melding.aantal(306) > 0 { return false }
      melding.zoekOpNaam(context)
      return true
    },
    Fout("X043", 310, "recordsoort") { melding, context in
      guard melding.isToevoeging, melding.aantal(310) == 0 else { return false }
      melding.records.insert(context.persoonsgegevens, at: 1)
      return true
    },
    Fout("X047", 310, "recordsoort") { melding, context in
      guard melding.isToevoeging else { return false }
      melding.zoekOpNaam(context)
      melding.records.insert(melding.records[1], at: 2)
      return true
    },
  ]

  private static func op(_ code: String, _ veld: String, _ values: [String: String]) -> Fout {
    Fout(code, 310, veld) { melding, context in
      guard melding.isToevoeging else { return false }
      melding.zoekOpNaam(context)
      for (veld, value) in values { melding.records[1][veld] = value }
      return true
    }
  }
}
