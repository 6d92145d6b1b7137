import ProgrammaVanEisen

extension Catalogue {
  /// The reference tables that conditions ask.
  func tablePage() -> Page {
    var content: [HTML] = [
      .p(
        """
        Tabellen die niet bij het Programma van Eisen horen, maar die controles raadplegen: CSV-bestanden in de map van \
        \(HTML.code("--reference")), in UTF-8, met een puntkomma tussen de kolommen en de namen ervan op de eerste regel. \
        Controles waarvoor een tabel ontbreekt staan uit.
        """),
      .ul(Tabel.allCases.map(links.tabel)),
    ]
    for tabel in Tabel.allCases {
      content.append(.h2("\(tabel.rawValue).csv", id: Links.anchor(tabel: tabel)))
      content.append(
        .dl([
          "Sleutel": .code(tabel.kolommen[0]),
          "Kolommen": .joined(tabel.kolommen.map(HTML.code), ", "),
          "Controles": controles(pve.controles.filter { $0.tabellen.contains(tabel) }),
        ]))
    }
    return Page("tabellen.html", "Tabellen", content)
  }
}
