import Exchange
import FileSystem
import ProgrammaVanEisen

/// The bytes are the name of a file that is otherwise in order.
enum NameTarget {
  private static let files = MemoryFiles()
  private static let packed = Result { try gzipMember(Array("300".utf8)) }
  nonisolated(unsafe) private static let voorcontrole = Result {
    guard let datum = Datum(number: 20_100_801) else { throw Finding("no date") }
    return Voorcontrole(
      pve: try Workplace.pve.get(), tables: nil, datum: datum, propSignalen: false, meeste: 5,
      toontPersoonsgegevens: false, folders: files.folders)
  }

  static func run(_ bytes: [UInt8]) throws {
    let name = String(decoding: bytes.filter { $0 != 0 && $0 != 0x2F }.prefix(200), as: UTF8.self)
    if ["", ".", ".."].contains(name) { return }
    let path = "Inbox/" + name
    // Packed whatever the name says, so that the end of the name does not matter.
    files[path] = try packed.get()
    defer { files[path] = nil }
    let bericht = try voorcontrole.get().controleer(path) { _ in }
    let isRefused = bericht.soorten.contains { $0.controle.code == "X031" }
    if isRefused == isRight(name) { throw Finding("refused \(isRefused), which it should not be") }
  }

  /// As X031 describes it.
  private static func isRight(_ name: String) -> Bool {
    var form = ""
    for scalar in (name.hasSuffix(".gz") ? String(name.dropLast(3)) : name).unicodeScalars {
      switch scalar {
      case "0"..."9": form += "9"
      case "A"..."Z": form.unicodeScalars.append(form.count == 7 || form.count == 9 ? scalar : "Z")
      case ".": form += "."
      default: return false
      }
    }
    return ["99ZZ999A.B99", "99ZZ999A.E99", "99ZZ999A.A99"].contains(form)
  }
}
