import ProgrammaVanEisen

/// The records: a list of all, and a page for each with its layouts and checks.
extension Catalogue {
  func recordIndexPage() -> Page {
    Page(
      "records.html", "Records",
      [
        .p(
          """
          Records 300 tot en met 399 levert een instelling aan; 400 en hoger komen terug. Elk aangeleverd record komt \
          terug onder zijn nummer plus 100.
          """),
        recordTable("Aanlevering", records.filter { $0 < 400 }),
        recordTable("Terugkoppeling", records.filter { $0 >= 400 }),
      ])
  }

  func recordTable(_ caption: HTML, _ records: [Int]) -> HTML {
    .table(
      caption, ["Record", "Naam", "Sectordeel", "Lengte in bytes", "Velden", "Controles"],
      records.compactMap { record in
        guard let layout = layout(record) else { return nil }
        let controles = controles(record: record).count
        return HTML.Row(cells: [
          links.record(record), .a(.text(layout.naam), to: Links.file(record: record)),
          .text(layout.sectordeel ?? "alle"), .text(lengths(record)), "\(layout.velden.count)",
          controles == 0 ? "" : .a("\(controles)", to: "\(Links.file(record: record))#controles"),
        ])
      })
  }

  /// The lengths that a record may have, in all versions.
  private func lengths(_ record: Int) -> String {
    Set(pve.layouts.flatMap(\.all).filter { $0.record == record }.map(\.lengte)).sorted().map(String.init)
      .joined(separator: " of ")
  }

  func recordPage(_ record: Int) -> Page {
    guard let newest = layout(record) else { return Page(Links.file(record: record), "Record \(record)", []) }
    var content = [summary(newest)]
    let forms = forms(record)
    for (layout, versies) in forms {
      let naam = forms.count == 1 ? "Alle versies" : "Versie \(versies.joined(separator: " en "))"
      let kort = pve.layouts.first { $0.versie.naam == versies[0] }?.short(record)
      content.append(.h2("\(naam): \(layout.lengte) bytes", id: "versie-\(Links.anchor(versies[0]))"))
      if let kort {
        content.append(
          .p("Het record mag ook \(kort.lengte) bytes zijn; dan ontbreken de velden die mogen ontbreken, alle samen."))
      }
      content.append(fieldTable(layout, kort, anchored: layout === forms.last?.layout))
    }
    content += checks(newest)
    return Page(Links.file(record: record), "Record \(record) \(newest.naam)", content)
  }

  private func summary(_ layout: Layout) -> HTML {
    let twin =
      layout.record < 400
      ? layout.terugkoppeling.map { pve.newest.all[$0].record } : records.first { $0 == layout.record - 100 }
    let velden = layout.sleutel.map { links.veld($0, in: layout.record) }
    return .dl([
      "Sectordeel": .text(layout.sectordeel ?? "alle"),
      layout.record < 400 ? "Komt terug als" : "Komt van": twin.map { links.record($0, named: true) } ?? "",
      "Begint met": .text(layout.velden.filter { $0.offset < layout.prefix }.map(\.naam).joined(separator: ", ")),
      "Sleutel": velden.isEmpty ? "geen: recordidentificatie nvt" : .joined(velden, ", "),
      "Toelichting": .text(layout.toelichting),
    ])
  }

  /// The forms of a record, each with the versions that have it, oldest first.
  func forms(_ record: Int) -> [(layout: Layout, versies: [String])] {
    var forms: [(layout: Layout, versies: [String])] = []
    for layouts in pve.layouts {
      guard let layout = layouts[record] else { continue }
      if let known = forms.firstIndex(where: { $0.layout.velden == layout.velden }) {
        forms[known].versies.append(layouts.versie.naam)
      } else {
        forms.append((layout, [layouts.versie.naam]))
      }
    }
    return forms
  }

  /// - Parameter anchored: whether links to the fields lead to this table.
  private func fieldTable(_ layout: Layout, _ kort: Layout?, anchored: Bool) -> HTML {
    let isDelivered = layout.record < 400
    var columns: [HTML] = ["Positie", "Lengte", "Veld", "Vorm", "Bijzonderheden", "Bewijs"]
    if isDelivered { columns += ["Verplicht", "Controles"] }
    let rows = layout.velden.map { veld in
      let mayLack = kort.map { $0.veld(veld.id) == nil } ?? false
      var cells: [HTML] = [
        .text(veld.lengte == 1 ? "\(veld.offset + 1)" : "\(veld.offset + 1)–\(veld.offset + veld.lengte)"),
        "\(veld.lengte)", "\(veld.naam)\(HTML.br)\(HTML.small(.code(veld.id)))",
        veld.lijst.map { "\(veld.soort.naam) uit \(links.lijst($0))" } ?? .text(veld.soort.naam),
        .text(veld.bijzonderheden(mayLack: mayLack)), .text(veld.bewijs),
      ]
      if isDelivered { cells += [required(veld, layout), checks(veld, layout)] }
      return HTML.Row(id: anchored ? Links.anchor(veld: veld.id) : nil, cells: cells)
    }
    return .table("Velden, met posities vanaf het begin van het record", columns, rows)
  }

  private func required(_ veld: Veld, _ layout: Layout) -> HTML {
    switch Verplichting(veld.id, controles(record: layout.record, veld: veld.id), lijsten: pve.lijsten) {
    case .altijd(let controle): "ja (\(links.controle(controle)))"
    case .soms(let controles): "soms (\(self.controles(controles)))"
    case .geen: ""
    }
  }

  private func checks(_ veld: Veld, _ layout: Layout) -> HTML {
    let others = controles(record: layout.record, kijkenNaar: veld.id)
    let own = controles(controles(record: layout.record, veld: veld.id))
    return others.isEmpty ? own : "\(own)\(HTML.br)\(HTML.small("ook bekeken door \(controles(others))"))"
  }

  /// The checks of a record, or where to find those of a record that comes back.
  private func checks(_ layout: Layout) -> [HTML] {
    let controles = controles(record: layout.record)
    if controles.isEmpty { return [] }
    let rows = controles.map { controle in
      HTML.Row(cells: [
        links.controle(controle), veldnamen(controle), .text(controle.tekst), "\(controle.fase.rawValue)",
        .text(controle.bewijs.rawValue),
      ])
    }
    return [
      .h2("Controles", id: "controles"),
      .p(
        """
        In de volgorde van de catalogus. Hoe daaruit de volgorde van melden volgt, staat in de \
        \(HTML.a("leeswijzer", to: "leeswijzer.html#volgorde")). Bij soort mutatie V gelden in fase 1 alleen de controles op \
        sleutelvelden en op de soort mutatie, en wat bij de controle anders staat. Controles op elk record staan \
        bij \(HTML.joined(everywhere(), ", ")).
        """),
      .table("Controles op record \(layout.record)", ["Code", "Velden", "Tekst", "Fase", "Bewijs"], rows),
    ]
  }

  private func everywhere() -> [HTML] {
    pve.controles.filter(\.isVanElkRecord).map(links.controle)
  }
}

extension Veld {
  /// What is to be known of a field beside its form.
  func bijzonderheden(mayLack: Bool) -> String {
    var woorden: [String] = []
    if isSleutel { woorden.append("sleutel") }
    if mayLack { woorden.append("mag ontbreken") }
    if isVervallen { woorden.append("vervallen: wordt niet meer geregistreerd") }
    if isPersoonsgegeven { woorden.append("persoonsgegeven") }
    return woorden.joined(separator: "; ")
  }
}
