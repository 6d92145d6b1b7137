import FileSystem
import GRDB
import ProgrammaVanEisen
import Register

/// Takes away what is kept of deliveries from before a day: the answers in the journal, and the files in the
/// archive.
///
/// What stays says which deliveries there were: number, SHA-256, counts and date. So one that comes again is
/// still known, and refused, since its answer cannot be given any more.
public struct Opruiming {
  private let register: Register
  private let archive: String
  private let folders: Folders

  /// Clears that register, and that archive.
  public init(_ register: Register, archive: String, folders: Folders = Folders()) {
    self.register = register
    self.archive = archive
    self.folders = folders
  }

  /// What was taken away.
  public struct Verslag: Sendable, Equatable {
    /// Deliveries and follow-ups of which the journal had the answers.
    public internal(set) var antwoorden = 0
    /// Files in the archive.
    public internal(set) var bestanden = 0
  }

  /// Clears what was processed before `datum`; of the archive, the months that ended before it.
  ///
  /// The files go first: after a failure halfway both are still named by the journal, and doing it again
  /// finishes it. The database is written anew at the end, so that not a byte of the answers is left.
  ///
  /// - Parameter isProef: only tells what would be done.
  public func ruimOp(voor datum: Datum, isProef: Bool) throws -> Verslag {
    var verslag = Verslag()
    for folder in try maanden(voor: datum) {
      // Other files are not ours: the folder may be another one than was meant.
      for naam in try folders.names(in: folder) where Bestandsnaam.isVanAanlevering(naam) {
        if try folders.kind(of: Folders.join(folder, naam)) != .file { continue }
        verslag.bestanden += 1
        if !isProef { try folders.remove(Folders.join(folder, naam)) }
      }
    }
    let body = { (db: Database) in try Journaaltransactie(db: db).verwijderAntwoorden(voor: datum) }
    verslag.antwoorden = try isProef ? register.attempt(body) : register.write(body)
    if !isProef && verslag.antwoorden > 0 { try register.maakSchoon() }
    return verslag
  }

  /// The folders of the archive, `EEJJ/MM`, of months that ended before a day.
  private func maanden(voor datum: Datum) throws -> [String] {
    try folders.archiefmaanden(archive).filter { $0.maand < datum.number / 100 }.map(\.map)
  }
}

extension Folders {
  /// The months of an archive that have a folder, `EEJJ/MM`, as numbers EEJJMM and in their order.
  func archiefmaanden(_ archive: String) throws -> [(maand: Int32, map: String)] {
    var found: [(maand: Int32, map: String)] = []
    for jaar in try names(in: archive) {
      let folder = Folders.join(archive, jaar)
      guard jaar.utf8.count == 4, try kind(of: folder) == .folder else { continue }
      for maand in try names(in: folder) where maand.utf8.count == 2 {
        let path = Folders.join(folder, maand)
        guard let begin = Datum(text: jaar + maand + "01"), try kind(of: path) == .folder else { continue }
        found.append((begin.number / 100, path))
      }
    }
    return found
  }
}

extension Journaaltransactie {
  /// Whether the answers to a delivery are still kept.
  func heeftAntwoord(_ id: Int64) throws -> Bool {
    try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM antwoord WHERE aanlevering_id = ?)", arguments: [id])
      ?? false
  }

  /// Removes the answers that are in the outbox since before a day; gives how many there were.
  fileprivate func verwijderAntwoorden(voor datum: Datum) throws -> Int {
    var aantal = 0
    for (delen, antwoord, sleutel) in [
      ("antwoord", "aanlevering", "aanlevering_id"), ("vervolgdeel", "vervolg", "vervolg_id"),
    ] {
      // One that a delivery was promised again stays until it has it.
      let welke = """
        \(sleutel) IN (SELECT id FROM \(antwoord) WHERE afgerond = 1 AND datum < ?) AND ('\(delen)' = 'vervolgdeel'
        OR \(sleutel) NOT IN (SELECT eerdere_id FROM aanlevering WHERE afgerond = 0 AND eerdere_id IS NOT NULL))
        """
      aantal +=
        try Int.fetchOne(
          db, sql: "SELECT count(DISTINCT \(sleutel)) FROM \(delen) WHERE \(welke)", arguments: [datum.description])
        ?? 0
      try db.execute(sql: "DELETE FROM \(delen) WHERE \(welke)", arguments: [datum.description])
    }
    try db.execute(sql: "UPDATE opgeruimd SET voor = max(voor, ?)", arguments: [datum.number])
    return aantal
  }
}
