import ProgrammaVanEisen

/// Where the fields that the rules look at lie in what the register keeps: one object, since the rules ask it for
/// every record.
final class Registervelden: Sendable {
  let datumInschrijving: Range<Int>
  let werkelijkeDatumUitschrijving: Range<Int>
  let leerweg: Range<Int>
  let intensiteit: Range<Int>
  /// By recordsoort, since it differs between 320, 325 and 330.
  let gevolgdeOpleiding: [Int: Range<Int>]
  let begin: [Int: Range<Int>]
  let einde: [Int: Range<Int>]
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
    func each(_ veld: String) -> [Int: Range<Int>] {
      [320: vorm.plaats(320, veld), 325: vorm.plaats(325, veld), 330: vorm.plaats(330, veld)]
    }
    datumInschrijving = vorm.plaats(320, "datumInschrijving")
    werkelijkeDatumUitschrijving = vorm.plaats(320, "werkelijkeDatumUitschrijving")
    leerweg = vorm.plaats(320, "leerweg")
    intensiteit = vorm.plaats(320, "intensiteit")
    gevolgdeOpleiding = each("gevolgdeOpleiding")
    begin = each("datumInschrijving")
    einde = each("werkelijkeDatumUitschrijving")
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
