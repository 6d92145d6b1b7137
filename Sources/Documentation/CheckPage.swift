import FileSystem
import ProgrammaVanEisen

/// The checks: one list of all, and a page for each code.
extension Catalogue {
  func checkIndexPage() -> Page {
    let rows = codes.flatMap { code in
      pve.controles.filter { $0.code == code }.map { controle in
        HTML.Row(cells: [
          links.controle(controle), plaats(controle), veldnamen(controle), .text(controle.tekst),
          "\(controle.fase.rawValue)", .text(controle.bewijs.rawValue),
        ])
      }
    }
    return Page(
      "controles.html", "Controles",
      [
        .p(
          """
          Alle \(pve.controles.count) controles, op code. Een A keurt af, een S is een signaal. Codes met een X zijn \
          van ons: in een terugkoppeling (499) staat de code dan zonder X, en begint de tekst met de hele code. Zoek \
          op deze pagina met een deel van de tekst of de naam van het veld. Wat fase en bewijs zeggen staat in de \
          \(HTML.a("leeswijzer", to: "leeswijzer.html")).
          """),
        codeList(),
        .table("Controles", ["Code", "Record", "Velden", "Tekst", "Fase", "Bewijs"], rows),
      ])
  }

  /// A link to the page of every code, the register's and ours apart.
  func codeList() -> HTML {
    func list(_ codes: [String]) -> HTML {
      .element(
        "ul", ["class": "codes"], codes.map { .element("li", [:], [.a(.text($0), to: Links.file(code: $0))]) })
    }
    return .joined([
      .p("Codes van het register:"), list(codes.filter { !$0.hasPrefix("X") }),
      .p("Codes van ons, waar die van het register niet bekend is; een terugkoppeling zet de X alleen in de tekst:"),
      list(codes.filter { $0.hasPrefix("X") }),
    ])
  }

  func checkPage(_ code: String) -> Page {
    let controles = pve.controles.filter { $0.code == code }
    var content: [HTML] = []
    if let reported = controles.first(where: { $0.isTeruggekoppeld && $0.code != $0.signaalcode }) {
      content.append(
        .p("In een terugkoppeling staat deze code als \(reported.signaalcode), en begint de tekst met (\(code))."))
    }
    if controles.count > 1 {
      content.append(.p("Deze code hoort bij \(controles.count) controles:"))
      content.append(
        .ul(controles.map { .a(heading($0), to: "#\(links.anchor($0))") }))
    }
    for controle in controles {
      content.append(.h2(heading(controle), id: links.anchor(controle)))
      content.append(.p(.strong(.text(controle.tekst))))
      content.append(explanation(pve.uitleg(controle)))
      content.append(description(controle))
    }
    return Page(Links.file(code: code), "Controle \(code)", content)
  }

  private func heading(_ controle: Controle) -> HTML {
    let velden = velden(controle).map(\.naam).joined(separator: ", ")
    let record =
      controle.isVanElkRecord ? "Elk record" : "Record \(controle.record) \(layout(controle.record)?.naam ?? "")"
    return velden.isEmpty ? .text(record) : "\(record): \(velden)"
  }

  private func explanation(_ uitleg: Uitleg) -> HTML {
    .dl(["Wat is er aan de hand?": .text(uitleg.betekenis), "Wat kunt u doen?": .text(uitleg.doen)])
  }

  private func description(_ controle: Controle) -> HTML {
    .dl([
      "Ernst": "\(controle.ernst.rawValue): \(controle.gevolg)",
      "Record": plaats(controle),
      "Velden": veldnamen(controle),
      "Fase": "\(controle.fase.rawValue): \(controle.fase.omschrijving)",
      "Kijkt naar": .text(controle.soort.omschrijving),
      "Voorwaarde": condition(controle),
      "Regel": rule(controle),
      "Waardelijsten": .joined(namedLists(controle).map(links.lijst), ", "),
      "Tabellen": tables(controle),
      "Bij verwijdering": deletion(controle),
      "Geldig": .text(validity(controle)),
      "Gebruik": .text(controle.isAan ? "" : "staat uit, tenzij de instellingen haar aanzetten"),
      "Bewijs": "\(controle.bewijs.rawValue): \(controle.bewijs.omschrijving)",
      "Toelichting": .text(controle.bron),
      "Rij": .text(controle.rij == controle.code ? "" : "\(controle.rij) in de bron van de catalogus"),
      "Staat in": .text(place(controle)),
    ])
  }

  /// The condition as it stands in the catalogue, or what Swift does in words.
  private func condition(_ controle: Controle) -> HTML {
    switch controle.grond {
    case .conditie: .element("pre", [:], [.element("code", [:], [links.condition(controle)])])
    case .regel: ""
    case .functie(let naam):
      "\(controle.voorwaarde) \(HTML.small("(geprogrammeerd, als \(HTML.code(naam)))"))"
    }
  }

  private func rule(_ controle: Controle) -> HTML {
    guard case .regel = controle.grond else { return "" }
    return .text(controle.voorwaarde)
  }

  private func tables(_ controle: Controle) -> HTML {
    if controle.tabellen.isEmpty { return "" }
    let namen = controle.tabellen.sorted { $0.rawValue < $1.rawValue }.map(links.tabel)
    return "\(HTML.joined(namen, ", ")); ontbreekt er een, dan staat de controle uit"
  }

  /// Only of what runs on the fields of a record the catalogue says whether a V undergoes it.
  private func deletion(_ controle: Controle) -> HTML {
    guard controle.fase == .velden, let layout = layout(controle.record), layout.mutatieOffset != nil else { return "" }
    let velden = velden(controle)
    let isKey = !velden.isEmpty && velden.allSatisfy { $0.isSleutel || $0.id == "soortMutatie" }
    return isKey || controle.isSleutelcontrole
      ? "geldt ook bij soort mutatie V" : "geldt niet bij soort mutatie V"
  }

  private func validity(_ controle: Controle) -> String {
    [controle.vanaf.map { "vanaf \($0.dashed)" }, controle.tot.map { "tot en met \($0.dashed)" }]
      .compactMap(\.self).joined(separator: " ")
  }

  /// File and line in `Specs/`, whatever folder was named for it.
  private func place(_ controle: Controle) -> String {
    let file = "Specs/controles/\(Folders.name(of: controle.place.file))"
    return controle.place.line.map { "\(file), regel \($0)" } ?? file
  }

  /// The value lists that a condition asks.
  func namedLists(_ controle: Controle) -> [String] {
    guard case .conditie(let expression) = controle.grond else { return [] }
    return expression.lijsten.sorted()
  }
}

extension Controle {
  /// Whether it may stand in feedback; the receipt tells what is about the file.
  fileprivate var isTeruggekoppeld: Bool {
    if case .regel = grond { return false }
    return fase != .bestand
  }

  /// What becomes of what was delivered.
  fileprivate var gevolg: String {
    if case .regel = grond { return "een regel van de verwerking, die zelf nooit wordt gemeld" }
    return switch (ernst, fase) {
    case (.afkeuring, .bestand): "de hele aanlevering wordt geweigerd"
    case (.afkeuring, _): "de melding wordt afgekeurd, en niets ervan verwerkt"
    case (.signaal, .bestand): "signaal in de ontvangstbevestiging; de aanlevering wordt er niet om geweigerd"
    case (.signaal, _) where bewijs == .PROP:
      "signaal, alleen in de terugkoppeling als dat is ingesteld; de melding wordt er niet om afgekeurd"
    case (.signaal, _): "signaal; de melding wordt er niet om afgekeurd"
    }
  }
}
