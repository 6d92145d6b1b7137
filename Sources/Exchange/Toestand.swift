import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register

/// How it stands with an exchange at this moment: what waits, what is in work, what was answered last and what went
/// wrong. Nothing is changed by looking, and nothing in it is about a person.
public struct Toestand: Sendable {
  /// What waits of one aanleverpunt.
  public struct Wachtrij: Sendable, Equatable {
    /// Who delivers, as the names of the files say; nil for names that are none of a delivery.
    public let leverancier: Leverancier?
    /// How many files wait.
    public internal(set) var aantal = 0
    /// Their bytes, as they lie there.
    public internal(set) var bytes = 0
    /// The one that lies there longest.
    public internal(set) var oudste = ""
    /// Since when it does: seconds since 1970.
    public internal(set) var sinds = Int.max
  }

  /// A file that was taken and is not finished.
  public struct Werk: Sendable, Equatable {
    /// Its name.
    public let naam: String
    /// Since when it is in work: seconds since 1970.
    public let sinds: Int
    /// Whether a process has its institution in hand now; otherwise the next run takes it up.
    public let isInHanden: Bool
  }

  /// A delivery that was answered.
  public struct Antwoord: Sendable, Equatable {
    /// The name under which it came in.
    public let naam: String
    /// What was decided: aangenomen, geweigerd or herhaald.
    public let status: String
    /// Its processing date.
    public let datum: Datum
    /// How many meldingen it holds.
    public let meldingen: Int
    /// How they fared until now.
    public let telling: Telling
    /// Whether its answers are out and the file is put away.
    public let isAfgerond: Bool
  }

  /// A refused delivery in whose place none was accepted yet.
  public struct Geweigerd: Sendable, Equatable {
    /// The name under which it came in.
    public let naam: String
    /// Its processing date.
    public let datum: Datum
    /// The codes for which it was refused; none where the receipt was cleared.
    public let codes: [String]
  }

  /// What waits, by leverancier; what is no delivery last.
  public internal(set) var wachtrijen: [Wachtrij] = []
  /// What is in work, by name.
  public internal(set) var werk: [Werk] = []
  /// What lies in the inbox and will not be taken.
  public internal(set) var achterblijvers: [Achterblijver] = []
  /// What was answered last, the newest first.
  public internal(set) var antwoorden: [Antwoord] = []
  /// Refused deliveries in whose place none was accepted, the newest first.
  public internal(set) var geweigerd: [Geweigerd] = []
  /// How many there are of them, also those that are not listed.
  public internal(set) var aantalGeweigerd = 0
  /// Batch numbers that were passed over and may still come.
  public internal(set) var overgeslagen: [(leverancier: Leverancier, nummers: [Int])] = []
  /// How much there is to decide; nil where there is no register.
  public internal(set) var teBeslissen: Beslisbalie.Stand?

  /// The processing date of the last accepted delivery.
  public internal(set) var laatste: Datum?
}

extension Toestand {
  /// Looks at the folders and the register.
  ///
  /// - Parameters:
  ///   - url: the register; it need not be there.
  ///   - meeste: how many answers and refused deliveries are listed.
  public init(_ mappen: Mappen, register url: String, meeste: Int, folders: Folders = Folders()) throws {
    try self.init(mappen, folders: folders)
    guard try Register.exists(url: url, folders: folders) else { return }
    let register = try Uitwisseling.inzage(url, folders: folders)
    try register.read { db in
      antwoorden = try Self.antwoorden(meeste, db)
      (geweigerd, aantalGeweigerd) = try Self.geweigerd(meeste, Journaaltransactie(db: db))
      overgeslagen = try Self.overgeslagen(db)
      laatste = try String.fetchOne(db, sql: "SELECT max(datum) FROM aanlevering WHERE status = 'aangenomen'")
        .flatMap { Datum(text: $0) }
    }
    teBeslissen = try Beslisbalie.stand(register)
  }

  /// Looks at the folders alone.
  public init(_ mappen: Mappen, folders: Folders = Folders()) throws {
    let (opgepakt, wachtend) = try Postlijst.beide(mappen, folders: folders)
    if let storing = (opgepakt.storingen + wachtend.storingen).first { throw storing.fout }
    achterblijvers = wachtend.achterblijvers + opgepakt.achterblijvers
    wachtrijen = try Self.wachtrijen(wachtend.bestanden, in: mappen.inbox, folders)
    for bestand in opgepakt.bestanden {
      guard let sinds = try folders.changed(at: bestand.path(in: mappen.work)) else { continue }
      werk.append(
        Werk(
          naam: bestand.naam, sinds: sinds, isInHanden: try Self.isInHanden(bestand.afzender, mappen.work, folders)))
    }
  }

  private static func wachtrijen(_ bestanden: [Bestand], in inbox: String, _ folders: Folders) throws -> [Wachtrij] {
    var rijen: [Leverancier?: Wachtrij] = [:]
    for bestand in bestanden {
      // One that is gone by now was taken.
      guard let sinds = try folders.changed(at: bestand.path(in: inbox)) else { continue }
      let leverancier = Bestandsnaam(bestand.naam)?.leverancier
      var rij = rijen[leverancier] ?? Wachtrij(leverancier: leverancier)
      rij.aantal += 1
      rij.bytes += bestand.mark.size
      if sinds < rij.sinds { (rij.oudste, rij.sinds) = (Folders.join(bestand.map, bestand.naam), sinds) }
      rijen[leverancier] = rij
    }
    return rijen.values.sorted {
      guard let een = $0.leverancier else { return false }
      return $1.leverancier.map { een < $0 } ?? true
    }
  }

  /// Whether a process holds the folder of an institution: then it is busy with it.
  private static func isInHanden(_ afzender: String, _ work: String, _ folders: Folders) throws -> Bool {
    let folder = Folders.map(afzender, in: work)
    return try folders.kind(of: folder) == .folder && folders.tryLock(folder) == nil
  }

  private static func antwoorden(_ meeste: Int, _ db: Database) throws -> [Antwoord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT naam, status, datum, meldingen, goed, fout, in_behandeling, afgerond FROM aanlevering
        WHERE status <> 'geclaimd' ORDER BY id DESC LIMIT ?
        """, arguments: [meeste]
    ).compactMap { row in
      try Datum(text: row.lees(2)).map {
        try Antwoord(
          naam: row.lees(0), status: row.lees(1), datum: $0, meldingen: row.lees(3) as Int? ?? 0,
          telling: Telling(
            goed: row.lees(4) as Int? ?? 0, fout: row.lees(5) as Int? ?? 0, inBehandeling: row.lees(6) as Int? ?? 0),
          isAfgerond: row.lees(7))
      }
    }
  }

  private static func geweigerd(
    _ meeste: Int, _ journal: Journaaltransactie
  ) throws -> (lijst: [Geweigerd], aantal: Int) {
    // Made good: a later one of the same number, or of the same name where the file had no header.
    let open = """
      FROM aanlevering g WHERE g.status = 'geweigerd' AND NOT EXISTS (SELECT 1 FROM aanlevering a
      WHERE a.id > g.id AND (a.status IN ('aangenomen', 'herhaald') AND (a.brin, a.aanleverpunt, a.sectordeel,
      a.batchnummer) = (g.brin, g.aanleverpunt, g.sectordeel, g.batchnummer)
      OR a.naam = g.naam AND a.status <> 'geclaimd'))
      """
    let rows = try Row.fetchAll(
      journal.db, sql: "SELECT g.id, g.naam, g.datum \(open) ORDER BY g.id DESC LIMIT ?", arguments: [meeste])
    let lijst = try rows.compactMap { row in
      try Datum(text: row.lees(2)).map {
        try Geweigerd(naam: row.lees(1), datum: $0, codes: journal.codes(row.lees(0)))
      }
    }
    return (lijst, try Int.fetchOne(journal.db, sql: "SELECT count(*) \(open)") ?? 0)
  }

  private static func overgeslagen(_ db: Database) throws -> [(leverancier: Leverancier, nummers: [Int])] {
    let rows = try Row.fetchAll(db, sql: "SELECT brin, aanleverpunt, sectordeel, batchnummer FROM overgeslagen")
    return try Dictionary(grouping: rows) { try $0.leverancier(0) }
      .sorted { $0.key < $1.key }.map { ($0.key, try $0.value.map { try $0.lees(3) as Int }.sorted()) }
  }
}

extension Journaaltransactie {
  /// The codes of the faults in the receipt of a refused delivery that refuse it, each once.
  func codes(_ id: Int64) throws -> [String] {
    var packed: [UInt8] = []
    _ = try delen(.aanlevering(.ontvangst, id)) { packed += $0 }
    if packed.isEmpty { return [] }
    let text = String(decoding: try GzipSource(MemorySource(packed)).readAll(limit: 1 << 26), as: UTF8.self)
    // A document of our own: the code of a fault stands on the line before its severity.
    var codes: [String] = []
    var code = ""
    for regel in text.split(separator: "\n") {
      let regel = regel.trimmingCharacters(in: .whitespaces)
      if regel.hasPrefix("<code>") { code = String(regel.dropFirst(6).prefix { $0 != "<" }) }
      if regel == "<ernst>A</ernst>", !codes.contains(code) { codes.append(code) }
    }
    // A gap in the numbers refuses where the configuration asks for it, and is none by itself.
    return codes.isEmpty && !code.isEmpty ? [code] : codes
  }
}
