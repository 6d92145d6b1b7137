import FileSystem
import ProgrammaVanEisen

/// The files of a real run: taken from the inbox by renaming them, answered in the outbox, and put away.
struct EchtePost: Post {
  let mappen: Mappen
  let folders: Folders

  func begin() throws -> Lock? {
    for folder in [mappen.inbox, mappen.work, mappen.outbox] { try folders.make(folder) }
    return try folders.lock(mappen.work)
  }

  func opgepakt() throws -> [Bestand] { try Bestand.alle(in: mappen.work, folders: folders) }

  func wachtend() throws -> [Bestand] { try Bestand.alle(in: mappen.inbox, folders: folders) }

  func isVergeven(_ bestand: Bestand) throws -> Bool { try folders.kind(of: bestand.path(in: mappen.inbox)) == nil }

  func neem(_ bestand: Bestand) throws -> String {
    let work = bestand.path(in: mappen.work)
    try folders.make(Folders.parent(of: work))
    guard try folders.move(bestand.path(in: mappen.inbox), to: work) else {
      throw BronError(.system, "a file of that name is being processed already", at: .init(work), remedy: "Run again")
    }
    return work
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
    var folder = mappen.rejected
    if claim.status != .geweigerd {
      let month = claim.datum.month < 10 ? "0\(claim.datum.month)" : "\(claim.datum.month)"
      folder = Folders.join(Folders.join(mappen.archive, "\(claim.datum.year)"), month)
    }
    try folders.make(folder)
    let naam = Bestandsnaam.unpacked(claim.naam)
    let ending = naam == claim.naam ? "" : ".gz"
    var attempt = 0
    while true {
      let name = Bestandsnaam.free(attempt == 0 ? naam : Bestandsnaam.short(naam), sha256, attempt: attempt) + ending
      switch try folders.place(path, at: Folders.join(folder, name)) {
      case .done: return
      case .same: return try folders.remove(path)
      case .taken: attempt += 1
      }
    }
  }
}
