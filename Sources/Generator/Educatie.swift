import ProgrammaVanEisen

/// The meldingen of ED: 325 with its results, vakken and vaardigheden.
struct Educatie: Onderwijs {
  private static let opleidingen = ["5501", "5511"].map { Array($0.utf8) }
  /// C2, the highest level.
  private static let hoogsteNiveau = 6

  private let leven: Levensloop

  init(_ leven: Levensloop) {
    self.leven = leven
  }

  func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver) {
    let cursus = Cursus(leven, moment, opleidingen: Self.opleidingen)
    var random = bron(moment, 0)
    var stand = Educatiestand(&random)
    let einde = cursus.einde(&random)
    let krijgtResultaat = random.chance(600)
    switch moment.verloop {
    case _ where moment.fase == 0:
      let isAfgerond = moment.verloop == .afgerond
      schrijfToevoeging(
        moment, cursus, stand, einde: isAfgerond ? einde : nil, heeftResultaat: isAfgerond && krijgtResultaat,
        &schrijver)
    case .vergissing:
      cursus.schrijf(.inschrijvingED, .verwijdering, moment.volgnummer, einde: nil, to: &schrijver)
    case .afgerond:
      var random = bron(moment, moment.fase)
      if krijgtResultaat && (moment.isLaatste || random.chance(500)) {
        let mutatie = moment.isLaatste && random.chance(150) ? Mutatie.verwijdering : .aanpassing
        schrijfResultaat(moment, mutatie, cursus, einde.adding(days: -random.below(30)), &schrijver)
      } else {
        cursus.schrijf(
          .inschrijvingED, .aanpassing, moment.volgnummer, einde: einde, correctie: moment.fase, to: &schrijver)
      }
    case .lopend:
      for fase in 1..<moment.fase {
        var random = bron(moment, fase)
        _ = stand.stap(&random)
      }
      if moment.isLaatste {
        cursus.schrijf(.inschrijvingED, .aanpassing, moment.volgnummer, einde: einde, to: &schrijver)
        if krijgtResultaat && !stand.heeftResultaat {
          schrijfResultaat(moment, .toevoeging, cursus, einde, &schrijver)
        }
      } else {
        var random = bron(moment, moment.fase)
        let stap = stand.stap(&random)
        schrijf(stap, moment, cursus, stand, cursus.voltooid.adding(days: -random.below(60)), &schrijver)
      }
    }
  }

  private func bron(_ moment: Levensmoment, _ fase: Int) -> RandomSource {
    RandomSource(leven.key, .fase, moment.persoon.index, moment.ordinaal << 16 | fase)
  }

  private func schrijfToevoeging(
    _ moment: Levensmoment, _ cursus: Cursus, _ stand: Educatiestand, einde: Datum?, heeftResultaat: Bool,
    _ schrijver: inout Meldingschrijver
  ) {
    cursus.schrijf(.inschrijvingED, .toevoeging, moment.volgnummer, einde: einde, to: &schrijver)
    if heeftResultaat, let einde { schrijfResultaat(moment, .toevoeging, cursus, einde, &schrijver) }
    for nummer in 1...stand.meegemeld {
      schrijfVak(moment, .toevoeging, stand, nummer, voltooid: einde, &schrijver)
      if nummer == stand.nt2Nummer {
        for vaardigheid in stand.vaardigheden.sorted() {
          schrijfVaardigheid(moment, .toevoeging, stand, vaardigheid, isBehaald: einde != nil, &schrijver)
        }
      }
    }
  }

  private func schrijf(
    _ stap: Educatiestand.Stap, _ moment: Levensmoment, _ cursus: Cursus, _ stand: Educatiestand, _ voltooid: Datum,
    _ schrijver: inout Meldingschrijver
  ) {
    switch stap {
    case .aanpassing:
      cursus.schrijf(
        .inschrijvingED, .aanpassing, moment.volgnummer, einde: nil, correctie: moment.fase, to: &schrijver)
    case .vak(let mutatie, let nummer):
      schrijfVak(moment, mutatie, stand, nummer, voltooid: mutatie == .aanpassing ? voltooid : nil, &schrijver)
      if mutatie == .toevoeging && nummer == stand.nt2Nummer {
        schrijfVaardigheid(moment, .toevoeging, stand, stand.eersteVaardigheid, isBehaald: false, &schrijver)
      }
    case .vaardigheid(let mutatie, let vaardigheid):
      // Half of them bring their vak along: only those come back in the feedback.
      if mutatie != .verwijdering && moment.fase % 2 == 0 {
        schrijfVak(moment, .aanpassing, stand, stand.nt2Nummer, voltooid: nil, &schrijver)
      }
      schrijfVaardigheid(moment, mutatie, stand, vaardigheid, isBehaald: mutatie == .aanpassing, &schrijver)
    case .resultaat(let mutatie): schrijfResultaat(moment, mutatie, cursus, voltooid, &schrijver)
    }
  }

  private func schrijfResultaat(
    _ moment: Levensmoment, _ mutatie: Mutatie, _ cursus: Cursus, _ voltooid: Datum, _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.resultaat, mutatie, moment.volgnummer)
    schrijver.put(cursus.opleiding, .voltooideOpleiding)
    if mutatie != .verwijdering { schrijver.put(voltooid, .datumVoltooid) }
  }

  private func schrijfVak(
    _ moment: Levensmoment, _ mutatie: Mutatie, _ stand: Educatiestand, _ nummer: Int, voltooid: Datum?,
    _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.vak, mutatie, moment.volgnummer)
    schrijver.put(nummer, .vakvolgnummer)
    schrijver.put(stand.vakken[nummer - 1], .vak)
    if let voltooid { schrijver.put(voltooid, .datumVoltooid) }
  }

  private func schrijfVaardigheid(
    _ moment: Levensmoment, _ mutatie: Mutatie, _ stand: Educatiestand, _ vaardigheid: Int, isBehaald: Bool,
    _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.vaardigheid, mutatie, moment.volgnummer)
    schrijver.put(stand.nt2Nummer, .vakvolgnummer)
    schrijver.put(vaardigheid, .nt2Vaardigheid)
    if mutatie == .verwijdering { return }
    var random = RandomSource(leven.key, .vaardigheid, moment.persoon.index, moment.ordinaal << 16 | vaardigheid)
    let start = random.below(4)
    schrijver.put(start, .startniveau)
    if isBehaald { schrijver.put(min(Self.hoogsteNiveau, start + random.below(3)), .behaaldNiveau) }
  }
}
