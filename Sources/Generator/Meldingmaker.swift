import ProgrammaVanEisen

/// Makes up the meldingen of one delivery, each from its place in the round alone.
struct Meldingmaker: Sendable {
  private let opdracht: Generator.Opdracht
  private let population: Population
  private let leven: Levensloop
  private let layouts: Layouts
  private let vormen: Recordvormen
  private let personen: Persoonsrecords
  private let onderwijs: any Onderwijs
  private let kans: Foutenkans

  init(_ opdracht: Generator.Opdracht, _ population: Population, _ layouts: Layouts) throws {
    self.opdracht = opdracht
    self.population = population
    self.layouts = layouts
    vormen = try Recordvormen(layouts)
    leven = Levensloop(
      seed: opdracht.seed, sectordeel: opdracht.sectordeel, brin: opdracht.brin, aanleverpunt: opdracht.aanleverpunt,
      datum: opdracht.datum)
    personen = Persoonsrecords(population: population)
    onderwijs = opdracht.sectordeel.onderwijs(leven, population.namen)
    kans = Foutenkans(leven, share: opdracht.fouten)
  }

  /// A writer of its records.
  func schrijver() -> Meldingschrijver {
    Meldingschrijver(vormen)
  }

  /// Writes the meldingen of a delivery, in order. Behind each one `body` may empty the writer; it is
  /// told which fault the melding has, if any.
  func schrijf(
    _ batch: Generator.Batch, to schrijver: inout Meldingschrijver,
    _ body: (inout Meldingschrijver, Fout?) throws -> Void
  ) rethrows {
    var fouten = Foutenmaker(opdracht.sectordeel, batch: batch.nummer)
    for (index, plaats) in batch.plaatsen.enumerated() {
      schrijver.nummer = index + 1
      let fout = schrijf(plaats, ronde: batch.ronde, &fouten, to: &schrijver)
      try body(&schrijver, fout)
    }
  }

  private func schrijf(_ plaats: Int, ronde: Int, _ fouten: inout Foutenmaker, to schrijver: inout Meldingschrijver)
    -> Fout?
  {
    let (index, isTweede) = population.melding(plaats, of: opdracht.meldingen)
    let persoon = population.persoon(index)
    let eerdere = persoon.isDubbel ? 2 * ronde + (isTweede ? 1 : 0) : ronde
    let lot = kans.lot(index, eerdere)
    let moment = moment(persoon, eerdere, isTweede: isTweede)
    if lot != .goed, let (melding, fout) = maakFout(moment, eerdere, &fouten, telt: lot.telt, nummer: schrijver.nummer)
    {
      for record in melding.records { schrijver.schrijf(record) }
      return fout
    }
    schrijf(moment, to: &schrijver)
    return nil
  }

  /// What a melding tells that comes behind so many others about the person: the step behind those
  /// that counted.
  private func moment(_ persoon: GeneratedPerson, _ eerdere: Int, isTweede: Bool) -> Levensmoment {
    if !kans.isMogelijk { return leven.moment(persoon, stap: eerdere, isDirect: isTweede) }
    let geteld = (0..<eerdere).map { kans.lot(persoon.index, $0).telt }
    return leven.moment(
      persoon, stap: geteld.count { $0 }, isDirect: isTweede && geteld.last ?? false)
  }

  private func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver) {
    personen.schrijf(moment, to: &schrijver)
    if moment.isVerhuizing {
      personen.schrijfVerhuizing(moment, leven, to: &schrijver)
    } else {
      onderwijs.schrijf(moment, to: &schrijver)
    }
  }

  // MARK: Faults

  private func maakFout(
    _ moment: Levensmoment, _ plaats: Int, _ fouten: inout Foutenmaker, telt: Bool, nummer: Int
  ) -> (Conceptmelding, Fout)? {
    var random = RandomSource(leven.key, .fault, moment.persoon.index, -1 - plaats)
    let context = Foutcontext(
      moment: moment, layouts: layouts, datum: leven.datum, plaats: plaats,
      letters: String((0..<12).map { _ in Character(UnicodeScalar(UInt8(ascii: "A") + UInt8(random.below(26)))) }),
      isGeheim: moment.persoon.naam(population.seed, population.namen).isGeheim,
      toevoeging: concept(nummer) { schrijver in
        var eerste = moment
        eerste.fase = 0
        personen.schrijf(eerste, to: &schrijver)
        onderwijs.schrijf(eerste, to: &schrijver)
      },
      persoonsgegevens: concept(nummer) { personen.schrijfNaam(moment.persoon, to: &$0) }.records[0])
    return fouten.maak(in: concept(nummer) { schrijf(moment, to: &$0) }, context, telt: telt)
  }

  private func concept(_ nummer: Int, _ schrijf: (inout Meldingschrijver) -> Void) -> Conceptmelding {
    var schrijver = schrijver()
    schrijver.nummer = nummer
    schrijf(&schrijver)
    return Conceptmelding(schrijver, layouts)
  }
}
