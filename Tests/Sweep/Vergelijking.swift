import Exchange
import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Reference
import Register

/// Processes the deliveries of the soak once more, one by one, and compares.
struct Vergelijking {
  private let place: Soakplaats
  private let aanvoer: Aanvoer
  private let disturbed: Register
  private let serial: Register

  init(_ place: Soakplaats, _ aanvoer: Aanvoer) throws {
    self.place = place
    self.aanvoer = aanvoer
    disturbed = try Uitwisseling.openRegister(
      url: "sqlite:" + place.path("Disturbed/register.sqlite"), pve: place.pve)
    serial = try Uitwisseling.openRegister(url: "sqlite:" + place.path("Serial/register.sqlite"), pve: place.pve)
  }

  /// What is not the same, one sentence each.
  func run() throws -> [String] {
    let order = try decided()
    var wrong = inOrder(order)
    let zendingen = Dictionary(aanvoer.zendingen.map { ($0.sha256, $0) }) { first, _ in first }
    if order.map(\.sha256).sorted() != aanvoer.zendingen.map(\.sha256).sorted() {
      wrong.append("\(zendingen.count) deliveries were sent, and \(order.count) decided")
    }
    try replay(order.compactMap { zendingen[$0.sha256] } + aanvoer.herhaald)
    wrong += try files()
    for table in try tables() { wrong += try differences(table) }
    for register in [disturbed, serial] { wrong += try register.verify(pve: place.pve) }
    return wrong
  }

  /// A delivery as it was decided.
  private struct Beslist {
    let sha256: String
    let status: String
    let leverancier: String
    let batchnummer: Int
  }

  /// The deliveries in the order in which they were decided: the answers were kept in the same transactions.
  private func decided() throws -> [Beslist] {
    try disturbed.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT sha256, status, coalesce(brin || aanleverpunt || sectordeel, ''), coalesce(batchnummer, 0)
          FROM aanlevering JOIN (SELECT aanlevering_id, min(rowid) AS volgorde FROM antwoord GROUP BY 1)
          ON aanlevering_id = id ORDER BY volgorde
          """
      ).map {
        Beslist(sha256: $0[0], status: $0[1], leverancier: $0[2], batchnummer: $0[3])
      }
    }
  }

  /// Says where the batches of somebody were not accepted in their order.
  private func inOrder(_ order: [Beslist]) -> [String] {
    var last: [String: Int] = [:]
    var wrong: [String] = []
    for beslist in order where beslist.status == "aangenomen" {
      let expected = (last[beslist.leverancier] ?? 0) % 999 + 1
      if beslist.batchnummer != expected {
        wrong.append(
          "batch \(beslist.batchnummer) of \(beslist.leverancier) was accepted where \(expected) was expected")
      }
      last[beslist.leverancier] = beslist.batchnummer
    }
    return wrong
  }

  private func replay(_ zendingen: [Aanvoer.Zending]) throws {
    guard let personen = try Personen(folder: place.path("Reference")), let datum = Datum(text: "2010-02-01") else {
      throw BronError(.reference, "no persons")
    }
    let grondslag = Grondslag(
      pve: place.pve, tables: try ReferenceTables(folder: place.path("Reference")), personen: personen,
      alleFouten: false, propSignalen: false)
    let exchange = Uitwisseling(
      mappen: Werklast.mappen(place.path("Serial")), grondslag: grondslag, register: serial, datum: datum,
      weigertGat: false, logger: Logger(label: "soak") { _ in SwiftLogNoOpLogHandler() })
    for zending in zendingen {
      try aanvoer.bring(zending, to: "Serial")
      if let storing = try exchange.run(progress: { _, _ in }, each: { _ in }).first { throw storing.fout }
    }
  }

  /// The files that are not in both exchanges, with the same bytes.
  private func files() throws -> [String] {
    let here = Set(try Werklast.files(in: place.path("Disturbed")).filter(\.isFile))
    let there = Set(try Werklast.files(in: place.path("Serial")).filter(\.isFile))
    let lost = there.subtracting(here).map { "\($0.path) should be there, with other bytes or at all" }
    let more = here.subtracting(there).map { "\($0.path) should not be there, with these bytes or at all" }
    return Array(lost.sorted().prefix(20)) + Array(more.sorted().prefix(20))
  }

  private func tables() throws -> [String] {
    try disturbed.read { db in
      try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    }
  }

  /// The first rows of a table that are not in both registers.
  private func differences(_ table: String) throws -> [String] {
    try disturbed.read { left in
      try serial.read { right in
        let sql = try Self.rows(of: table, left)
        let (one, other) = (try String.fetchCursor(left, sql: sql), try String.fetchCursor(right, sql: sql))
        var wrong: [String] = []
        while wrong.count < 4 {
          let (mine, theirs) = (try one.next(), try other.next())
          if mine == nil && theirs == nil { break }
          if mine != theirs {
            wrong.append("\(table): \(mine?.prefix(300) ?? "nothing") here, \(theirs?.prefix(300) ?? "nothing") there")
          }
        }
        return wrong
      }
    }
  }

  /// All rows in the order of their text, with deliveries by their content instead of their number.
  private static func rows(of table: String, _ db: Database) throws -> String {
    let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table]).map {
      name in
      let isDelivery =
        name.hasSuffix("aanlevering_id") || name == "eerdere_id" || (table == "aanlevering" && name == "id")
      return isDelivery
        ? "coalesce((SELECT a.naam || ' ' || a.sha256 || ' ' || a.status FROM aanlevering a WHERE a.id = t.\(name)), '')"
        : "quote(t.\(name))"
    }
    return "SELECT \(columns.joined(separator: " || '|' || ")) AS tekst FROM \(table) t ORDER BY tekst"
  }
}
