import ProgrammaVanEisen

extension Catalogue {
  /// Every field by its name, with the records that have it.
  func fieldPage() -> Page {
    var places: [String: [(veld: Veld, record: Int)]] = [:]
    for record in records {
      var seen: Set<String> = []
      for layout in pve.layouts.reversed().compactMap({ $0[record] }) {
        for veld in layout.velden where seen.insert(veld.id).inserted {
          places[veld.naam, default: []].append((veld, record))
        }
      }
    }
    let names = places.keys.sorted { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
    let rows = names.map { naam in
      let places = places[naam] ?? []
      let lijsten = Set(places.compactMap(\.veld.lijst)).sorted()
      let checks = places.compactMap { veld, record -> HTML? in
        let controles = controles(record: record, veld: veld.id)
        return controles.isEmpty ? nil : "\(record): \(self.controles(controles))"
      }
      return HTML.Row(cells: [
        .text(naam),
        .joined(places.map { .a("\($0.record)", to: links.address(veld: $0.veld.id, record: $0.record)) }, ", "),
        .joined(lijsten.map(links.lijst), ", "), .joined(checks, "; "),
      ])
    }
    return Page(
      "velden.html", "Velden",
      [
        .p("Elk veld op alfabet, met de records waarin het staat, zijn waardelijst en de controles erop."),
        .table("Velden", ["Veld", "Records", "Waardelijst", "Controles"], rows),
      ])
  }
}
