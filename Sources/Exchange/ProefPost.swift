import FileSystem
import Logging
import ProgrammaVanEisen
import Register

/// The files of a dry run: read where they lie, and answered in a folder of its own. Nothing is taken, put away or
/// held, and nothing but that folder is written to.
struct ProefPost: Post {
  let mappen: Mappen
  let folders: Folders
  private let map: Proefmap
  private let gevonden: (opgepakt: Postlijst, wachtend: Postlijst)

  /// Looks what there is to do. The register is to be copied after this: what another run takes or finishes in
  /// between, or later, is then missing where it was found, and that is told; it is never passed over in silence.
  init(mappen: Mappen, map: String, folders: Folders) throws {
    self.mappen = mappen
    self.folders = folders
    self.map = try Proefmap(map, beside: mappen, folders: folders)
    gevonden = try Postlijst.beide(mappen, folders: folders)
  }

  func begin() {}

  func houd(_ afzender: String, wacht: Bool, _ body: () throws -> Void) throws -> Bool {
    try body()
    return true
  }

  func lijsten() -> (opgepakt: Postlijst, wachtend: Postlijst) { gevonden }

  /// What is gone may have been finished by another run since the register was copied.
  func isVermist(_ claim: Claim) -> Bool { false }

  func opgepakt() -> Postlijst { gevonden.opgepakt }

  func isVergeven(_ bestand: Bestand) -> Bool { false }

  func neem(_ bestand: Bestand) throws -> String? {
    let path = bestand.path(in: mappen.inbox)
    if try folders.kind(of: path) == nil {
      throw BronError(.changed, "another run took the file meanwhile", at: .init(path), remedy: "Repeat the dry run")
    }
    return path
  }

  func schrijf(_ antwoord: Antwoordbestand, map: String) throws -> String {
    var digest = Digest()
    try antwoord.inhoud { digest.update($0) }
    let sha256 = digest.finalize()
    let outbox = Folders.map(map, in: mappen.outbox)
    var attempt = 0
    while true {
      let naam = antwoord.naam(attempt: attempt)
      attempt += 1
      if try isBezet(Folders.join(outbox, naam), behalveDoor: sha256) { continue }
      if let path = try self.map.schrijf(naam, map: map, sha256: sha256, antwoord.inhoud) { return path }
    }
  }

  /// Whether a real run would find that name in the outbox taken by something else.
  private func isBezet(_ path: String, behalveDoor sha256: String) throws -> Bool {
    switch try folders.kind(of: path) {
    case nil: false
    case .file: try folders.sha256(of: path) != sha256
    case .folder, .link, .other: true
    }
  }

  func verwijderMerk(_ bestand: Bestand) {}

  func schrijfBijGeweigerd(_ ontvangst: Antwoordbestand) {}

  func bergOp(_ claim: Claim, _ path: String, sha256: String) {}

  func bevestigBerging(_ claim: Claim) {}

  func bevestigGreep(_ bestand: Bestand) {}
}

extension Uitwisseling {
  /// An exchange that gives the answers that a real one would give now, into a folder of its own, and leaves
  /// everything else as it is: it works on a copy of the register, which goes with it.
  ///
  /// - Parameters:
  ///   - map: the folder for the answers; what an earlier dry run left in it goes.
  ///   - url: the register; it need not be there.
  ///   - drempel: from where on it is told that a delivery takes much away.
  public static func proef(
    mappen: Mappen, in map: String, grondslag: Grondslag, register url: String, datum: Datum, weigertGat: Bool,
    drempel: Afname.Drempel, folders: Folders = Folders(), logger: Logger
  ) throws -> Uitwisseling {
    let post = try ProefPost(mappen: mappen, map: map, folders: folders)
    let register = try Register(kopieVan: url, pve: grondslag.pve, folders: folders, migrations: Journal.register)
    return Uitwisseling(
      post: post, grondslag: grondslag, register: register, datum: datum, weigertGat: weigertGat, folders: folders,
      drempel: drempel, logger: logger)
  }
}
