import Checks
import FileSystem
import Foundation
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference

/// Reads and writes persons inside one transaction.
public final class Registertransactie: Personenregister {
  let database: Database
  let opdrachten: Opdrachten
  let toevoegingen: Toevoegingen
  private let vorm: Registervorm
  private let kader: Meldingverwerking.Kader
  private var volgorde: Verwerkingsvolgorde
  /// What was written.
  public internal(set) var telling = Mutatietelling()
  var leverancier: Leverancier { kader.leverancier }
  /// Who was found last, without inschrijvingen: nearly always the one who is asked for next.
  private var gevonden: Deelnemer?

  /// Works for one delivery inside the transaction that `db` is in, and is of no use after it.
  ///
  /// - Parameters:
  ///   - ontvangst: the day on which the delivery was received.
  ///   - verwerkt: the day on which it is processed, where that is another: meldingen may have waited.
  ///   - afsluiting: what that aanleverpunt may not change any more.
  public init(
    _ db: Database, vorm: Registervorm, tables: ReferenceTables, leverancier: Leverancier, ontvangst: Datum,
    verwerkt: Datum? = nil, afsluiting: Afsluiting
  ) {
    database = db
    opdrachten = Opdrachten(db)
    toevoegingen = Toevoegingen(db)
    self.vorm = vorm
    kader = .init(
      leverancier: leverancier, ontvangst: ontvangst, afsluiting: afsluiting, vorm: vorm,
      velden: Registervelden(vorm), tables: tables)
    volgorde = Verwerkingsvolgorde(datum: verwerkt ?? ontvangst)
  }

  /// A melding applied to a person, in memory.
  ///
  /// - Parameters:
  ///   - overlijden: when the person died; nil where the BRP does not say that he did.
  ///   - isBruikbaarLeerbedrijf: whether the description of a leerbedrijf in the record at that place of
  ///     the melding has no fault (PvE, signalen 953 to 955); only then 936 is told.
  public func verwerk(
    _ records: [RecordView], op deelnemer: Deelnemer, overlijden: Datum?, isBruikbaarLeerbedrijf: (Int) -> Bool
  ) -> Meldingverwerking {
    var verwerking = Meldingverwerking(records, op: deelnemer, in: kader)
    verwerking.verwerk(overlijden: overlijden, isBruikbaarLeerbedrijf: isBruikbaarLeerbedrijf)
    return verwerking
  }

  /// Writes what waits to be written with others; asked behind the last melding.
  public func voltooi() throws { try toevoegingen.schrijf() }

  /// Notes when the change of a melding becomes known.
  func noteer(_ herkomst: Herkomst) throws {
    // What is written may be who was found last.
    gevonden = nil
    try volgorde.noteer(herkomst, database)
  }

  // MARK: Persons

  /// Looks in the column `bsn`: also who had an onderwijsnummer before is found by it.
  public func persoon(bsn: ShortBytes) throws -> BekendePersoon? {
    try bekend(toevoegingen.nieuwe(bsn: bsn)) ?? bekend(opdrachten(.persoonMetBSN).bind(latin1: bsn))
  }

  /// Also finds who has a BSN by now: the onderwijsnummer is kept beside it.
  public func persoon(onderwijsnummer: ShortBytes) throws -> BekendePersoon? {
    try bekend(toevoegingen.nieuwe(onderwijsnummer: onderwijsnummer))
      ?? bekend(opdrachten(.persoonMetOnderwijsnummer).bind(latin1: onderwijsnummer))
  }

  /// Those without BSN, the one who was registered first in front.
  public func personen(_ sleutel: Zoeksleutel) throws -> [BekendePersoon] {
    var found: [BekendePersoon] = []
    let opdracht = try opdrachten(.persoonMetNaam).bind(blob: sleutel.achternaam).bind(blob: sleutel.voornamen)
      .bind(latin1: sleutel.geboortedatum).bind(latin1: sleutel.geslacht)
    try opdracht.elke { rij in found.append(BekendePersoon(try Self.deelnemer(rij), id: rij.getal(0))) }
    return found + toevoegingen.nieuwe(sleutel).compactMap(bekend)
  }

  /// Ended ones count too, and those of every aanleverpunt and sectordeel of the institution.
  public func heeftInschrijving(_ persoon: Int64, brin: String) throws -> Bool {
    if let wachtend = toevoegingen.deelnemer(persoon) {
      return wachtend.inschrijvingen.contains { $0.leverancier.brin == brin }
    }
    let statement = try database.cachedStatement(
      sql: "SELECT 1 FROM inschrijving WHERE persoon_id = ? AND brin = ? LIMIT 1")
    return try Int.fetchOne(statement, arguments: [persoon, brin]) != nil
  }

  /// 100000000 where none was given out yet.
  ///
  /// - Throws: `Rijfout` where it is none behind which there are others.
  public func laatsteOnderwijsnummer() throws -> Int {
    let nummer =
      try Int.fetchOne(try database.cachedStatement(sql: "SELECT nummer FROM laatste_onderwijsnummer")) ?? 100_000_000
    guard (100_000_000..<199_999_900).contains(nummer) else { throw Rijfout() }
    return nummer
  }

  /// Keeps that an onderwijsnummer was given out.
  public func gaf(onderwijsnummer: ShortBytes) throws {
    let nummer = onderwijsnummer.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    try database.cachedStatement(sql: "UPDATE laatste_onderwijsnummer SET nummer = ?").execute(arguments: [nummer])
  }

  private func bekend(_ nieuwe: Deelnemer?) -> BekendePersoon? {
    nieuwe.flatMap { nieuwe in nieuwe.id.map { BekendePersoon(nieuwe, id: $0) } }
  }

  private func bekend(_ opdracht: Opdracht) throws -> BekendePersoon? {
    try opdracht.eerste { rij in
      let deelnemer = try Self.deelnemer(rij)
      gevonden = deelnemer
      return BekendePersoon(deelnemer, id: rij.getal(0))
    }
  }

  // MARK: Whole persons

  /// All that is known of a person, by his number in the register; nil where that has no such person.
  public func deelnemer(_ id: Int64) throws -> Deelnemer? {
    if let wachtend = toevoegingen.deelnemer(id) { return wachtend }
    defer { gevonden = nil }
    let found = try gevonden?.id == id ? gevonden : opdrachten(.persoon).bind(id).eerste(Self.deelnemer)
    guard var deelnemer = found else { return nil }
    deelnemer.inschrijvingen = try inschrijvingen(id)
    return deelnemer
  }

  /// The columns of a person.
  private static func deelnemer(_ rij: Opdracht.Rij) throws -> Deelnemer {
    var deelnemer = try Deelnemer(
      bsn: rij.latin1(1), onderwijsnummer: rij.latin1(2), geboortedatum: rij.latin1(3), geslacht: rij.latin1(4),
      postcode: rij.latin1(5), land: rij.latin1(6))
    deelnemer.id = rij.getal(0)
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

extension BekendePersoon {
  fileprivate init(_ deelnemer: Deelnemer, id: Int64) {
    self.init(
      id: id, bsn: deelnemer.bsn, onderwijsnummer: deelnemer.onderwijsnummer, geboortedatum: deelnemer.geboortedatum,
      geslacht: deelnemer.geslacht, postcode: deelnemer.postcode)
  }
}
