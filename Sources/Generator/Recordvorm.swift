import ProgrammaVanEisen

/// The fields that made-up records fill, by their names in the layouts.
enum Veldnaam: Int, CaseIterable {
  case meldingnummer, soortMutatie, inschrijvingsvolgnummer
  case leerlingnummer, sofinummer, onderwijsnummer, geboortedatum, geslacht, postcodeVolgensInstelling, land
  case postcodeVolgensInstellingGewijzigd, datumIngangAdreswijziging
  case achternaam, voorvoegsel, alleVoornamen, straatnaam, huisnummer, huisnummertoevoeging, plaatsnaam, nationaliteit1
  case gevolgdeOpleiding, leerweg, intensiteit, datumInschrijving, geplandeDatumUitschrijving,
    werkelijkeDatumUitschrijving, hoogsteVooropleiding, indicatieGehandicapt, redenUitstroom
  case datumIngangPeriodegegevensInschrijving, indicatieBekostigingInschrijving
  case bpvVolgnummer, afsluitdatumBPV, datumBeginBPV, geplandeDatumEindeBPV, werkelijkeDatumEindeBPV, leerbedrijf,
    omvangBPV, brinCodeKBB, naamLeerbedrijf, postcodeLeerbedrijf, huisnummerLeerbedrijf, creboCodeBPV
  case behaaldeKwalificatie, datumBehaald, indicatieBekostigingDiploma
}

/// A layout with the places of its fields looked up once.
struct Recordvorm: Sendable {
  let layout: Layout
  private let ranges: [Range<Int>]

  init(_ layout: Layout) {
    self.layout = layout
    ranges = Veldnaam.allCases.map { layout.veld("\($0)")?.range ?? 0..<0 }
  }

  /// Where a field stands; nowhere where this version does not have it.
  subscript(veld: Veldnaam) -> Range<Int> { ranges[veld.rawValue] }
}
