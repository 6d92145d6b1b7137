import FileSystem
import GRDB
import ProgrammaVanEisen
import Records
import Register

/// What was processed on a day, and on the days with work before it: numbers alone, and nothing of a person.
public struct Nachtcijfers: Sendable {
  /// How an institution fared on the day.
  public struct Instelling: Sendable, Equatable {
    /// Its BRIN; empty for files of which the header could not be read.
    public let brin: String
    /// How many deliveries were accepted.
    public internal(set) var aangenomen = 0
    /// How many were refused.
    public internal(set) var geweigerd = 0
    /// How the meldingen of the accepted ones fared until now.
    public internal(set) var telling = Telling()
    /// Since when the oldest of its meldingen waits, of whatever day; nil where none does.
    public internal(set) var wachtSinds: Datum?
    /// How its meldingen fared on each of the days.
    public internal(set) var verloop: [Telling] = []
  }

  /// How a day went.
  public struct Dag: Sendable, Equatable {
    /// The processing date.
    public let datum: Datum
    /// How many deliveries were accepted.
    public let aangenomen: Int
    /// How many were refused.
    public let geweigerd: Int
    /// How the meldingen of the accepted ones fared until now.
    public let telling: Telling
  }

  /// How often something was told on the day.
  public struct Code: Sendable, Equatable {
    /// As it stands in the feedback or the receipt.
    public let code: String
    /// Whether it rejects: A, or S where it only tells.
    public let ernst: String
    /// What it says.
    public let tekst: String
    /// How often.
    public internal(set) var aantal = 0
    /// To which institutions.
    public internal(set) var instellingen: Set<String> = []
  }

  /// The day.
  public let datum: Datum
  /// The institutions with work on one of the days, or with meldingen that wait.
  public let instellingen: [Instelling]
  /// The day and those with work before it, the oldest first.
  public let dagen: [Dag]
  /// What was told, the rejections first, the most frequent first.
  public let codes: [Code]

  /// Reads a register; nil where nothing was processed on or before that day.
  ///
  /// - Parameters:
  ///   - dag: the last day that counts; nil for all.
  ///   - aantal: how many days with work are told of.
  public init?(_ register: Register, pve: PvE, tot dag: Datum?, dagen aantal: Int) throws {
    let gelezen = try register.read { db -> (Datum, [Instelling], [Dag], [Code])? in
      let dagen = try Self.dagen(tot: dag, aantal, db)
      guard let datum = dagen.last?.datum else { return nil }
      return (datum, try Self.instellingen(dagen.map(\.datum), db), dagen, try Self.codes(datum, pve, db))
    }
    guard let gelezen else { return nil }
    (datum, instellingen, dagen, codes) = gelezen
  }

  private static func dagen(tot datum: Datum?, _ aantal: Int, _ db: Database) throws -> [Dag] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT datum, sum(status = 'aangenomen'), sum(status = 'geweigerd'), sum(coalesce(goed, 0)),
        sum(coalesce(fout, 0)), sum(coalesce(in_behandeling, 0)) FROM aanlevering
        WHERE status IN ('aangenomen', 'geweigerd') AND datum <= ? GROUP BY datum ORDER BY datum DESC LIMIT ?
        """, arguments: [datum?.description ?? "99999999", aantal]
    ).reversed().compactMap { row in
      try Datum(text: row.lees(0)).map {
        try Dag(datum: $0, aangenomen: row.lees(1), geweigerd: row.lees(2), telling: row.telling(3))
      }
    }
  }

  private static func instellingen(_ dagen: [Datum], _ db: Database) throws -> [Instelling] {
    var gevonden: [String: Instelling] = [:]
    let geen = [Telling](repeating: Telling(), count: dagen.count)
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT coalesce(brin, ''), datum, sum(status = 'aangenomen'), sum(status = 'geweigerd'), sum(coalesce(goed, 0)),
        sum(coalesce(fout, 0)), sum(coalesce(in_behandeling, 0)) FROM aanlevering
        WHERE status IN ('aangenomen', 'geweigerd') AND datum BETWEEN ? AND ? GROUP BY 1, 2
        """, arguments: [dagen[0].description, dagen[dagen.count - 1].description])
    {
      let brin: String = try row.lees(0)
      guard let dag = try dagen.firstIndex(where: { try $0.description == row.lees(1) }) else { continue }
      var instelling = gevonden[brin] ?? Instelling(brin: brin, verloop: geen)
      instelling.verloop[dag] = try row.telling(4)
      if dag == dagen.count - 1 {
        instelling.aangenomen = try row.lees(2)
        instelling.geweigerd = try row.lees(3)
        instelling.telling = instelling.verloop[dag]
      }
      gevonden[brin] = instelling
    }
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT b.brin, min(a.datum) FROM in_behandeling b JOIN aanlevering a ON a.id = b.aanlevering_id GROUP BY b.brin
        """)
    {
      let brin: String = try row.lees(0)
      gevonden[brin, default: Instelling(brin: brin, verloop: geen)].wachtSinds = Datum(text: try row.lees(1))
    }
    // What has no BRIN comes last.
    return gevonden.values.sorted { $0.brin.isEmpty == $1.brin.isEmpty ? $0.brin < $1.brin : $1.brin.isEmpty }
  }

  /// What the feedback and the receipts of the day say.
  private static func codes(_ datum: Datum, _ pve: PvE, _ db: Database) throws -> [Code] {
    let journal = Journaaltransactie(db: db)
    var codes: [String: Code] = [:]
    func tel(_ code: String, _ ernst: String, _ brin: String, _ tekst: @autoclosure () -> String) {
      var nu = codes["\(code)\(ernst)"] ?? Code(code: code, ernst: ernst, tekst: tekst())
      nu.aantal += 1
      nu.instellingen.insert(brin)
      codes["\(code)\(ernst)"] = nu
    }
    guard let layout = pve.newest[499], let code = layout.veld("signaalcode"), let ernst = layout.veld("ernst"),
      let tekst = layout.veld("omschrijvingSignaal")
    else { return [] }
    let antwoorden =
      try Row.fetchAll(
        db, sql: "SELECT id, brin FROM aanlevering WHERE datum = ? AND status = 'aangenomen'",
        arguments: [datum.description]
      ).map { (Antwoord.aanlevering(.terugkoppeling, try $0.lees(0)), try $0.lees(1) as String? ?? "") }
      + Row.fetchAll(db, sql: "SELECT id, brin FROM vervolg WHERE datum = ?", arguments: [datum.description])
      .map { (Antwoord.vervolg(try $0.lees(0)), try $0.lees(1) as String) }
    for (antwoord, brin) in antwoorden {
      _ = try journal.regels(antwoord) { regel in
        guard regel.starts(with: "499".utf8), regel.count >= layout.lengte else { return }
        func waarde(_ veld: Veld) -> String {
          let begin = regel.startIndex
          return Latin1.text(Latin1.trimmed(regel[begin + veld.range.lowerBound..<begin + veld.range.upperBound]))
        }
        tel(waarde(code), waarde(ernst), brin, waarde(tekst))
      }
    }
    for row in try Row.fetchAll(
      db, sql: "SELECT id, brin FROM aanlevering WHERE datum = ? AND status = 'geweigerd'",
      arguments: [datum.description])
    {
      let brin: String? = try row.lees(1)
      for code in try journal.codes(try row.lees(0)) {
        tel(code, "A", brin ?? "", pve.controles(code: code).first?.tekst ?? "")
      }
    }
    return codes.values.sorted { ($0.ernst, -$0.aantal, $0.code) < ($1.ernst, -$1.aantal, $1.code) }
  }
}

extension Journaaltransactie {
  /// Gives the lines of a feedback without their ends, unpacked part by part.
  ///
  /// - Returns: what stands behind the last line; nil where the feedback is not kept.
  func regels(_ antwoord: Antwoord, _ body: (ArraySlice<UInt8>) throws -> Void) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    let isDaar = try delen(antwoord) { deel in
      bytes += try GzipSource(MemorySource(Array(deel))).readAll(limit: .max)
      var start = 0
      while let end = bytes[start...].firstIndex(of: 0x0A) {
        try body(bytes[start..<end])
        start = end + 1
      }
      bytes.removeFirst(start)
    }
    return isDaar ? bytes : nil
  }
}
