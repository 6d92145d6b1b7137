/// A made-up person: a function of the seed and the person's place alone, so the same in every
/// batch, at every institution and on every date.
struct GeneratedPerson {
  /// How a delivery says who it is about.
  enum Kenmerk {
    /// By BSN.
    case sofinummer
    /// By onderwijsnummer: the person has no BSN.
    case onderwijsnummer
    /// The first time by name and address: the person has a BSN that the institution does not know.
    case naam
  }

  /// The place in the population, from 0.
  let index: Int
  /// The place in the range of numbers, which differs from seed to seed.
  let position: Int
  let kenmerk: Kenmerk
  /// EEJJMMDD, of a few with 0000 behind the year.
  let geboortedatum: Int
  let isVrouw: Bool
  /// The town, by its place in `Namen`.
  let plaats: Int
  /// According to the BRP; empty for who lives abroad or at an unknown address.
  let postcode: [UInt8]
  /// What the institution believes before it reports the move; empty for who did not move.
  let postcodeVoorVerhuizing: [UInt8]
  /// The land instead of a postcode; 0 where there is a postcode.
  let land: Int
  /// Whether every delivery has two meldingen of this person.
  let isDubbel: Bool

  /// The BSN or the onderwijsnummer.
  var nummer: Int {
    kenmerk == .onderwijsnummer ? Persoonsnummer.onderwijsnummer(position) : Persoonsnummer.sofinummer(position)
  }

  var isVerhuisd: Bool { !postcodeVoorVerhuizing.isEmpty }
}

/// What a person is called and where he lives, as far as a 310 and the BRP say more than a 305.
struct GeneratedNaam {
  var achternaam: [UInt8]
  var voorvoegsel: [UInt8]
  var voornamen: [UInt8]
  let straatnaam: [UInt8]
  let huisnummer: Int
  let huisnummertoevoeging: [UInt8]
  let plaatsnaam: [UInt8]
  let nationaliteit: Int
  let isGeheim: Bool
}

extension GeneratedPerson {
  /// The names and the address of a person.
  func naam(_ seed: UInt64, _ namen: Namen) -> GeneratedNaam {
    var random = RandomSource(seed, .naam, index)
    let voornamen = isVrouw ? namen.vrouwen : namen.mannen
    let achternaam = namen.achternamen[random.below(namen.achternamen.count)]
    var naam = GeneratedNaam(
      achternaam: achternaam.naam, voorvoegsel: achternaam.voorvoegsel,
      voornamen: voornamen[random.below(voornamen.count)], straatnaam: namen.straten[random.below(namen.straten.count)],
      huisnummer: 1 + random.below(250), huisnummertoevoeging: random.chance(60) ? [UInt8(ascii: "A")] : [],
      plaatsnaam: namen.plaatsen[plaats].naam, nationaliteit: Self.nationaliteit(&random),
      isGeheim: random.chance(10))
    if random.chance(300) { naam.voornamen += [0x20] + voornamen[random.below(voornamen.count)] }
    if kenmerk == .naam { maakUniek(&naam, voornamen, namen) }
    return naam
  }

  /// Gives a person who is searched by name a double surname that nobody else of his sex has with
  /// that first name and birth date: the place in the range of numbers, written in names. The birth
  /// date carries the rest of it (`Population.geboortedatum`).
  private func maakUniek(_ naam: inout GeneratedNaam, _ voornamen: [[UInt8]], _ namen: Namen) {
    var rest = position / Population.dagen
    naam.voornamen = voornamen[rest % voornamen.count]
    rest /= voornamen.count
    let first = namen.achternamen[rest % namen.achternamen.count]
    rest /= namen.achternamen.count
    naam.voorvoegsel = first.voorvoegsel
    naam.achternaam = first.naam + [UInt8(ascii: "-")] + namen.achternamen[rest % namen.achternamen.count].naam
  }

  /// Dutch for most; Turkish, Moroccan, Polish, German or Surinamese for the others.
  private static func nationaliteit(_ random: inout RandomSource) -> Int {
    random.chance(900) ? 1 : [339, 108, 64, 55, 57][random.below(5)]
  }
}
