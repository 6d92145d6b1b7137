import Foundation
import ProgrammaVanEisen
import Yams

/// `standaard.yaml` of the scenarios: the tables, and what a record holds where a scenario does not say.
struct Standaardwaarden: Sendable {
  let tabellen: [String: String]
  /// By recordsoort and id of the field, what a T or A holds.
  private let records: [Int: [String: String]]
  /// By recordsoort, the ids of its key.
  private let sleutels: [Int: [String]]

  init(_ layouts: Layouts) throws {
    let text = try String(contentsOf: Keten.scenarios.appending(path: "standaard.yaml"), encoding: .utf8)
    guard let node = try Yams.compose(yaml: text) else { throw Modelfout("standaard.yaml is empty") }
    tabellen = Self.map(node["tabellen"])
    let namen = node["namen"]?.mapping ?? [:]
    var records: [Int: [String: String]] = [:]
    for (soort, velden) in node["records"]?.mapping ?? [:] {
      guard let soort = Int(soort.scalar?.string ?? ""), let layout = layouts[soort] else { continue }
      for (naam, waarde) in Self.map(velden) {
        let lang = namen[.init(naam)].map { $0.scalar.map { [$0.string] } ?? $0.array().compactMap(\.scalar?.string) }
        let id = ([naam] + (lang ?? [])).first { layout.veld($0) != nil }
        if let id { records[soort, default: [:]][id] = waarde }
      }
    }
    self.records = records
    sleutels = Dictionary(
      uniqueKeysWithValues: records.keys.map { ($0, layouts[$0]?.sleutel.map(\.id) ?? []) })
  }

  private static func map(_ node: Node?) -> [String: String] {
    Dictionary(
      (node?.mapping ?? [:]).map { ($0.key.scalar?.string ?? "", $0.value.scalar?.string ?? "") },
      uniquingKeysWith: { $1 })
  }

  /// What a scenario has in a record, by id of the field.
  func waarden(_ soort: Int, mutatie: String) -> [String: String] {
    let waarden = records[soort] ?? [:]
    return mutatie == "V" ? waarden.filter { sleutels[soort]?.contains($0.key) ?? false } : waarden
  }

  /// The fields of a record that are not as in a scenario, with what they are there.
  func verschillen(_ record: Record) -> [(id: String, waarde: String)] {
    let waarden = waarden(record.soort, mutatie: record.mutatie)
    return Set(waarden.keys).union(record.velden.keys).subtracting(["soortMutatie"]).sorted()
      .filter { record[$0] != waarden[$0] ?? "" }.map { ($0, waarden[$0] ?? "") }
  }
}
