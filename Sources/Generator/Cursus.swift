import ProgrammaVanEisen

/// What an inschrijving at educatie or vavo of a made-up person looks like, in the fields that 325
/// and 330 share.
///
/// Each inschrijving of a person has a school year of its own, so that no two of them ever have a day
/// in common (X405, X455). A person follows the same opleiding in all of them, and at an institution
/// with two aanleverpunten, an odd one and an even one, the other opleiding at the other. The years
/// are the same for every delivery from 2010 on, and so are the keys and dates in them; batches from
/// before 2010 have them in common with those of the same calendar year.
struct Cursus {
  /// The school years that a life goes through; the last of them has not ended on the day of the delivery.
  static let schooljaren = 3
  /// The last calendar year that is told of as past.
  private static let laatsteJaar = 2_009

  let opleiding: [UInt8]
  let begin: Datum
  let gepland: Datum
  /// The last day in it that lies in the past, whatever the day of the delivery.
  let voltooid: Datum
  /// The year in which it ends.
  let examenjaar: Int
  /// Whether its school year has passed.
  let isVoorbij: Bool
  let vooropleiding: Int
  let isNieuwkomer: Bool
  let contacturen: Int

  init(_ leven: Levensloop, _ moment: Levensmoment, opleidingen: [[UInt8]]) {
    var random = RandomSource(leven.key, .inschrijving, moment.persoon.index, moment.ordinaal)
    let jaar = min(Self.laatsteJaar, leven.datum.year - 1)
    let schooljaar = jaar - Self.schooljaren + 1 + moment.ordinaal
    opleiding = opleidingen[(moment.persoon.index + leven.aanleverpunt) % opleidingen.count]
    let (maand, dag) = [(8, 1), (8, 1), (8, 1), (8, 24), (9, 1), (9, 1), (10, 1)][random.below(7)]
    begin = Self.dag(schooljaar, maand, dag)
    gepland = Self.dag(schooljaar + 1 + random.below(2), 7, 31)
    examenjaar = schooljaar + 1
    isVoorbij = schooljaar < jaar
    voltooid = isVoorbij ? Self.dag(examenjaar, 7, 31) : Self.dag(jaar, 12, 31)
    vooropleiding = [1, 2, 2, 3, 4, 4, 5, 5, 6, 9][random.below(10)]
    isNieuwkomer = random.chance(150)
    contacturen = 2 + random.below(22)
  }

  /// Writes the 325 or 330.
  ///
  /// - Parameter correctie: makes other contacturen of those that were reported first.
  func schrijf(
    _ soort: Recordsoort, _ mutatie: Mutatie, _ volgnummer: Int, einde: Datum?, correctie: Int = 0,
    to schrijver: inout Meldingschrijver
  ) {
    schrijver.begin(soort, mutatie, volgnummer)
    if mutatie == .verwijdering { return }
    schrijver.put(opleiding, .gevolgdeOpleiding)
    schrijver.put(begin, .datumInschrijving)
    schrijver.put(gepland, .geplandeDatumUitschrijving)
    if let einde { schrijver.put(einde, .werkelijkeDatumUitschrijving) }
    schrijver.put(vooropleiding, .hoogsteVooropleiding)
    schrijver.put(isNieuwkomer, .indicatieNieuwkomer)
    schrijver.put((contacturen + correctie) % 40 + 1, .contacturenPerWeek)
  }

  /// The last day of who left in time or a little early.
  func einde(_ random: inout RandomSource) -> Datum {
    voltooid.adding(days: -random.below(25))
  }

  /// A day that the calendar has in every year.
  static func dag(_ year: Int, _ month: Int, _ day: Int) -> Datum {
    Datum(year: year, month: month, day: day)!
  }
}
