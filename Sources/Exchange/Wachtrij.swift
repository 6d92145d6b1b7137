import FileSystem
import ProgrammaVanEisen
import Records
import Register

/// A file that lies in the inbox.
struct Bestand: Sendable, Equatable {
  /// The folder of the institution; empty for the inbox itself.
  let map: String
  let naam: String

  /// The path below a folder.
  func path(in folder: String) -> String {
    Folders.join(map.isEmpty ? folder : Folders.join(folder, map), naam)
  }
}

/// What lies in the inbox, in the order in which it is processed.
struct Wachtrij {
  let inbox: String
  let pve: PvE
  let folders: Folders

  /// The finished files in the inbox and in the folders of institutions.
  func bestanden() throws -> [Bestand] {
    var found = try bestanden(in: "")
    for map in try folders.names(in: inbox) where Bestandsnaam.isInstelling(map) {
      if try folders.kind(of: Folders.join(inbox, map)) == .folder { found += try bestanden(in: map) }
    }
    return found
  }

  private func bestanden(in map: String) throws -> [Bestand] {
    let folder = map.isEmpty ? inbox : Folders.join(inbox, map)
    return try folders.names(in: folder).filter { naam in
      try !Bestandsnaam.isUnfinished(naam) && folders.kind(of: Folders.join(folder, naam)) == .file
    }.map { Bestand(map: map, naam: $0) }
  }

  /// The files in their order: by BRIN, aanleverpunt and sectordeel, then by batch number, counted
  /// from the last one that was accepted; where there is none, by date and number. What has no
  /// header that can be read comes last, by name: it will be refused.
  ///
  /// - Parameter last: the batch number that was accepted last.
  func geordend(last: (Leverancier) throws -> Int?) throws -> [Bestand] {
    var known: [(bestand: Bestand, voorloop: Voorloop, rank: Int)] = []
    var unknown: [Bestand] = []
    for bestand in try bestanden() {
      guard let voorloop = try voorloop(bestand) else {
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
      return (left.rank, left.voorloop.batchnummer, left.bestand.naam) < (
        right.rank, right.voorloop.batchnummer, right.bestand.naam
      )
    }
    return sorted.map(\.bestand) + unknown
  }

  /// The header of a file; nil where it has none that can be read.
  private func voorloop(_ bestand: Bestand) throws -> Voorloop? {
    guard let layout = pve.newest[300] else { return nil }
    do {
      let aanlevering = try Aanlevering(bestand.path(in: inbox), folders: folders)
      return Voorloop(try Aanlevering.first(layout.lengte, of: aanlevering.bytes), layout: layout)
    } catch is BronError {
      // Whatever is wrong with the file is found again, and reported, when its turn comes; it must
      // not keep the others waiting.
      return nil
    }
  }
}
