import ProgrammaVanEisen
import Records

/// The meldingen of VA: 330, and 331 with its vakken.
struct Vavo: Onderwijs {
  /// What a step tells.
  private enum Stap {
    /// 330 A.
    case aanpassing
    /// 331 T, A or V with its 332s.
    case examen(Mutatie, Examenstand)
  }

  private static let opleidingen = ["5150", "5370"].map { Array($0.utf8) }
  /// The examen that has combinatiecijfers.
  private static let metCombinatiecijfer = Array("5370".utf8)
  private static let geexamineerd = [Examenvak.Toepassing.geexamineerd.rawValue]
  private static let vwo = Array("VWO".utf8)
  private static let titels = [
    "De Afsluitdijk: een eeuw water keren", "Café, plein en park: jongeren in de openbare ruimte",
    "Taal op straat in drie Groningse wijken", "Kernenergie, ja of nee", "De invloed van muziek op het geheugen",
    "Vluchtelingen in Nederland na 1945", "Wiskunde in het werk van Escher", "Het water in de sloot achter de school",
  ].map { Latin1.bytes($0) ?? [] }

  private let leven: Levensloop

  init(_ leven: Levensloop) {
    self.leven = leven
  }

  func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver) {
    let cursus = Cursus(leven, moment, opleidingen: Self.opleidingen)
    var random = bron(moment, 0)
    let einde = cursus.einde(&random)
    // Before a school year ends there is no outcome.
    let hoogste = cursus.isVoorbij ? Examenstand.herexamen : .schoolexamen
    let begin: Examenstand =
      moment.verloop == .afgerond ? .uitslag : random.chance(400) ? .schoolexamen : .geen
    let volgnummer = moment.volgnummer
    if moment.fase == 0 {
      let isAfgerond = moment.verloop == .afgerond
      cursus.schrijf(.inschrijvingVA, .toevoeging, volgnummer, einde: isAfgerond ? einde : nil, to: &schrijver)
      if begin != .geen { schrijfExamen(moment, .toevoeging, Vavoexamen(leven, moment, cursus, begin), &schrijver) }
      return
    }
    switch moment.verloop {
    case .vergissing:
      cursus.schrijf(.inschrijvingVA, .verwijdering, volgnummer, einde: nil, to: &schrijver)
    case .lopend where moment.isLaatste:
      cursus.schrijf(.inschrijvingVA, .aanpassing, volgnummer, einde: einde, to: &schrijver)
    case .lopend, .afgerond:
      var stand = begin
      var stap = Stap.aanpassing
      for fase in 1...moment.fase {
        var random = bron(moment, fase)
        stap = self.stap(stand, van: begin, hoogste: hoogste, &random)
        if case .examen(let mutatie, let nieuw) = stap { stand = mutatie == .verwijdering ? .geen : nieuw }
      }
      switch stap {
      case .aanpassing:
        cursus.schrijf(
          .inschrijvingVA, .aanpassing, volgnummer, einde: moment.verloop == .afgerond ? einde : nil,
          correctie: moment.fase, to: &schrijver)
      case .examen(let mutatie, let nieuw):
        schrijfExamen(moment, mutatie, Vavoexamen(leven, moment, cursus, nieuw), &schrijver)
      }
    }
  }

  private func bron(_ moment: Levensmoment, _ fase: Int) -> RandomSource {
    RandomSource(leven.key, .fase, moment.persoon.index, moment.ordinaal << 16 | fase)
  }

  /// The step behind `stand`. An examen that came along with its inschrijving stays.
  private func stap(
    _ stand: Examenstand, van begin: Examenstand, hoogste: Examenstand, _ random: inout RandomSource
  ) -> Stap {
    let chance = random.below(100)
    switch stand {
    case .geen: return chance < 65 ? .examen(.toevoeging, .schoolexamen) : .aanpassing
    case _ where chance < 30: return .aanpassing
    case .schoolexamen where chance < 40 && begin == .geen: return .examen(.verwijdering, .schoolexamen)
    default:
      let volgende = Examenstand(rawValue: stand.rawValue + 1) ?? hoogste
      return .examen(.aanpassing, volgende.rawValue > hoogste.rawValue ? stand : volgende)
    }
  }

  // MARK: Records

  private func schrijfExamen(
    _ moment: Levensmoment, _ mutatie: Mutatie, _ examen: Vavoexamen, _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.examen, mutatie, moment.volgnummer)
    schrijver.put(examen.code, .examen)
    schrijver.put(examen.jaar, .examenjaar)
    if mutatie == .verwijdering { return }
    if let uitslag = examen.uitslag {
      schrijver.put(examen.datum, .datumUitslagExamen)
      schrijver.put([uitslag], .uitslagExamen)
    }
    if examen.isVolledig { schrijfWerkstuk(examen, &schrijver) }
    for (index, vak) in examen.vakken.enumerated() { schrijfVak(moment, examen, vak, index, &schrijver) }
  }

  /// A beoordeling or a mark, never both.
  private func schrijfWerkstuk(_ examen: Vavoexamen, _ schrijver: inout Meldingschrijver) {
    schrijver.put(Self.titels[examen.werkstuk % Self.titels.count], .titelWerkstuk)
    schrijver.put(Self.geexamineerd, .toepassingBeoordelingWerkstuk)
    if examen.werkstuk % 3 == 0 {
      schrijver.put(60 + examen.werkstuk % 31, .cijferWerkstuk)
    } else {
      schrijver.put([UInt8(ascii: examen.werkstuk % 3 == 1 ? "G" : "V")], .beoordelingWerkstuk)
    }
  }

  private func schrijfVak(
    _ moment: Levensmoment, _ examen: Vavoexamen, _ vak: Examenvak, _ index: Int, _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.examenvak, .toevoeging, moment.volgnummer)
    schrijver.put(examen.code, .examen)
    schrijver.put(examen.jaar, .examenjaar)
    schrijver.put(vak.code, .examenvak)
    schrijver.put(examen.isVolledig || index == 0, .indicatieDiplomavak)
    schrijver.put([vak.toepassing.rawValue], .toepassingResultaatExamenvak)
    schrijver.put(examen.isVolledig && index == 1, .indicatieWerkstuk)
    if vak.isHogerNiveau {
      schrijver.put(Self.vwo, .hogerNiveau)
      schrijver.put(vak.code, .vakcodeHogerNiveau)
    }
    if let beoordeling = vak.beoordeling { schrijver.put([beoordeling], .beoordelingSchoolexamen) }
    if let cijfer = vak.schoolexamen { schrijver.put(cijfer, .cijferSchoolexamen) }
    for (cijfer, veld) in zip(vak.centraal, [Veldnaam.cijferCE1, .cijferCE2]) { schrijver.put(cijfer, veld) }
    for (cijfer, veld) in zip(vak.eindcijfers, [Veldnaam.eersteEindcijfer, .tweedeEindcijfer]) {
      schrijver.put(cijfer, veld)
    }
    if let cijfer = vak.cijferlijst { schrijver.put(cijfer, .cijferCijferlijst) }
    if let uitslag = examen.uitslag {
      let isDeel = uitslag == UInt8(ascii: "D")
      // Nobody is referred to another time once passed or failed.
      schrijver.put(isDeel && examen.stand == .uitslag && vak.isOnvoldoende, .indicatieVerwezenNaarVolgendTijdvak)
      schrijver.put(isDeel && vak.cijferlijst != nil && !vak.isOnvoldoende, .indicatieCertificaatBehaald)
    }
    if examen.code == Self.metCombinatiecijfer { schrijver.put(index >= 5, .indicatieCombinatiecijfer) }
  }
}
