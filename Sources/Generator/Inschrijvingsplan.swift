import ProgrammaVanEisen

/// What a BO inschrijving of a made-up person looks like when it is reported.
///
/// Its dates lie around the anchor of the decade, so that batches of one decade tell the same of it
/// whatever their dates.
struct Inschrijvingsplan {
  /// The choices of fields, by the place of their code in `Codes`.
  enum Intensiteit: Int {
    case voltijd, deeltijd, examen
  }

  enum Leerweg: Int {
    case bol, bbl
  }

  /// A beginning of periodegegevens.
  struct Periode {
    let ingang: Datum
    let isBekostigd: Bool
  }

  /// The inschrijvingen of a person, counted from 0.
  let ordinaal: Int
  let opleiding: Int
  let intensiteit: Intensiteit
  /// Nil for an examendeelnemer.
  let leerweg: Leerweg?
  let begin: Datum
  let gepland: Datum
  /// Where it had ended already.
  let einde: Datum?
  /// Whether it ended, or will end, with a diploma.
  let heeftDiploma: Bool
  let vooropleiding: Int
  let isGehandicapt: Bool
  /// The first inschrijving of a person alone is funded, so that two never are (814).
  let isBekostigd: Bool
  let eerstePeriode: Periode
  let tweedePeriode: Periode?
  let derdePeriode: Periode?
  /// BPVs that are reported along with it, numbered from 1.
  let bpvs: Int
  let redenUitstroom: Int

  var isExamen: Bool { leerweg == nil }
  var perioden: Int { 1 + (tweedePeriode == nil ? 0 : 1) + (derdePeriode == nil ? 0 : 1) }

  /// The first inschrijvingsvolgnummer is 1.
  var volgnummer: Int { ordinaal + 1 }
}

extension Inschrijvingsplan {
  /// Codes of the vooropleiding that lead to mbo, the common ones more often.
  private static let vooropleidingen = [4, 4, 4, 4, 5, 5, 5, 8, 8, 9, 6, 3, 2, 7]

  /// The inschrijving `ordinaal` of a person at an institution.
  ///
  /// - Parameter isAfgerond: whether it had ended already when it was reported.
  init(_ leven: Levensloop, persoon: Int, ordinaal: Int, isAfgerond: Bool) {
    let datum = leven.anker
    var random = RandomSource(leven.key, .inschrijving, persoon, ordinaal)
    let schooljaar = datum.month >= 8 ? datum.year : datum.year - 1
    let chance = random.below(1_000)
    let jaren = isAfgerond ? 1 + chance / 350 : chance < 450 ? 0 : chance < 750 ? 1 : chance < 920 ? 2 : 3
    let begin = Self.begin(schooljaar - jaren, isNu: jaren == 0, &random)
    let duur = isAfgerond ? jaren + random.below(2) : jaren + 1 + random.below(3)
    let soort = random.below(1_000)
    let isBBL = soort >= 670

    self.ordinaal = ordinaal
    self.begin = begin
    opleiding = Self.opleiding(leven, persoon, ordinaal)
    intensiteit = soort < 60 ? .examen : soort < 130 ? .deeltijd : .voltijd
    leerweg = soort < 60 ? nil : isBBL ? .bbl : .bol
    gepland = Self.dag(schooljaar - jaren + duur, 7, 31)
    heeftDiploma = random.chance(750)
    let laatste = Self.dag(schooljaar, 7, 31).adding(days: -random.below(heeftDiploma ? 60 : 200))
    einde = isAfgerond ? max(begin, laatste) : nil
    redenUitstroom = heeftDiploma ? 8 : 1 + random.below(7)
    vooropleiding = Self.vooropleidingen[random.below(Self.vooropleidingen.count)]
    isGehandicapt = random.chance(30)
    isBekostigd = ordinaal == 0 && soort >= 60
    bpvs = isBBL ? 1 + random.below(2) : soort >= 60 && random.chance(300) ? 1 : 0

    // A period may begin earlier in the month than the inschrijving.
    let ingang = random.chance(200) ? Self.dag(begin.year, begin.month, 1) : begin
    eerstePeriode = Periode(ingang: ingang, isBekostigd: isBekostigd && random.chance(900))
    let meer = random.below(1_000)
    let tot = einde ?? datum
    let tweede = meer < 600 ? Self.later(begin, tot, isBekostigd, &random) : nil
    tweedePeriode = tweede
    if let tweede, meer < 250 {
      derdePeriode = Self.later(tweede.ingang, tot, isBekostigd, &random)
    } else {
      derdePeriode = nil
    }
  }

  /// Another opleiding for each inschrijving of a person, and none that another aanleverpunt of the
  /// institution has.
  private static func opleiding(_ leven: Levensloop, _ persoon: Int, _ ordinaal: Int) -> Int {
    var random = RandomSource(leven.key, .verloop, persoon, -1)
    return 90_000 + (random.below(100) + ordinaal) % 100 * 100 + leven.aanleverpunt
  }

  /// The first day, which is never the 2nd to the 20th: those are for periods of later batches.
  private static func begin(_ schooljaar: Int, isNu: Bool, _ random: inout RandomSource) -> Datum {
    if isNu { return dag(schooljaar, 8, 1) }
    switch random.below(20) {
    case 0..<11: return dag(schooljaar, 8, 1)
    case 11..<13: return dag(schooljaar, 8, 24)
    case 13..<16: return dag(schooljaar, 9, 1)
    case 16..<18: return dag(schooljaar, 10, 1)
    case 18: return dag(schooljaar, 11, 21)
    default: return dag(schooljaar + 1, 2, 1)
    }
  }

  /// A period that begins on the first of a month in the year behind `eerder`; nil where that lies
  /// behind `tot`.
  private static func later(_ eerder: Datum, _ tot: Datum, _ isBekostigd: Bool, _ random: inout RandomSource)
    -> Periode?
  {
    let maand = eerder.year * 12 + eerder.month - 1 + 1 + random.below(6)
    let ingang = dag(maand / 12, maand % 12 + 1, 1)
    return ingang <= tot ? Periode(ingang: ingang, isBekostigd: isBekostigd && random.chance(750)) : nil
  }

  /// A day that the calendar has in every year.
  private static func dag(_ year: Int, _ month: Int, _ day: Int) -> Datum {
    Datum(year: year, month: month, day: day)!
  }
}
