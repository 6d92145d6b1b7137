import FileSystem
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
  case indicatieNieuwkomer, contacturenPerWeek
  case voltooideOpleiding, datumVoltooid, vakvolgnummer, vak, nt2Vaardigheid, startniveau, behaaldNiveau
  case examen, examenjaar, datumUitslagExamen, uitslagExamen, titelWerkstuk, beoordelingWerkstuk,
    toepassingBeoordelingWerkstuk, cijferWerkstuk
  case examenvak, indicatieDiplomavak, toepassingResultaatExamenvak, indicatieWerkstuk, hogerNiveau,
    beoordelingSchoolexamen, cijferSchoolexamen, cijferCE1, cijferCE2, cijferCE3, eersteEindcijfer, tweedeEindcijfer,
    derdeEindcijfer, cijferCijferlijst, indicatieVerwezenNaarVolgendTijdvak, indicatieCertificaatBehaald,
    indicatieCombinatiecijfer, vakcodeHogerNiveau
}

/// A kind of record that is made up.
enum Recordsoort: Int, CaseIterable {
  case melding, wijziging, persoonsgegevens
  /// A BPV tells its leerbedrijf by a code, or describes it: then its record is longer.
  case inschrijvingBO, periode, bpv, omschrevenBPV, diploma
  case inschrijvingED, resultaat, vak, vaardigheid
  case inschrijvingVA, examen, examenvak

  /// The first three bytes of the record.
  var nummer: Int {
    switch self {
    case .melding: 305
    case .wijziging: 306
    case .persoonsgegevens: 310
    case .inschrijvingBO: 320
    case .periode: 321
    case .bpv, .omschrevenBPV: 322
    case .diploma: 323
    case .inschrijvingED: 325
    case .resultaat: 326
    case .vak: 327
    case .vaardigheid: 328
    case .inschrijvingVA: 330
    case .examen: 331
    case .examenvak: 332
    }
  }
}

/// What a record does with what is registered, in the byte that says so.
enum Mutatie: UInt8 {
  case toevoeging = 0x54
  case aanpassing = 0x41
  case verwijdering = 0x56
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

/// The layouts of all kinds of records in one version.
struct Recordvormen: Sendable {
  private let vormen: [Recordvorm]

  init(_ layouts: Layouts) throws {
    vormen = try Recordsoort.allCases.map { soort in
      guard let layout = (soort == .bpv ? layouts.short(soort.nummer) : nil) ?? layouts[soort.nummer] else {
        throw BronError(.specs, "version \(layouts.versie.naam) has no layout of record \(soort.nummer)")
      }
      return Recordvorm(layout)
    }
  }

  subscript(soort: Recordsoort) -> Recordvorm { vormen[soort.rawValue] }
}
