import FileSystem
import GRDB
import ProgrammaVanEisen
import Register

/// What became of a history, from what the register and its journal have of it: the same whoever asks, and however
/// often the migration was ended in between.
public struct Afstemming: Sendable {
  /// What became of the deliveries of one institution and year of their processing dates.
  public struct Regel: Sendable, Equatable {
    /// The institution; empty where a file has no header that can be read.
    public let brin: String
    /// The year.
    public let jaar: Int
    /// Planned.
    public internal(set) var aanleveringen = 0
    /// What became of them; together they are all that were planned.
    public internal(set) var aangenomen = 0, geweigerd = 0, herhaald = 0, elders = 0, open = 0
    /// The meldingen in accepted deliveries.
    public internal(set) var meldingen = 0
    /// How they fared; together they are all of them.
    public internal(set) var telling = Telling()
    /// The meldingen in refused files: nothing was done with them.
    public internal(set) var meldingenGeweigerd = 0
    /// How often each code was given.
    public internal(set) var signalen: [Signaalsoort: Int] = [:]
  }

  /// A code with its severity.
  public struct Signaalsoort: Hashable, Comparable, Sendable {
    /// As in the catalogue.
    public let code: String
    /// A or S.
    public let ernst: String

    /// By code.
    public static func < (left: Signaalsoort, right: Signaalsoort) -> Bool {
      (left.code, left.ernst) < (right.code, right.ernst)
    }
  }

  /// The facts of one kind in the register.
  public struct Registerregel: Sendable, Equatable {
    /// The kind.
    public let soort: Feitsoort
    /// Before the migration began, and now.
    public let voor, na: Int
    /// What the deliveries of the migration did.
    public let mutaties: Mutatietelling.Aantallen
    /// What no delivery of the migration explains.
    public var verschil: Int { na - (voor + mutaties.toegevoegd - mutaties.verwijderd) }
  }

  /// A delivery that was refused, or is not done.
  public struct Bijzonder: Sendable, Equatable {
    /// Where it lies below the folder.
    public let pad: String
    /// The codes for which it was refused; none where it is not done.
    public let codes: [String]
  }

  /// By institution and year.
  public let regels: [Regel]
  /// By kind of facts.
  public let register: [Registerregel]
  /// Those that were refused, in their order.
  public let geweigerd: [Bijzonder]
  /// Those that are not done.
  public let open: [Bijzonder]
  /// What stopped it; nil where it came to its end.
  public let storing: Storing?
  /// The day on which the migration began.
  public let begonnen: Datum
  /// The deliveries that others had processed since it began, while it was going on.
  public let vanAnderen: Int
  /// The deliveries of the migration of which a person was taken out of the register since.
  public let gewist: Int
  /// The meldingen of the migration that waited, and were decided since.
  public let sindsdienBeslist: Int

  init(
    _ plan: Migratieplan, _ begin: Migratiebegin, _ elders: Set<Aanleveringssleutel>, _ storing: Storing?, _ pve: PvE,
    _ db: Database
  ) throws {
    let journal = Journaaltransactie(db: db)
    let gedaan = try journal.gedaan(begin.id)
    let signalen = try journal.signalen(begin.id)
    var regels: [String: Regel] = [:]
    var geweigerd: [Bijzonder] = []
    var open: [Bijzonder] = []
    for bestand in plan.leveringen {
      let rij = gedaan[bestand.pad].flatMap { $0.sha256 == bestand.structuur.sha256 ? $0 : nil }
      let brin = bestand.leverancier?.brin ?? Bestand.afzender(bestand.naam)
      let jaar = rij?.jaar ?? bestand.datum.year
      let sleutel = "\(brin) \(jaar)"
      var regel = regels[sleutel] ?? Regel(brin: brin, jaar: jaar)
      regel.aanleveringen += 1
      for (soort, aantal) in rij.flatMap({ signalen[$0.id] }) ?? [:] { regel.signalen[soort, default: 0] += aantal }
      switch rij?.status {
      case .aangenomen?:
        regel.aangenomen += 1
        regel.tel(rij)
      case .geweigerd?:
        regel.geweigerd += 1
        regel.meldingenGeweigerd += bestand.structuur.meldingen
        let codes = rij.flatMap { signalen[$0.id] } ?? [:]
        geweigerd.append(
          Bijzonder(pad: bestand.pad, codes: Set(codes.keys.filter { $0.ernst == "A" }.map(\.code)).sorted()))
      case .herhaald?: regel.herhaald += 1
      case .geclaimd?, nil:
        if let sleutel = bestand.sleutel, elders.contains(sleutel) {
          regel.elders += 1
        } else {
          regel.open += 1
          open.append(Bijzonder(pad: bestand.pad, codes: []))
        }
      }
      regels[sleutel] = regel
    }
    self.regels = regels.values.sorted { ($0.brin, $0.jaar) < ($1.brin, $1.jaar) }
    (self.geweigerd, self.open, self.storing, begonnen) = (geweigerd, open, storing, begin.datum)
    register = try journal.register(begin)
    vanAnderen = try journal.vanAnderen(begin)
    gewist = try journal.gewist(begin.id)
    sindsdienBeslist = try journal.sindsdienBeslist(begin.id)
  }

  /// All institutions and years together.
  public var totaal: Regel {
    regels.reduce(into: Regel(brin: "", jaar: 0)) { $0 += $1 }
  }
}

extension Afstemming.Regel {
  fileprivate mutating func tel(_ rij: Migratierij?) {
    guard let rij else { return }
    meldingen += rij.meldingen
    telling.goed += rij.telling.goed
    telling.fout += rij.telling.fout
    telling.inBehandeling += rij.telling.inBehandeling
  }

  /// Adds those of another institution or year.
  static func += (left: inout Self, right: Self) {
    left.aanleveringen += right.aanleveringen
    left.aangenomen += right.aangenomen
    left.geweigerd += right.geweigerd
    left.herhaald += right.herhaald
    left.elders += right.elders
    left.open += right.open
    left.meldingen += right.meldingen
    left.meldingenGeweigerd += right.meldingenGeweigerd
    left.telling.goed += right.telling.goed
    left.telling.fout += right.telling.fout
    left.telling.inBehandeling += right.telling.inBehandeling
    left.signalen.merge(right.signalen, uniquingKeysWith: +)
  }

  /// The meldingen of which the journal does not say how they fared: none, unless it was damaged.
  public var onverklaard: Int { meldingen - telling.goed - telling.fout - telling.inBehandeling }
}

/// A delivery of a migration, as the journal has it.
private struct Migratierij {
  let id: Int64
  let status: Claim.Status
  let jaar: Int
  let sha256: String
  let meldingen: Int
  let telling: Telling
}

extension Journaaltransactie {
  /// The deliveries that were decided on, by their paths.
  fileprivate func gedaan(_ migratie: Int64) throws -> [String: Migratierij] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT m.pad, a.id, a.status, a.datum, a.sha256, a.meldingen, a.goed, a.fout, a.in_behandeling
        FROM migratie_aanlevering m JOIN aanlevering a ON a.id = m.aanlevering_id
        WHERE m.migratie_id = ? AND a.sha256 IS NOT NULL ORDER BY a.id
        """, arguments: [migratie])
    var gedaan: [String: Migratierij] = [:]
    while let row = try rows.next() {
      guard let status = Claim.Status(rawValue: try row.lees(2)), let datum = Datum(text: try row.lees(3)) else {
        continue
      }
      gedaan[try row.lees(0)] = try Migratierij(
        id: row.lees(1), status: status, jaar: datum.year, sha256: row.lees(4), meldingen: row.lees(5) as Int? ?? 0,
        telling: Telling(
          goed: row.lees(6) as Int? ?? 0, fout: row.lees(7) as Int? ?? 0, inBehandeling: row.lees(8) as Int? ?? 0))
    }
    return gedaan
  }

  /// How often each delivery was given each code.
  fileprivate func signalen(_ migratie: Int64) throws -> [Int64: [Afstemming.Signaalsoort: Int]] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT s.aanlevering_id, s.code, s.ernst, s.aantal FROM migratie_signaal s
        JOIN migratie_aanlevering m ON m.aanlevering_id = s.aanlevering_id WHERE m.migratie_id = ?
        """, arguments: [migratie])
    var signalen: [Int64: [Afstemming.Signaalsoort: Int]] = [:]
    while let row = try rows.next() {
      signalen[try row.lees(0), default: [:]][.init(code: try row.lees(1), ernst: try row.lees(2))] = try row.lees(3)
    }
    return signalen
  }

  /// The register before and now, with what the deliveries did to it in between.
  fileprivate func register(_ begin: Migratiebegin) throws -> [Afstemming.Registerregel] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT x.soort, sum(x.toegevoegd), sum(x.gewijzigd), sum(x.verwijderd) FROM migratie_mutatie x
        JOIN migratie_aanlevering m ON m.aanlevering_id = x.aanlevering_id WHERE m.migratie_id = ? GROUP BY x.soort
        """, arguments: [begin.id])
    var mutaties: [Int: Mutatietelling.Aantallen] = [:]
    for row in rows {
      mutaties[try row.lees(0)] = try .init(toegevoegd: row.lees(1), gewijzigd: row.lees(2), verwijderd: row.lees(3))
    }
    let nu = try Feitsoort.aantallen(db)
    return Feitsoort.allCases.map { soort in
      .init(
        soort: soort, voor: begin.inhoud[soort] ?? 0, na: nu[soort] ?? 0, mutaties: mutaties[soort.rawValue] ?? .init())
    }
  }

  /// The accepted deliveries that came in between and are not of the migration.
  fileprivate func vanAnderen(_ begin: Migratiebegin) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM aanlevering WHERE id > ? AND status = 'aangenomen'
        AND id NOT IN (SELECT aanlevering_id FROM migratie_aanlevering WHERE migratie_id = ?)
        """, arguments: [begin.naAanlevering, begin.id]) ?? 0
  }

  /// The deliveries of which a person was removed.
  fileprivate func gewist(_ migratie: Int64) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM aanlevering WHERE is_gewist = 1
        AND id IN (SELECT aanlevering_id FROM migratie_aanlevering WHERE migratie_id = ?)
        """, arguments: [migratie]) ?? 0
  }

  /// The meldingen that waited when their delivery was answered, and do not any longer: `boek` kept how many did.
  fileprivate func sindsdienBeslist(_ migratie: Int64) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT coalesce(sum(m.in_behandeling - a.in_behandeling), 0) FROM migratie_aanlevering m
        JOIN aanlevering a ON a.id = m.aanlevering_id WHERE m.migratie_id = ? AND a.status = 'aangenomen'
        """, arguments: [migratie]) ?? 0
  }
}
