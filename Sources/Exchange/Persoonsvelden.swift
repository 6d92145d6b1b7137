import Reference

/// Which columns of `personen.csv` fill the records 410 and 411.
enum Persoonsvelden {
  static let persoonsgegevens: [(veld: String, kolom: Persoon.Kolom)] = [
    ("achternaam", .achternaam), ("voorvoegsel", .voorvoegsel), ("alleVoornamen", .voornamen),
    ("straatnaam", .straatnaam),
    ("huisnummer", .huisnummer), ("huisnummertoevoeging", .huisnummertoevoeging),
    ("locatieomschrijving", .locatieomschrijving),
    ("huisnummeraanduiding", .huisnummeraanduiding), ("plaatsnaam", .plaatsnaam),
    ("adresregelBuitenland1", .adresregel_buitenland_1), ("adresregelBuitenland2", .adresregel_buitenland_2),
    ("adresregelBuitenland3", .adresregel_buitenland_3), ("nationaliteit1", .nationaliteit_1),
    ("nationaliteit2", .nationaliteit_2),
  ]

  static let gbaGegevens: [(veld: String, kolom: Persoon.Kolom)] = [
    ("datumOverlijden", .datum_overlijden), ("postcodeVolgensGBA", .postcode),
    ("datumIngangAdres", .datum_ingang_adres),
    ("geboorteland", .geboorteland), ("geboortelandOuder1", .geboorteland_ouder_1),
    ("geslachtOuder1", .geslacht_ouder_1),
    ("geboortelandOuder2", .geboorteland_ouder_2), ("geslachtOuder2", .geslacht_ouder_2),
    ("datumVestigingInNederland", .datum_vestiging_nederland), ("datumVertrekUitNederland", .datum_vertrek_nederland),
    ("landWaarnaarVertrokken", .land_waarnaar_vertrokken), ("nationaliteit1", .nationaliteit_1),
    ("datumIngangNationaliteit1", .datum_ingang_nationaliteit_1), ("nationaliteit2", .nationaliteit_2),
    ("datumIngangNationaliteit2", .datum_ingang_nationaliteit_2), ("verblijfstitel", .verblijfstitel),
    ("datumIngangVerblijfstitel", .datum_ingang_verblijfstitel),
    ("datumEindeVerblijfstitel", .datum_einde_verblijfstitel),
  ]

  /// What is left out for a person whose data are secret (956).
  static let adres: Set<Persoon.Kolom> = [
    .straatnaam, .huisnummer, .huisnummertoevoeging, .locatieomschrijving, .huisnummeraanduiding, .plaatsnaam,
    .adresregel_buitenland_1, .adresregel_buitenland_2, .adresregel_buitenland_3, .postcode,
  ]
}
