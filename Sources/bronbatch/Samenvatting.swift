import Exchange
import FileSystem
import ProgrammaVanEisen
import Register

/// What a person wants to know of a delivery that was processed, in Dutch.
enum Samenvatting {
  /// Faults of a file that are printed; the receipt has the rest.
  private static let most = 10

  static func text(_ uitkomst: Uitkomst, duration: Duration) -> String {
    var text = uitkomst.naam.visible
    if let leverancier = uitkomst.leverancier, let batchnummer = uitkomst.batchnummer {
      text +=
        "  BRIN \(leverancier.brin), aanleverpunt \(leverancier.aanleverpunt), \(leverancier.sectordeel), batch \(batchnummer)"
        .visible
    }
    text += "\n"
    switch uitkomst.status {
    case .aangenomen: text += aangenomen(uitkomst)
    case .geweigerd: text += geweigerd(uitkomst)
    case .herhaald: text += "  eerder beantwoord; hetzelfde antwoord staat weer in de outbox\n"
    case .vervolg: text += vervolg(uitkomst)
    }
    for antwoord in uitkomst.antwoorden { text += "  → \(antwoord.visible)\n" }
    return text + "  in \(seconds(duration)) s\n"
  }

  private static func aangenomen(_ uitkomst: Uitkomst) -> String {
    let telling = uitkomst.telling
    var text = "  aangenomen: \(Tekst.meldingen(uitkomst.meldingen)), \(telling.goed.dutch) goedgekeurd"
    text += ", \(telling.fout.dutch) afgekeurd"
    if telling.inBehandeling > 0 { text += ", \(telling.inBehandeling.dutch) in behandeling" }
    text += "\n"
    for eerder in uitkomst.nagekomen {
      text += "  uit batch \(eerder.batchnummer): \(eerder.telling.goed) goedgekeurd, \(eerder.telling.fout) afgekeurd"
      text += ", \(eerder.telling.inBehandeling) nog in behandeling\n" + mutaties(eerder.mutaties)
    }
    for (regel, aantal) in perCode(uitkomst) { text += "  \(String(aantal).right(7)) × \(regel)\n" }
    text += mutaties(uitkomst.mutaties)
    for afname in uitkomst.afname { text += "  " + waarschuwing(afname, uitkomst.leverancier) + "\n" }
    return text + fouten(uitkomst)
  }

  private static func vervolg(_ uitkomst: Uitkomst) -> String {
    let telling = uitkomst.telling
    return
      "  besloten meldingen van eerdere aanleveringen: \(telling.goed) goedgekeurd, \(telling.fout) afgekeurd\n"
      + mutaties(uitkomst.mutaties)
  }

  // MARK: The register

  /// What was written to the register, by kind; nothing where nothing was.
  private static func mutaties(_ telling: Mutatietelling) -> String {
    if telling.isLeeg { return "" }
    var text = "  in het register   toegevoegd   gewijzigd  verwijderd\n"
    for soort in Feitsoort.allCases {
      let aantallen = telling[soort]
      let kolommen = [aantallen.toegevoegd, aantallen.gewijzigd, aantallen.verwijderd]
      if kolommen.contains(where: { $0 > 0 }) {
        text += "    " + soort.meervoud.left(14) + kolommen.map { $0.dutch.right(12) }.joined() + "\n"
      }
    }
    return text
  }

  /// That a delivery takes much away.
  static func waarschuwing(_ afname: Afname, _ leverancier: Leverancier?) -> String {
    let van = leverancier.map { " van BRIN \($0.brin), \($0.sectordeel)" } ?? ""
    return
      "LET OP: hierna ontbreken \(afname.aantal.dutch) van de \(afname.van.dutch) \(afname.soort.meervoud)\(van)"
      + " (\(afname.procent)%)"
  }

  /// How often each code was told, by code; checks of several records may share a code and its text.
  private static func perCode(_ uitkomst: Uitkomst) -> [(regel: String, aantal: Int)] {
    var regels: [(regel: String, aantal: Int)] = []
    for (controle, aantal) in uitkomst.signalen {
      let regel = "\(controle.code) \(controle.ernst.rawValue)  \(controle.tekst)"
      if let known = regels.firstIndex(where: { $0.regel == regel }) {
        regels[known].aantal += aantal
      } else {
        regels.append((regel, aantal))
      }
    }
    return regels
  }

  private static func geweigerd(_ uitkomst: Uitkomst) -> String {
    "  GEWEIGERD: er is niets verwerkt\n" + fouten(uitkomst)
  }

  private static func fouten(_ uitkomst: Uitkomst) -> String {
    var text = ""
    for fout in uitkomst.fouten.lijst.prefix(most) {
      let controle = uitkomst.fouten.controle(fout)
      let regel = fout.regel.map { "regel \($0): " } ?? ""
      let toelichting = fout.toelichting.isEmpty ? "" : " (\(fout.toelichting))"
      text += "  \(controle.code) \(controle.ernst.rawValue)  \(regel)\(controle.tekst)\(toelichting)\n"
    }
    let rest = uitkomst.fouten.aantallen.values.reduce(0, +) - min(most, uitkomst.fouten.lijst.count)
    if rest > 0 { text += "  en nog \(rest); zie de ontvangstbevestiging\n" }
    return text
  }

  private static func seconds(_ duration: Duration) -> String {
    let hundredths = Int(duration / .milliseconds(10))
    let rest = hundredths % 100
    return "\(hundredths / 100),\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Feitsoort {
  /// Several of them, in Dutch.
  var meervoud: String {
    switch self {
    case .persoon: "personen"
    case .inschrijving: "inschrijvingen"
    case .periode: "perioden"
    case .bpv: "BPV's"
    case .diploma: "diploma's"
    case .resultaat: "resultaten"
    case .vak: "vakken"
    case .vaardigheid: "vaardigheden"
    case .examen: "examens"
    case .examenvak: "examenvakken"
    }
  }
}
