import FileSystem
import ProgrammaVanEisen
import Register

/// The name of a delivery: BRIN, batch number, `A`, sector letter and aanleverpunt, such as
/// `99ZZ007A.B01`, with `.xml` behind it where it is XML, and `.gz` where it is packed.
struct Bestandsnaam: Sendable, Equatable {
  let brin: String
  let batchnummer: String
  /// B, E or A.
  let sectorletter: String
  let aanleverpunt: String

  /// The parts of a name, or nil where it is none of a delivery.
  init?(_ naam: String) {
    let bytes = Array(Self.unpacked(naam).utf8)
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    guard bytes.count == 12, bytes[0..<2].allSatisfy(isDigit), bytes[2..<4].allSatisfy(isLetter),
      bytes[4..<7].allSatisfy(isDigit),
      bytes[7] == UInt8(ascii: "A"), bytes[8] == UInt8(ascii: "."), "BEA".utf8.contains(bytes[9]),
      bytes[10..<12].allSatisfy(isDigit)
    else { return nil }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    (brin, batchnummer, sectorletter, aanleverpunt) = (text(0..<4), text(4..<7), text(9..<10), text(10..<12))
  }

  /// Who delivers it, as the name says.
  var leverancier: Leverancier {
    let sectordeel = ["E": "ED", "A": "VA"][sectorletter] ?? "BO"
    return Leverancier(brin: brin, aanleverpunt: aanleverpunt, sectordeel: sectordeel)
  }

  /// A name without the endings of packed and XML files.
  static func unpacked(_ naam: String) -> String {
    naam.without(end: ".gz").without(end: ".xml")
  }

  /// A name to try, once the ones before it were taken: the name itself, with the first digits of
  /// the delivery's SHA-256 behind it, and with a number behind those (a file that is refused day
  /// after day has another receipt each day).
  static func free(_ naam: String, _ sha256: String, attempt: Int) -> String {
    switch attempt {
    case 0: naam
    case 1: "\(naam)-\(sha256.prefix(8))"
    default: "\(naam)-\(sha256.prefix(8))-\(attempt)"
    }
  }

  /// Whether a file in the archive is a delivery, also one of which the name was taken.
  static func isVanAanlevering(_ naam: String) -> Bool {
    let whole = unpacked(naam)
    let behind = whole.dropFirst(12)
    return Bestandsnaam(String(whole.prefix(12))) != nil && (behind.isEmpty || behind.hasPrefix("-"))
  }

  /// A name that leaves room for what is put behind it: names have 255 bytes at most. Those of
  /// deliveries stay as they are.
  static func short(_ naam: String) -> String {
    var short = naam
    while short.utf8.count > 200 { short.unicodeScalars.removeLast() }
    return short
  }

  /// The sector letter of a sectordeel in names of files.
  static func letter(_ sectordeel: String) -> String {
    switch sectordeel {
    case "ED": "E"
    case "VA": "A"
    default: "B"
    }
  }

  /// What stands behind the name of a file in the name of the mark that says that it is whole.
  static let merk = ".done"

  /// Whether a name in the inbox is that of a file that is still being written, or of a mark.
  static func isUnfinished(_ naam: String) -> Bool {
    naam.hasStart(".") || [".tmp", ".part", ".filepart", merk].contains { naam.hasEnd($0) }
  }

  /// Whether a folder in the inbox is that of an institution.
  static func isInstelling(_ naam: String) -> Bool {
    let bytes = Array(naam.utf8)
    return bytes.count == 4 && bytes[0..<2].allSatisfy { (0x30...0x39).contains($0) }
      && bytes[2..<4].allSatisfy { (0x41...0x5A).contains($0) }
  }
}
