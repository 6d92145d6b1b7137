import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// Where the soak takes place: the folders of the exchange that is disturbed, and of the serial one.
struct Soakplaats {
  let root: String
  let pve: PvE

  /// Makes the folders.
  init(_ root: String) throws {
    self.root = root
    pve = try PvE(specs: Werklast.specs, functies: Grondslag.functies)
    for name in ["Sent", "Reference", "Disturbed/Inbox", "Serial/Inbox"] {
      try FileManager.default.createDirectory(
        atPath: Folders.join(root, name), withIntermediateDirectories: true)
    }
  }

  /// The path of something in the soak.
  func path(_ name: String) -> String { Folders.join(root, name) }

  /// The files that wait in the disturbed inbox or are being processed.
  func waiting() throws -> [String] {
    try Werklast.files(in: path("Disturbed"), folders: ["Inbox"], digested: false).filter(\.isFile).map(\.path)
  }

  /// Whether nothing is left to do.
  func isEmpty() throws -> Bool { try waiting().isEmpty }
}
