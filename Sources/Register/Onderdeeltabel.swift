/// A table of parts of an inschrijving: which kind of record it keeps, and its key behind the
/// inschrijving.
struct Onderdeeltabel: Sendable {
  let recordsoort: Int
  let naam: String
  /// The columns of the key, with the number of bytes of each in the record.
  let sleutel: [(kolom: String, lengte: Int)]
  /// Writes a part: inschrijving, key, bytes, delivery, melding. Takes the place of what was there.
  let schrijf: String
  /// Takes a part away: inschrijving, key.
  let verwijder: String
  /// Puts a part into the history before it changes or goes: delivery, melding and kind of its end,
  /// inschrijving, key.
  let bewaarEen: String
  /// The same of all parts of an inschrijving: delivery, melding and kind of their end, inschrijving.
  let bewaarAlle: String
  /// Reads the parts of a person: their inschrijving and bytes, in the order of their keys.
  let lees: String

  init(recordsoort: Int, naam: String, sleutel: [(kolom: String, lengte: Int)]) {
    self.recordsoort = recordsoort
    self.naam = naam
    self.sleutel = sleutel
    let columns = sleutel.map { $0.kolom }
    let keys = columns.joined(separator: ", ")
    schrijf = """
      INSERT INTO \(naam) (inschrijving_id, \(keys), gegevens, aanlevering_id, meldingnummer)
      VALUES (\([String](repeating: "?", count: columns.count + 4).joined(separator: ", ")))
      ON CONFLICT DO UPDATE SET gegevens = excluded.gegevens, aanlevering_id = excluded.aanlevering_id,
      meldingnummer = excluded.meldingnummer
      """
    let conditions = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    verwijder = "DELETE FROM \(naam) WHERE inschrijving_id = ? AND \(conditions)"
    let leeg = [String](repeating: "''", count: 3 - columns.count)
    bewaarAlle = """
      INSERT INTO historie SELECT \(recordsoort), persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer,
      \((columns + leeg).joined(separator: ", ")), ?, ?, ?, deel.gegevens, deel.aanlevering_id, deel.meldingnummer
      FROM inschrijving JOIN \(naam) AS deel ON inschrijving_id = inschrijving.id WHERE inschrijving.id = ?
      """
    bewaarEen = "\(bewaarAlle) AND \(conditions)"
    lees = """
      SELECT inschrijving_id, \(naam).gegevens FROM inschrijving JOIN \(naam) ON inschrijving_id = inschrijving.id
      WHERE persoon_id = ? ORDER BY inschrijving_id, \(keys)
      """
  }

  /// All of them; what hangs on another part comes behind it.
  static let all: [Onderdeeltabel] = [
    .init(recordsoort: 321, naam: "periode", sleutel: [("datum_ingang", 8)]),
    .init(recordsoort: 322, naam: "bpv", sleutel: [("bpv_volgnummer", 2)]),
    .init(recordsoort: 323, naam: "diploma", sleutel: [("kwalificatie", 5)]),
    .init(recordsoort: 326, naam: "resultaat", sleutel: [("voltooide_opleiding", 5)]),
    .init(recordsoort: 327, naam: "vak", sleutel: [("vakvolgnummer", 2)]),
    .init(recordsoort: 328, naam: "vaardigheid", sleutel: [("vakvolgnummer", 2), ("vaardigheid", 2)]),
    .init(recordsoort: 331, naam: "examen", sleutel: [("examen", 4), ("examenjaar", 4)]),
    .init(recordsoort: 332, naam: "examenvak", sleutel: [("examen", 4), ("examenjaar", 4), ("examenvak", 4)]),
  ]

  /// The tables that an inschrijving of a sectordeel has parts in.
  static func of(sectordeel: String) -> [Onderdeeltabel] {
    let records: ClosedRange<Int> = sectordeel == "BO" ? 321...323 : sectordeel == "ED" ? 326...328 : 331...332
    return all.filter { records.contains($0.recordsoort) }
  }
}
