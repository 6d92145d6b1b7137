import FileSystem
import GRDB
import ProgrammaVanEisen
import Register

/// Compares the archive with the deliveries that the journal accepted, by the SHA-256 of their unpacked bytes.
public struct Archiefkeuring {
  private let register: Register
  private let archive: String
  private let folders: Folders

  /// Compares that register with that archive.
  public init(_ register: Register, archive: String, folders: Folders = Folders()) {
    self.register = register
    self.archive = archive
    self.folders = folders
  }

  /// What does not agree, by the names of files below the archive.
  public struct Verslag: Sendable, Equatable {
    /// Deliveries that were accepted, and are not there.
    public internal(set) var ontbreekt: [String] = []
    /// Files with other bytes than those of the delivery of that name.
    public internal(set) var beschadigd: [String] = []
    /// Files of which the journal does not know that they were accepted.
    public internal(set) var onbekend: [String] = []

    /// What is wrong, a sentence for each kind.
    public var fouten: [String] { verlies + Self.zinnen([(onbekend, "files in the archive were never accepted")]) }

    /// What is wrong of what was accepted.
    public var verlies: [String] {
      Self.zinnen([
        (ontbreekt, "accepted deliveries are not in the archive"),
        (beschadigd, "files in the archive are not what was accepted under their name"),
      ])
    }

    private static func zinnen(_ soorten: [([String], String)]) -> [String] {
      soorten.flatMap { namen, fout in
        var gevonden = Registerkeuring.Gevonden(fout)
        for naam in namen { gevonden.meld(naam) }
        return gevonden.zinnen
      }
    }
  }

  /// Reads the whole archive, and compares. Months that were cleared may be there or not.
  public func vergelijk() throws -> Verslag {
    var verslag = Verslag()
    let mappen = try folders.archiefmaanden(archive)
    let (maanden, opgeruimd) = try register.read { db in
      (
        try Int32.fetchAll(
          db, sql: "SELECT DISTINCT CAST(substr(datum, 1, 6) AS INTEGER) FROM aanlevering WHERE \(Self.ligtInArchief)"),
        try Int32.fetchOne(db, sql: "SELECT voor FROM opgeruimd") ?? 0
      )
    }
    for maand in Set(maanden + mappen.map(\.maand)).sorted() {
      let map = mappen.first { $0.maand == maand }?.map
      try vergelijk(maand, in: map, isOpgeruimd: maand < opgeruimd / 100, &verslag)
    }
    return verslag
  }

  private static let ligtInArchief = "status IN ('aangenomen', 'herhaald') AND afgerond = 1"

  private func vergelijk(_ maand: Int32, in map: String?, isOpgeruimd: Bool, _ verslag: inout Verslag) throws {
    // What was delivered twice in a month lies there once.
    var verwacht = try register.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT sha256, naam FROM aanlevering WHERE datum LIKE ? AND \(Self.ligtInArchief)
          GROUP BY sha256 ORDER BY min(id)
          """,
        arguments: ["\(maand)__"]
      ).map { (sha256: try $0.lees(0) as String? ?? "", naam: try $0.lees(1) as String) }
    }
    var vreemd: [(naam: String, sha256: String?)] = []
    for naam in try map.map({ try folders.names(in: $0) }) ?? [] where Bestandsnaam.isVanAanlevering(naam) {
      let path = Folders.join(map ?? "", naam)
      if try folders.kind(of: path) != .file { continue }
      let sha256 = try sha256(path)
      let rest = verwacht.filter { $0.sha256 != sha256 }
      if rest.count == verwacht.count { vreemd.append((naam, sha256)) }
      verwacht = rest
    }
    let vooraf = "\(maand / 100)/\(maand % 100 < 10 ? "0" : "")\(maand % 100)/"
    for (naam, sha256) in vreemd {
      if let plaats = verwacht.firstIndex(where: { $0.naam.prefix(12) == naam.prefix(12) }) {
        verwacht.remove(at: plaats)
        verslag.beschadigd.append(vooraf + naam)
      } else if try !isBekend(sha256) {
        verslag.onbekend.append(vooraf + naam)
      }
    }
    if !isOpgeruimd { verslag.ontbreekt += verwacht.map { vooraf + $0.naam } }
  }

  /// The digest of the unpacked bytes of a file; nil where it cannot be unpacked.
  private func sha256(_ path: String) throws -> String? {
    do {
      let bytes = try Aanlevering(path, folders: folders).bytes
      try bytes.drain()
      return bytes.sha256
    } catch let error as BronError where error.code == .gzip {
      return nil
    }
  }

  /// Whether a delivery was accepted: it may have been since the comparison began, or in another month.
  private func isBekend(_ sha256: String?) throws -> Bool {
    guard let sha256 else { return false }
    return try register.read { db in
      try Int.fetchOne(
        db, sql: "SELECT 1 FROM aanlevering WHERE sha256 = ? AND status IN ('aangenomen', 'herhaald')",
        arguments: [sha256]) != nil
    }
  }
}

extension Archiefkeuring {
  /// Files of the archive in the order in which they are to be delivered again.
  public func opVolgorde(_ onbekend: [String], pve: PvE) throws -> [String] {
    let bestanden = try onbekend.compactMap { plaats -> Bestand? in
      guard let mark = try folders.look(at: Folders.join(archive, plaats))?.mark else { return nil }
      return Bestand(map: Folders.parent(of: plaats), naam: Folders.name(of: plaats), mark: mark, heeftMerk: false)
    }
    return try Wachtrij(inbox: archive, pve: pve, folders: folders).geordend(
      bestanden,
      last: { leverancier in try register.read { try Journaaltransactie(db: $0).tellers(leverancier)?.batchnummer } },
      onleesbaar: { _, error in throw error }
    ).map { Folders.join($0.map, $0.naam) }
  }
}
