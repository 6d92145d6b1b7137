import ProgrammaVanEisen

extension Catalogue {
  /// Where a reader begins.
  func indexPage() -> Page {
    Page(
      "index.html", "Programma van Eisen BRON",
      [
        .p(
          """
          Wat er in een aanlevering en een terugkoppeling voor beroepsonderwijs (BO), educatie (ED) en vavo (VA) staat, \
          en waarop een aanlevering wordt gecontroleerd: \(records.count) records, \(pve.lijsten.count) waardelijsten \
          en \(pve.controles.count) controles met \(codes.count) codes.
          """),
        .h2("Wat zoekt u?"),
        .dl([

          "Een code":
            "staat hieronder, of op de lijst van alle \(HTML.a("controles", to: "controles.html")) met hun tekst",
          "Een record": "staat hieronder, met zijn velden en zijn controles",
          "Een veld": "staat op alfabet bij de \(HTML.a("velden", to: "velden.html"))",
          "Een waarde": "staat in een van de \(HTML.a("waardelijsten", to: "lijsten.html"))",
          "Een tabel": "van \(HTML.code("--reference")) staat bij de \(HTML.a("tabellen", to: "tabellen.html"))",
          "Wat er verandert": "staat bij de \(HTML.a("versies", to: "versies.html"))",

          "Hoe zeker het is":
            "staat bij elk veld en elke controle; de \(HTML.a("leeswijzer", to: "leeswijzer.html#bewijs")) zegt wat dat betekent",
        ]),
        .h2("Codes"),
        codeList(),
        .h2("Records"),
        recordTable("Aanlevering", records.filter { $0 < 400 }),
        recordTable("Terugkoppeling", records.filter { $0 >= 400 }),
      ])
  }
}
