import FileSystem
import ProgrammaVanEisen

/// The files of a real run: taken from the inbox by renaming them, answered in the outbox, and put away.
struct EchtePost: Post {
  let mappen: Mappen
  let folders: Folders

  func begin() throws {
    for folder in [mappen.inbox, mappen.work, mappen.outbox] { try folders.make(folder) }
    if try folders.kind(of: mappen.work) != .folder {
      throw BronError(.usage, "this must be a folder", at: .init(mappen.work), remedy: "Take away what is in its place")
    }
  }

  /// Holds the institution's folder in `.work`, by a lock of the kernel's: it goes with the process, and leaves
  /// nothing to remove.
  ///
  /// Why an institution: the order to be kept is that of an aanleverpunt and sectordeel, and those are known from
  /// the header alone, which may be another one by the time that the file is taken. A delivery is accepted only
  /// under a name with its own BRIN, so the name says enough to hold everything that could come before or behind
  /// it. And what could not be finished stops the institution as a whole. Smaller parts would win little: writing to
  /// the register goes one by one anyway, and what goes side by side is the reading and answering of different
  /// institutions.
  func houd(_ afzender: String, wacht: Bool, _ body: () throws -> Void) throws -> Bool {
    let folder = Folders.map(afzender, in: mappen.work)
    while true {
      try folders.make(folder)
      guard let lock = try wacht ? folders.lock(folder) : folders.tryLock(folder) else { return false }
      defer { withExtendedLifetime(lock) {} }
      if try !lock.isHeld(at: folder) { continue }
      try body()
      return true
    }
  }

  func lijsten() throws -> (opgepakt: Postlijst, wachtend: Postlijst) {
    try Postlijst.beide(mappen, folders: folders)
  }

  func isVermist(_ claim: Claim) throws -> Bool {
    try folders.kind(of: Folders.join(Folders.map(claim.map, in: mappen.work), claim.naam)) == nil
  }

  func opgepakt() throws -> Postlijst { try Postlijst.opgepakt(mappen, folders: folders) }

  /// Whoever took it may have been ended before the disk knew: then it would lie in the inbox again once the power
  /// was gone, and be answered twice.
  func bevestigGreep(_ bestand: Bestand) throws {
    for folder in [mappen.work, mappen.inbox] { try sync(Folders.map(bestand.map, in: folder)) }
  }

  /// Brings the names in a folder to disk, if it is there still.
  private func sync(_ folder: String) throws {
    if try folders.kind(of: folder) == .folder { try folders.sync(folder) }
  }

  func isVergeven(_ bestand: Bestand) throws -> Bool { try folders.kind(of: bestand.path(in: mappen.inbox)) == nil }

  func neem(_ bestand: Bestand) throws -> String? {
    let (inbox, work) = (bestand.path(in: mappen.inbox), bestand.path(in: mappen.work))
    try folders.make(Folders.parent(of: work))
    switch try folders.move(inbox, to: work) {
    case .gone: return nil
    case .taken:
      throw BronError(.system, "a file of that name is being processed already", at: .init(work), remedy: "Run again")
    case .done: break
    }
    if try folders.kind(of: work) == .file { return work }
    // Something else was put in its place since it was seen: it goes back, and is told the next time.
    _ = try folders.move(work, to: inbox)
    return nil
  }

  func verwijderMerk(_ bestand: Bestand) throws {
    try folders.remove(bestand.path(in: mappen.inbox) + Bestandsnaam.merk)
  }

  func schrijf(_ antwoord: Antwoordbestand, map: String) throws -> String {
    try schrijf(antwoord, in: Folders.map(map, in: mappen.outbox))
  }

  func schrijfBijGeweigerd(_ ontvangst: Antwoordbestand) throws {
    _ = try schrijf(ontvangst, in: mappen.rejected)
  }

  private func schrijf(_ antwoord: Antwoordbestand, in folder: String) throws -> String {
    try folders.make(folder)
    var attempt = 0
    while true {
      let path = Folders.join(folder, antwoord.naam(attempt: attempt))
      if try folders.write(to: path, antwoord.inhoud) != .taken { return path }
      attempt += 1
    }
  }

  func bergOp(_ claim: Claim, _ path: String, sha256: String) throws {
    try berg(claim, sha256: sha256) { place in
      let outcome = try folders.place(path, at: place)
      if outcome == .same { try folders.remove(path) }
      return outcome
    }
  }

  /// Has a decided file put where it belongs, under the first name that is free.
  func berg(_ claim: Claim, sha256: String, _ put: (_ place: String) throws -> Folders.Outcome) throws {
    let folder = bergplaats(claim)
    try folders.make(folder)
    let naam = Bestandsnaam.unpacked(claim.naam)
    let ending = Substring(claim.naam.utf8.dropFirst(naam.utf8.count))
    var attempt = 0
    while true {
      let name = Bestandsnaam.free(attempt == 0 ? naam : Bestandsnaam.short(naam), sha256, attempt: attempt) + ending
      if try put(Folders.join(folder, name)) != .taken { return }
      attempt += 1
    }
  }

  func bevestigBerging(_ claim: Claim) throws {
    for folder in [bergplaats(claim), Folders.map(claim.map, in: mappen.work)] { try sync(folder) }
  }

  /// The folder that a decided file goes to.
  func bergplaats(_ claim: Claim) -> String {
    if claim.status == .geweigerd { return mappen.rejected }
    let month = claim.datum.month < 10 ? "0\(claim.datum.month)" : "\(claim.datum.month)"
    return Folders.join(Folders.join(mappen.archive, "\(claim.datum.year)"), month)
  }
}
