import Exchange
import FileSystem
import ProgrammaVanEisen
import Records
import Reference

/// What the one who decides gets to see of a case, in Dutch.
///
/// Without being asked it tells nothing by which somebody can be known but the leerlingnummer: of a
/// candidate it says in what he differs from the others.
struct Zaaktekst {
  let toontPersoonsgegevens: Bool

  /// The list of what is to be decided.
  func text(_ zaken: [Onbeslist], _ stand: Beslisbalie.Stand) -> String {
    var text = zaken.map(self.text).joined()
    text += "\(zaken.count) te beslissen"
    if !zaken.isEmpty { text += ": bronbatch register decide ZAAK --candidate N | --number NUMMER | --new" }
    text += "\n"
    if !stand.besloten.isEmpty {
      let nummers = stand.besloten.map { "\($0)" }.joined(separator: ", ")
      text += "Besloten, en nog niet teruggekoppeld: \(nummers)\n"
    }
    return text
  }

  /// What a decision leads to.
  static func text(_ gevolg: Beslisbalie.Gevolg, isTeruggenomen: Bool, isProef: Bool) -> String {
    let meldingen = Tekst.meldingen(gevolg.meldingen)
    var text = "Zaak \(gevolg.zaak): "
    if isTeruggenomen {
      text += "besluit teruggenomen; \(meldingen) in behandeling"
    } else {
      text += "besloten; \(meldingen) "
      text +=
        gevolg.wachtOp.isEmpty
        ? "in de volgende terugkoppeling"
        : "in behandeling tot ook \(Self.zaken(gevolg.wachtOp)) \(gevolg.wachtOp.count == 1 ? "is" : "zijn") besloten"
    }
    return text + (isProef ? " (proef: niets bewaard)\n" : "\n")
  }

  private static func zaken(_ nummers: [Int64]) -> String {
    (nummers.count == 1 ? "zaak " : "de zaken ") + nummers.map { "\($0)" }.joined(separator: ", ")
  }

  private func text(_ zaak: Onbeslist) -> String {
    var text = "Zaak \(zaak.id)  BRIN \(zaak.brin), leerlingnummer \(zaak.leerlingnummer.visible)\n"
    if toontPersoonsgegevens {
      text += "  \(zaak.achternaam), \(zaak.voornamen), geboren \(Self.datum(zaak.geboortedatum)), \(zaak.geslacht)"
      text += zaak.postcode.isEmpty ? "\n" : ", postcode \(zaak.postcode)\n"
    }
    let sinds = zaak.meldingen.map(\.ontvangst).min().map { " sinds \($0.dashed)" } ?? ""
    text += "  \(zaak.meldingen.count == 1 ? "1 melding wacht" : "\(zaak.meldingen.count) meldingen wachten")\(sinds)\n"
    for melding in zaak.meldingen {
      text += "    \(melding.bestand)  batch \(melding.batchnummer)  melding \(melding.meldingnummer)"
      text += "  ontvangen \(melding.ontvangst.dashed)\(melding.isEigen ? "" : "  wacht mee")\n"
    }
    text += "  \(zaak.kandidaten.count == 1 ? "1 kandidaat" : "\(zaak.kandidaten.count) kandidaten")\n"
    for kandidaat in zaak.kandidaten { text += self.text(kandidaat, zaak) }
    if !zaak.samenMet.isEmpty {
      text += "  Misschien dezelfde persoon, en pas te verwerken als ook besloten: \(Self.zaken(zaak.samenMet))\n"
    }
    return text + "\n"
  }

  private func text(_ kandidaat: Onbeslist.Kandidaat, _ zaak: Onbeslist) -> String {
    var delen = [kandidaat.bsn.isEmpty ? "BRON, onderwijsnummer" : "GBA"]
    if let persoon = kandidaat.persoon {
      delen += toontPersoonsgegevens ? gegevens(kandidaat, persoon) : kenmerken(persoon, zaak)
      if !persoon[.datum_overlijden].isEmpty { delen.append("overleden") }
    } else if toontPersoonsgegevens {
      delen.append(kandidaat.bsn + kandidaat.onderwijsnummer)
    }
    if !kandidaat.isTeKiezen { delen.append("niet meer bekend") }
    if kandidaat.isBekend { delen.append(kandidaat.isIngeschreven ? "bij deze instelling ingeschreven" : "in BRON") }
    return "    \(String(kandidaat.volgnummer).right(2))  " + delen.joined(separator: ", ") + "\n"
  }

  /// What tells candidates apart, and does not say who they are.
  private func kenmerken(_ persoon: Persoon, _ zaak: Onbeslist) -> [String] {
    if persoon.isGeheim { return ["gegevens geheim"] }
    let postcode = Latin1.text(persoon[.postcode])
    if postcode.isEmpty { return ["zonder postcode"] }
    return [
      "postcode \(postcode.prefix(4))", postcode == zaak.postcode ? "als in de melding" : "anders dan in de melding",
    ]
  }

  private func gegevens(_ kandidaat: Onbeslist.Kandidaat, _ persoon: Persoon) -> [String] {
    func waarde(_ kolommen: Persoon.Kolom...) -> String {
      kolommen.map { Latin1.text(persoon[$0]) }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    let delen = [
      kandidaat.bsn + kandidaat.onderwijsnummer, waarde(.voornamen, .voorvoegsel, .achternaam),
      Self.datum(waarde(.geboortedatum)), waarde(.geslacht),
      waarde(.straatnaam, .huisnummer, .huisnummertoevoeging, .locatieomschrijving),
      waarde(.postcode, .plaatsnaam, .land),
      waarde(.adresregel_buitenland_1, .adresregel_buitenland_2, .adresregel_buitenland_3),
      persoon.isGeheim ? "geheim" : "",
    ]
    return delen.filter { !$0.isEmpty }.map(\.visible)
  }

  /// A birth date, of which day and month may be unknown.
  private static func datum(_ text: String) -> String {
    text.utf8.count == 8 ? "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))" : text
  }
}
