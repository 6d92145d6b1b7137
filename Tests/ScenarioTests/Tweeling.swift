import Foundation
import ProgrammaVanEisen
import Records
import Yams

/// What a delivery of a twin is processed in: all of it stays the same for many cases.
struct Omgeving: Sendable, Hashable {
  /// The processing date.
  var datum: String
  /// By key of the person, what is different from `standaard.yaml`; nil where the person is not there.
  var personen: [String: [String: String]?] = [:]
  /// By name of the table, its content; nil where it is not there.
  var tabellen: [String: String?]
  /// Whether signalen of class PROP are given.
  var propSignalen = false
}

/// A delivery of which the outcome is known: a valid one with one change.
///
/// The notation is explained in `Tweelingen/README.md`.
struct Tweeling: Sendable {
  /// Where it stands, and which of the values there it is.
  var place: String
  /// The name of the basis, as long as nothing was changed in it.
  var basis: String?
  let sectordeel: String
  var omgeving: Omgeving
  /// What was delivered before, all of it approved.
  var eerder: Scenarioaanlevering?
  /// Its last melding is the one that matters.
  var aanlevering: Scenarioaanlevering
  /// The name of the file, where it is not the right one.
  var naam: String?
  /// The folder of the institution in which it is delivered.
  var map = ""
  /// What is done to the bytes of the file.
  var bewerkingen: [Bytebewerking] = []
  /// G, A or B where the signalen do not say it.
  var status: String?
  /// Where the signaal stands: the recordidentificatie, or the line of the file.
  var plaats: String?
  /// The text of the signaal, where that of the catalogue has something to fill in.
  var tekst: String?
  /// The other signalen that come along, as `420 812 A 2`.
  var met: [String] = []

  private static let sleutels: Set<String> = [
    "basis", "erbij", "weg", "records", "van", "vooraf", "register", "eerder", "kop", "batch", "naam", "map", "bytes",
    "datum",
    "personen", "tabellen", "rijen", "status", "plaats", "tekst", "met",
  ]

  /// How many cases a piece of a file is: one, or one for each value of its lists.
  static func aantal(_ node: Tekst) throws -> Int {
    var aantallen: Set<Int> = []
    for (sleutel, waarde) in node.paren where isKeuze(sleutel) {
      for lijst in [waarde] + waarde.paren.map(\.1) where lijst.isLijst { aantallen.insert(lijst.lijst.count) }
    }
    guard aantallen.count < 2, aantallen.first != 0 else {
      throw Scenariofout("\(node.place): lists of one case have the same length")
    }
    return aantallen.first ?? 1
  }

  /// Whether a list under this key gives a case for each of its values.
  private static func isKeuze(_ sleutel: String) -> Bool {
    Int(sleutel.prefix(3)) != nil || ["kop", "batch", "naam", "map", "datum", "plaats", "tekst"].contains(sleutel)
  }

  /// Makes the changes that stand in a piece of a file; of each list the value at `keuze`.
  mutating func wijzig(_ node: Tekst, keuze: Int, standaard: Standaard, layouts: Layouts) throws {
    func tekst(_ waarde: Tekst) -> String { waarde.isLijst ? waarde.lijst[keuze].tekst : waarde.tekst }
    func velden(_ waarde: Tekst) -> [String: String] {
      Dictionary(waarde.paren.map { ($0, tekst($1)) }, uniquingKeysWith: { $1 })
    }
    basis = nil
    for (sleutel, waarde) in node.paren {
      switch sleutel {
      case "erbij": for record in waarde.lijst { voegToe(try Scenariorecord(record)) }
      case "weg":
        let weg = Set(waarde.lijst.compactMap { Int($0.tekst) })
        melding.records.removeAll { weg.contains($0.recordsoort) }
      case "records": melding.records = [melding.records[0]] + (try waarde.lijst.map { try Scenariorecord($0) })
      case "basis": break
      case "van": melding.van = tekst(waarde)
      case "vooraf": aanlevering.meldingen = try waarde.lijst.map { try Scenariomelding($0) } + [melding]
      case "register": stelRegister(try waarde.lijst.map { try Scenariomelding($0) })
      case "eerder": try wijzigEerder(waarde)
      case "kop": aanlevering.kop.merge(velden(waarde)) { $1 }
      case "batch": aanlevering.batchnummer = tekst(waarde)
      case "naam": naam = tekst(waarde)
      case "map": map = tekst(waarde)
      case "bytes": bewerkingen += try waarde.lijst.map { try Bytebewerking($0) }
      case "datum":
        omgeving.datum = tekst(waarde)
        aanlevering.datum = tekst(waarde)
      case "personen":
        for (persoon, kolommen) in waarde.paren {
          omgeving.personen[persoon] = .some(kolommen.paren.isEmpty ? nil : kolommen.map)
        }
      case "tabellen":
        for (tabel, inhoud) in waarde.paren {
          omgeving.tabellen[tabel] = .some(inhoud.tekst == "weg" ? nil : inhoud.tekst)
        }
      case "rijen": for (tabel, rij) in waarde.paren { zetRij(rij.tekst, in: tabel) }
      case "status": status = tekst(waarde)
      case "plaats": plaats = tekst(waarde)
      case "tekst": self.tekst = tekst(waarde)
      case "met": met = waarde.lijst.map(\.tekst)
      default:
        if Int(sleutel.prefix(3)) == nil {
          throw Scenariofout("\(node.place): nobody knows '\(sleutel)' among \(Self.sleutels.sorted())")
        }
        try wijzigRecord(sleutel, velden(waarde), node, standaard, layouts)
      }
    }
  }

  // MARK: The delivery

  private var melding: Scenariomelding {
    get { aanlevering.meldingen[aanlevering.meldingen.count - 1] }
    set { aanlevering.meldingen[aanlevering.meldingen.count - 1] = newValue }
  }

  private mutating func stelRegister(_ meldingen: [Scenariomelding]) {
    eerder = Scenarioaanlevering(meldingen: meldingen, batchnummer: 1, datum: aanlevering.datum)
    aanlevering.batchnummer = "2"
  }

  private mutating func wijzigEerder(_ node: Tekst) throws {
    try node.only(["batch", "datum", "kop"])
    guard eerder != nil else { throw Scenariofout("\(node.place): nothing was delivered before") }
    if let batch = node["batch"] { eerder?.batchnummer = batch.tekst }
    if let datum = node["datum"] { eerder?.datum = datum.tekst }
    eerder?.kop.merge(node["kop"]?.map ?? [:]) { $1 }
  }

  /// Puts a record behind the last one that may stand before it: an exam behind the vakken of the one before.
  private mutating func voegToe(_ record: Scenariorecord) {
    func rang(_ recordsoort: Int) -> Int { recordsoort == 332 ? 331 : recordsoort }
    let place = melding.records.lastIndex { rang($0.recordsoort) <= rang(record.recordsoort) } ?? 0
    melding.records.insert(record, at: place + 1)
  }

  /// `320`, or `320V` with another soort mutatie, or `321.2` for the second of them.
  private mutating func wijzigRecord(
    _ sleutel: String, _ velden: [String: String], _ node: Tekst, _ standaard: Standaard, _ layouts: Layouts
  ) throws {
    let delen = sleutel.split(separator: ".")
    let recordsoort = Int(sleutel.prefix(3)) ?? 0
    let nummer = delen.count == 2 ? Int(delen[1]) ?? 0 : 1
    let plaatsen = melding.records.indices.filter { melding.records[$0].recordsoort == recordsoort }
    guard let layout = layouts[recordsoort], plaatsen.indices.contains(nummer - 1) else {
      throw Scenariofout("\(node.place): the delivery has no '\(sleutel)'")
    }
    let index = plaatsen[nummer - 1]
    let mutatie = String(delen[0].dropFirst(3))
    if !mutatie.isEmpty { melding.records[index].mutatie = mutatie }
    // By their ids, so that a short name replaces a full one.
    var ids: [String: String] = [:]
    for (naam, waarde) in melding.records[index].velden { ids[try standaard.veld(naam, layout).id] = waarde }
    for (naam, waarde) in velden { ids[try standaard.veld(naam, layout).id] = waarde }
    melding.records[index].velden = ids
  }

  // MARK: The tables

  /// Puts a row into a table, in the place of the one with the same key.
  private mutating func zetRij(_ rij: String, in tabel: String) {
    let inhoud = (omgeving.tabellen[tabel] ?? nil) ?? ""
    let sleutel = rij.prefix { $0 != ";" } + ";"
    let regels = inhoud.split(separator: "\n").filter { !$0.hasPrefix(sleutel) }
    omgeving.tabellen[tabel] = (regels.map(String.init) + [rij]).joined(separator: "\n") + "\n"
  }
}

/// A change of the bytes of a file.
enum Bytebewerking: Sendable {
  /// The first place where something stands gets something else; this many times over.
  case vervang(String, door: String)
  /// Something at the end.
  case achteraan(String)
  /// The last bytes go.
  case kort(Int)
  /// Packed.
  case gzip
  /// As XML.
  case xml

  init(_ node: Tekst) throws {
    try node.only(["van", "door", "keer", "vanaf", "achteraan", "kort", "gzip", "xml"])
    if let van = node["van"], let door = node["door"] {
      let vanaf = node["vanaf"].flatMap { Datum(text: $0.tekst) }
      let keren = (0..<(Int(node["keer"]?.tekst ?? "1") ?? 0)).map { keer in
        vanaf.map { door.tekst.replacingOccurrences(of: "{dag}", with: Self.dag(keer, $0)) } ?? door.tekst
      }
      self = .vervang(van.tekst, door: keren.joined())
    } else if let tekst = node["achteraan"] {
      self = .achteraan(tekst.tekst)
    } else if let aantal = node["kort"], let bytes = Int(aantal.tekst) {
      self = .kort(bytes)
    } else if node["gzip"] != nil {
      self = .gzip
    } else if node["xml"] != nil {
      self = .xml
    } else {
      throw Scenariofout("\(node.place): this changes no bytes")
    }
  }

  /// Some day of its own for each number: the first 28 of each month.
  private static func dag(_ nummer: Int, _ vanaf: Datum) -> String {
    let (maanden, dag) = (nummer / 28, nummer % 28 + 1)
    return "\((vanaf.year + maanden / 12) * 10_000 + (maanden % 12 + 1) * 100 + dag)"
  }
}
