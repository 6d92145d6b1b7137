import ProgrammaVanEisen

extension Catalogue {
  /// The value lists, each with the fields that use it and the checks that ask it.
  func listPage() -> Page {
    var content: [HTML] = [
      .p("De codes die een veld mag hebben. Een lijst keurt zelf niets af: dat doet de controle die haar noemt."),
      .ul(lijsten.map { links.lijst($0.id) }),
    ]
    for lijst in lijsten {
      content.append(.h2(.text(lijst.naam), id: Links.anchor(lijst: lijst.id)))
      content.append(
        .dl([
          "Naam": .code(lijst.id), "Toelichting": .text(lijst.toelichting),
          "Velden": .joined(fields(of: lijst), ", "),
          "Controles": controles(pve.controles.filter { namedLists($0).contains(lijst.id) }),
        ]))
      let rows = lijst.waarden.map { HTML.Row(cells: [.code($0.code), .text($0.betekenis)]) }
      content.append(.table("Waarden van \(lijst.naam)", ["Code", "Betekenis"], rows))
    }
    return Page("lijsten.html", "Waardelijsten", content)
  }

  private func fields(of lijst: Waardelijst) -> [HTML] {
    records.flatMap { record -> [HTML] in
      var seen: Set<String> = []
      return pve.layouts.reversed().compactMap { $0[record] }.flatMap(\.velden)
        .filter { $0.lijst == lijst.id && seen.insert($0.id).inserted }
        .map { .a("\(record) \($0.naam)", to: links.address(veld: $0.id, record: record)) }
    }
  }
}
