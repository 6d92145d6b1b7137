import Records
import TestSupport

@testable import Reference

/// Made-up rows of `personen.csv`, and who of them is found: each look-up goes through all of them. Slow and
/// clear, to hold the index against.
struct Personenlijst {
  static let kop = "bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;plaatsnaam"

  /// The columns of `kop`.
  var rijen: [[String]] = []

  /// Persons of whom several have the same names, written in one way or another, one name more often than fits
  /// on a page of the index. Some have no BSN, some an incomplete birth date, some letters beyond ASCII.
  init(count: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let achternamen = ["Vries", "de  Vries", "DE VRIES", "Zoë-Ångström", "zoë-ångström", "Ünal", "Groß", "ÿ"]
    let voornamen = ["Jan", "jan", "Renée", "RENÉE", "Ali  Can", "Ali Can", "Đorđe", ""]
    let datums = ["19930117", "19930100", "19930000", "19940101"]
    for index in 0..<count {
      let isBekend = random.next() % 8 == 0
      let vanaf = Int(random.next() % 8) + index * 40
      let isVaak = random.next() % 3 == 0
      rijen.append([
        isBekend ? "" : Self.nummer(vanaf: vanaf, Elfproef.isBSN),
        isBekend || random.next() % 16 == 0
          ? Self.nummer(vanaf: 100_000_000 + vanaf, Elfproef.isOnderwijsnummer) : "",
        isVaak ? "19900101" : datums.randomElement(using: &random)!,
        isVaak ? "V" : ["M", "V", "O"].randomElement(using: &random)!,
        isVaak ? "Jansen" : achternamen.randomElement(using: &random)!,
        isVaak ? "Anna" : voornamen.randomElement(using: &random)!,
        random.next() % 50 == 0 ? String(repeating: "Ver weg ", count: 100) : "Plaats \(index)",
      ])
    }
  }

  /// The first number from there on that passes its elfproef; a BSN of the first persons begins with zeros.
  private static func nummer(vanaf: Int, _ isGoed: ([UInt8]) -> Bool) -> String {
    let nummers = (vanaf...).lazy.map { String(String(1_000_000_000 + $0).dropFirst()) }
    return nummers.first { isGoed(Array($0.utf8)) } ?? ""
  }

  /// The file.
  var csv: String { ([Self.kop] + rijen.map { $0.joined(separator: ";") }).map { $0 + "\n" }.joined() }

  /// The places of those with a number, in column 0 or 1.
  func nummer(_ nummer: String, kolom: Int) -> [Int] {
    rijen.indices.filter { rijen[$0][kolom] == nummer }
  }

  /// The places of those whose names, birth date and sex are the same, but for case and spaces.
  func zoek(_ rij: [String]) -> [Int] {
    func sleutel(_ rij: [String]) -> [String] {
      rij[2..<4] + rij[4..<6].map { $0.uppercased().split(separator: " ").joined(separator: " ") }
    }
    // What has two capitals is none of ours: ß has no capital in ISO-8859-1, and ÿ has it outside.
    return rijen.indices.filter { sleutel(rijen[$0]) == sleutel(rij) }
  }
}
