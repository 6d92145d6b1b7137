import Exchange
import FileSystem
import ProgrammaVanEisen

/// What a school reads of a delivery that was checked, in Dutch: by kind of fault, so that what is wrong
/// a thousand times for one reason is explained once.
struct Controlerapport {
  private let pve: PvE
  private let bericht: Voorbericht
  private let naam: String

  /// - Parameter naam: what the delivery is called here; nil for the name by which it would be sent.
  init(_ pve: PvE, _ bericht: Voorbericht, naam: String? = nil) {
    self.naam = naam ?? bericht.naam
    self.pve = pve
    self.bericht = bericht
  }

  /// The report.
  func text() -> String {
    var text = kop()
    for soort in bericht.soorten { text += "\n" + self.text(soort) }
    if !bericht.soorten.isEmpty { text += "\n" + telling() }
    return text + "\n" + nietBeoordeeld()
  }

  // MARK: Beginning and end

  private func kop() -> String {
    var text = naam.visible
    if let leverancier = bericht.leverancier {
      text += "  BRIN \(leverancier.brin), aanleverpunt \(leverancier.aanleverpunt), \(leverancier.sectordeel)"
      if let batchnummer = bericht.batchnummer { text += ", batch \(batchnummer)" }
    }
    text = text.visible + "\n"
    let (meldingen, records) = (bericht.meldingen.dutch, bericht.records.dutch)
    text +=
      "  \(Tekst.meldingen(bericht.meldingen)), \(records == "1" ? "1 record" : "\(records) records"), gelezen volgens versie \(bericht.versie)\n  "
    if bericht.isGeweigerd {
      text += "WORDT GEWEIGERD: met fouten in het bestand zelf wordt er niets van verwerkt\n"
    } else if bericht.afgekeurd > 0 {
      let worden = bericht.afgekeurd == 1 ? "wordt" : "worden"
      text += "wordt aangenomen, maar \(bericht.afgekeurd.dutch) van de \(meldingen) meldingen \(worden) afgekeurd\n"
    } else {
      text += bericht.soorten.isEmpty ? "geen fouten gevonden\n" : "geen afkeuringen gevonden, wel signalen\n"
    }
    if bericht.aantal > 1 {
      text += "  \(bericht.aantal.dutch) fouten, van \(bericht.soorten.count) verschillende controles\n"
    }
    return text
  }

  /// How many faults there are of each code.
  private func telling() -> String {
    var codes: [(code: String, ernst: Ernst, aantal: Int)] = []
    for soort in bericht.soorten {
      let (code, ernst) = (soort.controle.code, soort.controle.ernst)
      if let known = codes.firstIndex(where: { $0.code == code && $0.ernst == ernst }) {
        codes[known].aantal += soort.aantal
      } else {
        codes.append((code, ernst, soort.aantal))
      }
    }
    var text = "Aantallen\n"
    for (code, ernst, aantal) in codes.sorted(by: { ($0.code, $0.ernst.rawValue) < ($1.code, $1.ernst.rawValue) }) {
      text += "  \(aantal.dutch.right(9))  \(code.left(6))\(ernst.naam)\n"
    }
    return text + "  \(bericht.aantal.dutch.right(9))  in totaal\n"
  }

  private func nietBeoordeeld() -> String {
    var zinnen: [String] = []
    if bericht.ongelezen > 0 {
      zinnen.append(
        "De velden van \(bericht.ongelezen.dutch) meldingen: er is een record bij dat niet te lezen is. "
          + "Herstel het bestand en controleer het opnieuw.")
    }
    zinnen += bericht.nietBeoordeeld.map(\.zin)
    if bericht.soorten.contains(where: { $0.lijst.contains { $0.waarden.contains(.persoonsgegeven) } }) {
      zinnen.append("Persoonsgegevens zijn weggelaten; met --show-personal-data staan ze erbij.")
    }
    return "Niet beoordeeld of niet getoond\n" + zinnen.map { Tekst.wrapped("  - " + $0, hanging: 4) }.joined()
  }

  // MARK: One kind of fault

  private func text(_ soort: Foutsoort) -> String {
    let controle = soort.controle
    var text = "\(controle.code) \(controle.ernst.naam), \(soort.aantal.dutch) keer"
    if !soort.recordnaam.isEmpty { text += " in \(controle.record) \(soort.recordnaam)" }
    if !soort.velden.isEmpty { text += ": " + soort.velden.map(\.naam).joined(separator: ", ") }
    text += "\n"
    let uitleg = pve.uitleg(controle)
    text += Tekst.wrapped("  " + soort.tekst, hanging: 2)
    text += Tekst.wrapped("  Betekenis: " + uitleg.betekenis, hanging: 4)
    text += Tekst.wrapped("  Wat te doen: " + uitleg.doen, hanging: 4)
    return text + lijst(soort)
  }

  private func lijst(_ soort: Foutsoort) -> String {
    let kolommen: [(naam: String, waarde: (Fout) -> Int?)] = [
      ("regel", \.regel), ("positie", \.positie), ("byte", \.byte), ("melding", \.melding),
    ].filter { kolom in soort.lijst.contains { kolom.1($0) != nil } }
    let breedtes = kolommen.map { kolom in
      max(kolom.naam.count, soort.lijst.compactMap(kolom.waarde).map { String($0).count }.max() ?? 0)
    }
    let bevindingen = soort.lijst.map { bevinding($0, soort) }
    var text = ""
    if !kolommen.isEmpty {
      let namen = zip(kolommen, breedtes).map { $0.naam.right($1) }.joined(separator: "  ")
      text += "    \(namen)\(bevindingen.contains { !$0.isEmpty } ? "  gevonden" : "")\n"
    }
    for (fout, bevinding) in zip(soort.lijst, bevindingen) {
      let plaats = zip(kolommen, breedtes).map { kolom, breedte in
        (kolom.waarde(fout).map(String.init) ?? "").right(breedte)
      }
      let regel = (plaats + [bevinding]).filter { !$0.isEmpty }.joined(separator: "  ")
      if !regel.isEmpty { text += "    \(regel)\n" }
    }
    let rest = soort.aantal - soort.lijst.count
    return rest > 0 ? text + "    en nog \(rest.dutch)\n" : text
  }

  /// What was found: the value, with the names of the fields where there are several.
  private func bevinding(_ fout: Fout, _ soort: Foutsoort) -> String {
    let waarden = zip(soort.velden, fout.waarden).compactMap { veld, waarde -> String? in
      let text: String
      switch waarde {
      case .onbekend: return nil
      case .persoonsgegeven: text = "(persoonsgegeven)"
      case .getoond(""): text = "(leeg)"
      case .getoond(let value): text = "\"\(value.visible)\""
      }
      return soort.velden.count > 1 ? "\(veld.naam) \(text)" : text
    }
    let gevonden = waarden.joined(separator: ", ")
    if fout.toelichting.isEmpty { return gevonden }
    return gevonden.isEmpty ? fout.toelichting : "\(gevonden) (\(fout.toelichting))"
  }
}

extension Ernst {
  /// For people.
  fileprivate var naam: String { self == .afkeuring ? "afkeuring" : "signaal" }
}

extension NietBeoordeeld {
  /// What was not judged, and why, in a sentence.
  var zin: String {
    let lijst = codes.joined(separator: ", ")
    switch reden {
    case .register:
      return "Wie de deelnemer is en wat er al van hem is geregistreerd, ook door eerdere meldingen in dit bestand: "
        + "dat beoordeelt alleen het register."
    case .eerdereAanleveringen: return "Of het bestand aansluit op eerdere aanleveringen (\(lijst))."
    case .tabellen:
      return "Wat met tabellen wordt vergeleken: zonder --reference zijn er geen (\(aantal) controles: \(lijst))."
    case .tabel(let tabel): return "Zonder \(tabel).csv: \(lijst)."
    }
  }
}
