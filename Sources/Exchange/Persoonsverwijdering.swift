import FileSystem
import Foundation
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Takes a person out of the register, its history and the journal.
public struct Persoonsverwijdering {
  private let register: Register
  private let pve: PvE

  /// Removes from that register.
  public init(_ register: Register, pve: PvE) {
    self.register = register
    self.pve = pve
  }

  /// What was removed, and what lies where this does not reach.
  public struct Verslag: Sendable {
    /// By table of the register, how many rows it had of the person.
    public internal(set) var tabellen: [(tabel: String, aantal: Int)] = []
    /// How many meldingen waited.
    public internal(set) var inBehandeling = 0
    /// How many meldingen stood in the answers that the journal keeps.
    public internal(set) var inAntwoorden = 0
    /// The deliveries that hold meldingen of the person; so do their feedback files.
    public internal(set) var aanleveringen: [Aanleveringsnaam] = []
  }

  /// Removes a person in one transaction, and then writes the database anew, so that not a byte is left.
  ///
  /// - Parameters:
  ///   - nummer: a BSN or onderwijsnummer, also one that he had before.
  ///   - isProef: only tells what would be done.
  /// - Throws: `BronError` of code `usage` where nothing is known under that number.
  public func verwijder(_ nummer: String, isProef: Bool) throws -> Verslag {
    let verslag =
      try isProef ? register.attempt { try verwijder(nummer, $0) } : register.write { try verwijder(nummer, $0) }
    if !isProef { try register.maakSchoon() }
    return verslag
  }

  private func verwijder(_ nummer: String, _ db: Database) throws -> Verslag {
    let lezer = Feitenlezer(db, pve: pve)
    var verslag = Verslag()
    var nummers: Set = [nummer]
    var naam: Zoeksleutel?
    var aanleveringen: Set<Int64> = []
    if let persoon = try lezer.persoon(nummer: nummer) {
      nummers.formUnion(try lezer.nummers(persoon))
      naam = try lezer.zoeksleutel(persoon)
      aanleveringen.formUnion(try lezer.meldingen(over: persoon).map(\.aanlevering))
      verslag.tabellen = try Register.verwijder(persoon, db)
    }
    let spoor = Persoonsspoor(nummers: Set(nummers.map { Array($0.utf8) }), naam: naam, pve: pve)
    let journal = Journaaltransactie(db: db)
    for (aanlevering, meldingnummer) in try journal.wachtend(van: spoor) {
      try db.execute(
        sql: "DELETE FROM in_behandeling WHERE aanlevering_id = ? AND meldingnummer = ?",
        arguments: [aanlevering, meldingnummer])
      try db.execute(
        sql: "UPDATE aanlevering SET verwijderd = verwijderd + 1 WHERE id = ?", arguments: [aanlevering])
      aanleveringen.insert(aanlevering)
      verslag.inBehandeling += 1
    }
    try journal.verwijderZaken(nummers)
    for (aanlevering, aantal) in try journal.verwijderUitAntwoorden(spoor) {
      try db.execute(sql: "UPDATE aanlevering SET is_gewist = 1 WHERE id = ?", arguments: [aanlevering])
      aanleveringen.insert(aanlevering)
      verslag.inAntwoorden += aantal
    }
    if verslag.tabellen.isEmpty && aanleveringen.isEmpty { throw Registerinzage.onbekend }
    verslag.aanleveringen = try aanleveringen.sorted().compactMap { try journal.aanleveringsnaam($0) }
    return verslag
  }
}

/// What the meldingen of one person are known by.
struct Persoonsspoor {
  /// Every BSN and onderwijsnummer.
  let nummers: Set<[UInt8]>
  /// What he is searched by; nil for who has a BSN from the start.
  let naam: Zoeksleutel?
  private let velden: [Int: [Veld]]

  init(nummers: Set<[UInt8]>, naam: Zoeksleutel?, pve: PvE) {
    self.nummers = nummers
    self.naam = naam
    velden = Dictionary(
      uniqueKeysWithValues: [305, 405].map { record in
        (record, ["sofinummer", "onderwijsnummer"].compactMap { pve.newest[record]?.veld($0) })
      })
  }

  /// Whether a 305 or 405 has one of the numbers.
  func bevat(_ regel: ArraySlice<UInt8>, record: Int) -> Bool {
    velden[record, default: []].contains { veld in
      let (from, to) = (regel.startIndex + veld.range.lowerBound, regel.startIndex + veld.range.upperBound)
      return to <= regel.endIndex && nummers.contains(Array(regel[from..<to]))
    }
  }
}

extension Journaaltransactie {
  /// The waiting meldingen of a person: under one of his numbers or his name, or of the same deelnemer of
  /// the institution as one of those (choice 9).
  fileprivate func wachtend(van spoor: Persoonsspoor) throws -> [(aanlevering: Int64, meldingnummer: Int)] {
    struct Deelnemer: Hashable {
      let brin, leerlingnummer: String
    }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT aanlevering_id, meldingnummer, brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht,
        records FROM in_behandeling ORDER BY aanlevering_id, meldingnummer
        """)
    func deelnemer(_ row: Row) throws -> Deelnemer {
      Deelnemer(brin: try row.lees(2), leerlingnummer: try row.lees(3))
    }
    func isZelf(_ row: Row) throws -> Bool {
      if spoor.bevat(ArraySlice(try row.lees(8) as Data), record: 305) { return true }
      guard let achternaam: Data = try row.lees(4), let voornamen: Data = try row.lees(5) else { return false }
      let (geboortedatum, geslacht): (String, String) = (try row.lees(6), try row.lees(7))
      return spoor.naam
        == Zoeksleutel(
          achternaam: achternaam, voornamen: voornamen, geboortedatum: geboortedatum.utf8, geslacht: geslacht.utf8)
    }
    let deelnemers = Set(try rows.filter(isZelf).map(deelnemer))
    return try rows.filter { deelnemers.contains(try deelnemer($0)) }.map { (try $0.lees(0), try $0.lees(1)) }
  }

  /// Takes the cases away that were decided to be a person, those of which nothing waits any more, and all
  /// candidates of a case of which he is one: they get their numbers anew.
  fileprivate func verwijderZaken(_ nummers: Set<String>) throws {
    for nummer in nummers {
      try db.execute(
        sql: """
          DELETE FROM zaak WHERE besluit = 'zaak' AND nummer IN
          (SELECT CAST(id AS TEXT) FROM zaak WHERE besluit <> 'zaak' AND nummer = :nummer);
          DELETE FROM zaak WHERE besluit <> 'zaak' AND nummer = :nummer;
          DELETE FROM kandidaat WHERE zaak_id IN
          (SELECT zaak_id FROM kandidaat WHERE bsn = :nummer OR onderwijsnummer = :nummer);
          """, arguments: ["nummer": nummer])
    }
    try db.execute(
      sql: """
        DELETE FROM zaak WHERE besluit IS NULL AND NOT EXISTS (SELECT 1 FROM in_behandeling b
        WHERE b.brin = zaak.brin AND b.leerlingnummer = zaak.leerlingnummer AND b.achternaam = zaak.achternaam
        AND b.voornamen = zaak.voornamen AND b.geboortedatum = zaak.geboortedatum AND b.geslacht = zaak.geslacht)
        """)
  }

  /// Takes the meldingen of a person out of the feedback that is kept: a delivery that comes again gets
  /// the rest of it. Gives how many there were, by delivery.
  fileprivate func verwijderUitAntwoorden(_ spoor: Persoonsspoor) throws -> [Int64: Int] {
    let soort = Antwoordsoort.terugkoppeling.rawValue
    let antwoorden = try Row.fetchAll(
      db, sql: "SELECT aanlevering_id, aanlevering_id, deel FROM antwoord WHERE soort = ? ORDER BY 1, 3",
      arguments: [soort])
    let vervolgen = try Row.fetchAll(
      db,
      sql: """
        SELECT v.id, v.aanlevering_id, d.deel FROM vervolg v JOIN vervolgdeel d ON d.vervolg_id = v.id ORDER BY 1, 3
        """)
    var aantallen: [Int64: Int] = [:]
    for (delen, tabel, waar) in [
      (antwoorden, "antwoord", "soort = '\(soort)' AND aanlevering_id = ? AND deel = ?"),
      (vervolgen, "vervolgdeel", "vervolg_id = ? AND deel = ?"),
    ] {
      for deel in delen {
        let aantal = try verwijder(spoor, uit: tabel, waar, [deel.lees(0) as Int64, deel.lees(2) as Int])
        if aantal > 0 { aantallen[try deel.lees(1), default: 0] += aantal }
      }
    }
    return aantallen
  }

  /// Takes the meldingen of a person out of one part of a feedback; gives how many there were.
  private func verwijder(
    _ spoor: Persoonsspoor, uit tabel: String, _ waar: String, _ plaats: StatementArguments
  ) throws -> Int {
    let found = try Data.fetchOne(db, sql: "SELECT bytes FROM \(tabel) WHERE \(waar)", arguments: plaats)
    guard let packed = found else { return 0 }
    let bytes = try GzipSource(MemorySource(Array(packed))).readAll(limit: .max)
    let (rest, aantal) = Self.zonder(spoor, bytes)
    if aantal > 0 {
      try db.execute(
        sql: "UPDATE \(tabel) SET bytes = ? WHERE \(waar)", arguments: [Data(try gzipMember(rest))] + plaats)
    }
    return aantal
  }

  /// The lines of feedback without the meldingen of a person: each from its 405 up to the next, to
  /// another header or to the end mark.
  private static func zonder(_ spoor: Persoonsspoor, _ bytes: [UInt8]) -> (rest: [UInt8], aantal: Int) {
    var rest: [UInt8] = []
    var aantal = 0
    var isWeg = false
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      let regel = bytes[start..<end]
      if regel.starts(with: "405".utf8) {
        isWeg = spoor.bevat(regel, record: 405)
        if isWeg { aantal += 1 }
      } else if regel.starts(with: "40".utf8) && !regel.starts(with: "406".utf8) || regel.first == 0x1C {
        isWeg = false
      }
      if !isWeg { rest += regel }
      start = end
    }
    return (rest, aantal)
  }
}
