import FileSystem
import Foundation

/// A delivery made up from lines of text, with the right counts in its header unless it is told otherwise.
struct Delivery {
  var brin = "01AA"
  var aanleverpunt = "01"
  var sectordeel = "BO"
  var batchnummer = "001"
  var datum = "20090615"
  var versie = "1.1"
  var verantwoordelijke = "I"
  var laatste = "N"
  /// What the header says of the number of meldingen; nil for what is true.
  var meldingen: Int?
  /// What the header says of the number of records; nil for what is true.
  var records: Int?
  /// The bytes behind the last line.
  var einde: [UInt8] = [0x1C]
  /// The lines behind the header, without their ends.
  var regels: [String]

  init(batchnummer: String = "001", _ regels: [String] = Regels.goed()) {
    self.batchnummer = batchnummer
    self.regels = regels
  }

  /// A delivery with some of its properties changed.
  func with(_ change: (inout Delivery) -> Void) -> Delivery {
    var delivery = self
    change(&delivery)
    return delivery
  }

  /// The name that fits the header.
  var naam: String {
    let letter = ["BO": "B", "ED": "E", "VA": "A"][sectordeel] ?? "B"
    return "\(brin)\(batchnummer)A.\(letter)\(aanleverpunt)"
  }

  /// The header.
  var kop: String {
    func number(_ value: Int) -> String { String(String(value + 1_000_000).dropFirst()) }
    return "300" + brin.padded(4) + aanleverpunt.padded(2) + sectordeel.padded(2) + "   " + batchnummer.padded(3) + "A"
      + datum.padded(8) + "Proefpakket".padded(80) + "1.0".padded(10) + versie.padded(5)
      + number(meldingen ?? regels.count { $0.hasPrefix("305") }) + number(records ?? regels.count + 1)
      + verantwoordelijke + laatste
  }

  /// All lines, each with its end.
  var tekst: String { ([kop] + regels).map { $0 + "\r\n" }.joined() }

  /// The file, in ISO-8859-1.
  var bytes: [UInt8] { tekst.latin1 + einde }
}

extension Delivery {
  /// The SHA-256 of the file.
  var sha256: String {
    var digest = Digest()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.finalize()
  }
}

/// Lines of deliveries.
enum Regels {
  /// A person of the reference table of the bench.
  struct Persoon {
    let bsn: String
    let geboortedatum: String
    var leerling: String { String(bsn.suffix(4)) }
  }

  static let een = Persoon(bsn: "210000004", geboortedatum: "19910501")
  static let twee = Persoon(bsn: "210000107", geboortedatum: "19910509")

  /// The 305 of a person who is known by number.
  static func sleutel(_ nummer: Int, _ persoon: Persoon, leerling: String? = nil) -> String {
    "305" + melding(nummer) + (leerling ?? persoon.leerling).padded(15) + persoon.bsn + "".padded(9)
      + persoon.geboortedatum + "M9722TB" + "".padded(4)
  }

  /// The 305 and 310 of a person who has to be searched.
  static func zonderNummer(
    _ nummer: Int, leerling: String, achternaam: String, voornamen: String, geboortedatum: String
  ) -> [String] {
    [
      "305" + melding(nummer) + leerling.padded(15) + "".padded(18) + geboortedatum + "M9722TB" + "".padded(4),
      "310" + melding(nummer) + achternaam.padded(200) + "".padded(10) + voornamen.padded(200)
        + "KEMPKENSBERG".padded(24) + "00002" + "".padded(5) + "".padded(35) + "".padded(2) + "GRONINGEN".padded(24)
        + "".padded(105) + "0001" + "    ",
    ]
  }

  /// A new inschrijving: 320 and 321.
  static func inschrijving(_ nummer: Int, volgnummer: String = "1") -> [String] {
    [
      "320" + melding(nummer) + "T" + volgnummer.padded(3) + "10342BBLVT2008080120110101        06 N         ",
      "321" + melding(nummer) + "T" + volgnummer.padded(3) + "20080801J ",
    ]
  }

  /// One melding that is approved.
  static func goed(_ nummer: Int = 1, _ persoon: Persoon = een, volgnummer: String = "1") -> [String] {
    [sleutel(nummer, persoon)] + inschrijving(nummer, volgnummer: volgnummer)
  }

  /// One melding that is rejected, of somebody whom nobody knows.
  static func fout(_ nummer: Int = 1) -> [String] {
    [sleutel(nummer, Persoon(bsn: "210000211", geboortedatum: "19910502"))] + inschrijving(nummer)
  }

  static func melding(_ nummer: Int) -> String { String(String(nummer + 1_000_000).dropFirst()) }
}

extension String {
  /// The text, filled up with spaces to a width.
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - unicodeScalars.count)) }

  /// The bytes of the text in ISO-8859-1.
  var latin1: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}
