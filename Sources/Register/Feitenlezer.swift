import Foundation
import GRDB
import ProgrammaVanEisen
import Reference

/// Reads facts, now or once, inside one transaction.
public struct Feitenlezer {
  private let db: Database
  /// Every kind of facts.
  public let tabellen: [Feitentabel]

  /// Reads in the transaction that `db` is in.
  public init(_ db: Database, pve: PvE) {
    self.db = db
    tabellen = Feitentabel.alle(pve)
  }

  /// Gives what holds now, or what was known at the end of a day: by person, inschrijving and key,
  /// so that the same state comes in the same order, whenever it is asked for.
  public func elk(_ tabel: Feitentabel, op datum: Datum?, _ body: (Feit) throws -> Void) throws {
    try elk(tabel, datum.map { .na(try Verwerking.laatste(op: $0, db)) } ?? .nu, body)
  }

  func elk(_ tabel: Feitentabel, _ keuze: Feitentabel.Keuze, _ body: (Feit) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: tabel.sql(keuze))
    while let row = try rows.next() { try body(try tabel.feit(row)) }
  }

  /// The day up to which what was replaced was not kept, EEJJMMDD; nil where all history is there.
  public func begin() throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT datum FROM historie_begin JOIN verwerking ON verwerking.id = historie_begin.verwerking_id")
  }

  /// The person who has, or had, that BSN or onderwijsnummer.
  public func persoon(nummer: String) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM persoon WHERE bsn = ?1 OR onderwijsnummer = ?1
        UNION ALL SELECT persoon_id FROM persoon_historie WHERE bsn = ?1 OR onderwijsnummer = ?1 LIMIT 1
        """, arguments: [nummer])
  }

  /// Every BSN and onderwijsnummer that a person has or had.
  public func nummers(_ persoon: Int64) throws -> Set<String> {
    try Set(
      String.fetchAll(
        db,
        sql: """
          SELECT bsn FROM persoon WHERE id = ?1 AND bsn IS NOT NULL
          UNION SELECT onderwijsnummer FROM persoon WHERE id = ?1 AND onderwijsnummer IS NOT NULL
          UNION SELECT bsn FROM persoon_historie WHERE persoon_id = ?1 AND bsn IS NOT NULL
          UNION SELECT onderwijsnummer FROM persoon_historie WHERE persoon_id = ?1 AND onderwijsnummer IS NOT NULL
          """, arguments: [persoon]))
  }

  /// All that is and was known of one person, in the order of the tables and keys.
  func alles(van persoon: Int64, _ body: (Feitentabel, Feit) throws -> Void) throws {
    for tabel in tabellen { try elk(tabel, .persoon(persoon)) { try body(tabel, $0) } }
  }

  /// The meldingen that changed something of a person.
  public func meldingen(over persoon: Int64) throws -> Set<Herkomst> {
    var meldingen: Set<Herkomst> = []
    try alles(van: persoon) { _, feit in
      if let herkomst = feit.herkomst { meldingen.insert(herkomst) }
      if let einde = feit.einde { meldingen.insert(einde.herkomst) }
    }
    return meldingen
  }
}

extension Feitenlezer {
  /// The names by which a person without BSN is found; nil for the others.
  public func zoeksleutel(_ persoon: Int64) throws -> Zoeksleutel? {
    let row = try Row.fetchOne(
      db, sql: "SELECT achternaam, voornamen, geboortedatum, geslacht FROM persoon WHERE id = ?", arguments: [persoon])
    guard let row, let achternaam: Data = try row.lees(0), let voornamen: Data = try row.lees(1) else { return nil }
    let (geboortedatum, geslacht): (String, String) = (try row.lees(2), try row.lees(3))
    return Zoeksleutel(
      achternaam: achternaam, voornamen: voornamen, geboortedatum: geboortedatum.utf8, geslacht: geslacht.utf8)
  }
}
