import Foundation
import Yams

/// A mistake in a scenario file itself.
struct Scenariofout: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What a scenario file tells: the register before, a delivery, and what must come of it.
///
/// The notation is explained in `Scenarios/README.md`.
struct Scenario: Sendable, CustomStringConvertible {
  let id: String
  let toont: String
  let sectordeel: String
  /// By key of the person, what is different from `standaard.yaml`; nil where the person is not there.
  let personen: [(sleutel: String, kolommen: [String: String]?)]
  /// By name of the table, its content; nil where it is not there.
  let tabellen: [String: String?]
  let aanleveringen: [Scenarioaanlevering]
  /// Whether signalen that are ours (class PROP) are told too.
  let metOnze: Bool
  /// By table, the number of rows; by `view.column`, all its values in order.
  let na: [(sleutel: String, waarden: [String])]

  var description: String { "\(id): \(toont)" }

  static let map = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

  /// The scenarios of all files but the one with the defaults.
  static func all() throws -> [Scenario] {
    let files = try FileManager.default.contentsOfDirectory(atPath: map.path).filter {
      $0.hasSuffix(".yaml") && $0 != "standaard.yaml"
    }
    let scenarios = try files.sorted().flatMap { file in
      let groep = Tekst(try node(file), "\(file)")
      let sectordeel = groep["sectordeel"]?.tekst ?? "BO"
      return try (groep["scenarios"]?.lijst ?? []).map { try Scenario($0, sectordeel: sectordeel) }
    }
    for (id, found) in Dictionary(grouping: scenarios, by: \.id) where found.count > 1 {
      throw Scenariofout("\(id) stands in the files \(found.count) times")
    }
    return scenarios
  }

  static func node(_ file: String) throws -> Node {
    let text = try String(contentsOf: map.appending(path: file), encoding: .utf8)
    guard let node = try Yams.compose(yaml: text) else { throw Scenariofout("\(file) is empty") }
    return node
  }

  private init(_ node: Tekst, sectordeel: String) throws {
    id = node["id"]?.tekst ?? ""
    toont = node["toont"]?.tekst ?? ""
    if id.isEmpty || toont.isEmpty { throw Scenariofout("\(node.place): a scenario needs an id and what it shows") }
    self.sectordeel = node["sectordeel"]?.tekst ?? sectordeel
    try node.only([
      "id", "toont", "sectordeel", "personen", "zonder", "tabellen", "onze", "datum", "register", "aanlevering",
      "aanleveringen", "na",
    ])
    personen = (node["personen"]?.paren ?? []).map { ($0, $1.paren.isEmpty ? nil : $1.map) }
    var tabellen: [String: String?] = [:]
    for naam in node["zonder"]?.lijst ?? [] { tabellen[naam.tekst] = .some(nil) }
    for (naam, inhoud) in node["tabellen"]?.map ?? [:] { tabellen[naam] = inhoud }
    self.tabellen = tabellen
    metOnze = node["onze"]?.tekst == "J"
    let datum = node["datum"]?.tekst ?? "20100209"
    var aanleveringen: [Scenarioaanlevering] = []
    for sleutel in ["register", "aanlevering"] {
      guard let meldingen = node[sleutel] else { continue }
      aanleveringen.append(
        try .init(meldingen: meldingen.lijst, batchnummer: aanleveringen.count + 1, datum: datum))
    }
    for aanlevering in node["aanleveringen"]?.lijst ?? [] {
      let batchnummer = aanleveringen.count(where: \.heeftBestand) + 1
      aanleveringen.append(try .init(aanlevering, batchnummer: batchnummer, datum: datum))
    }
    self.aanleveringen = aanleveringen
    na = (node["na"]?.paren ?? []).map { ($0, $1.lijst.isEmpty ? [$1.tekst] : $1.lijst.map(\.tekst)) }
  }
}

/// A delivery of a scenario.
struct Scenarioaanlevering: Sendable {
  var batchnummer: String
  var datum: String
  /// Fields of the 300 that are not what they should be.
  var kop: [String: String]
  var meldingen: [Scenariomelding]
  /// Whether the file itself is refused.
  let isGeweigerd: Bool
  /// The codes of the faults of the file.
  let fouten: [String]
  /// What is done before it.
  let vooraf: Balie
  /// What comes back of deliveries that were answered before.
  let terug: [Teruggekomen]
  /// Whether there is a delivery at all: what was decided comes back without one too.
  let heeftBestand: Bool

  fileprivate init(meldingen: [Tekst], batchnummer: Int, datum: String) throws {
    self.init(meldingen: try meldingen.map { try Scenariomelding($0) }, batchnummer: batchnummer, datum: datum)
  }

  init(meldingen: [Scenariomelding], batchnummer: Int, datum: String) {
    self.batchnummer = "\(batchnummer)"
    self.datum = datum
    kop = [:]
    self.meldingen = meldingen
    isGeweigerd = false
    fouten = []
    vooraf = Balie()
    terug = []
    heeftBestand = true
  }

  fileprivate init(_ node: Tekst, batchnummer: Int, datum: String) throws {
    try node.only(["besluit", "verwijder", "terug", "batch", "datum", "kop", "bestand", "fouten", "meldingen"])
    self.batchnummer = node["batch"]?.tekst ?? "\(batchnummer)"
    self.datum = node["datum"]?.tekst ?? datum
    kop = node["kop"]?.map ?? [:]
    meldingen = try (node["meldingen"]?.lijst ?? []).map { try Scenariomelding($0) }
    isGeweigerd = node["bestand"]?.tekst == "geweigerd"
    fouten = (node["fouten"]?.lijst ?? []).map(\.tekst)
    vooraf = try Balie(node)
    terug = try (node["terug"]?.lijst ?? []).map { try Teruggekomen($0) }
    heeftBestand = node["meldingen"] != nil
  }
}

/// A melding of a scenario, with what must come back for it.
struct Scenariomelding: Sendable {
  /// The key of the person whose data fill the 305 and 310.
  var van: String
  /// The 305 first.
  var records: [Scenariorecord]
  /// G, A, or B (in behandeling: it does not come back yet).
  let status: String
  /// As `420 812 A 2`: recordsoort, code, ernst and recordidentificatie.
  let signalen: [String]
  /// The records that come back, signalen left out; empty where the scenario does not say.
  let echo: [Scenariorecord]

  init(_ node: Tekst) throws {
    try node.only(["van", "305", "records", "status", "signalen", "echo"])
    van = node["van"]?.tekst ?? "P01"
    let sleutel = Scenariorecord(recordsoort: 305, mutatie: "", velden: node["305"]?.map ?? [:])
    records = try [sleutel] + (node["records"]?.lijst ?? []).map { try Scenariorecord($0) }
    status = node["status"]?.tekst ?? "G"
    signalen = (node["signalen"]?.lijst ?? []).map(\.tekst)
    echo = try (node["echo"]?.lijst ?? []).map { try Scenariorecord($0) }
  }
}

/// A record of a scenario: `320T: {einde: 20090930}`.
struct Scenariorecord: Sendable {
  let recordsoort: Int
  /// T, A or V; empty for records without.
  var mutatie: String
  /// By short or full name of the field.
  var velden: [String: String]

  init(recordsoort: Int, mutatie: String, velden: [String: String]) {
    self.recordsoort = recordsoort
    self.mutatie = mutatie
    self.velden = velden
  }

  init(_ node: Tekst) throws {
    let (naam, velden) = node.paren.first.map { ($0, $1.map) } ?? (node.tekst, [:])
    guard let recordsoort = Int(naam.prefix(3)), node.paren.count < 2 else {
      throw Scenariofout("\(node.place): '\(naam)' is no record")
    }
    self.init(recordsoort: recordsoort, mutatie: String(naam.dropFirst(3)), velden: velden)
  }
}

/// A value of a scenario file, with every scalar as it is written: 06 stays 06, and N no Boolean.
struct Tekst {
  private let node: Node
  private let file: String

  init(_ node: Node, _ file: String) {
    self.node = node
    self.file = file
  }

  var place: String { "\(file):\(node.mark?.line ?? 0)" }
  var tekst: String { node.scalar?.string ?? "" }
  var isLijst: Bool { node.sequence != nil }
  var lijst: [Tekst] { node.sequence.map { $0.map { Tekst($0, file) } } ?? [] }
  var paren: [(String, Tekst)] {
    node.mapping.map { $0.map { ($0.key.scalar?.string ?? "", Tekst($0.value, file)) } } ?? []
  }
  var map: [String: String] { Dictionary(paren.map { ($0, $1.tekst) }, uniquingKeysWith: { $1 }) }

  subscript(sleutel: String) -> Tekst? { paren.first { $0.0 == sleutel }?.1 }

  /// The same without some of its keys.
  func zonder(_ sleutels: Set<String>) -> Tekst {
    let paren = node.mapping.map { $0.filter { !sleutels.contains($0.key.scalar?.string ?? "") } } ?? []
    return Tekst(.mapping(.init(paren.map { ($0.key, $0.value) })), file)
  }

  /// Throws where there is a key that means nothing.
  func only(_ known: Set<String>) throws {
    for (sleutel, _) in paren where !known.contains(sleutel) {
      throw Scenariofout("\(place): nobody knows '\(sleutel)'")
    }
  }
}
