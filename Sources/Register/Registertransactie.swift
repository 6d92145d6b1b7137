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
  private let vorm: Registervorm
  private let kader: Meldingverwerking.Kader
  private var volgorde: Verwerkingsvolgorde
  /// What was written.
  public internal(set) var telling = Mutatietelling()
  var leverancier: Leverancier { kader.leverancier }

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

  /// Notes when the change of a melding becomes known.
  func noteer(_ herkomst: Herkomst) throws { try volgorde.noteer(herkomst, database) }

  // MARK: Persons

  private static let persoonColumns = "id, bsn, onderwijsnummer, geboortedatum, geslacht, postcode"

  /// Looks in the column `bsn`: also who had an onderwijsnummer before is found by it.
  public func persoon(bsn: [UInt8]) throws -> BekendePersoon? {
    try fetch("SELECT \(Self.persoonColumns) FROM persoon WHERE bsn = ?", [Latin1.text(bsn)]).first
  }

  /// Also finds who has a BSN by now: the onderwijsnummer is kept beside it.
  public func persoon(onderwijsnummer: [UInt8]) throws -> BekendePersoon? {
    try fetch("SELECT \(Self.persoonColumns) FROM persoon WHERE onderwijsnummer = ?", [Latin1.text(onderwijsnummer)])
      .first
  }

  /// Those without BSN, the one who was registered first in front.
  public func personen(_ sleutel: Zoeksleutel) throws -> [BekendePersoon] {
    try fetch(
      """
      SELECT \(Self.persoonColumns) FROM persoon
      WHERE achternaam = ? AND voornamen = ? AND geboortedatum = ? AND geslacht = ? AND bsn IS NULL ORDER BY id
      """,
      [
        Data(sleutel.achternaam), Data(sleutel.voornamen), Latin1.text(sleutel.geboortedatum),
        Latin1.text(sleutel.geslacht),
      ])
  }

  /// Ended ones count too, and those of every aanleverpunt and sectordeel of the institution.
  public func heeftInschrijving(_ persoon: Int64, brin: String) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT 1 FROM inschrijving WHERE persoon_id = ? AND brin = ? LIMIT 1")
    return try Int.fetchOne(statement, arguments: [persoon, brin]) != nil
  }

  /// 100000000 where none was given out yet.
  public func laatsteOnderwijsnummer() throws -> Int {
    try Int.fetchOne(try database.cachedStatement(sql: "SELECT nummer FROM laatste_onderwijsnummer")) ?? 100_000_000
  }

  /// Keeps that an onderwijsnummer was given out.
  public func gaf(onderwijsnummer: [UInt8]) throws {
    let nummer = onderwijsnummer.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    try database.cachedStatement(sql: "UPDATE laatste_onderwijsnummer SET nummer = ?").execute(arguments: [nummer])
  }

  private func fetch(_ sql: String, _ arguments: StatementArguments) throws -> [BekendePersoon] {
    try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: arguments).map { row in
      BekendePersoon(
        id: row[0], bsn: Self.bytes(row[1]), onderwijsnummer: Self.bytes(row[2]), geboortedatum: Self.bytes(row[3]),
        geslacht: Self.bytes(row[4]), postcode: Self.bytes(row[5]))
    }
  }

  private static func bytes(_ text: String?) -> [UInt8] { text.flatMap(Latin1.bytes) ?? [] }

  // MARK: Whole persons

  /// All that is known of a person, by his number in the register; nil where that has no such person.
  public func deelnemer(_ id: Int64) throws -> Deelnemer? {
    let statement = try database.cachedStatement(
      sql:
        "SELECT bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land, achternaam, voornamen FROM persoon WHERE id = ?"
    )
    guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
    var deelnemer = Deelnemer(
      bsn: Self.bytes(row[0]), onderwijsnummer: Self.bytes(row[1]), geboortedatum: Self.bytes(row[2]),
      geslacht: Self.bytes(row[3]),
      postcode: Self.bytes(row[4]), land: Self.bytes(row[5]))
    deelnemer.id = id
    if let achternaam: Data = row[6], let voornamen: Data = row[7] {
      deelnemer.zoeksleutel = Zoeksleutel(
        achternaam: achternaam, voornamen: voornamen, geboortedatum: deelnemer.geboortedatum,
        geslacht: deelnemer.geslacht)
    }
    deelnemer.inschrijvingen = try inschrijvingen(id)
    return deelnemer
  }

  private func inschrijvingen(_ persoon: Int64) throws -> [Inschrijving] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, gegevens FROM inschrijving
        WHERE persoon_id = ? ORDER BY id
        """)
    var inschrijvingen: [Inschrijving] = []
    let rows = try Row.fetchCursor(statement, arguments: [persoon])
    while let row = try rows.next() {
      let volgnummer = Self.bytes(row[4])
      let gegevens: Data = row[5]
      inschrijvingen.append(
        Inschrijving(
          id: row[0], leverancier: .init(brin: row[1], aanleverpunt: row[2], sectordeel: row[3]),
          volgnummer: volgnummer + [UInt8](repeating: 0x20, count: 3 - volgnummer.count), gegevens: Array(gegevens)))
    }
    for sectordeel in Set(inschrijvingen.map(\.leverancier.sectordeel)).sorted() {
      for tabel in Onderdeeltabel.of(sectordeel: sectordeel) { try lees(tabel, persoon, into: &inschrijvingen) }
    }
    return inschrijvingen
  }

  private func lees(_ tabel: Onderdeeltabel, _ persoon: Int64, into inschrijvingen: inout [Inschrijving]) throws {
    let statement = try database.cachedStatement(sql: tabel.lees)
    let rows = try Row.fetchCursor(statement, arguments: [persoon])
    while let row = try rows.next() {
      let id: Int64 = row[0]
      let gegevens = Array(row[1] as Data)
      guard let place = inschrijvingen.firstIndex(where: { $0.id == id }) else { continue }
      inschrijvingen[place].onderdelen.append(
        Onderdeel(
          recordsoort: tabel.recordsoort, sleutel: vorm.sleutel(tabel.recordsoort, gegevens), gegevens: gegevens))
    }
  }
}
