/// 320, 325 and 330.
extension Registerfase {
  private var isBO: Bool { levering.leverancier.sectordeel == "BO" }

  mutating func verwerkInschrijving(_ record: Record, _ index: Int) {
    let oud = inschrijving(record)
    switch record.mutatie {
    case "T": toevoeging(record, index, oud)
    case "A": aanpassing(record, index, oud)
    default: verwijdering(record, index, oud)
    }
    if record.mutatie == "V" {
      persoon.inschrijvingen[sleutel(record)] = nil
    } else {
      var nieuw = oud ?? Inschrijving(gegevens: record)
      nieuw.gegevens = geregistreerd(record)
      persoon.inschrijvingen[sleutel(record)] = nieuw
    }
  }

  private mutating func toevoeging(_ record: Record, _ index: Int, _ oud: Inschrijving?) {
    var nieuw = Inschrijving(gegevens: record)
    for periode in melding.records(321) where periode.mutatie == "T" && periode.volgnummer == record.volgnummer {
      nieuw.pasToe(periode)
    }
    if oud != nil { meld("811", "A", index) }
    let overlapt = persoon.inschrijvingen.contains { sleutel, ander in
      sleutel != self.sleutel(record) && sleutel.leverancier.brin == levering.leverancier.brin
        && ander.gegevens["gevolgdeOpleiding"] == record["gevolgdeOpleiding"]
        && ander.begin <= nieuw.einde && nieuw.begin <= ander.einde
    }
    if overlapt { meld([320: "812", 325: "X405", 330: "X455"][record.soort] ?? "", "A", index) }
    if teldata.dagen(.assurance).contains(where: nieuw.isBekostigd) { meld("951", "A", index) }
    if teldata.dagen(.mutatiestop).contains(where: nieuw.isBekostigd) { meld("X700", "A", index) }
  }

  /// What is said of an A or V when the inschrijving is not there.
  private mutating func onbekend(_ record: Record, _ index: Int) {
    let elders = persoon.inschrijvingen.keys.filter {
      $0.volgnummer == record.volgnummer && $0.leverancier.sectordeel == levering.leverancier.sectordeel
    }
    if elders.contains(where: { $0.leverancier.brin == levering.leverancier.brin }) {
      meld(record.soort == 320 && record.mutatie == "A" ? "X218" : "805", "A", index)
    } else {
      meld(elders.isEmpty ? "805" : "X604", "A", index)
    }
  }

  private mutating func aanpassing(_ record: Record, _ index: Int, _ oud: Inschrijving?) {
    guard let oud else { return onbekend(record, index) }
    if !isBO { return }
    var nieuw = oud
    nieuw.gegevens = record
    func verandert(_ id: String) -> Bool { oud.gegevens[id] != record[id] }
    func wisselt(_ dag: String) -> Bool { oud.isActief(op: dag) != nieuw.isActief(op: dag) }
    let isAnders = ["gevolgdeOpleiding", "leerweg", "intensiteit"].contains(where: verandert)
    let isAssured = teldata.dagen(.assurance).contains { dag in
      oud.indicatie(op: dag) == "J" && (wisselt(dag) || isAnders && nieuw.isActief(op: dag))
    }
    if isAssured { meld("951", "A", index) }
    let dagen = teldata.dagen(.mutatiestop).filter { oud.indicatie(op: $0) == "J" }
    for (id, code) in [("gevolgdeOpleiding", "X703"), ("leerweg", "X704"), ("intensiteit", "X705")]
    where verandert(id) && dagen.contains(where: oud.isActief) {
      meld(code, "A", index)
    }
    if dagen.contains(where: wisselt) { meld("X706", "A", index) }
    if valtErbuiten(oud, nieuw, index) { meld("X219", "A", index) }
    if verandert("gevolgdeOpleiding") { meld("X221", "S", index) }
  }

  /// Whether a registered diploma or BPV that lay within comes to lie outside, and nothing further on
  /// in the melding changes it.
  private func valtErbuiten(_ oud: Inschrijving, _ nieuw: Inschrijving, _ index: Int) -> Bool {
    (oud.delen(322) + oud.delen(323)).contains { deel in
      let dag = deel[deel.soort == 322 ? "datumBeginBPV" : "datumBehaald"]
      let verandertNog = melding.records[index...].contains {
        $0.volgnummer == deel.volgnummer && Deelsleutel($0) == Deelsleutel(deel) && $0.mutatie != "T"
      }
      return oud.isActief(op: dag) && !nieuw.isActief(op: dag) && !verandertNog
    }
  }

  private mutating func verwijdering(_ record: Record, _ index: Int, _ oud: Inschrijving?) {
    guard let oud else { return onbekend(record, index) }
    let bekostigd = oud.delen(323).filter { $0["indicatieBekostigingDiploma"] == "J" }.map { $0["datumBehaald"] }
    let isAssured = teldata.dagen(.assurance).contains(where: oud.isBekostigd)
    if isAssured || bekostigd.contains(where: { teldata.isGesloten($0, .assurance) }) { meld("951", "A", index) }
    if teldata.dagen(.mutatiestop).contains(where: oud.isBekostigd) { meld("X701", "A", index) }
    if bekostigd.contains(where: { teldata.isGesloten($0, .mutatiestop) }) { meld("X702", "A", index) }
  }
}
