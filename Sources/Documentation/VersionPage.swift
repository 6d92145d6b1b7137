import ProgrammaVanEisen

extension Catalogue {
  /// The versions, and what changed from each to the next.
  func versionPage() -> Page {
    let rows = pve.versies.map { versie in
      HTML.Row(cells: [
        .text(versie.naam), .text(versie.vanaf?.dashed ?? "altijd"), .text(versie.tot?.dashed ?? "geen einde"),
      ])
    }
    var content: [HTML] = [
      .p(
        """
        Het voorlooprecord (\(links.record(300))) noemt de versie van een aanlevering; de dag van verwerking beslist of \
        die versie dan geldt.
        """),
      .table("Versies", ["Versie", "Vanaf", "Tot en met"], rows),
    ]
    for (old, new) in zip(pve.layouts, pve.layouts.dropFirst()) {
      content.append(.h2("Van \(old.versie.naam) naar \(new.versie.naam)"))
      let changed = records.flatMap { changes($0, old[$0], new[$0]) }
      content.append(changed.isEmpty ? .p("De records zijn gelijk.") : .ul(changed))
    }
    let dated = pve.controles.filter { $0.vanaf != nil || $0.tot != nil }
    content.append(.h2("Controles met een begin of einde"))
    content.append(
      dated.isEmpty
        ? .p(
          "Geen: elke controle geldt op elke dag. Een controle op een veld dat een versie niet heeft, ziet het als leeg."
        )
        : .table(
          "Controles met een begin of einde", ["Code", "Record", "Vanaf", "Tot en met", "Tekst"],
          dated.map { controle in
            HTML.Row(cells: [
              links.controle(controle), plaats(controle), .text(controle.vanaf?.dashed ?? ""),
              .text(controle.tot?.dashed ?? ""), .text(controle.tekst),
            ])
          }))
    return Page("versies.html", "Versies", content)
  }

  private func changes(_ record: Int, _ old: Layout?, _ new: Layout?) -> [HTML] {
    let name = links.record(record, named: true)
    guard let old else { return new == nil ? [] : ["\(name) is nieuw"] }
    guard let new else { return ["\(name) is vervallen"] }
    if old.velden == new.velden { return [] }
    let added = new.velden.filter { old.veld($0.id) == nil }.map { "erbij: \($0.naam), \($0.positions)" }
    let gone = old.velden.filter { new.veld($0.id) == nil }.map { "weg: \($0.naam)" }
    let changed = new.velden.filter { veld in old.veld(veld.id).map { $0 != veld } ?? false }
      .map { "veranderd: \($0.naam), nu \($0.positions)" }
    let all = (added + gone + changed).joined(separator: "; ")
    return ["\(name), van \(old.lengte) naar \(new.lengte) bytes; \(all)"]
  }
}

extension Veld {
  /// Its place, for people.
  fileprivate var positions: String {
    lengte == 1 ? "positie \(offset + 1)" : "positie \(offset + 1)–\(offset + lengte)"
  }
}
