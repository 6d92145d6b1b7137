import FileSystem
import ProgrammaVanEisen
import Records
import Register

/// How far the reading of a history is.
public struct Verkenningsstand: Sendable {
  /// Files that were read, and all that are to be.
  public var (bestanden, totaal) = (0, 0)
  /// The size of those that were read, as they lie there.
  public var bytes = 0
}

/// Reads every file of a history once, and nothing is touched by it: headers, structure, counts and digests.
struct Migratieverkenning {
  let map: String
  /// What is dated later is not believed.
  let vandaag: Datum
  let grondslag: Grondslag
  let controlesets: Controlesets
  let folders: Folders

  /// What was found.
  struct Vondst {
    var bestanden: [Migratiebestand] = []
    var overig: [MigratieOverig] = []
  }

  /// A file that may be a delivery.
  private struct Kandidaat: Sendable {
    let pad: String
    let mark: Folders.Mark
  }

  /// What a file is.
  private enum Soort: Sendable {
    case aanlevering(naam: String, Voorloop?)
    case overig(MigratieOverig.Reden)
  }

  private enum Gelezen: Sendable {
    case aanlevering(Migratiebestand)
    /// Its header does not say when it was made.
    case zonderDatum(Kandidaat, naam: String)
    case overig(MigratieOverig)
  }

  /// Reads everything, as many files at a time as there are threads.
  func verken(_ voortgang: (Verkenningsstand) -> Void) throws -> Vondst {
    var vondst = Vondst()
    var kandidaten: [Kandidaat] = []
    try loop("", &kandidaten, &vondst.overig)
    var stand = Verkenningsstand()
    stand.totaal = kandidaten.count
    var zonderDatum: [(Kandidaat, naam: String)] = []
    for begin in stride(from: 0, to: kandidaten.count, by: 64) {
      let deel = kandidaten[begin..<min(begin + 64, kandidaten.count)]
      let lezend = deel.map { kandidaat in grondslag.werkers.start { try lees(kandidaat) } }
      for (kandidaat, gelezen) in zip(deel, lezend) {
        switch try gelezen.get() {
        case .aanlevering(let bestand): vondst.bestanden.append(bestand)
        case .zonderDatum(let kandidaat, let naam): zonderDatum.append((kandidaat, naam))
        case .overig(let overig): vondst.overig.append(overig)
        }
        stand.bestanden += 1
        stand.bytes += kandidaat.mark.size
        voortgang(stand)
      }
    }
    // They will be refused: on the last day of the history, which is the same whenever it is taken in.
    let laatste = vondst.bestanden.map(\.datum).max() ?? vandaag
    for (kandidaat, naam) in zonderDatum {
      vondst.bestanden.append(try structuur(kandidaat, naam: naam, brin: nil, laatste))
    }
    return vondst
  }

  // MARK: The folder

  private func loop(_ onder: String, _ kandidaten: inout [Kandidaat], _ overig: inout [MigratieOverig]) throws {
    let listing = try folders.listing(of: Folders.join(map, onder))
    overig += listing.illegible.map { MigratieOverig(pad: Folders.join(onder, $0), reden: .geenAanlevering) }
    for naam in listing.names {
      let pad = Folders.join(onder, naam)
      guard let found = try folders.look(at: Folders.join(map, pad)) else { continue }
      switch found.kind {
      case .folder: try loop(pad, &kandidaten, &overig)
      case .file where Bestandsnaam.isUnfinished(naam): overig.append(.init(pad: pad, reden: .onaf))
      case .file: kandidaten.append(Kandidaat(pad: pad, mark: found.mark))
      case .link: overig.append(.init(pad: pad, reden: .koppeling))
      case .other: overig.append(.init(pad: pad, reden: .geenBestand))
      }
    }
  }

  // MARK: One file

  private func lees(_ kandidaat: Kandidaat) throws -> Gelezen {
    do {
      switch try soort(kandidaat.pad) {
      case .overig(let reden): return .overig(.init(pad: kandidaat.pad, reden: reden))
      case .aanlevering(let naam, let voorloop):
        guard let voorloop, let datum = voorloop.aanmaakdatum else { return .zonderDatum(kandidaat, naam: naam) }
        return .aanlevering(
          try structuur(kandidaat, naam: naam, brin: voorloop.leverancier.brin, min(datum, vandaag)))
      }
    } catch let error as BronError where [.system, .changed].contains(error.code) {
      return .overig(.init(pad: kandidaat.pad, reden: .onleesbaar(error)))
    }
  }

  private func structuur(_ kandidaat: Kandidaat, naam: String, brin: String?, _ datum: Datum) throws -> Migratiebestand
  {
    let aanlevering = try Aanlevering(Folders.join(map, kandidaat.pad), folders: folders, limits: grondslag.limits)
    let isInMap = kandidaat.pad.split(separator: "/").dropLast().contains { $0 == brin ?? "" }
    let folder = isInMap ? brin ?? "" : ""
    let structuur = try Structuurcontrole.lees(
      aanlevering, naam: naam, map: folder, datum: datum, controlesets: controlesets)
    return Migratiebestand(
      pad: kandidaat.pad, naam: naam, map: folder, mark: kandidaat.mark, datum: datum, structuur: structuur)
  }

  /// Goes by the name; where that is none of a delivery, by how the file begins: whoever keeps deliveries for years
  /// calls them as he likes.
  private func soort(_ pad: String) throws -> Soort {
    let (path, naam) = (Folders.join(map, pad), Folders.name(of: pad))
    if Bestandsnaam(naam) != nil {
      return .aanlevering(
        naam: naam, try Voorloop.lees(path, naam: naam, pve: grondslag.pve, folders: folders))
    }
    let aanlevering = try Aanlevering(path, folders: folders)
    let begin: [UInt8]
    do {
      begin = try Aanlevering.first(4_096, of: aanlevering.bytes)
    } catch let error as BronError where error.code == .gzip {
      return .overig(.geenAanlevering)
    }
    let vorm: Bestandsvorm
    switch String(decoding: begin, as: UTF8.self) {
    case let text where text.hasPrefix("400") || text.contains("<terugkoppelenBatch"): return .overig(.terugkoppeling)
    case let text where text.hasPrefix("300"): vorm = .vast
    case let text where text.contains("<aanleverenBatch"): vorm = .xml
    default: return .overig(.geenAanlevering)
    }
    let voorloop = try Voorloop.lees(path, naam: vorm.ending, pve: grondslag.pve, folders: folders)
    guard let voorloop, let eigen = Bestandsnaam.eigen(voorloop) else { return .overig(.geenAanlevering) }
    return .aanlevering(naam: eigen + vorm.ending + (aanlevering.isGzip ? ".gz" : ""), voorloop)
  }
}

extension Bestandsnaam {
  /// The name that a delivery with that header has, without what its form adds; nil where it can have none.
  fileprivate static func eigen(_ voorloop: Voorloop) -> String? {
    let leverancier = voorloop.leverancier
    let nummer = String(1_000 + max(0, voorloop.batchnummer)).dropFirst()
    let naam = "\(leverancier.brin)\(nummer)A.\(letter(leverancier.sectordeel))\(leverancier.aanleverpunt)"
    return Bestandsnaam(naam) == nil ? nil : naam
  }
}
