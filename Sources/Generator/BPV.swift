import ProgrammaVanEisen

/// A BPV under an inschrijving.
struct BPV {
  let afsluiting: Datum
  let begin: Datum
  let gepland: Datum
  let werkelijk: Datum?
  let omvang: Int
  /// The kenniscentrum, by its place in `Codes`.
  let kenniscentrum: Int
  let postcode: [UInt8]
  let huisnummer: Int
  let naam: Int
  /// Whether the leerbedrijf is described instead of told by its code.
  let isOmschreven: Bool

  /// The BPV with that number of an inschrijving.
  ///
  /// - Parameter isAfgesloten: whether a later batch reports its end.
  init(_ leven: Levensloop, _ plan: Inschrijvingsplan, persoon: Int, nummer: Int, isAfgesloten: Bool) {
    var random = RandomSource(leven.key, .bpv, persoon, plan.ordinaal * 100 + nummer)
    let laatste = plan.einde ?? leven.datum
    // No uitschrijving goes back as far as that, so that it leaves no BPV behind it.
    let begin = min(
      plan.begin.adding(days: random.below(150)), max(plan.begin, laatste.adding(days: -Levensloop.terugwerking)))
    let gepland = begin.adding(days: 60 + random.below(300))
    let duur = random.below(30)
    self.begin = begin
    self.gepland = gepland
    afsluiting = begin.adding(days: -random.below(30))
    if isAfgesloten {
      werkelijk = max(begin, min(gepland, laatste).adding(days: -duur))
    } else {
      werkelijk = gepland <= laatste && random.chance(700) ? gepland.adding(days: -duur) : nil
    }
    omvang = 40 * (2 + random.below(30))
    kenniscentrum = random.below(Codes.kenniscentra.count)
    postcode = Postcode.bytes(1_000 + random.below(9_000), random.next())
    huisnummer = 1 + random.below(400)
    naam = random.below(1 << 20)
    isOmschreven = random.chance(60)
  }
}
