import FileSystem
import ProgrammaVanEisen

/// The files of a migration: read where they lie, never changed, and answered; the archive gets a copy.
struct Migratiepost: Post {
  private let echt: EchtePost
  /// Whether answers and copies are written; a dry run writes none.
  private let schrijft: Bool

  init(mappen: Mappen, schrijft: Bool, folders: Folders) {
    echt = EchtePost(mappen: mappen, folders: folders)
    self.schrijft = schrijft
  }

  var mappen: Mappen { echt.mappen }

  func schrijf(_ antwoord: Antwoordbestand, map: String) throws -> String {
    schrijft ? try echt.schrijf(antwoord, map: map) : antwoord.naam(attempt: 0)
  }

  func schrijfBijGeweigerd(_ ontvangst: Antwoordbestand) throws {
    if schrijft { try echt.schrijfBijGeweigerd(ontvangst) }
  }

  func bergOp(_ claim: Claim, _ path: String, sha256: String) throws {
    if !schrijft { return }
    try echt.berg(claim, sha256: sha256) { place in
      try echt.folders.write(to: place) { write in try echt.folders.copy(path, write) }
    }
  }

  // A migration takes nothing from an inbox: its plan says what comes next, and where that lies.

  func begin() {}
  func houd(_ afzender: String, wacht: Bool, _ body: () throws -> Void) throws -> Bool {
    try body()
    return true
  }
  func lijsten() throws -> (opgepakt: Postlijst, wachtend: Postlijst) {
    try Postlijst.beide(mappen, folders: echt.folders)
  }
  func isVermist(_ claim: Claim) -> Bool { false }
  func opgepakt() throws -> Postlijst { try Postlijst.opgepakt(mappen, folders: echt.folders) }
  func bevestigGreep(_ bestand: Bestand) {}
  func isVergeven(_ bestand: Bestand) -> Bool { false }
  func neem(_ bestand: Bestand) -> String? { nil }
  func verwijderMerk(_ bestand: Bestand) {}
  func bevestigBerging(_ claim: Claim) {}
}
