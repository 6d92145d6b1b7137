import ProgrammaVanEisen

/// The persons of a seed, and which of them a delivery is about.
///
/// Meldingen come in groups of twenty, about nineteen persons: one of them has two meldingen. So the
/// person behind any melding is known without going through those before it.
struct Population: Sendable {
  /// The most persons, and so the most meldingen that can be asked for.
  static let most = Persoonsnummer.count
  /// Days on which persons are born, from `eersteDag` on.
  static let dagen = 2_048

  private static let personenPerGroep = 19
  private static let meldingenPerGroep = 20
  private static let eersteDag = Datum(number: 1986_01_01)!
  /// Where somebody is from who has no postcode: the Netherlands (address unknown), Belgium,
  /// Germany, Suriname, Turkey.
  private static let landen = [6_030, 5_010, 9_089, 5_007, 6_043]

  let seed: UInt64
  let namen = Namen()
  private let start: Int

  init(seed: UInt64) {
    self.seed = seed
    var random = RandomSource(seed, .start, 0)
    start = random.below(Self.most)
  }

  /// How many persons so many meldingen are about, or a few more.
  static func personen(meldingen: Int) -> Int {
    let whole = meldingen / meldingenPerGroep * personenPerGroep
    return meldingen % meldingenPerGroep == 0 ? whole : whole + personenPerGroep
  }

  /// The person of a melding, and whether it is the second one about that person, out of
  /// `meldingen` in one round. Where the last melding would be the first of two, another person
  /// of the group has it.
  func melding(_ index: Int, of meldingen: Int) -> (persoon: Int, isTweede: Bool) {
    let group = index / Self.meldingenPerGroep
    let place = index % Self.meldingenPerGroep
    let first = group * Self.personenPerGroep
    let dubbel = self.dubbel(group)
    if place == dubbel && index == meldingen - 1 { return (first + Self.personenPerGroep - 1, false) }
    return (first + (place > dubbel ? place - 1 : place), place == dubbel + 1)
  }

  /// Who of a group has two meldingen; never the last one.
  private func dubbel(_ group: Int) -> Int {
    var random = RandomSource(seed, .block, group)
    return random.below(Self.personenPerGroep - 1)
  }

  /// The person at a place.
  func persoon(_ index: Int) -> GeneratedPerson {
    var random = RandomSource(seed, .persoon, index)
    let position = (start + index) % Self.most
    let isDubbel = dubbel(index / Self.personenPerGroep) == index % Self.personenPerGroep
    let kind = random.below(1_000)
    let kenmerk: GeneratedPerson.Kenmerk = kind < 20 ? .onderwijsnummer : kind < 50 && !isDubbel ? .naam : .sofinummer
    let isVerhuisd = random.chance(50) && !isDubbel && kenmerk == .sofinummer
    let plaats = random.below(namen.plaatsen.count)
    let postcode = postcode(plaats, &random)
    var oud: [UInt8] = []
    if isVerhuisd { repeat { oud = self.postcode(plaats, &random) } while oud == postcode }
    let isBuitenland = kenmerk == .onderwijsnummer
    return GeneratedPerson(
      index: index, position: position, kenmerk: kenmerk,
      geboortedatum: geboortedatum(kenmerk, position, &random), isVrouw: random.chance(500), plaats: plaats,
      postcode: isBuitenland ? [] : postcode, postcodeVoorVerhuizing: oud,
      land: isBuitenland ? Self.landen[random.below(Self.landen.count)] : 0, isDubbel: isDubbel)
  }

  private func geboortedatum(_ kenmerk: GeneratedPerson.Kenmerk, _ position: Int, _ random: inout RandomSource) -> Int {
    if kenmerk == .naam { return Int(Self.eersteDag.adding(days: position % Self.dagen).number) }
    // A share of those in education is older.
    let older = random.chance(80) ? -random.below(10_000) : 0
    let datum = Int(Self.eersteDag.adding(days: older + random.below(Self.dagen)).number)
    return kenmerk == .onderwijsnummer && random.chance(100) ? datum / 10_000 * 10_000 : datum
  }

  private func postcode(_ plaats: Int, _ random: inout RandomSource) -> [UInt8] {
    let range = namen.plaatsen[plaats].postcodes
    return Postcode.bytes(range.lowerBound + random.below(range.count), random.next())
  }
}

/// Four digits and two letters.
enum Postcode {
  /// The postcode of a number, with letters drawn from `bits`; SA, SD and SS do not occur.
  static func bytes(_ number: Int, _ bits: UInt64) -> [UInt8] {
    let letters = Array("ABCDEGHJKLMNPRTVWXZ".utf8)
    func digit(_ unit: Int) -> UInt8 { 0x30 + UInt8(number / unit % 10) }
    return [
      digit(1_000), digit(100), digit(10), digit(1), letters[Int(bits % 19)], letters[Int(bits >> 32) % 19],
    ]
  }
}
