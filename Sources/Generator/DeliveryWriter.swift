import FileSystem
import ProgrammaVanEisen
import Records

/// Writes the records of meldingen, in the layouts of one version.
struct DeliveryWriter {
  private static let toevoeging = UInt8(ascii: "T")
  private static let aanpassing = UInt8(ascii: "A")
  private static let verwijdering = UInt8(ascii: "V")
  private static let mannen = [UInt8(ascii: "M")]
  private static let vrouwen = [UInt8(ascii: "V")]
  private static let ja = [UInt8(ascii: "J")]
  private static let nee = [UInt8(ascii: "N")]

  private var writer = RecordWriter()
  private let population: Population
  private let leven: Levensloop
  private let melding: Recordvorm
  private let wijziging: Recordvorm
  private let persoonsgegevens: Recordvorm
  private let inschrijving: Recordvorm
  private let periode: Recordvorm
  private let bpv: Recordvorm
  private let omschrevenBPV: Recordvorm
  private let diploma: Recordvorm
  private var nummer = 0

  init(_ layouts: Layouts, _ population: Population, _ leven: Levensloop) throws {
    func vorm(_ record: Int) throws -> Recordvorm {
      guard let layout = layouts[record] else {
        throw BronError(.specs, "version \(layouts.versie.naam) has no layout of record \(record)")
      }
      return Recordvorm(layout)
    }
    self.population = population
    self.leven = leven
    melding = try vorm(305)
    wijziging = try vorm(306)
    persoonsgegevens = try vorm(310)
    inschrijving = try vorm(320)
    periode = try vorm(321)
    omschrevenBPV = try vorm(322)
    bpv = try layouts.short(322).map(Recordvorm.init) ?? vorm(322)
    diploma = try vorm(323)
  }

  /// What was written since it was emptied last.
  var bytes: [UInt8] { writer.bytes }

  /// Empties the buffer.
  mutating func clear() {
    writer.clear()
  }

  /// Writes a record whose fields are few: the header.
  mutating func schrijf(_ layout: Layout, _ values: [String: [UInt8]]) {
    writer.begin(layout)
    for veld in layout.velden { values[veld.id].map { writer.put($0, in: veld) } }
  }

  /// Writes the melding of a step.
  ///
  /// - Parameter isGezocht: tells who it is about by a 310 instead of a number.
  mutating func schrijf(nummer: Int, _ persoon: GeneratedPerson, _ stap: Stap, isGezocht: Bool) {
    self.nummer = nummer
    schrijfSleutel(persoon, isGezocht: isGezocht, isVoorVerhuizing: stap.isVoorVerhuizing)
    if isGezocht { schrijfPersoonsgegevens(persoon) }
    let plan = stap.plan
    switch stap.soort {
    case .inschrijving: schrijfToevoeging(plan, persoon.index)
    case .verhuizing: schrijfVerhuizing(persoon)
    case .aanpassing: schrijfInschrijving(plan, Self.aanpassing, einde: plan.einde, stap.fase)
    case .uitschrijving:
      let laatste = leven.datum.adding(days: -(plan.opleiding + stap.fase) % Levensloop.terugwerking)
      let einde = max(plan.begin, min(plan.gepland, laatste))
      schrijfInschrijving(plan, Self.aanpassing, einde: einde, 0)
      if plan.heeftDiploma { schrijfDiploma(plan, Self.toevoeging, einde, plan.isBekostigd) }
    case .verwijdering: begin(inschrijving, Self.verwijdering, plan)
    case .periode(let mutatie, let toegevoegd):
      schrijfPeriode(
        plan, mutatie, dag(toegevoegd), plan.isBekostigd && (toegevoegd + stap.fase) % 3 == 0)
    case .bpv(let mutatie, let bpvNummer):
      schrijfBPV(plan, mutatie, persoon.index, bpvNummer)
    case .diplomaAanpassing:
      schrijfInschrijving(plan, Self.aanpassing, einde: plan.einde, 0)
      plan.einde.map { schrijfDiploma(plan, Self.aanpassing, $0, false) }
    case .diplomaVerwijdering:
      begin(diploma, Self.verwijdering, plan)
      put(plan.opleiding, diploma[.behaaldeKwalificatie])
    }
  }

  /// The day on which a period begins that a later step adds: in the month before the delivery, and
  /// for each step on another day of the month, none of those on which an inschrijving begins.
  private func dag(_ stap: Int) -> Datum {
    let month = leven.datum.year * 12 + leven.datum.month - 2
    return Datum(year: month / 12, month: month % 12 + 1, day: 2 + stap % 19) ?? leven.datum
  }

  // MARK: The person

  private mutating func schrijfSleutel(_ persoon: GeneratedPerson, isGezocht: Bool, isVoorVerhuizing: Bool) {
    begin(melding)
    let leerling = melding[.leerlingnummer].lowerBound
    put(10_000_000 + persoon.index, leerling..<leerling + 8)
    if !isGezocht {
      put(persoon.nummer, melding[persoon.kenmerk == .onderwijsnummer ? .onderwijsnummer : .sofinummer])
    }
    put(persoon.geboortedatum, melding[.geboortedatum])
    put(persoon.isVrouw ? Self.vrouwen : Self.mannen, melding[.geslacht])
    if persoon.land != 0 {
      put(persoon.land, melding[.land])
    } else {
      let isOud = persoon.isVerhuisd && isVoorVerhuizing
      put(isOud ? persoon.postcodeVoorVerhuizing : persoon.postcode, melding[.postcodeVolgensInstelling])
    }
  }

  private mutating func schrijfPersoonsgegevens(_ persoon: GeneratedPerson) {
    let naam = persoon.naam(population.seed, population.namen)
    let vorm = persoonsgegevens
    begin(vorm)
    put(naam.achternaam, vorm[.achternaam])
    put(naam.voorvoegsel, vorm[.voorvoegsel])
    put(naam.voornamen, vorm[.alleVoornamen])
    put(naam.straatnaam, vorm[.straatnaam])
    put(naam.huisnummer, vorm[.huisnummer])
    put(naam.huisnummertoevoeging, vorm[.huisnummertoevoeging])
    put(naam.plaatsnaam, vorm[.plaatsnaam])
    put(naam.nationaliteit, vorm[.nationaliteit1])
  }

  private mutating func schrijfVerhuizing(_ persoon: GeneratedPerson) {
    begin(wijziging)
    put(persoon.postcode, wijziging[.postcodeVolgensInstellingGewijzigd])
    put(leven.datum.adding(days: -persoon.index % 60), wijziging[.datumIngangAdreswijziging])
  }

  // MARK: The inschrijving

  private mutating func schrijfToevoeging(_ plan: Inschrijvingsplan, _ persoon: Int) {
    schrijfInschrijving(plan, Self.toevoeging, einde: plan.einde, 0)
    for periode in [plan.eerstePeriode, plan.tweedePeriode, plan.derdePeriode] {
      if let periode { schrijfPeriode(plan, Self.toevoeging, periode.ingang, periode.isBekostigd) }
    }
    for bpv in 0..<plan.bpvs { schrijfBPV(plan, Self.toevoeging, persoon, bpv + 1) }
    if plan.heeftDiploma, let einde = plan.einde { schrijfDiploma(plan, Self.toevoeging, einde, plan.isBekostigd) }
  }

  /// - Parameter correctie: makes another vooropleiding of the one that was reported first.
  private mutating func schrijfInschrijving(
    _ plan: Inschrijvingsplan, _ mutatie: UInt8, einde: Datum?, _ correctie: Int
  ) {
    let vorm = inschrijving
    begin(vorm, mutatie, plan)
    put(plan.opleiding, vorm[.gevolgdeOpleiding])
    put(Codes.intensiteit[plan.intensiteit.rawValue], vorm[.intensiteit])
    if let leerweg = plan.leerweg { put(Codes.leerweg[leerweg.rawValue], vorm[.leerweg]) }
    put(plan.begin, vorm[.datumInschrijving])
    put(plan.gepland, vorm[.geplandeDatumUitschrijving])
    put((plan.vooropleiding + correctie - 1) % 9 + 1, vorm[.hoogsteVooropleiding])
    put(plan.isGehandicapt ? Self.ja : Self.nee, vorm[.indicatieGehandicapt])
    if let einde {
      put(einde, vorm[.werkelijkeDatumUitschrijving])
      put(plan.redenUitstroom, vorm[.redenUitstroom])
    }
  }

  private mutating func schrijfPeriode(
    _ plan: Inschrijvingsplan, _ mutatie: UInt8, _ ingang: Datum, _ isBekostigd: Bool
  ) {
    begin(periode, mutatie, plan)
    put(ingang, periode[.datumIngangPeriodegegevensInschrijving])
    if mutatie != Self.verwijdering {
      put(isBekostigd ? Self.ja : Self.nee, periode[.indicatieBekostigingInschrijving])
    }
  }

  private mutating func schrijfBPV(_ plan: Inschrijvingsplan, _ mutatie: UInt8, _ persoon: Int, _ nummer: Int) {
    let isAfgesloten = mutatie == Self.aanpassing
    let gegevens = BPV(leven, plan, persoon: persoon, nummer: nummer, isAfgesloten: isAfgesloten)
    let isOmschreven = gegevens.isOmschreven && mutatie != Self.verwijdering
    let vorm = isOmschreven ? omschrevenBPV : bpv
    begin(vorm, mutatie, plan)
    put(nummer, vorm[.bpvVolgnummer])
    if mutatie == Self.verwijdering { return }
    put(gegevens.afsluiting, vorm[.afsluitdatumBPV])
    put(gegevens.begin, vorm[.datumBeginBPV])
    put(gegevens.gepland, vorm[.geplandeDatumEindeBPV])
    if let werkelijk = gegevens.werkelijk { put(werkelijk, vorm[.werkelijkeDatumEindeBPV]) }
    put(gegevens.omvang, vorm[.omvangBPV])
    let kenniscentrum = Codes.kenniscentra[gegevens.kenniscentrum]
    if isOmschreven {
      put(kenniscentrum, vorm[.brinCodeKBB])
      put(population.namen.bedrijven[gegevens.naam % population.namen.bedrijven.count], vorm[.naamLeerbedrijf])
      put(gegevens.postcode, vorm[.postcodeLeerbedrijf])
      put(gegevens.huisnummer, vorm[.huisnummerLeerbedrijf])
      put(plan.opleiding, vorm[.creboCodeBPV])
    } else {
      // Kenniscentrum, postcode, five digits of the house number and two of a number.
      let place = vorm[.leerbedrijf].lowerBound
      put(kenniscentrum, place..<place + 4)
      put(gegevens.postcode, place + 4..<place + 10)
      put(gegevens.huisnummer * 100 + 1, place + 10..<place + 17)
    }
  }

  private mutating func schrijfDiploma(_ plan: Inschrijvingsplan, _ mutatie: UInt8, _ datum: Datum, _ isBekostigd: Bool)
  {
    begin(diploma, mutatie, plan)
    put(plan.opleiding, diploma[.behaaldeKwalificatie])
    put(datum, diploma[.datumBehaald])
    put(isBekostigd ? Self.ja : Self.nee, diploma[.indicatieBekostigingDiploma])
  }

  // MARK: Fields

  private mutating func begin(_ vorm: Recordvorm) {
    writer.begin(vorm.layout)
    put(nummer, vorm[.meldingnummer])
  }

  private mutating func begin(_ vorm: Recordvorm, _ mutatie: UInt8, _ plan: Inschrijvingsplan) {
    begin(vorm)
    withUnsafeBytes(of: mutatie) { writer.put($0, at: vorm[.soortMutatie].lowerBound) }
    // Left aligned, as institutions write it.
    let place = vorm[.inschrijvingsvolgnummer].lowerBound
    put(plan.volgnummer, place..<place + (plan.volgnummer < 10 ? 1 : 2))
  }

  private mutating func put(_ value: [UInt8], _ range: Range<Int>) {
    // The form of the writer that is no generic: much faster from another module.
    value.withUnsafeBytes {
      writer.put(UnsafeRawBufferPointer(rebasing: $0.prefix(range.count)), at: range.lowerBound)
    }
  }

  private mutating func put(_ number: Int, _ range: Range<Int>) {
    writer.put(number: number, at: range)
  }

  private mutating func put(_ datum: Datum, _ range: Range<Int>) {
    writer.put(number: Int(datum.number), at: range)
  }
}
