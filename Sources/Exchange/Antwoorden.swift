import FileSystem
import Foundation
import GRDB

/// The two answers to a delivery.
enum Antwoordsoort: String, CaseIterable {
  case terugkoppeling, ontvangst
}

extension Journaaltransactie {
  /// Keeps a part of an answer, packed.
  func bewaar(_ bytes: [UInt8], soort: Antwoordsoort, deel: Int, van claim: Claim) throws {
    try db.cachedStatement(sql: "INSERT INTO antwoord VALUES (?, ?, ?, ?)")
      .execute(arguments: [claim.id, soort.rawValue, deel, Data(bytes)])
  }

  /// Gives the parts of an answer in their order; false where there is none.
  func delen(_ soort: Antwoordsoort, van id: Int64, _ body: (Data) throws -> Void) throws -> Bool {
    var any = false
    let rows = try Row.fetchCursor(
      db, sql: "SELECT bytes FROM antwoord WHERE aanlevering_id = ? AND soort = ? ORDER BY deel",
      arguments: [id, soort.rawValue])
    while let row = try rows.next() {
      any = true
      try body(row[0])
    }
    return any
  }

  /// The number of the feedback that a delivery got.
  func terugkoppelnummer(_ id: Int64) throws -> (brin: String, aanleverpunt: String, sectordeel: String, nummer: Int)? {
    try Row.fetchOne(
      db,
      sql:
        "SELECT brin, aanleverpunt, sectordeel, terugkoppelnummer FROM aanlevering WHERE id = ? AND terugkoppelnummer IS NOT NULL",
      arguments: [id]
    ).map { ($0[0], $0[1], $0[2], $0[3]) }
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

/// Packs a feedback file and keeps it part by part, so that memory does not grow with it.
///
/// The counts of 402 stand before the meldingen, so the header is packed last: where everything
/// fits in one part it is one gzip member, and otherwise the header is a member of its own.
struct Terugkoppelschrijver {
  /// What is kept in memory before it is packed as a member.
  static let memberSize = 4 << 20

  private let journal: Journaaltransactie
  private let claim: Claim
  private var rest: [UInt8] = []
  private var deel = 1

  init(_ journal: Journaaltransactie, _ claim: Claim) {
    self.journal = journal
    self.claim = claim
  }

  /// Takes the records of meldingen.
  mutating func schrijf(_ bytes: [UInt8]) throws {
    rest += bytes
    if rest.count < Self.memberSize { return }
    try bewaar(rest, deel: deel)
    deel += 1
    rest.removeAll(keepingCapacity: true)
  }

  /// Takes the header, and the end mark.
  mutating func sluit(kop: [UInt8], einde: [UInt8]) throws {
    if deel == 1 {
      try bewaar(kop + rest + einde, deel: 0)
    } else {
      try bewaar(kop, deel: 0)
      try bewaar(rest + einde, deel: deel)
    }
  }

  private func bewaar(_ bytes: [UInt8], deel: Int) throws {
    try journal.bewaar(try gzipMember(bytes), soort: .terugkoppeling, deel: deel, van: claim)
  }
}
