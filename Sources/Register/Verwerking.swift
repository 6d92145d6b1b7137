import GRDB
import ProgrammaVanEisen

/// When something became known: a moment in the order in which the register changed, and its day.
public struct Verwerking: Hashable, Sendable {
  /// Its place in that order.
  public let nummer: Int64
  /// The processing date, EEJJMMDD.
  public let datum: String

  /// An expression that gives the number of the verwerking of a melding; NULL where there is none.
  static func nummer(aanlevering: String, melding: String) -> String {
    """
    (SELECT id FROM verwerking AS v WHERE v.aanlevering_id = \(aanlevering) AND v.meldingnummer IN (0, \(melding))
    ORDER BY v.meldingnummer DESC LIMIT 1)
    """
  }

  /// The last one of a day or before it; 0 where there is none.
  static func laatste(op datum: Datum, _ db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM verwerking WHERE datum <= ?", arguments: [datum.description]) ?? 0
  }
}

/// Notes, inside one transaction, when the changes of meldingen become known.
struct Verwerkingsvolgorde {
  private let datum: String
  /// The delivery whose row is the last one and was made here: its next melding needs none.
  private var lopend: Int64?

  init(datum: Datum) {
    self.datum = datum.description
  }

  /// Whether a melding belongs to what was noted last.
  func isGenoteerd(_ herkomst: Herkomst) -> Bool { herkomst.aanlevering == lopend }

  /// A delivery gets one row with its first melding. What comes later, behind another delivery or in
  /// another transaction, is a melding that waited and gets one of its own.
  mutating func noteer(_ herkomst: Herkomst, _ db: Database) throws {
    let isNieuw =
      try Int.fetchOne(
        db, sql: "SELECT 1 FROM verwerking WHERE aanlevering_id = ? AND meldingnummer = 0",
        arguments: [herkomst.aanlevering]) == nil
    // A delivery may be processed with an earlier day than the one before it: what it brings was not
    // known before that one.
    try db.execute(
      sql: """
        INSERT INTO verwerking (aanlevering_id, meldingnummer, datum)
        VALUES (?, ?, max(?, coalesce((SELECT datum FROM verwerking ORDER BY id DESC LIMIT 1), '')))
        """, arguments: [herkomst.aanlevering, isNieuw ? 0 : herkomst.meldingnummer, datum])
    lopend = isNieuw ? herkomst.aanlevering : nil
  }
}
