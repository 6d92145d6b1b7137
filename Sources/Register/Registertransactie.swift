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
  let rij: Schrijfrij
  private var voorkennis = Voorkennis()
  private let vorm: Registervorm
  private let kader: Meldingverwerking.Kader
  private var volgorde: Verwerkingsvolgorde
  /// What was changed.
  public var telling: Mutatietelling { rij.telling }
  var leverancier: Leverancier { kader.leverancier }
  /// The onderwijsnummer that was given out last; nil as long as it was not asked for.
  private var laatste: Int?

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
    rij = Schrijfrij(db)
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

  /// The database, once no other thread has it.
  var database: Database { get throws { try rij.database } }

  // MARK: Writing

  /// Writes what waits, and forgets what was read before; asked behind the last melding.
  public func voltooi() throws {
    try rij.schrijf()
    voorkennis = Voorkennis()
  }

  /// Waits until no other thread has the database: asked before anybody else uses it.
  public func neemTerug() throws { try rij.neemTerug() }

  /// Gives up what another thread still writes: asked where an error ends the transaction.
  public func geefOp() { rij.geefOp() }

  /// Reads whom the next block of meldingen names, and has another thread write what those before it changed.
  ///
  /// - Parameter start: has something done by another thread, and gives what waits for it. Until then nobody else may
  ///   touch the database; whoever asks this transaction for something waits where it has to.
  public func begin(_ genoemden: [Genoemde], _ start: (@escaping @Sendable () throws -> Void) -> () throws -> Void)
    throws
  {
    voorkennis = Voorkennis()
    voorkennis = try Voorkennis(genoemden, laatste: uitgegeven(), lezer)
    try rij.geefUit(start)
  }

  /// Notes when the change of a melding becomes known.
  func noteer(_ herkomst: Herkomst) throws {
    if !volgorde.isGenoteerd(herkomst) { try volgorde.noteer(herkomst, database) }
  }

  // MARK: Persons

  private var lezer: Deelnemerlezer { get throws { Deelnemerlezer(opdrachten: try rij.opdrachten, vorm: vorm) } }

  /// All that is known of a person, by his number in the register; nil where that has no such person.
  public func deelnemer(_ id: Int64) throws -> Deelnemer? {
    try rij.deelnemer(id) ?? voorkennis.deelnemer(id) ?? lezer.deelnemer(id)
  }

  /// Also who had an onderwijsnummer before is found by his BSN.
  public func persoon(bsn: ShortBytes) throws -> BekendePersoon? { try deelnemer(met: bsn, .bsn).map(bekend) ?? nil }

  /// Also finds who has a BSN by now: the onderwijsnummer is kept beside it.
  public func persoon(onderwijsnummer: ShortBytes) throws -> BekendePersoon? {
    try deelnemer(met: onderwijsnummer, .onderwijsnummer).map(bekend) ?? nil
  }

  private func deelnemer(met nummer: ShortBytes, _ soort: Nummersoort) throws -> Deelnemer? {
    if let wachtend = rij.deelnemer(met: nummer, soort) { return wachtend }
    let found =
      if let gelezen = voorkennis.persoon(met: nummer, soort) {
        gelezen.flatMap(voorkennis.deelnemer)
      } else {
        try lezer.deelnemer(met: nummer, soort)
      }
    // What waits goes before what was read: he may have another number by now.
    guard let id = found?.id, let wachtend = rij.deelnemer(id) else { return found }
    return wachtend.nummer(soort) == nummer ? wachtend : nil
  }

  /// Those without BSN, the one who was registered first in front.
  public func personen(_ sleutel: Zoeksleutel) throws -> [BekendePersoon] {
    let ids = try Set(voorkennis.personen(sleutel) ?? lezer.personen(sleutel)).union(rij.personen(sleutel))
    return try ids.sorted().compactMap(deelnemer)
      .filter { $0.bsn.isEmpty && $0.geregistreerdeSleutel == sleutel }.compactMap(bekend)
  }

  /// Ended ones count too, and those of every aanleverpunt and sectordeel of the institution.
  public func heeftInschrijving(_ persoon: Int64, brin: String) throws -> Bool {
    try deelnemer(persoon)?.inschrijvingen.contains { $0.leverancier.brin == brin } ?? false
  }

  private func bekend(_ deelnemer: Deelnemer) -> BekendePersoon? {
    deelnemer.id.map { id in
      BekendePersoon(
        id: id, bsn: deelnemer.bsn, onderwijsnummer: deelnemer.onderwijsnummer, geboortedatum: deelnemer.geboortedatum,
        geslacht: deelnemer.geslacht, postcode: deelnemer.postcode)
    }
  }

  // MARK: Onderwijsnummers

  /// 100000000 where none was given out yet.
  ///
  /// - Throws: `Rijfout` where it is none behind which there are others.
  public func laatsteOnderwijsnummer() throws -> Int {
    guard let nummer = try uitgegeven() else { throw Rijfout() }
    return nummer
  }

  /// The same; nil where there are no others behind it.
  private func uitgegeven() throws -> Int? {
    let nummer =
      try laatste ?? Int.fetchOne(database.cachedStatement(sql: "SELECT nummer FROM laatste_onderwijsnummer"))
      ?? 100_000_000
    laatste = nummer
    return (100_000_000..<199_999_900).contains(nummer) ? nummer : nil
  }

  /// Keeps that an onderwijsnummer was given out; whoever got it is registered behind it.
  public func gaf(onderwijsnummer: ShortBytes) {
    let nummer = onderwijsnummer.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    laatste = nummer
    rij.gaf(onderwijsnummer: nummer)
  }
}
