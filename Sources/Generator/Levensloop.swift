import ProgrammaVanEisen

/// One step in the life of a person at an institution: what a melding tells.
struct Levensmoment {
  /// How an inschrijving goes.
  enum Verloop {
    /// It lasts, and its last step ends it.
    case lopend
    /// It had ended already when it was reported.
    case afgerond
    /// It was reported by mistake, and is removed again.
    case vergissing
  }

  let persoon: GeneratedPerson
  /// The inschrijvingen of a person, counted from 0.
  let ordinaal: Int
  let verloop: Verloop
  /// The step within the inschrijving, from 0.
  var fase: Int
  let isLaatste: Bool
  /// Whether the step before it was told in the same delivery. Only then what the date of that
  /// delivery decided is known for certain.
  let isDirect: Bool
  /// Whether it is the first step of the life: the institution may not know the BSN yet.
  let isEerste: Bool
  /// Whether it tells that the person moved.
  let isVerhuizing: Bool
  /// Whether the institution does not know yet, or tells in this melding, that the person moved.
  let isVoorVerhuizing: Bool

  /// The first inschrijvingsvolgnummer is 1.
  var volgnummer: Int { ordinaal + 1 }
}

/// The life of every person at one institution, step by step. A step is a function of the seed, the
/// person and its number alone, and is right after all steps before it.
///
/// A life is a row of inschrijvingen. Each begins with the step that reports it, is changed by a
/// few steps, and is ended or removed by its last step; then the next one begins. The last of them
/// is changed without end.
struct Levensloop: Sendable {
  /// An uitschrijving is told within so many days.
  static let terugwerking = 40

  /// The seed of the lives at this institution.
  let key: UInt64
  /// The day of the delivery.
  let datum: Datum
  /// The day around which the inschrijvingen lie: the same in all batches of a decade, since a later
  /// batch must not move an inschrijving away from its BPVs and diplomas (X219).
  let anker: Datum
  let aanleverpunt: Int
  private let inschrijvingen: Int

  /// The lives at an aanleverpunt of an institution, as they are told on `datum`.
  init(seed: UInt64, sectordeel: Sectordeel, brin: String, aanleverpunt: Int, datum: Datum) {
    let institution = brin.utf8.reduce(0) { $0 << 8 | Int($1) } << 8 | aanleverpunt
    let sector = Sectordeel.allCases.firstIndex(of: sectordeel) ?? 0
    var random = RandomSource(seed, .institution, sector << 40 | institution)
    key = random.next()
    self.datum = datum
    anker = Datum(year: datum.year / 10 * 10, month: 2, day: 1) ?? datum
    self.aanleverpunt = aanleverpunt
    inschrijvingen = sectordeel.inschrijvingen
  }

  /// A step of a person, counted from 0 over the whole life.
  func moment(_ persoon: GeneratedPerson, stap: Int, isDirect: Bool) -> Levensmoment {
    let isVerhuizing = persoon.isVerhuisd && stap == 1
    // Behind the first step comes the move; the others wait for it.
    var fase = persoon.isVerhuisd && stap > 0 ? stap - 1 : stap
    var ordinaal = 0
    var (verloop, lengte) = verloop(persoon, ordinaal)
    while fase >= lengte {
      fase -= lengte
      ordinaal += 1
      (verloop, lengte) = self.verloop(persoon, ordinaal)
    }
    return Levensmoment(
      persoon: persoon, ordinaal: ordinaal, verloop: verloop, fase: fase, isLaatste: fase == lengte - 1,
      isDirect: isDirect, isEerste: stap == 0, isVerhuizing: isVerhuizing, isVoorVerhuizing: stap <= 1)
  }

  /// How an inschrijving goes, and how many steps it has.
  private func verloop(_ persoon: GeneratedPerson, _ ordinaal: Int) -> (Levensmoment.Verloop, lengte: Int) {
    if ordinaal == inschrijvingen - 1 { return (.lopend, .max) }
    var random = RandomSource(key, .verloop, persoon.index, ordinaal)
    let chance = random.below(1_000)
    // Who moves must keep the inschrijving that is known of him.
    if chance < 30 && !persoon.isVerhuisd { return (.vergissing, 2) }
    return chance < 400 ? (.afgerond, 2 + random.below(2)) : (.lopend, 3 + random.below(3))
  }
}
