import GRDB
import ProgrammaVanEisen
import Register

/// Works out the numbers of batches and feedback a second time, from the deliveries that were accepted.
struct Nummerkeuring {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// What an aanleverpunt and sectordeel should have.
  private struct Stand: Equatable {
    var batchnummer = 0
    var terugkoppelnummer = 0
    var overgeslagen: Set<Int> = []
  }

  func fouten() throws -> [String] {
    var reeksen: [Leverancier: [(batchnummer: Int, terugkoppelnummer: Int)]] = [:]
    var vervolgen: [Leverancier: [Int]] = [:]
    let aangenomen = try Row.fetchCursor(
      db,
      sql: """
        SELECT brin, aanleverpunt, sectordeel, batchnummer, terugkoppelnummer FROM aanlevering
        WHERE status = 'aangenomen' AND brin IS NOT NULL AND aanleverpunt IS NOT NULL AND sectordeel IS NOT NULL
        AND batchnummer IS NOT NULL AND terugkoppelnummer IS NOT NULL ORDER BY id
        """)
    while let row = try aangenomen.next() {
      reeksen[try row.leverancier(0), default: []].append((try row.lees(3), try row.lees(4)))
    }
    let los = try Row.fetchCursor(
      db, sql: "SELECT brin, aanleverpunt, sectordeel, terugkoppelnummer FROM vervolg ORDER BY id")
    while let row = try los.next() { vervolgen[try row.leverancier(0), default: []].append(try row.lees(3)) }
    let kent = try tellers()
    var fouten: [String] = []
    for leverancier in Set(reeksen.keys).union(kent.keys).union(vervolgen.keys).sorted() {
      let reeks = reeksen[leverancier] ?? []
      let nummers = reeks.map(\.terugkoppelnummer) + (vervolgen[leverancier] ?? [])
      let naam = "BRIN \(leverancier.brin), aanleverpunt \(leverancier.aanleverpunt), \(leverancier.sectordeel)"
      if !Self.isVolledig(nummers) { fouten.append("\(naam): the numbers of its feedback are no row from 1 on") }
      guard var hoort = Self.speelNa(reeks) else {
        fouten.append("\(naam): the batch numbers that were accepted do not follow each other")
        continue
      }
      hoort.terugkoppelnummer = nummers.count % 1_000
      if kent[leverancier] != (reeks.isEmpty ? nil : hoort) {
        fouten.append("\(naam): the counters of its batches and feedback are not those of its deliveries")
      }
    }
    return fouten
  }

  private func tellers() throws -> [Leverancier: Stand] {
    var standen: [Leverancier: Stand] = [:]
    for row in try Row.fetchAll(
      db, sql: "SELECT brin, aanleverpunt, sectordeel, batchnummer, terugkoppelnummer FROM teller")
    {
      standen[try row.leverancier(0)] = Stand(batchnummer: try row.lees(3), terugkoppelnummer: try row.lees(4))
    }
    for row in try Row.fetchAll(db, sql: "SELECT brin, aanleverpunt, sectordeel, batchnummer FROM overgeslagen") {
      standen[try row.leverancier(0), default: Stand()].overgeslagen.insert(try row.lees(3))
    }
    return standen
  }

  /// Whether numbers are those of 1 to their number, counted modulo 1000.
  private static func isVolledig(_ nummers: [Int]) -> Bool {
    nummers.sorted() == (0..<nummers.count).map { ($0 + 1) % 1_000 }.sorted()
  }

  /// Where the batch numbers lead to; nil where one of them could not have been accepted.
  private static func speelNa(_ reeks: [(batchnummer: Int, terugkoppelnummer: Int)]) -> Stand? {
    var stand: Stand?
    for (batchnummer, _) in opVolgorde(reeks) {
      guard var nu = stand else {
        stand = Stand(batchnummer: batchnummer)
        continue
      }
      let afstand = (batchnummer - nu.batchnummer + 1_000) % 1_000
      if (1...499).contains(afstand) {
        for stap in 1..<afstand { nu.overgeslagen.insert((nu.batchnummer + stap) % 1_000) }
        nu.overgeslagen.remove(batchnummer)
        nu.batchnummer = batchnummer
      } else if nu.overgeslagen.remove(batchnummer) == nil {
        return nil
      }
      stand = nu
    }
    return stand ?? Stand()
  }

  /// Deliveries in the order in which they were decided: that of their feedback. They were claimed in nearly the
  /// same one.
  private static func opVolgorde(
    _ reeks: [(batchnummer: Int, terugkoppelnummer: Int)]
  ) -> [(batchnummer: Int, terugkoppelnummer: Int)] {
    var vorige = 0
    return reeks.enumerated().map { index, batch in
      let vooruit = (batch.terugkoppelnummer - vorige % 1_000 + 1_500) % 1_000 - 500
      vorige += vooruit
      return (plaats: vorige, index: index, batch: batch)
    }.sorted { ($0.plaats, $0.index) < ($1.plaats, $1.index) }.map(\.batch)
  }
}
