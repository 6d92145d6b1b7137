/// What hangs on an inschrijving of educatie or vavo: 326 to 328 and 331 with its 332s.
extension Registerfase {
  mutating func resultaat(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    sleutelregel(
      record, index, inschrijving.delen[Deelsleutel(record)], bestaat: "X414", ontbreekt: "X414")
    if record.mutatie == "V" { return }
    if record["voltooideOpleiding"] != inschrijving.gegevens["gevolgdeOpleiding"] { meld("X411", "S", index) }
    if record["datumVoltooid"] < inschrijving.begin { meld("X412", "A", index) }
  }

  private func isNT2(_ vak: Record) -> Bool {
    tabellen["vakken"].map { $0[vak["vak"]]?["nt2"] == "J" } ?? false || vak["vak"] == "0990"
  }

  mutating func vak(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    let oud = inschrijving.delen[Deelsleutel(record)]
    sleutelregel(record, index, oud, bestaat: "X421", ontbreekt: "X421")
    if record.mutatie == "V" { return }
    let datum = record["datumVoltooid"]
    if !datum.isEmpty && datum < inschrijving.begin { meld("X422", "A", index) }
    if datum > levering.datum { meld("X422", "S", index) }
    let vaardigheden = inschrijving.delen.keys.filter { Deelsleutel(record).neemtMee($0) }
    if let oud, record.mutatie == "A", isNT2(oud), !isNT2(record), !vaardigheden.isEmpty { meld("X423", "A", index) }
    let isDubbel = inschrijving.delen(327).contains {
      $0["vakvolgnummer"] != record["vakvolgnummer"] && $0["vak"] == record["vak"]
    }
    if isDubbel { meld("X424", "S", index) }
  }

  mutating func vaardigheid(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    let vak = inschrijving.delen(327).first { $0["vakvolgnummer"] == record["vakvolgnummer"] }
    if record.mutatie != "V" && vak.map(isNT2) != true { meld("X054", "A", index) }
    sleutelregel(
      record, index, inschrijving.delen[Deelsleutel(record)], bestaat: "X433", ontbreekt: "X433")
  }

  mutating func examen(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    sleutelregel(
      record, index, inschrijving.delen[Deelsleutel(record)], bestaat: "X462", ontbreekt: "X462")
    if record.mutatie == "V" { return }
    let jaar = record["examenjaar"]
    if jaar < inschrijving.begin.prefix(4) || jaar > inschrijving.einde.prefix(4) || jaar > levering.datum.prefix(4) {
      meld("X461", "A", index)
    }
    let vakken = vakken(record)
    let waren = inschrijving.delen.filter { Deelsleutel(record).neemtMee($0.key) }.values
    let bestaat = inschrijving.delen[Deelsleutel(record)] != nil
    if record.mutatie == "A" && bestaat && Set(waren) != Set(vakken) { meld("X602", "S", index) }
    let nodig = Int(tabellen["examens"]?[record["examen"]]?["diplomavakken"] ?? "") ?? 0
    let diplomavakken = vakken.count { $0["indicatieDiplomavak"] == "J" }
    if record["uitslagExamen"] == "G" && diplomavakken < nodig,
      let eerste = melding.records.firstIndex(where: { vakken.contains($0) })
    {
      meld("X486", "S", eerste)
    }
  }
}
