import ProgrammaVanEisen

/// Describes checks for people at a school, in Dutch.
struct Controletekst {
  private let pve: PvE
  private static let width = 80

  /// A line of the description: what it is about, and what there is to say.
  private struct Regel: Equatable {
    var naam: String
    var tekst: String
  }

  init(pve: PvE) {
    self.pve = pve
  }

  /// The checks, those that mean the same together.
  func text(_ controles: [Controle]) -> String {
    groups(controles).map(text(group:)).joined(separator: "\n\n")
  }

  private func groups(_ controles: [Controle]) -> [[Controle]] {
    var groups: [[Controle]] = []
    for controle in controles {
      let place = groups.firstIndex {
        pve.uitleg($0[0]) == pve.uitleg(controle) && $0[0].ernst == controle.ernst && $0[0].fase == controle.fase
      }
      if let place { groups[place].append(controle) } else { groups.append([controle]) }
    }
    return groups
  }

  private func text(group: [Controle]) -> String {
    let uitleg = pve.uitleg(group[0])
    let regels = group.map(regels)
    // What holds for all of them is said once, their text on top.
    let common = regels[0].filter { regel in regel.naam != "voorwaarde" && regels.allSatisfy { $0.contains(regel) } }
    let tekst = common.first { $0.naam == "tekst" }.map { "  \($0.tekst)" } ?? ""
    var text = Self.wrapped(group[0].code + tekst, indent: 2) + "\n" + Self.wrapped(gevolg(group[0]), indent: 0)
    text += "\nWat is er aan de hand?\n" + Self.wrapped("  " + uitleg.betekenis, indent: 2)
    text += "\nWat kunt u doen?\n" + Self.wrapped("  " + uitleg.doen, indent: 2) + "\n"
    text += common.filter { $0.naam != "tekst" }.map(self.text(regel:)).joined()
    for (controle, regels) in zip(group, regels) {
      text += "\n" + Self.wrapped(plaats(controle), indent: 2)
      text += regels.filter { !common.contains($0) }.map(self.text(regel:)).joined()
    }
    return text
  }

  private func text(regel: Regel) -> String {
    Self.wrapped("  " + regel.naam.left(13) + regel.tekst, indent: 15)
  }

  private func gevolg(_ controle: Controle) -> String {
    if case .regel = controle.grond {
      return "Regel: zo worden meldingen verwerkt. Het wordt nooit als signaal gemeld."
    }
    return switch (controle.ernst, controle.fase) {
    case (.afkeuring, .bestand):
      "Afkeuring: de hele aanlevering wordt geweigerd en niets ervan verwerkt. Het batchnummer is niet verbruikt."
    case (.afkeuring, _):
      "Afkeuring: niets van de melding wordt verwerkt. Lever na herstel de hele melding opnieuw aan."
    case (.signaal, .bestand):
      "Signaal: de aanlevering wordt hier niet om geweigerd. Het staat in de ontvangstbevestiging."
    case (.signaal, _) where controle.bewijs == .PROP:
      "Signaal: de melding wordt hier niet om afgekeurd. Het staat alleen in de terugkoppeling als dat is ingesteld."
    case (.signaal, _):
      "Signaal: de melding wordt hier niet om afgekeurd."
    }
  }

  /// The record and its fields, by their names.
  private func plaats(_ controle: Controle) -> String {
    // A check of any record names fields that all of them have, the 305 too.
    let layout = pve.newest[controle.isVanElkRecord ? 305 : controle.record]
    let velden = controle.velden.compactMap { layout?.veld($0)?.naam }
    let record = controle.isVanElkRecord ? "Elk record" : "Record \(controle.record) \(layout?.naam ?? "")"
    switch velden.count {
    case 0: return record
    case 1: return "\(record), veld \(velden[0])"
    default: return "\(record), velden \(velden.joined(separator: "; "))"
    }
  }

  private func regels(_ controle: Controle) -> [Regel] {
    var regels = [Regel(naam: "tekst", tekst: controle.tekst)]
    func add(_ naam: String, _ tekst: String?) {
      if let tekst, !tekst.isEmpty { regels.append(Regel(naam: naam, tekst: tekst)) }
    }
    add("voorwaarde", controle.voorwaarde)
    add("fase", "\(controle.fase.rawValue), \(controle.fase.omschrijving)")
    add("tabellen", tabellen(controle))
    add("geldig", geldigheid(controle))
    add("gebruik", controle.isAan ? nil : "staat uit, tenzij de instellingen haar aanzetten")
    add("zekerheid", controle.bewijs.omschrijving)
    add("toelichting", controle.bron)
    add("rij", controle.rij == controle.code ? nil : controle.rij)
    return regels
  }

  private func tabellen(_ controle: Controle) -> String? {
    if controle.tabellen.isEmpty { return nil }
    let namen = controle.tabellen.map { "\($0.rawValue).csv" }.sorted().joined(separator: ", ")
    return "\(namen); zonder deze gegevens staat de controle uit"
  }

  private func geldigheid(_ controle: Controle) -> String? {
    let delen = [
      controle.vanaf.map { "vanaf \($0.day)-\($0.month)-\($0.year)" },
      controle.tot.map { "tot en met \($0.day)-\($0.month)-\($0.year)" },
    ]
    return delen.compactMap(\.self).joined(separator: " ")
  }

  private static func wrapped(_ text: String, indent: Int) -> String {
    Tekst.wrapped(text, hanging: indent, width: width)
  }
}
