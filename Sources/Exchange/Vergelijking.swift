import FileSystem
import GRDB
import ProgrammaVanEisen
import Register

/// What was decided on the meldingen of a history, beside what was decided on them at the time.
public struct Vergelijking: Sendable {
  /// Feedback files of then that were read, and the files that are damaged or cut off: of these what stands before that
  /// was compared.
  public internal(set) var bestanden = 0, beschadigd: [String] = []
  /// Files that are no feedback.
  public internal(set) var anders = 0
  /// Deliveries of which both are known, and accepted ones without feedback of then.
  public internal(set) var aanleveringen = 0, zonderToen = 0
  /// What feedback of then is about, and the history does not hold or did not get accepted.
  public internal(set) var zonderNu: [String] = []
  /// Meldingen that were decided alike, with the same codes.
  public internal(set) var gelijk = 0
  /// By what was decided then and now, the meldingen of which that is not the same.
  public internal(set) var verschillen: [Soort: Verschil] = [:]
  /// By code, in how many meldingen it stands.
  public internal(set) var codes: [String: Codetelling] = [:]

  /// Two decisions that differ; nil where the melding stands in no feedback.
  public struct Soort: Hashable, Sendable {
    /// At the time, and in the migration.
    public let toen, nu: Beslissing?
  }

  /// The meldingen of which decisions differ in one way.
  public struct Verschil: Sendable, Equatable {
    /// How many there are.
    public internal(set) var aantal = 0
    /// The first few, as delivery and meldingnummer.
    public internal(set) var voorbeelden: [String] = []
  }

  /// The meldingen in which a code stands.
  public struct Codetelling: Sendable, Equatable {
    /// In both, in that of then alone, and in ours alone.
    public internal(set) var beide = 0, alleenToen = 0, alleenNu = 0
  }

  /// All meldingen that were compared.
  public var meldingen: Int { gelijk + verschillen.values.reduce(0) { $0 + $1.aantal } }

  private static let voorbeelden = 3

  /// Compares what was decided on a delivery.
  mutating func vergelijk(_ naam: String, toen: [Int: Beslissing], nu: [Int: Beslissing]) {
    aanleveringen += 1
    for nummer in Set(toen.keys).union(nu.keys).sorted() {
      let soort = Soort(toen: toen[nummer], nu: nu[nummer])
      tel(soort)
      if soort.toen == soort.nu {
        gelijk += 1
      } else {
        verschillen[soort, default: Verschil()].aantal += 1
        if verschillen[soort]?.voorbeelden.count ?? 0 < Self.voorbeelden {
          verschillen[soort]?.voorbeelden.append("\(naam) melding \(nummer)")
        }
      }
    }
  }

  private mutating func tel(_ soort: Soort) {
    let (toen, nu) = (Set(soort.toen?.codes ?? []), Set(soort.nu?.codes ?? []))
    for code in toen.union(nu) {
      switch (toen.contains(code), nu.contains(code)) {
      case (true, true): codes[code, default: Codetelling()].beide += 1
      case (true, false): codes[code, default: Codetelling()].alleenToen += 1
      default: codes[code, default: Codetelling()].alleenNu += 1
      }
    }
  }
}

extension Migratie {
  /// Compares what the migration of this folder decided with the feedback of then in another one.
  ///
  /// - Parameter folder: where the feedback files lie, under any name, packed or not, also in folders of it.
  public func vergelijk(register: Register, met folder: String) throws -> Vergelijking {
    try eisMap(folder)
    var vergelijking = Vergelijking()
    let lezer = Beslissinglezer(grondslag.pve)
    var bestanden: [Leverancier: [Feedbackbestand]] = [:]
    try zoek(folder, "", lezer, &bestanden, &vergelijking)
    let genomen = try register.read { try Journaaltransactie(db: $0).aangenomen(bron: bron) }
    // One aanleverpunt at a time: what was decided on all meldingen of a history need not be in memory at once.
    for leverancier in Set(bestanden.keys).union(genomen.keys).sorted() {
      let aanleveringen = genomen[leverancier] ?? []
      var toen: [Int64: [Int: Beslissing]] = [:]
      // Of these the rest may have stood behind the damage.
      var onvolledig: Set<Int64> = []
      for bestand in bestanden[leverancier] ?? [] {
        var hier: Set<Int64> = []
        let isHeel = try lees(bestand, folder, lezer) { sectie in
          if let id = sectie.aanlevering(aanleveringen) {
            hier.insert(id)
            toen[id, default: [:]].merge(sectie.beslissingen) { $1 }
          } else {
            vergelijking.zonderNu.append(
              "\(sectie.leverancier), batch \(sectie.batchnummer), ontvangen \(sectie.ontvangst.dashed)")
          }
        }
        if !isHeel {
          vergelijking.beschadigd.append(bestand.pad)
          onvolledig.formUnion(hier)
        }
      }
      let nu = try nu(leverancier, aanleveringen, register, lezer)
      for aanlevering in aanleveringen {
        if let toen = toen[aanlevering.id] {
          let nu = (nu[aanlevering.id] ?? [:]).filter {
            !onvolledig.contains(aanlevering.id) || toen[$0.key] != nil
          }
          vergelijking.vergelijk(aanlevering.naam, toen: toen, nu: nu)
        } else {
          vergelijking.zonderToen += 1
        }
      }
    }
    return vergelijking
  }

  /// A feedback file of then.
  private struct Feedbackbestand {
    let pad: String
    let vorm: Bestandsvorm
  }

  private func zoek(
    _ folder: String, _ onder: String, _ lezer: Beslissinglezer, _ bestanden: inout [Leverancier: [Feedbackbestand]],
    _ vergelijking: inout Vergelijking
  ) throws {
    for naam in try folders.names(in: Folders.join(folder, onder)) {
      let pad = Folders.join(onder, naam)
      switch try folders.kind(of: Folders.join(folder, pad)) {
      case .folder: try zoek(folder, pad, lezer, &bestanden, &vergelijking)
      case .file:
        let bestand = Feedbackbestand(pad: pad, vorm: Bestandsvorm(naam: naam))
        let (bron, bytes) = try open(bestand, folder)
        if let leverancier = try lezer.leverancier(bron) {
          bestanden[leverancier, default: []].append(bestand)
          vergelijking.bestanden += 1
        } else if bytes.isBeschadigd {
          vergelijking.beschadigd.append(pad)
        } else {
          vergelijking.anders += 1
        }
      default: break
      }
    }
  }

  private func open(
    _ bestand: Feedbackbestand, _ folder: String
  ) throws -> (bron: any Recordbron, bytes: EndingSource) {
    let bytes = EndingSource(
      try Aanlevering(Folders.join(folder, bestand.pad), folders: folders, limits: grondslag.limits).bytes)
    return (try bestand.vorm.bron(bytes, pve: grondslag.pve), bytes)
  }

  /// False where it is damaged or cut off: what stands before that was given.
  private func lees(
    _ bestand: Feedbackbestand, _ folder: String, _ lezer: Beslissinglezer, _ body: (Terugkoppelsectie) -> Void
  ) throws -> Bool {
    let (bron, bytes) = try open(bestand, folder)
    return try lezer.lees(
      bron, isVolledig: { !bytes.isBeschadigd && (bestand.vorm == .xml || bytes.heeftEindteken) }, body)
  }

  /// What the register decided, by delivery: from its answers, so that it is what a school reads.
  private func nu(
    _ leverancier: Leverancier, _ aanleveringen: [Vergeleken], _ register: Register, _ lezer: Beslissinglezer
  ) throws -> [Int64: [Int: Beslissing]] {
    var nu: [Int64: [Int: Beslissing]] = [:]
    let vervolgen = try register.read { try Journaaltransactie(db: $0).vervolgen(leverancier) }
    let antwoorden =
      aanleveringen.map { Antwoord.aanlevering(.terugkoppeling, $0.id) } + vervolgen.map(Antwoord.vervolg)
    for antwoord in antwoorden {
      let bron = try Bestandsvorm.vast.bron(Antwoordbron.uitgepakt(antwoord, van: register), pve: grondslag.pve)
      _ = try lezer.lees(bron) { sectie in
        if let id = sectie.aanlevering(aanleveringen) { nu[id, default: [:]].merge(sectie.beslissingen) { $1 } }
      }
    }
    return nu
  }
}

extension Terugkoppelsectie {
  /// The delivery that it is about: of those with its number the one of the nearest day, since numbers come again
  /// after a thousand.
  fileprivate func aanlevering(_ aanleveringen: [Vergeleken]) -> Int64? {
    aanleveringen.filter { $0.batchnummer == batchnummer }.min { abstand($0) < abstand($1) }?.id
  }

  /// In days, more or less.
  private func abstand(_ aanlevering: Vergeleken) -> Int {
    func dagen(_ datum: Datum) -> Int { datum.year * 372 + datum.month * 31 + datum.day }
    return abs(dagen(ontvangst) - dagen(aanlevering.datum))
  }
}

/// Passes bytes on as far as they can be unpacked, and knows how they end: of a file in the fixed format that is cut off
/// between two records nothing else tells.
private final class EndingSource: ByteSource {
  private let source: any ByteSource
  /// The last byte that is of no line end.
  private var last: UInt8?
  /// Whether there was more that could not be unpacked.
  private(set) var isBeschadigd = false

  init(_ source: any ByteSource) { self.source = source }

  /// Whether what was read ends as a file of the fixed format does.
  var heeftEindteken: Bool { last == 0x1C || last == 0x1A }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if isBeschadigd { return 0 }
    do {
      let count = try source.read(into: buffer)
      last = buffer[..<count].last { $0 != 0x0D && $0 != 0x0A } ?? last
      return count
    } catch let error as BronError where [.gzip, .tooLarge].contains(error.code) {
      isBeschadigd = true
      return 0
    }
  }
}

/// An accepted delivery, as far as feedback names it.
private struct Vergeleken {
  let id: Int64
  let naam: String
  let batchnummer: Int
  let datum: Datum
}

extension Journaaltransactie {
  /// The accepted deliveries of the migration of a folder that have their answer still.
  fileprivate func aangenomen(bron: String) throws -> [Leverancier: [Vergeleken]] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT a.brin, a.aanleverpunt, a.sectordeel, a.id, a.naam, a.batchnummer, a.datum FROM aanlevering a
        JOIN migratie_aanlevering g ON g.aanlevering_id = a.id JOIN migratie m ON m.id = g.migratie_id
        WHERE a.status = 'aangenomen' AND m.bron = ?
        AND EXISTS (SELECT 1 FROM antwoord w WHERE w.aanlevering_id = a.id AND w.soort = 'terugkoppeling')
        ORDER BY a.id
        """, arguments: [bron])
    var aangenomen: [Leverancier: [Vergeleken]] = [:]
    while let row = try rows.next() {
      guard let datum = Datum(text: try row.lees(6)) else { continue }
      try aangenomen[row.leverancier(0), default: []].append(
        Vergeleken(id: row.lees(3), naam: row.lees(4), batchnummer: row.lees(5), datum: datum))
    }
    return aangenomen
  }

  /// The feedback without a delivery of its own that somebody got.
  fileprivate func vervolgen(_ leverancier: Leverancier) throws -> [Int64] {
    try Int64.fetchAll(
      db, sql: "SELECT id FROM vervolg WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ? ORDER BY id",
      arguments: [leverancier.brin, leverancier.aanleverpunt, leverancier.sectordeel])
  }
}
