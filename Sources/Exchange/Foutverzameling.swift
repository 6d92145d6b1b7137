import Checks
import ProgrammaVanEisen
import Records

/// Gathers the faults of a delivery by kind: the first of each, and the number of the rest, so that it
/// stays small however many there are.
struct Foutverzameling {
  private let pve: PvE
  private let structuur: Structuur
  private let meeste: Int
  private let toontPersoonsgegevens: Bool
  /// By check.
  private var aantallen: [Int]
  private var lijsten: [[Fout]]
  /// The meldingen of which the fields were checked.
  private(set) var gelezen = 0
  /// Those of them with at least one afkeuring.
  private(set) var afgekeurd = 0

  /// Begins with the faults of the file.
  init(_ pve: PvE, _ structuur: Structuur, meeste: Int, toontPersoonsgegevens: Bool) {
    self.pve = pve
    self.structuur = structuur
    self.meeste = meeste
    self.toontPersoonsgegevens = toontPersoonsgegevens
    aantallen = pve.controles.map { structuur.fouten.aantallen[$0.index] ?? 0 }
    lijsten = pve.controles.map { _ in [] }
    for fout in structuur.fouten.lijst { lijsten[fout.controle].append(bestandsfout(fout)) }
  }

  /// Adds the faults of the meldingen in a block.
  mutating func voegToe(_ blok: Meldinglezing.Blok) {
    gelezen += blok.meldingen.count
    for (index, melding) in blok.meldingen.enumerated() {
      var isAfgekeurd = false
      let verdacht = verdacht(blok, index, melding)
      for signaal in blok.signalen(index) {
        let controle = pve.controles[signaal.controle]
        isAfgekeurd = isAfgekeurd || controle.ernst == .afkeuring
        aantallen[controle.index] += 1
        if aantallen[controle.index] <= meeste {
          let line = melding.lines.lowerBound + signaal.record
          lijsten[controle.index].append(
            fout(controle, line, melding, blok, isVerdacht: verdacht.contains(signaal.record)))
        }
      }
      if isAfgekeurd { afgekeurd += 1 }
    }
  }

  /// The kinds, in the order in which a school mends them.
  func soorten() -> [Foutsoort] {
    let found = pve.controles.filter { aantallen[$0.index] > 0 }.map { controle in
      let layout = structuur.layouts[controle.record] ?? structuur.layouts[305]
      // What is wrong with a line and not with a field, may be wrong with any line.
      let isVanRegel = controle.fase == .bestand && controle.velden.isEmpty
      return Foutsoort(
        controle: controle, tekst: controle.tekst.ingevuld { _ in "…" },
        recordnaam: isVanRegel ? "" : structuur.layouts[controle.record]?.naam ?? "",
        velden: controle.velden.compactMap { layout?.veld($0) }, aantal: aantallen[controle.index],
        lijst: lijsten[controle.index])
    }
    func rank(_ soort: Foutsoort) -> (Int, Int, Int) {
      let isBestand = soort.controle.fase == .bestand
      return (
        isBestand ? 0 : soort.controle.ernst == .afkeuring ? 1 : 2, isBestand ? 0 : -soort.aantal, soort.controle.index
      )
    }
    return found.sorted { rank($0) < rank($1) }
  }

  // MARK: One fault

  private func bestandsfout(_ fout: Bestandsfout) -> Fout {
    let controle = pve.controles[fout.controle]
    var waarden = controle.velden.map { _ in fout.waarde.map { Fout.Waarde.getoond($0) } ?? .onbekend }
    let nummer = fout.waarde == nil ? nil : controle.velden.first
    var positie = nummer.flatMap { structuur.layouts[305]?.veld($0) }.map { $0.offset + 1 }
    if fout.regel == structuur.kopplaats.regel, let voorloop = structuur.voorloop, let layout = structuur.layouts[300] {
      waarden = controle.velden.map { id in
        layout.veld(id).map { waarde($0, voorloop.bytes[$0.range], false) } ?? .onbekend
      }
      positie = controle.velden.first.flatMap { layout.veld($0) }.map { $0.offset + 1 }
    }
    if structuur.vorm == .xml { positie = nil }
    return Fout(
      regel: fout.regel, byte: fout.byte, positie: positie, melding: nil, waarden: waarden, tekst: controle.tekst,
      toelichting: fout.toelichting)
  }

  /// The records of a melding in which something may have been left out or put in, so that a number or a name
  /// stands in the place of another field: those with a fault in a field that tells who somebody is. Where
  /// those fields are right, they stand in their own places, and so does what is between them.
  private func verdacht(_ blok: Meldinglezing.Blok, _ index: Int, _ melding: Melding) -> Set<Int> {
    if toontPersoonsgegevens { return [] }
    var records: Set<Int> = []
    for signaal in blok.signalen(index) {
      let velden = blok.record(melding.lines.lowerBound + signaal.record).layout.velden.filter(\.isPersoonsgegeven)
      let controle = pve.controles[signaal.controle]
      let isVanPersoon = controle.velden.allSatisfy { id in velden.contains { $0.id == id } }
      if isVanPersoon && !controle.velden.isEmpty { records.insert(signaal.record) }
    }
    return records
  }

  private func fout(
    _ controle: Controle, _ line: Int, _ melding: Melding, _ blok: Meldinglezing.Blok, isVerdacht: Bool
  ) -> Fout {
    let record = blok.record(line)
    let veld = controle.velden.first.flatMap { record.layout.veld($0) }
    let waarden = controle.velden.map { id in
      record.layout.veld(id).map { waarde($0, record.bytes.slice($0.range), isVerdacht) } ?? .getoond("")
    }
    return Fout(
      regel: blok.block.lineNumber(line),
      byte: blok.block.byte(line) + (structuur.vorm == .xml ? 0 : veld?.offset ?? 0),
      positie: structuur.vorm == .xml ? nil : veld.map { $0.offset + 1 }, melding: melding.nummer, waarden: waarden,
      tekst: controle.tekst.ingevuld { id in
        guard let veld = record.layout.veld(id) else { return "" }
        if case .getoond(let tekst) = waarde(veld, record.bytes.slice(veld.range), isVerdacht) { return tekst }
        return "…"
      }, toelichting: "")
  }

  /// What a field holds, as far as it may be shown.
  private func waarde(_ veld: Veld, _ bytes: some BidirectionalCollection<UInt8>, _ isVerdacht: Bool) -> Fout.Waarde {
    let tekst = Latin1.text(Latin1.trimmed(bytes))
    // That a field is blank says nothing of a person, and often is what is wrong.
    if tekst.isEmpty || toontPersoonsgegevens { return .getoond(tekst) }
    return veld.isPersoonsgegeven || isVerdacht ? .persoonsgegeven : .getoond(tekst)
  }
}
