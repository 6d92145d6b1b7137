import FileSystem
import ProgrammaVanEisen
import Records
import Register

/// A file that lies in the inbox.
struct Bestand: Sendable {
  /// The folder of the institution; empty for the inbox itself.
  let map: String
  let naam: String
  /// What it looked like when it was seen.
  let mark: Folders.Mark
  /// Whether `NAME.done` lay beside it.
  let heeftMerk: Bool

  /// Who sent it, as far as its name says: the BRIN. Wherever it lies: an institution may use the
  /// inbox and its own folder side by side.
  var afzender: String { Self.afzender(naam) }

  /// The BRIN in a name; empty where it has none, so that the file will be refused.
  static func afzender(_ naam: String) -> String {
    let brin = String(naam.prefix(4))
    return Bestandsnaam.isInstelling(brin) ? brin : ""
  }

  /// The path below a folder.
  func path(in folder: String) -> String {
    Folders.join(Folders.map(map, in: folder), naam)
  }
}

/// The order in which files in the inbox are processed.
struct Wachtrij {
  let inbox: String
  let pve: PvE
  let folders: Folders

  /// The files in their order: by BRIN, aanleverpunt and sectordeel, then by batch number, counted
  /// from the last one that was accepted; where there is none, by date and number. What has no
  /// header that can be read comes last, by name: it will be refused.
  ///
  /// - Parameters:
  ///   - last: the batch number that was accepted last.
  ///   - onleesbaar: called with a file that could not be read. It is not among the result: behind
  ///     the others it would be out of order, and its batch number would leave a gap.
  func geordend(
    _ bestanden: [Bestand], last: (Leverancier) throws -> Int?, onleesbaar: (Bestand, any Error) throws -> Void
  ) throws -> [Bestand] {
    var known: [(bestand: Bestand, voorloop: Voorloop, rank: Int)] = []
    var unknown: [Bestand] = []
    for bestand in bestanden {
      let found: Voorloop?
      do {
        found = try Voorloop.lees(bestand.path(in: inbox), naam: bestand.naam, pve: pve, folders: folders)
      } catch {
        try onleesbaar(bestand, error)
        continue
      }
      guard let voorloop = found else {
        unknown.append(bestand)
        continue
      }
      let number = voorloop.batchnummer
      let rank =
        try last(voorloop.leverancier).map { (number - $0 - 1 + 1_000) % 1_000 }
        ?? Int(voorloop.aanmaakdatum?.number ?? 0)
      known.append((bestand, voorloop, rank))
    }
    let sorted = known.sorted { left, right in
      if left.voorloop.leverancier != right.voorloop.leverancier {
        return left.voorloop.leverancier < right.voorloop.leverancier
      }
      return (left.rank, left.voorloop.batchnummer, left.bestand.naam, left.bestand.map) < (
        right.rank, right.voorloop.batchnummer, right.bestand.naam, right.bestand.map
      )
    }
    return sorted.map(\.bestand) + unknown
  }
}

extension Voorloop {
  /// The header of a file, of the form that its name says; nil where it has none that can be read.
  static func lees(_ path: String, naam: String, pve: PvE, folders: Folders) throws -> Voorloop? {
    guard let layout = pve.newest[300] else { return nil }
    do {
      let bytes = try Aanlevering(path, folders: folders).bytes
      if Bestandsvorm(naam: naam) == .vast {
        return Voorloop(try Aanlevering.first(layout.lengte, of: bytes), layout: layout)
      }
      // The first block of an XML document holds the header alone.
      let bron = try Bestandsvorm.xml.bron(bytes, pve: pve)
      guard try bron.next(), let line = bron.block.lines.first else { return nil }
      return Voorloop(bron.block.copy(line), layout: layout)
    } catch let error as BronError where error.code == .gzip {
      return nil
    }
  }
}
