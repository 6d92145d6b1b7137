import Foundation
import ProgrammaVanEisen
import Yams

/// The valid deliveries that twins are made from, and what they are processed in.
struct Tweelingbases: Sendable {
  /// By name; the place of a signaal on an unchanged record by recordsoort of the feedback.
  let bases: [String: Tweeling]
  let plaatsen: [Int: String]

  static let map = Scenario.map.deletingLastPathComponent().appending(path: "Tweelingen")

  init(_ standaard: Standaard) throws {
    let file = "bases.yaml"
    let node = Tekst(try Self.node(file), file)
    try node.only(["datum", "tabellen", "rijen", "plaatsen", "bases"])
    let datum = node["datum"]?.tekst ?? ""
    var tabellen = standaard.tabellen
    tabellen.merge(node["tabellen"]?.map ?? [:]) { $1 }
    for (tabel, rijen) in node["rijen"]?.paren ?? [] {
      tabellen[tabel, default: ""] += rijen.lijst.map { $0.tekst + "\n" }.joined()
    }
    let omgeving = Omgeving(datum: datum, tabellen: tabellen.mapValues { .some($0) })
    plaatsen = Dictionary(
      (node["plaatsen"]?.paren ?? []).map { (Int($0) ?? 0, $1.tekst) }, uniquingKeysWith: { $1 })
    bases = try Dictionary(
      (node["bases"]?.paren ?? []).map { naam, basis in
        try basis.only(["sectordeel", "register", "van", "305", "records", "met"])
        func meldingen(_ nodes: [Tekst], _ batchnummer: Int) throws -> Scenarioaanlevering {
          .init(meldingen: try nodes.map { try Scenariomelding($0) }, batchnummer: batchnummer, datum: datum)
        }
        let eerder = try basis["register"].map { try meldingen($0.lijst, 1) }
        var melding = try Scenariomelding(basis.zonder(["sectordeel", "register", "met"]))
        melding.van = basis["van"]?.tekst ?? "P01"
        var tweeling = Tweeling(
          place: "\(basis.place) \(naam)", basis: naam, sectordeel: basis["sectordeel"]?.tekst ?? "BO",
          omgeving: omgeving,
          eerder: eerder,
          aanlevering: .init(meldingen: [melding], batchnummer: eerder == nil ? 1 : 2, datum: datum))
        tweeling.met = basis["met"]?.lijst.map(\.tekst) ?? []
        return (naam, tweeling)
      }, uniquingKeysWith: { $1 })
  }

  static func node(_ file: String) throws -> Node {
    let text = try String(contentsOf: map.appending(path: file), encoding: .utf8)
    guard let node = try Yams.compose(yaml: text) else { throw Scenariofout("\(file) is empty") }
    return node
  }
}
