import ProgrammaVanEisen

/// The meldingen of BO: 320 with its periods, BPVs and diplomas.
struct Beroepsonderwijs: Onderwijs {
  /// What a step of an inschrijving tells.
  private enum Stap {
    /// 320 T with its periods, BPVs and, where it had ended, its diploma.
    case inschrijving
    /// 320 A.
    case aanpassing
    /// 320 A with a last day, and the diploma where there is one.
    case uitschrijving
    /// 320 V.
    case verwijdering
    /// 321 T, A or V of the period that such a step adds.
    case periode(Mutatie, stap: Int)
    /// 322 T, A or V.
    case bpv(Mutatie, nummer: Int)
    /// 320 A and 323 A.
    case diplomaAanpassing
    /// 323 V.
    case diplomaVerwijdering
  }

  /// Steps in which periods and BPVs are added; the numbers of both are limited.
  private static let toevoegingen = 18

  private let leven: Levensloop
  private let namen: Namen

  init(_ leven: Levensloop, _ namen: Namen) {
    self.leven = leven
    self.namen = namen
  }

  func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver) {
    let plan = Inschrijvingsplan(
      leven, persoon: moment.persoon.index, ordinaal: moment.ordinaal, isAfgerond: moment.verloop == .afgerond)
    switch stap(moment, plan) {
    case .inschrijving: schrijfToevoeging(plan, moment.persoon.index, &schrijver)
    case .aanpassing: schrijfInschrijving(plan, .aanpassing, einde: plan.einde, moment.fase, &schrijver)
    case .uitschrijving:
      let laatste = leven.datum.adding(days: -(plan.opleiding + moment.fase) % Levensloop.terugwerking)
      let einde = max(plan.begin, min(plan.gepland, laatste))
      schrijfInschrijving(plan, .aanpassing, einde: einde, 0, &schrijver)
      if plan.heeftDiploma { schrijfDiploma(plan, .toevoeging, einde, plan.isBekostigd, &schrijver) }
    case .verwijdering: schrijver.begin(.inschrijvingBO, .verwijdering, plan.volgnummer)
    case .periode(let mutatie, let toegevoegd):
      schrijfPeriode(
        plan, mutatie, dag(toegevoegd), plan.isBekostigd && (toegevoegd + moment.fase) % 3 == 0, &schrijver)
    case .bpv(let mutatie, let bpvNummer): schrijfBPV(plan, mutatie, moment.persoon.index, bpvNummer, &schrijver)
    case .diplomaAanpassing:
      schrijfInschrijving(plan, .aanpassing, einde: plan.einde, 0, &schrijver)
      plan.einde.map { schrijfDiploma(plan, .aanpassing, $0, false, &schrijver) }
    case .diplomaVerwijdering:
      schrijver.begin(.diploma, .verwijdering, plan.volgnummer)
      schrijver.put(plan.opleiding, .behaaldeKwalificatie)
    }
  }

  // MARK: What a step tells

  private func stap(_ moment: Levensmoment, _ plan: Inschrijvingsplan) -> Stap {
    if moment.fase == 0 { return .inschrijving }
    switch moment.verloop {
    case .vergissing:
      return .verwijdering
    case .afgerond:
      var random = RandomSource(leven.key, .fase, moment.persoon.index, plan.ordinaal << 16 | moment.fase)
      if !plan.heeftDiploma { return .aanpassing }
      if moment.isLaatste { return random.chance(150) ? .diplomaVerwijdering : .aanpassing }
      return random.chance(500) ? .diplomaAanpassing : .aanpassing
    case .lopend:
      if moment.isLaatste { return .uitschrijving }
      // Only in the delivery that adds a period its date is known for certain.
      if moment.isDirect, moment.fase > 1,
        case .periode(_, let vorige) = wijziging(plan, moment.persoon.index, moment.fase - 1)
      {
        return .periode(moment.fase % 2 == 0 ? .aanpassing : .verwijdering, stap: vorige)
      }
      return wijziging(plan, moment.persoon.index, moment.fase)
    }
  }

  /// What a step in the middle of an inschrijving changes.
  private func wijziging(_ plan: Inschrijvingsplan, _ persoon: Int, _ fase: Int) -> Stap {
    if fase > Self.toevoegingen { return .aanpassing }
    var random = RandomSource(leven.key, .fase, persoon, plan.ordinaal << 16 | fase)
    if fase == 1 && plan.bpvs == 2 && random.chance(300) { return .bpv(.verwijdering, nummer: 2) }
    switch random.below(1_000) {
    case 0..<300: return .periode(.toevoeging, stap: fase)
    case 300..<550 where !plan.isExamen: return .bpv(.toevoeging, nummer: 10 + fase)
    case 550..<800 where plan.bpvs > 0: return .bpv(.aanpassing, nummer: 1)
    default: return .aanpassing
    }
  }

  /// The day on which a period begins that a later step adds: in the month before the delivery, and
  /// for each step on another day of the month, none of those on which an inschrijving begins.
  private func dag(_ stap: Int) -> Datum {
    let month = leven.datum.year * 12 + leven.datum.month - 2
    return Datum(year: month / 12, month: month % 12 + 1, day: 2 + stap % 19) ?? leven.datum
  }

  // MARK: Records

  private func schrijfToevoeging(_ plan: Inschrijvingsplan, _ persoon: Int, _ schrijver: inout Meldingschrijver) {
    schrijfInschrijving(plan, .toevoeging, einde: plan.einde, 0, &schrijver)
    for periode in [plan.eerstePeriode, plan.tweedePeriode, plan.derdePeriode] {
      if let periode { schrijfPeriode(plan, .toevoeging, periode.ingang, periode.isBekostigd, &schrijver) }
    }
    for bpv in 0..<plan.bpvs { schrijfBPV(plan, .toevoeging, persoon, bpv + 1, &schrijver) }
    if plan.heeftDiploma, let einde = plan.einde {
      schrijfDiploma(plan, .toevoeging, einde, plan.isBekostigd, &schrijver)
    }
  }

  /// - Parameter correctie: makes another vooropleiding of the one that was reported first.
  private func schrijfInschrijving(
    _ plan: Inschrijvingsplan, _ mutatie: Mutatie, einde: Datum?, _ correctie: Int, _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.inschrijvingBO, mutatie, plan.volgnummer)
    schrijver.put(plan.opleiding, .gevolgdeOpleiding)
    schrijver.put(Codes.intensiteit[plan.intensiteit.rawValue], .intensiteit)
    if let leerweg = plan.leerweg { schrijver.put(Codes.leerweg[leerweg.rawValue], .leerweg) }
    schrijver.put(plan.begin, .datumInschrijving)
    schrijver.put(plan.gepland, .geplandeDatumUitschrijving)
    schrijver.put((plan.vooropleiding + correctie - 1) % 9 + 1, .hoogsteVooropleiding)
    schrijver.put(plan.isGehandicapt, .indicatieGehandicapt)
    if let einde {
      schrijver.put(einde, .werkelijkeDatumUitschrijving)
      schrijver.put(plan.redenUitstroom, .redenUitstroom)
    }
  }

  private func schrijfPeriode(
    _ plan: Inschrijvingsplan, _ mutatie: Mutatie, _ ingang: Datum, _ isBekostigd: Bool,
    _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.periode, mutatie, plan.volgnummer)
    schrijver.put(ingang, .datumIngangPeriodegegevensInschrijving)
    if mutatie != .verwijdering { schrijver.put(isBekostigd, .indicatieBekostigingInschrijving) }
  }

  private func schrijfBPV(
    _ plan: Inschrijvingsplan, _ mutatie: Mutatie, _ persoon: Int, _ nummer: Int, _ schrijver: inout Meldingschrijver
  ) {
    let bpv = BPV(leven, plan, persoon: persoon, nummer: nummer, isAfgesloten: mutatie == .aanpassing)
    let isOmschreven = bpv.isOmschreven && mutatie != .verwijdering
    schrijver.begin(isOmschreven ? .omschrevenBPV : .bpv, mutatie, plan.volgnummer)
    schrijver.put(nummer, .bpvVolgnummer)
    if mutatie == .verwijdering { return }
    schrijver.put(bpv.afsluiting, .afsluitdatumBPV)
    schrijver.put(bpv.begin, .datumBeginBPV)
    schrijver.put(bpv.gepland, .geplandeDatumEindeBPV)
    if let werkelijk = bpv.werkelijk { schrijver.put(werkelijk, .werkelijkeDatumEindeBPV) }
    schrijver.put(bpv.omvang, .omvangBPV)
    let kenniscentrum = Codes.kenniscentra[bpv.kenniscentrum]
    if isOmschreven {
      schrijver.put(kenniscentrum, .brinCodeKBB)
      schrijver.put(namen.bedrijven[bpv.naam % namen.bedrijven.count], .naamLeerbedrijf)
      schrijver.put(bpv.postcode, .postcodeLeerbedrijf)
      schrijver.put(bpv.huisnummer, .huisnummerLeerbedrijf)
      schrijver.put(plan.opleiding, .creboCodeBPV)
    } else {
      // Kenniscentrum, postcode, five digits of the house number and two of a number.
      schrijver.putPart(kenniscentrum, of: .leerbedrijf, at: 0)
      schrijver.putPart(bpv.postcode, of: .leerbedrijf, at: 4)
      schrijver.putPart(bpv.huisnummer * 100 + 1, of: .leerbedrijf, at: 10, digits: 7)
    }
  }

  private func schrijfDiploma(
    _ plan: Inschrijvingsplan, _ mutatie: Mutatie, _ datum: Datum, _ isBekostigd: Bool,
    _ schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(.diploma, mutatie, plan.volgnummer)
    schrijver.put(plan.opleiding, .behaaldeKwalificatie)
    schrijver.put(datum, .datumBehaald)
    schrijver.put(isBekostigd, .indicatieBekostigingDiploma)
  }
}
