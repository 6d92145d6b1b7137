import ArgumentParser
import Exchange
import FileSystem
import Foundation
import Generator
import ProgrammaVanEisen
import XMLBatch

/// Makes up a history of deliveries, as somebody kept it: gaps, doubles, broken files and odd names among them.
struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make up a history of deliveries for bronbatch migrate, with the persons it is about.")

  @Option(help: "The folder that it goes into: Historie, and Reference with personen.csv.")
  var folder: String
  @Option(help: "About how many deliveries.")
  var deliveries = 5_000
  @Option(help: "How many institutions share them.")
  var institutions = 20
  @Option(help: "From 1 February 2005 on, over so many years.")
  var years = 10
  @Option(help: "About how many meldingen, all together.")
  var meldingen = 5_000_000

  func run() throws {
    let pve = try PvE(specs: Werklast.specs, functies: Grondslag.functies)
    let perInstelling = max(1, deliveries / institutions)
    var schrijver = Historieschrijver(root: folder, pve: pve)
    for index in 0..<institutions {
      try schrijver.schrijf(
        instelling: index, aanleveringen: perInstelling, meldingen: max(1, meldingen / institutions / perInstelling),
        jaren: years)
    }
    try schrijver.sluit()
    print(schrijver.verslag)
  }
}

/// Writes the deliveries of one institution after the other.
private struct Historieschrijver {
  let root: String
  let pve: PvE
  private var personen: [UInt8] = []
  private var bekend: Set<Substring> = []
  private var aantallen: [String: Int] = [:]
  private var nummer = 0

  init(root: String, pve: PvE) {
    (self.root, self.pve) = (root, pve)
  }

  /// How much there is of everything.
  var verslag: String {
    aantallen.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: "\n")
  }

  // MARK: One institution

  /// One in ten is of ED and one of VA, from August 2010 on: such a row has to stay in one year before that.
  mutating func schrijf(instelling index: Int, aanleveringen: Int, meldingen: Int, jaren: Int) throws {
    let sectordeel: Sectordeel = index % 10 == 8 ? .ED : index % 10 == 9 ? .VA : .BO
    let begin = sectordeel == .BO ? 0 : 2_010 - 2_005
    let duur = max(1, jaren - begin) * 12
    let perRonde = max(1, aanleveringen / max(1, jaren))
    var opdracht = Generator.Opdracht(
      meldingen: meldingen * perRonde, seed: UInt64(index + 1), sectordeel: sectordeel, brin: Self.brin(index),
      aanleverpunt: 1, batch: 1, datum: Self.datum(0), versie: "1.1", fouten: 0.02)
    for plaats in 0..<min(aanleveringen, 999) {
      opdracht.batch = plaats + 1
      opdracht.datum = Self.datum(begin * 365 + plaats * duur * 30 / aanleveringen)
      opdracht.versie = opdracht.datum.number >= 2010_08_01 && plaats % 4 != 0 ? "1.2" : "1.1"
      let generator = try Generator(opdracht, pve: pve, meldingenPerBatch: meldingen)
      if plaats == 0 { try neem(generator) }
      var bytes: [UInt8] = []
      try generator.schrijf(generator.batches[0]) { bytes += $0 }
      // Some institutions are near the end of the numbers when the history begins.
      let batchnummer = (plaats + 1 + (index % 3 == 0 ? 900 : 0)) % 1_000
      geef(batchnummer, &bytes)
      try bewaar(bytes, opdracht, batchnummer)
    }
  }

  /// Puts a number into the header.
  private func geef(_ batchnummer: Int, _ bytes: inout [UInt8]) {
    guard let veld = pve.newest[300]?.veld("batchnummer") else { return }
    bytes.replaceSubrange(veld.range, with: Self.drie(batchnummer).utf8)
  }

  /// Every institution has persons of its own; who has the number of another is left out, and not found.
  private mutating func neem(_ generator: Generator) throws {
    var bytes: [UInt8] = []
    try generator.schrijfPersonen { bytes += $0 }
    let isFirst = personen.isEmpty
    for (index, line) in bytes.split(separator: 0x0A).enumerated() where index > 0 || isFirst {
      let sleutel = String(decoding: line.prefix(20), as: UTF8.self).split(
        separator: ";", omittingEmptySubsequences: true)
      if bekend.insert(sleutel.first ?? "").inserted { personen += line + [0x0A] }
    }
  }

  // MARK: One delivery

  private mutating func bewaar(_ bytes: [UInt8], _ opdracht: Generator.Opdracht, _ batchnummer: Int) throws {
    nummer += 1
    let jaar = "\(opdracht.datum.year)"
    let naam = "\(opdracht.brin)\(Self.drie(batchnummer))A.\(opdracht.sectordeel.letter)01"
    let map = nummer % 7 == 0 ? "oud/\(jaar)/\(nummer)" : "\(opdracht.brin)/\(jaar)/\(nummer / 1_000)"
    if nummer % 97 == 50 { return tel("left out: a gap") }
    if nummer % 113 == 60 {
      // Cut off on its way; half of them came again.
      tel("broken")
      try schrijf(Array(bytes.prefix(bytes.count * 2 / 3)), "stuk/\(nummer)/\(naam)")
      if nummer.isMultiple(of: 2) { return }
    }
    tel("deliveries")
    if nummer % 10 == 3 {
      tel("of them XML")
      try schrijf(try xml(bytes, naam), "\(map)/\(naam).xml\(nummer % 20 == 3 ? ".gz" : "")")
    } else {
      let anders = nummer % 41 == 7 ? "\(map)/levering \(nummer).dat" : "\(map)/\(naam)"
      try schrijf(bytes, anders + (nummer % 3 == 1 ? ".gz" : ""))
    }
    if nummer % 89 == 40 {
      tel("once more: a double")
      try schrijf(bytes, "kopie/\(nummer)/\(naam)")
    }
    if nummer % 251 == 130 {
      tel("once more under the same number, otherwise")
      var anders = bytes
      if let veld = pve.newest[300]?.veld("versieSchooladministratiepakket") {
        anders.replaceSubrange(veld.range.prefix(1), with: "2".utf8)
      }
      try schrijf(anders, "verbeterd/\(nummer)/\(naam)")
    }
    if nummer % 300 == 9 { try schrijf(Array("Verstuurd.\n".utf8), "\(map)/lees mij.txt") }
  }

  private func xml(_ bytes: [UInt8], _ naam: String) throws -> [UInt8] {
    var xml: [UInt8] = []
    try Omzetting.naarXML(pve, naam: naam, open: { MemorySource(bytes) }, write: { xml += $0 })
    return xml
  }

  private mutating func tel(_ soort: String) { aantallen[soort, default: 0] += 1 }

  private func schrijf(_ bytes: [UInt8], _ pad: String) throws {
    let path = URL(filePath: root).appending(path: "Historie/\(pad)")
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(pad.hasSuffix(".gz") ? try gzipMember(bytes) : bytes).write(to: path)
  }

  /// Writes the persons.
  func sluit() throws {
    let folder = URL(filePath: root).appending(path: "Reference")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(personen).write(to: folder.appending(path: "personen.csv"))
  }

  // MARK: Names

  private static func brin(_ index: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return "\(10 + index / 26 % 90)\(letters[index % 26])\(letters[index * 7 % 26])"
  }

  private static func drie(_ nummer: Int) -> String { String(String(1_000 + nummer).suffix(3)) }

  /// So many days of thirty to a month and 365 to a year after 1 February 2005.
  private static func datum(_ dagen: Int) -> Datum {
    let (jaar, rest) = (2_005 + dagen / 365, dagen % 365)
    let maand = min(11, rest / 30)
    return Datum(year: maand == 11 ? jaar + 1 : jaar, month: maand == 11 ? 1 : maand + 2, day: 1 + min(27, rest % 30))
      ?? Datum(number: 20050201)!
  }
}
