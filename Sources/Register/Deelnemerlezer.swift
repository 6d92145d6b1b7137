import Records
import Reference

/// Reads persons from the database.
struct Deelnemerlezer {
  let opdrachten: Opdrachten
  let vorm: Registervorm

  /// All that is known of a person, by his number in the register; nil where that has no such person.
  func deelnemer(_ id: Int64) throws -> Deelnemer? {
    try heel(opdrachten(.persoon).bind(id).eerste(Self.deelnemer))
  }

  /// The person with that BSN or onderwijsnummer.
  func deelnemer(met nummer: ShortBytes, _ soort: Nummersoort) throws -> Deelnemer? {
    let opdracht = try opdrachten(soort == .bsn ? .persoonMetBSN : .persoonMetOnderwijsnummer)
    return try heel(opdracht.bind(latin1: nummer).eerste(Self.deelnemer))
  }

  /// Those of the persons with some BSNs who are there, each with his data alone: what he has comes with `heel`.
  ///
  /// A statement for each of them would cost three times as much: most of it is opening and closing what it reads from.
  func personen(metBSN bsns: [ShortBytes]) throws -> [Deelnemer] {
    let opdracht = try opdrachten(.personenMetBSN)
    var found: [Deelnemer] = []
    for begin in stride(from: 0, to: bsns.count, by: Opdrachten.Vast.bsns) {
      var nummers = Rijen()
      for place in begin..<begin + Opdrachten.Vast.bsns {
        nummers.voegToe(nummer: place < bsns.count ? bsns[place] : [])
      }
      try opdracht.elke(nummers, nummers.waarden.indices) { found.append(try Self.deelnemer($0)) }
    }
    return found
  }

  /// The numbers of the persons without BSN with those names, birth date and sex.
  func personen(_ sleutel: Zoeksleutel) throws -> [Int64] {
    var found: [Int64] = []
    let opdracht = try opdrachten(.persoonMetNaam).bind(blob: sleutel.achternaam).bind(blob: sleutel.voornamen)
      .bind(latin1: sleutel.geboortedatum).bind(latin1: sleutel.geslacht)
    try opdracht.elke { found.append($0.getal(0)) }
    return found
  }

  /// Those of the onderwijsnummers that somebody has.
  func onderwijsnummers(_ nummers: Range<Int>) throws -> Set<ShortBytes> {
    var found: Set<ShortBytes> = []
    try opdrachten(.onderwijsnummers).bind("\(nummers.lowerBound)").bind("\(nummers.upperBound)").elke { rij in
      found.insert(try rij.latin1(0))
    }
    return found
  }

  /// A person with his inschrijvingen.
  func heel(_ gevonden: Deelnemer?) throws -> Deelnemer? {
    guard var deelnemer = gevonden, let id = deelnemer.id else { return nil }
    deelnemer.inschrijvingen = try inschrijvingen(id)
    return deelnemer
  }

  /// The columns of a person.
  private static func deelnemer(_ rij: Opdracht.Rij) throws -> Deelnemer {
    var deelnemer = try Deelnemer(
      bsn: rij.latin1(1), onderwijsnummer: rij.latin1(2), geboortedatum: rij.latin1(3), geslacht: rij.latin1(4),
      postcode: rij.latin1(5), land: rij.latin1(6))
    let id = rij.getal(0)
    // They are given from 1 on.
    if id < 1 { throw Rijfout() }
    deelnemer.id = id
    if let achternaam = rij.blob(7), let voornamen = rij.blob(8) {
      deelnemer.zoeksleutel = Zoeksleutel(
        achternaam: achternaam, voornamen: voornamen, geboortedatum: deelnemer.geboortedatum,
        geslacht: deelnemer.geslacht)
    }
    return deelnemer
  }

  /// What a row has, in the length that it has now: the rules look at fixed places. A row from before a field was added
  /// ends before it, and the field is empty.
  private func opLengte(_ recordsoort: Int, _ gegevens: [UInt8]) throws -> [UInt8] {
    let tekort = vorm.lengte(recordsoort) - gegevens.count
    if tekort < 0 { throw Rijfout() }
    return tekort == 0 ? gegevens : gegevens + [UInt8](repeating: 0x20, count: tekort)
  }

  private func inschrijvingen(_ persoon: Int64) throws -> [Inschrijving] {
    var inschrijvingen: [Inschrijving] = []
    try opdrachten(.inschrijvingen).bind(persoon).elke { rij in
      var volgnummer = try rij.latin1(4)
      while volgnummer.count < 3 { volgnummer.append(0x20) }
      let leverancier = Leverancier(brin: rij.tekst(1), aanleverpunt: rij.tekst(2), sectordeel: rij.tekst(3))
      let gegevens = try opLengte(Inschrijving.recordsoort(leverancier.sectordeel), rij.blob(5) ?? [])
      inschrijvingen.append(
        Inschrijving(id: rij.getal(0), leverancier: leverancier, volgnummer: volgnummer, gegevens: gegevens))
    }
    for place in inschrijvingen.indices {
      let opdracht = try opdrachten.onderdelen(inschrijvingen[place].leverancier.sectordeel)
      try opdracht.bind(inschrijvingen[place].id).elke { rij in
        let recordsoort = Int(rij.getal(0))
        let gegevens = try opLengte(recordsoort, rij.blob(1) ?? [])
        inschrijvingen[place].onderdelen.append(
          Onderdeel(recordsoort: recordsoort, sleutel: vorm.sleutel(recordsoort, gegevens), gegevens: gegevens))
      }
      inschrijvingen[place].ordenOnderdelen()
    }
    return inschrijvingen
  }
}
