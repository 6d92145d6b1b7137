import FileSystem
import Foundation
import GRDB

/// The two answers to a delivery.
enum Antwoordsoort: String, CaseIterable {
  case terugkoppeling, ontvangst
}

/// An answer that the journal keeps.
enum Antwoord {
  /// One of those to a delivery.
  case aanlevering(Antwoordsoort, Int64)
  /// A feedback without a delivery.
  case vervolg(Int64)
}

extension Journaaltransactie {
  /// Keeps a part of an answer, packed.
  func bewaar(_ bytes: [UInt8], soort: Antwoordsoort, deel: Int, van claim: Claim) throws {
    try db.cachedStatement(sql: "INSERT INTO antwoord VALUES (?, ?, ?, ?)")
      .execute(arguments: [claim.id, soort.rawValue, deel, Data(bytes)])
  }

  /// Gives the parts of an answer in their order; false where there is none.
  func delen(_ antwoord: Antwoord, _ body: (Data) throws -> Void) throws -> Bool {
    var any = false
    let rows: RowCursor
    switch antwoord {
    case .aanlevering(let soort, let id):
      rows = try Row.fetchCursor(
        db, sql: "SELECT bytes FROM antwoord WHERE aanlevering_id = ? AND soort = ? ORDER BY deel",
        arguments: [id, soort.rawValue])
    case .vervolg(let id):
      rows = try Row.fetchCursor(
        db, sql: "SELECT bytes FROM vervolgdeel WHERE vervolg_id = ? ORDER BY deel", arguments: [id])
    }
    while let row = try rows.next() {
      any = true
      try body(try row.lees(0))
    }
    return any
  }

  /// The first part of an answer behind one; nil where there is none.
  func deel(_ antwoord: Antwoord, na deel: Int) throws -> (deel: Int, bytes: Data)? {
    let row: Row?
    switch antwoord {
    case .aanlevering(let soort, let id):
      row = try Row.fetchOne(
        db,
        sql:
          "SELECT deel, bytes FROM antwoord WHERE aanlevering_id = ? AND soort = ? AND deel > ? ORDER BY deel LIMIT 1",
        arguments: [id, soort.rawValue, deel])
    case .vervolg(let id):
      row = try Row.fetchOne(
        db, sql: "SELECT deel, bytes FROM vervolgdeel WHERE vervolg_id = ? AND deel > ? ORDER BY deel LIMIT 1",
        arguments: [id, deel])
    }
    return try row.map { (try $0.lees(0), try $0.lees(1)) }
  }

  /// The number of the feedback that a delivery got.
  func terugkoppelnummer(_ id: Int64) throws -> (brin: String, aanleverpunt: String, sectordeel: String, nummer: Int)? {
    try Row.fetchOne(
      db,
      sql:
        "SELECT brin, aanleverpunt, sectordeel, terugkoppelnummer FROM aanlevering WHERE id = ? AND terugkoppelnummer IS NOT NULL",
      arguments: [id]
    ).map { (try $0.lees(0), try $0.lees(1), try $0.lees(2), try $0.lees(3)) }
  }

  /// The SHA-256 of a delivery's unpacked bytes.
  func sha256(_ id: Int64) throws -> String {
    try String.fetchOne(db, sql: "SELECT sha256 FROM aanlevering WHERE id = ?", arguments: [id]) ?? ""
  }

  /// The name under which a delivery came in.
  func naam(_ id: Int64) throws -> String {
    try String.fetchOne(db, sql: "SELECT naam FROM aanlevering WHERE id = ?", arguments: [id]) ?? ""
  }

  /// The delivery whose answers a delivery gets: its own, or, where it was given again, the first.
  func beantwoord(_ id: Int64) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT coalesce(eerdere_id, id) FROM aanlevering WHERE id = ?", arguments: [id]) ?? id
  }
}
