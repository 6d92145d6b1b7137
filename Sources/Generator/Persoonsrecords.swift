/// Writes the records that say who a melding is about.
struct Persoonsrecords: Sendable {
  private static let mannen = [UInt8(ascii: "M")]
  private static let vrouwen = [UInt8(ascii: "V")]

  let population: Population

  /// Writes the 305, and where the person has to be searched by name the 310.
  func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver) {
    let persoon = moment.persoon
    // The institution learns the BSN from the first answer.
    let isGezocht = persoon.kenmerk == .naam && moment.isEerste
    schrijver.begin(.melding)
    schrijver.putPart(10_000_000 + persoon.index, of: .leerlingnummer, at: 0, digits: 8)
    if !isGezocht {
      schrijver.put(persoon.nummer, persoon.kenmerk == .onderwijsnummer ? .onderwijsnummer : .sofinummer)
    }
    schrijver.put(persoon.geboortedatum, .geboortedatum)
    schrijver.put(persoon.isVrouw ? Self.vrouwen : Self.mannen, .geslacht)
    if persoon.land != 0 {
      schrijver.put(persoon.land, .land)
    } else {
      let isOud = persoon.isVerhuisd && moment.isVoorVerhuizing
      schrijver.put(isOud ? persoon.postcodeVoorVerhuizing : persoon.postcode, .postcodeVolgensInstelling)
    }
    if isGezocht { schrijfNaam(persoon, to: &schrijver) }
  }

  /// Writes a 310.
  func schrijfNaam(_ persoon: GeneratedPerson, to schrijver: inout Meldingschrijver) {
    let naam = persoon.naam(population.seed, population.namen)
    schrijver.begin(.persoonsgegevens)
    schrijver.put(naam.achternaam, .achternaam)
    schrijver.put(naam.voorvoegsel, .voorvoegsel)
    schrijver.put(naam.voornamen, .alleVoornamen)
    schrijver.put(naam.straatnaam, .straatnaam)
    schrijver.put(naam.huisnummer, .huisnummer)
    schrijver.put(naam.huisnummertoevoeging, .huisnummertoevoeging)
    schrijver.put(naam.plaatsnaam, .plaatsnaam)
    schrijver.put(naam.nationaliteit, .nationaliteit1)
  }

  /// Writes the 306 of a move.
  func schrijfVerhuizing(_ moment: Levensmoment, _ leven: Levensloop, to schrijver: inout Meldingschrijver) {
    let persoon = moment.persoon
    schrijver.begin(.wijziging)
    schrijver.put(persoon.postcode, .postcodeVolgensInstellingGewijzigd)
    schrijver.put(leven.datum.adding(days: -persoon.index % 60), .datumIngangAdreswijziging)
  }
}
