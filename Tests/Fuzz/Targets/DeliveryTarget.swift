import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen
import Records

/// The bytes are a delivery. One of four is checked as it is and packed, which must come to the same; and where it is
/// accepted, its header must say what a slow reading finds in it.
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
    if isGzip(bytes) || bytes.reduce(0, &+) & 3 != 0 { return }
    let packed = try summary(try gzipMember(bytes))
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
    if !bericht.isGeweigerd && !isGzip(bytes) { try compare(bericht, with: LineSplitter.lines(bytes)) }
    var text = "\(bericht.isGeweigerd) \(bericht.meldingen) \(bericht.records) \(bericht.afgekeurd) \(bericht.sha256)"
    for soort in bericht.soorten { text += " \(soort.controle.code):\(soort.controle.index):\(soort.aantal)" }
    return text
  }

  private static func compare(_ bericht: Voorbericht, with lines: [LineSplitter.Line]) throws {
    guard let kop = lines.first?.bytes, kop.count == 135 else { throw Finding("accepted without a header") }
    func text(_ range: Range<Int>) -> String { Latin1.text(kop[range]) }
    let (meldingen, records) = (lines.count { $0.record == 305 }, lines.count)
    if [text(121..<127), text(127..<133)].map({ Int($0) }) != [meldingen, records]
      || bericht.meldingen != meldingen || bericht.records != records
    {
      throw Finding("accepted, but there are \(meldingen) meldingen and \(records) records")
    }
    if bericht.leverancier?.brin != text(3..<7) || bericht.leverancier?.aanleverpunt != text(7..<9)
      || bericht.leverancier?.sectordeel != text(9..<11) || bericht.batchnummer != Int(text(14..<17))
    {
      throw Finding("accepted for another one than the header names")
    }
  }
}
