import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// The bytes are a delivery. It is checked as it is and packed, which must come to the same.
enum DeliveryTarget {
  private static let files = MemoryFiles()
  nonisolated(unsafe) private static let voorcontrole = Result {
    guard let datum = Datum(number: 20_100_801) else { throw Finding("no date") }
    return Voorcontrole(
      pve: try Workplace.pve.get(), tables: nil, datum: datum, propSignalen: true, meeste: 5,
      toontPersoonsgegevens: false, folders: files.folders)
  }

  static func run(_ bytes: [UInt8]) throws {
    let plain = try summary(bytes)
    if isGzip(bytes) { return }
    let packed = try summary(try gzipMember(bytes, level: 1))
    if plain != packed { throw Finding("plain: \(plain); packed: \(packed)") }
  }

  private static func summary(_ bytes: [UInt8]) throws -> String {
    let path = "01AA001A.B01"
    files[path] = bytes
    let bericht = try voorcontrole.get().controleer(path) { _ in }
    if bericht.ongelezen > 0 && !bericht.isGeweigerd { throw Finding("unread, but accepted") }
    if bericht.soorten.contains(where: { $0.lijst.count > 5 || $0.lijst.count > $0.aantal }) {
      throw Finding("more faults are listed than there are, or are asked for")
    }
    var text = "\(bericht.isGeweigerd) \(bericht.meldingen) \(bericht.records) \(bericht.afgekeurd) \(bericht.sha256)"
    for soort in bericht.soorten { text += " \(soort.controle.code):\(soort.controle.index):\(soort.aantal)" }
    return text
  }
}
