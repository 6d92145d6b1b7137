/// A table of parts of an inschrijving: which kind of record it keeps, and its key behind the
/// inschrijving. One object each: there are few, and every part that is written asks for its own.
final class Onderdeeltabel: Sendable {
  /// Its place in `all`.
  let nummer: Int
  let recordsoort: Int
  let soort: Feitsoort
  let naam: String
  /// The columns of the key, with the number of bytes of each in the record.
  let sleutel: [(kolom: String, lengte: Int)]
  /// Changes a part: bytes, delivery, melding, inschrijving, key.
  let wijzig: String
  /// Takes a part away: inschrijving, key.
  let verwijder: String
  /// Puts a part into the history before it changes or goes: delivery, melding and kind of its end,
  /// inschrijving, key.
  let bewaarEen: String
  /// The same of all parts of an inschrijving: delivery, melding and kind of their end, inschrijving.
  let bewaarAlle: String

  private init(_ nummer: Int, recordsoort: Int, naam: String, sleutel: [(kolom: String, lengte: Int)]) {
    self.nummer = nummer
    self.recordsoort = recordsoort
    soort = Feitsoort(onderdeel: recordsoort)
    self.naam = naam
    self.sleutel = sleutel
    let columns = sleutel.map { $0.kolom }
    let conditions = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    wijzig = """
      UPDATE \(naam) SET gegevens = ?, aanlevering_id = ?, meldingnummer = ? WHERE inschrijving_id = ? AND \(conditions)
      """
    verwijder = "DELETE FROM \(naam) WHERE inschrijving_id = ? AND \(conditions)"
    let leeg = [String](repeating: "''", count: 3 - columns.count)
    bewaarAlle = """
      INSERT INTO historie SELECT \(recordsoort), persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer,
      \((columns + leeg).joined(separator: ", ")), ?, ?, ?, deel.gegevens, deel.aanlevering_id, deel.meldingnummer
      FROM inschrijving JOIN \(naam) AS deel ON inschrijving_id = inschrijving.id WHERE inschrijving.id = ?
      """
    bewaarEen = "\(bewaarAlle) AND \(conditions)"
  }

  /// All of them; what hangs on another part comes behind it.
  static let all: [Onderdeeltabel] = [
    .init(0, recordsoort: 321, naam: "periode", sleutel: [("datum_ingang", 8)]),
    .init(1, recordsoort: 322, naam: "bpv", sleutel: [("bpv_volgnummer", 2)]),
    .init(2, recordsoort: 323, naam: "diploma", sleutel: [("kwalificatie", 5)]),
    .init(3, recordsoort: 326, naam: "resultaat", sleutel: [("voltooide_opleiding", 5)]),
    .init(4, recordsoort: 327, naam: "vak", sleutel: [("vakvolgnummer", 2)]),
    .init(5, recordsoort: 328, naam: "vaardigheid", sleutel: [("vakvolgnummer", 2), ("vaardigheid", 2)]),
    .init(6, recordsoort: 331, naam: "examen", sleutel: [("examen", 4), ("examenjaar", 4)]),
    .init(7, recordsoort: 332, naam: "examenvak", sleutel: [("examen", 4), ("examenjaar", 4), ("examenvak", 4)]),
  ]

  private static let ofBO = Array(all[0...2])
  private static let ofED = Array(all[3...5])
  private static let ofVA = Array(all[6...7])

  /// Reads the parts of an inschrijving of a sectordeel, each behind its recordsoort: a statement for every table would
  /// cost more than the rows.
  static func lees(sectordeel: String) -> String {
    of(sectordeel: sectordeel).map { "SELECT \($0.recordsoort), gegevens FROM \($0.naam) WHERE inschrijving_id = ?1" }
      .joined(separator: " UNION ALL ")
  }

  /// The tables that an inschrijving has parts in.
  static func of(_ inschrijving: Inschrijving) -> [Onderdeeltabel] {
    of(sectordeel: inschrijving.leverancier.sectordeel)
  }

  /// The same of one of a sectordeel.
  static func of(sectordeel: String) -> [Onderdeeltabel] {
    sectordeel == "BO" ? ofBO : sectordeel == "ED" ? ofED : ofVA
  }
}
