import ProgrammaVanEisen
import Records

/// The deliveries that a feedback file is about, and what it holds of each.
struct Terugkoppelkop {
  /// A 402, and the meldingen that follow it.
  struct Aanlevering {
    let regel: Terugkoppelbestand.Regel?
    var tellingen: [Signaalgroep.Afdeling: Int] = [:]
  }

  private(set) var voorloop: Terugkoppelbestand.Regel?
  private(set) var aanleveringen: [Aanlevering] = []

  /// Takes a 400 or 402.
  mutating func neem(_ regel: Terugkoppelbestand.Regel) {
    if regel.record == 400 && voorloop == nil { voorloop = regel }
    if regel.record == 402 { aanleveringen.append(.init(regel: regel)) }
  }

  /// Counts a melding of the last 402.
  mutating func tel(_ afdeling: Signaalgroep.Afdeling) {
    if aanleveringen.isEmpty { aanleveringen.append(.init(regel: nil)) }
    aanleveringen[aanleveringen.count - 1].tellingen[afdeling, default: 0] += 1
  }

  /// The meldingen in the file that were so decided.
  func aantal(_ afdeling: Signaalgroep.Afdeling) -> Int {
    aanleveringen.reduce(0) { $0 + ($1.tellingen[afdeling] ?? 0) }
  }
}

/// The texts of the overview of a feedback file. Who a melding is about is told by leerlingnummer
/// alone: of other personal fields it only says whether they are filled.
struct Terugkoppeloverzicht {
  private let pve: PvE
  private let leerlingnummer: Veld?
  /// The checks on each record that comes back, by the code of their 499.
  private let controles: [Int: [String: [Controle]]]

  init(_ pve: PvE) {
    self.pve = pve
    leerlingnummer = pve.newest[405]?.veld("leerlingnummer")
    controles = Dictionary(grouping: pve.controles) { $0.record + 100 }
      .mapValues { Dictionary(grouping: $0, by: \.signaalcode) }
  }

  // MARK: Deliveries

  /// The file, and each delivery in it.
  func text(_ kop: Terugkoppelkop) -> String {
    var text = "Terugkoppeling"
    if let regel = kop.voorloop {
      text += " \(waarde("bronBatchnummer", regel)) van \(datum("datumTerugkoppeling", regel))"
      text += " voor \(waarde("brinNummer", regel)), aanleverpunt \(waarde("aanleverpuntnummer", regel))"
      text += ", \(waarde("sectordeel", regel))"
    }
    text += "\n"
    for aanlevering in kop.aanleveringen {
      if let regel = aanlevering.regel {
        text += "\nAanlevering \(waarde("batchnummerAanleverbestand", regel))"
        text += ", ontvangen op \(datum("datumOntvangstAanleverbestand", regel))\n"
        text += "    \(Tekst.meldingen(getal("meldingenInAanleverbestand", regel)))"
        text += ": tot nu toe \(getal("cumulatiefAantalGoedeMeldingen", regel)) goedgekeurd"
        text += ", \(getal("cumulatiefAantalFouteMeldingen", regel)) afgekeurd"
        text += ", \(getal("resterendAantalMeldingenInBehandeling", regel)) in behandeling\n"
      } else {
        text += "\nAanlevering onbekend\n"
      }
      let aantal = { aanlevering.tellingen[$0] ?? 0 }
      text += "    in dit bestand: \(aantal(.metSignaal) + aantal(.zonderSignaal)) goedgekeurd"
      text += " (\(aantal(.metSignaal)) met signaal), \(aantal(.afgekeurd)) afgekeurd\n"
    }
    return text
  }

  /// What stands above the groups of a section.
  func titel(_ afdeling: Signaalgroep.Afdeling, _ kop: Terugkoppelkop) -> String {
    "\n\(naam(afdeling)): \(Tekst.meldingen(kop.aantal(afdeling)))\n"
  }

  /// What stands below all groups.
  func slot(_ kop: Terugkoppelkop, schade: Bool) -> String {
    let wachtend = kop.aanleveringen.reduce(0) { sum, aanlevering in
      sum + (aanlevering.regel.map { getal("resterendAantalMeldingenInBehandeling", $0) } ?? 0)
    }
    var text = titel(.zonderSignaal, kop)
    text += "\nIn behandeling, nog niet teruggekoppeld: \(Tekst.meldingen(wachtend))\n"
    if schade { text += "\nHet bestand is beschadigd: alleen wat voor de beschadiging staat is meegeteld.\n" }
    return text
  }

  // MARK: Groups

  /// What stands above the meldingen of a group in the overview.
  func hoofd(_ groep: Signaalgroep, meldingen aantal: Int, keren: Int) -> String {
    let vaker = keren > aantal ? ", \(keren) keer" : ""
    return "\n\(signaal(groep))\n    \(Tekst.meldingen(aantal))\(vaker)\n"
  }

  /// What stands above the records of a group.
  func recordhoofd(_ groep: Signaalgroep) -> String {
    switch groep.afdeling {
    case .kop: "\n== Voorloop en aanleveringen\n"
    case .zonderSignaal: "\n== \(naam(groep.afdeling))\n"
    default: "\n== \(naam(groep.afdeling)): \(signaal(groep))\n"
    }
  }

  /// A melding in a group: which, whose, the record, and the fields that the check is about.
  func regel(_ melding: Terugkoppelbestand.Stuk, _ signaal: Teruggemeld?, _ alle: [Teruggemeld]) -> String {
    var text = "    aanlevering \(waarde("batchnummerAanleverbestand", melding[0]))"
    text += "  melding \(waarde("meldingnummer", melding[0]).left(6))"
    text += "  leerlingnummer \((leerlingnummer.map { waarde($0.id, melding[0]) } ?? "").left(8))"
    if let signaal {
      text += "  " + record(melding, signaal)
      let ook = alle.filter { $0.code != signaal.code }.map { Latin1.text($0.code) }
      if !ook.isEmpty { text += "  (ook \(Set(ook).sorted().joined(separator: ", ")))" }
    }
    return text + "\n"
  }

  private func record(_ melding: Terugkoppelbestand.Stuk, _ signaal: Teruggemeld) -> String {
    for regel in melding where regel.record == signaal.record {
      guard let layout = pve.layouts.reversed().layout(record: regel.record, length: regel.bytes.count) else {
        continue
      }
      let sleutel = layout.sleutel.flatMap { regel.bytes[$0.range] }
      if !sleutel.isEmpty && Array(Latin1.trimmed(sleutel)) != signaal.identificatie { continue }
      let mutatie = layout.mutatieOffset.map { " " + RecordPrinter.readable([regel.bytes[$0]]) } ?? ""
      let velden = layout.sleutel + velden(signaal, layout)
      return "\(layout.record)\(mutatie)  " + velden.map { text($0, regel.bytes) }.joined(separator: ", ")
    }
    return "\(signaal.record)  \(RecordPrinter.readable(signaal.identificatie))"
  }

  /// The fields beside the key that the checks with that code and text are about, or look at, in
  /// the order of the record.
  private func velden(_ signaal: Teruggemeld, _ layout: Layout) -> [Veld] {
    let tekst = Latin1.text(signaal.tekst)
    var namen: Set<String> = []
    for controle in controles[signaal.record]?[Latin1.text(signaal.code)] ?? []
    where Self.past(tekst, controle.signaaltekst) {
      namen.formUnion(controle.velden)
      if case .conditie(let expression) = controle.grond { namen.formUnion(expression.names) }
    }
    return layout.velden.filter { $0.offset >= layout.prefix && !$0.isSleutel && $0.id != "soortMutatie" }
      .filter { namen.contains($0.id) }
  }

  /// Whether a text is what a check says, whatever stands for the fields in it.
  private static func past(_ tekst: String, _ vorm: String) -> Bool {
    guard let open = vorm.firstIndex(of: "{"), let close = vorm.lastIndex(of: "}") else { return tekst == vorm }
    return tekst.hasPrefix(vorm[..<open]) && tekst.hasSuffix(vorm[close...].dropFirst())
  }

  private func text(_ veld: Veld, _ bytes: [UInt8]) -> String {
    let value = RecordPrinter.readable(Latin1.trimmed(bytes[veld.range]))
    if value.isEmpty { return "\(veld.naam) leeg" }
    if veld.isPersoonsgegeven && veld.id != leerlingnummer?.id { return "\(veld.naam) gevuld" }
    return "\(veld.naam) \(value)" + (pve.betekenis(value, van: veld).map { " (\($0))" } ?? "")
  }

  // MARK: Words

  private func naam(_ afdeling: Signaalgroep.Afdeling) -> String {
    switch afdeling {
    case .kop: "Voorloop"
    case .afgekeurd: "Afgekeurd"
    case .metSignaal: "Goedgekeurd met signaal"
    case .zonderSignaal: "Goedgekeurd zonder signaal"
    }
  }

  private func signaal(_ groep: Signaalgroep) -> String {
    groep.code.isEmpty
      ? "Zonder afkeuring in het bestand"
      : "\(RecordPrinter.readable(groep.code))  \(RecordPrinter.readable(groep.tekst))"
  }

  private func waarde(_ id: String, _ regel: Terugkoppelbestand.Regel) -> String {
    guard let veld = pve.newest[regel.record]?.veld(id), regel.bytes.count >= veld.range.upperBound else { return "" }
    return RecordPrinter.readable(Latin1.trimmed(regel.bytes[veld.range]))
  }

  private func getal(_ id: String, _ regel: Terugkoppelbestand.Regel) -> Int {
    Int(waarde(id, regel)) ?? 0
  }

  private func datum(_ id: String, _ regel: Terugkoppelbestand.Regel) -> String {
    let waarde = waarde(id, regel)
    return Datum(text: waarde)?.dashed ?? waarde
  }
}
