import ProgrammaVanEisen

/// What a melding is about: one step in the life of a person at an institution.
struct Stap {
  enum Soort: Equatable {
    /// 320 T with its periods, BPVs and, where it had ended, its diploma.
    case inschrijving
    /// 306 with the new postcode.
    case verhuizing
    /// 320 A.
    case aanpassing
    /// 320 A with a last day, and the diploma where there is one.
    case uitschrijving
    /// 320 V.
    case verwijdering
    /// 321 T, A or V of the period that such a step adds.
    case periode(UInt8, stap: Int)
    /// 322 T, A or V.
    case bpv(UInt8, nummer: Int)
    /// 320 A and 323 A.
    case diplomaAanpassing
    /// 323 V.
    case diplomaVerwijdering
  }

  let soort: Soort
  let plan: Inschrijvingsplan
  /// The step within the inschrijving, from 0.
  let fase: Int
  /// Whether the institution does not know yet, or tells in this melding, that the person moved.
  let isVoorVerhuizing: Bool

  /// The records of the melding behind its 305, without the 310.
  var records: Int {
    switch soort {
    case .inschrijving: 1 + plan.perioden + plan.bpvs + (plan.einde != nil && plan.heeftDiploma ? 1 : 0)
    case .uitschrijving: plan.heeftDiploma ? 2 : 1
    case .diplomaAanpassing: 2
    case .verhuizing, .aanpassing, .verwijdering, .periode, .bpv, .diplomaVerwijdering: 1
    }
  }
}

/// The life of every person at one institution, step by step. A step is a function of the seed, the
/// person and its number alone, and is right after all steps before it.
///
/// A life is a row of inschrijvingen. Each begins with the step that reports it, is changed by a
/// few steps, and is ended or removed by its last step; then the next one begins. The last of them
/// is changed without end.
struct Levensloop: Sendable {
  /// An inschrijving in the row of a life.
  private enum Verloop {
    /// It lasts, and its last step ends it.
    case lopend
    /// It had ended already when it was reported.
    case afgerond
    /// It was reported by mistake, and is removed again.
    case vergissing
  }

  /// As many as there are opleidingen that a person can have without having one twice (812).
  private static let inschrijvingen = 40
  /// Steps in which periods and BPVs are added; the numbers of both are limited.
  private static let toevoegingen = 18

  /// An uitschrijving is told within so many days.
  static let terugwerking = 40

  /// The seed of the lives at this institution.
  let key: UInt64
  /// The day of the delivery.
  let datum: Datum
  /// The day around which the inschrijvingen lie: the same in all batches of a decade, since a later
  /// batch must not move an inschrijving away from its BPVs and diplomas (X219).
  let anker: Datum
  private let aanleverpunt: Int

  /// The lives at an aanleverpunt of an institution, as they are told on `datum`.
  init(seed: UInt64, brin: String, aanleverpunt: Int, datum: Datum) {
    let institution = brin.utf8.reduce(0) { $0 << 8 | Int($1) } << 8 | aanleverpunt
    var random = RandomSource(seed, .institution, institution)
    key = random.next()
    self.datum = datum
    anker = Datum(year: datum.year / 10 * 10, month: 2, day: 1) ?? datum
    self.aanleverpunt = aanleverpunt
  }

  /// The opleiding of an inschrijving: another one for each of a person, and none that another
  /// aanleverpunt of the institution has.
  func opleiding(_ persoon: Int, _ ordinaal: Int) -> Int {
    var random = RandomSource(key, .verloop, persoon, -1)
    return 90_000 + (random.below(100) + ordinaal) % 100 * 100 + aanleverpunt
  }

  /// The step that a melding of a round, counted from 0, tells of a person.
  func stap(_ persoon: GeneratedPerson, ronde: Int, isTweede: Bool) -> Stap {
    var fase = persoon.isDubbel ? 2 * ronde + (isTweede ? 1 : 0) : ronde
    // Behind the first step comes the move; the others wait for it.
    let isVoorVerhuizing = fase <= 1
    let isVerhuizing = persoon.isVerhuisd && fase == 1
    if persoon.isVerhuisd && fase > 0 { fase -= 1 }
    var ordinaal = 0
    var (verloop, lengte) = verloop(persoon, ordinaal)
    while fase >= lengte {
      fase -= lengte
      ordinaal += 1
      (verloop, lengte) = self.verloop(persoon, ordinaal)
    }
    let plan = Inschrijvingsplan(self, persoon: persoon.index, ordinaal: ordinaal, isAfgerond: verloop == .afgerond)
    let soort =
      isVerhuizing
      ? .verhuizing
      : soort(verloop, plan, persoon.index, fase, isLaatste: fase == lengte - 1, isTweede: isTweede)
    return Stap(soort: soort, plan: plan, fase: fase, isVoorVerhuizing: isVoorVerhuizing)
  }

  /// How an inschrijving goes, and how many steps it has.
  private func verloop(_ persoon: GeneratedPerson, _ ordinaal: Int) -> (Verloop, lengte: Int) {
    if ordinaal == Self.inschrijvingen - 1 { return (.lopend, .max) }
    var random = RandomSource(key, .verloop, persoon.index, ordinaal)
    let chance = random.below(1_000)
    // Who moves must keep the inschrijving that is known of him.
    if chance < 30 && !persoon.isVerhuisd { return (.vergissing, 2) }
    return chance < 400 ? (.afgerond, 2 + random.below(2)) : (.lopend, 3 + random.below(3))
  }

  private func soort(
    _ verloop: Verloop, _ plan: Inschrijvingsplan, _ persoon: Int, _ fase: Int, isLaatste: Bool, isTweede: Bool
  ) -> Stap.Soort {
    if fase == 0 { return .inschrijving }
    switch verloop {
    case .vergissing:
      return .verwijdering
    case .afgerond:
      var random = RandomSource(key, .fase, persoon, plan.ordinaal << 16 | fase)
      if !plan.heeftDiploma { return .aanpassing }
      if isLaatste { return random.chance(150) ? .diplomaVerwijdering : .aanpassing }
      return random.chance(500) ? .diplomaAanpassing : .aanpassing
    case .lopend:
      if isLaatste { return .uitschrijving }
      let soort = wijziging(plan, persoon, fase)
      // Only in the delivery that adds a period its date is known for certain.
      if isTweede, fase > 1, case .periode(_, let vorige) = wijziging(plan, persoon, fase - 1) {
        return .periode(UInt8(ascii: fase % 2 == 0 ? "A" : "V"), stap: vorige)
      }
      return soort
    }
  }

  /// What a step in the middle of an inschrijving changes.
  private func wijziging(_ plan: Inschrijvingsplan, _ persoon: Int, _ fase: Int) -> Stap.Soort {
    if fase > Self.toevoegingen { return .aanpassing }
    var random = RandomSource(key, .fase, persoon, plan.ordinaal << 16 | fase)
    if fase == 1 && plan.bpvs == 2 && random.chance(300) { return .bpv(UInt8(ascii: "V"), nummer: 2) }
    switch random.below(1_000) {
    case 0..<300: return .periode(UInt8(ascii: "T"), stap: fase)
    case 300..<550 where !plan.isExamen: return .bpv(UInt8(ascii: "T"), nummer: 10 + fase)
    case 550..<800 where plan.bpvs > 0: return .bpv(UInt8(ascii: "A"), nummer: 1)
    default: return .aanpassing
    }
  }
}
