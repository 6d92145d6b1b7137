import ProgrammaVanEisen
import Records
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

/// Where the fields of an echo lie, and what is the same in every one of its kind: looked up once for a
/// delivery.
struct Echovelden: Sendable {
  let status, sofinummer, onderwijsnummer: Range<Int>
  let recordsoort, identificatie, signaalcode, omschrijving, ernst: Range<Int>
  /// The records 410 and 411, with the column that fills each field.
  let persoon: [(layout: Layout, kolommen: [Kolom])]
  /// Which column fills which field, without the names of the field: one is asked for each value that is written.
  struct Kolom {
    let range: Range<Int>
    let isNumeriek: Bool
    let kolom: Persoon.Kolom
    let isAdres: Bool
  }

  /// By check, what its 499 says; no text where that depends on the record.
  let signalen: [(code: ShortBytes, tekst: [UInt8]?, ernst: [UInt8])]
  /// By layout, where the fields of its key lie, the inschrijvingsvolgnummer first.
  let sleutels: [[Range<Int>]]

  init(_ pve: PvE, _ layouts: Layouts) {
    func place(_ record: Int, _ veld: String) -> Range<Int> { layouts[record]?.veld(veld)?.range ?? 0..<0 }
    status = place(405, "statusMelding")
    sofinummer = place(405, "sofinummer")
    onderwijsnummer = place(405, "onderwijsnummer")
    recordsoort = place(499, "recordsoortTerugkoppeling")
    identificatie = place(499, "recordidentificatie")
    signaalcode = place(499, "signaalcode")
    omschrijving = place(499, "omschrijvingSignaal")
    ernst = place(499, "ernst")
    let kolommen = [(410, Persoonsvelden.persoonsgegevens), (411, Persoonsvelden.gbaGegevens)]
    persoon = kolommen.compactMap { record, kolommen in
      guard let layout = layouts[record] else { return nil }
      return (
        layout,
        kolommen.compactMap { id, kolom in
          layout.veld(id).map { veld in
            Kolom(
              range: veld.range, isNumeriek: veld.soort == .numeriek, kolom: kolom,
              isAdres: Persoonsvelden.adres.contains(kolom))
          }
        }
      )
    }
    signalen = pve.controles.map { controle in
      let tekst = controle.tekst.contains("{") ? nil : Latin1.bytes(controle.signaaltekst)
      let code = ShortBytes(controle.signaalcode.utf8.prefix(ShortBytes.most))
      return (code, tekst, Array(controle.ernst.rawValue.utf8))
    }
    sleutels = layouts.all.map { $0.sleutel.map(\.range) }
  }
}
