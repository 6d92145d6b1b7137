import ProgrammaVanEisen

/// Where the fields that the rules look at lie in what the register keeps: one object, since the rules ask it for
/// every record.
final class Registervelden: Sendable {
  let datumInschrijving: Range<Int>
  let werkelijkeDatumUitschrijving: Range<Int>
  let leerweg: Range<Int>
  let intensiteit: Range<Int>
  let gevolgdeOpleiding: Inschrijvingsveld
  let begin: Inschrijvingsveld
  let einde: Inschrijvingsveld
  let datumIngang: Range<Int>
  let indicatie: Range<Int>
  let afsluitdatumBPV: Range<Int>
  let datumBeginBPV: Range<Int>
  let leerbedrijf: Range<Int>
  let behaaldeKwalificatie: Range<Int>
  let datumBehaald: Range<Int>
  let indicatieDiploma: Range<Int>
  let voltooideOpleiding: Range<Int>
  /// By recordsoort: of 326 and 327.
  let datumVoltooid: [Int: Range<Int>]
  let vak: Range<Int>
  let examen: Range<Int>
  let examenjaar: Range<Int>
  let uitslagExamen: Range<Int>
  let indicatieDiplomavak: Range<Int>

  init(_ vorm: Registervorm) {
    datumInschrijving = vorm.plaats(320, "datumInschrijving")
    werkelijkeDatumUitschrijving = vorm.plaats(320, "werkelijkeDatumUitschrijving")
    leerweg = vorm.plaats(320, "leerweg")
    intensiteit = vorm.plaats(320, "intensiteit")
    gevolgdeOpleiding = Inschrijvingsveld("gevolgdeOpleiding", vorm)
    begin = Inschrijvingsveld("datumInschrijving", vorm)
    einde = Inschrijvingsveld("werkelijkeDatumUitschrijving", vorm)
    datumIngang = vorm.plaats(321, "datumIngangPeriodegegevensInschrijving")
    indicatie = vorm.plaats(321, "indicatieBekostigingInschrijving")
    afsluitdatumBPV = vorm.plaats(322, "afsluitdatumBPV")
    datumBeginBPV = vorm.plaats(322, "datumBeginBPV")
    leerbedrijf = vorm.plaats(322, "leerbedrijf")
    behaaldeKwalificatie = vorm.plaats(323, "behaaldeKwalificatie")
    datumBehaald = vorm.plaats(323, "datumBehaald")
    indicatieDiploma = vorm.plaats(323, "indicatieBekostigingDiploma")
    voltooideOpleiding = vorm.plaats(326, "voltooideOpleiding")
    datumVoltooid = [326: vorm.plaats(326, "datumVoltooid"), 327: vorm.plaats(327, "datumVoltooid")]
    vak = vorm.plaats(327, "vak")
    examen = vorm.plaats(331, "examen")
    examenjaar = vorm.plaats(331, "examenjaar")
    uitslagExamen = vorm.plaats(331, "uitslagExamen")
    indicatieDiplomavak = vorm.plaats(332, "indicatieDiplomavak")
  }
}

/// Where a field of an inschrijving lies, by recordsoort: it differs between 320, 325 and 330.
struct Inschrijvingsveld: Sendable {
  private let bo, ed, va: Range<Int>

  init(_ veld: String, _ vorm: Registervorm) {
    (bo, ed, va) = (vorm.plaats(320, veld), vorm.plaats(325, veld), vorm.plaats(330, veld))
  }

  subscript(recordsoort: Int) -> Range<Int>? {
    switch recordsoort {
    case 320: bo
    case 325: ed
    case 330: va
    default: nil
    }
  }
}
