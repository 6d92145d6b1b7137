import FileSystem

/// What lies in the inbox, or in the folder for what is being processed.
struct Postlijst {
  /// The files that can be deliveries.
  private(set) var bestanden: [Bestand] = []
  /// Everything else, but for the names that are to be ignored.
  private(set) var achterblijvers: [Achterblijver] = []
  /// The folders of institutions.
  private(set) var mappen: [String] = []
  /// What could not be looked at.
  private(set) var storingen: [Storing] = []
  private let plaats: String

  /// Lists `inbox` and the folders of institutions in it.
  ///
  /// - Parameters:
  ///   - plaats: where that is below the inbox, with a slash behind it.
  ///   - eigen: folders of the exchange, which may lie in it too.
  init(_ inbox: String, plaats: String = "", eigen: [String] = [], folders: Folders) throws {
    self.plaats = plaats
    let own = try Set(eigen.compactMap { try folders.look(at: $0)?.mark.inode })
    try lees("", inbox, own, folders)
    for map in mappen {
      do {
        try lees(map, Folders.join(inbox, map), own, folders)
      } catch {
        // The others can go on without it.
        storingen.append(Storing(naam: "\(plaats)\(map)/", afzender: map, fout: error))
      }
    }
  }

  /// What lies in work and in the inbox.
  static func beide(_ mappen: Mappen, folders: Folders) throws -> (opgepakt: Postlijst, wachtend: Postlijst) {
    // The inbox first: what another process takes meanwhile is then found twice, and not left out.
    let wachtend = try Postlijst(
      mappen.inbox, eigen: [mappen.outbox, mappen.archive, mappen.rejected], folders: folders)
    return (try opgepakt(mappen, folders: folders), wachtend)
  }

  /// What lies in work.
  static func opgepakt(_ mappen: Mappen, folders: Folders) throws -> Postlijst {
    try Postlijst(mappen.work, plaats: "\(Folders.name(of: mappen.work))/", folders: folders)
  }

  private mutating func lees(_ map: String, _ folder: String, _ own: Set<UInt64>, _ folders: Folders) throws {
    let listing = try folders.listing(of: folder)
    for naam in listing.illegible where !Bestandsnaam.isUnfinished(naam) {
      blijf(naam, map, .naam)
    }
    let names = Set(listing.names)
    for naam in listing.names where !Bestandsnaam.isUnfinished(naam) {
      // One that is gone by now was taken by another process, or taken back by its sender.
      guard let found = try folders.look(at: Folders.join(folder, naam)) else { continue }
      switch found.kind {
      case .file:
        let heeftMerk = names.contains(naam + Bestandsnaam.merk)
        bestanden.append(Bestand(map: map, naam: naam, mark: found.mark, heeftMerk: heeftMerk))
      case .folder where map.isEmpty && Bestandsnaam.isInstelling(naam): mappen.append(naam)
      case .folder where own.contains(found.mark.inode): break
      case .folder: blijf(naam, map, .map)
      case .link: blijf(naam, map, .koppeling)
      case .other: blijf(naam, map, .geenBestand)
      }
    }
  }

  private mutating func blijf(_ naam: String, _ map: String, _ reden: Achterblijver.Reden) {
    achterblijvers.append(Achterblijver(plaats + Folders.join(map, naam), reden))
  }
}
