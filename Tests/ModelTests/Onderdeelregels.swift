/// What hangs on an inschrijving of beroepsonderwijs: 321, 322 and 323.
extension Registerfase {
  /// T asks that a part is not there, A and V that it is.
  ///
  /// This comes first. Where the Programma van Eisen leaves the order of afkeuringen open, those of closed
  /// teldata come next, and the others behind them.
  mutating func sleutelregel(_ record: Record, _ index: Int, _ oud: Record?, bestaat: String, ontbreekt: String) {
    if record.mutatie == "T" && oud != nil { meld(bestaat, "A", index) }
    if record.mutatie != "T" && oud == nil { meld(ontbreekt, "A", index) }
  }

  // MARK: 321

  mutating func periode(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    let ingang = "datumIngangPeriodegegevensInschrijving"
    let eigen = melding.records(321).filter { $0.volgnummer == record.volgnummer && $0.mutatie == "T" }
    sleutelregel(record, index, inschrijving.delen[Deelsleutel(record)], bestaat: "804", ontbreekt: "X251")
    var daarna = inschrijving
    daarna.pasToe(record)
    func verandert(_ dag: String) -> Bool {
      inschrijving.isActief(op: dag) && inschrijving.isBekostigd(op: dag) != daarna.isBekostigd(op: dag)
    }
    if teldata.dagen(.assurance).contains(where: verandert) { meld("951", "A", index) }
    if teldata.dagen(.mutatiestop).contains(where: verandert) { meld("X707", "A", index) }
    let dekt = (daarna.delen(321) + eigen).contains { $0[ingang] <= inschrijving.begin }
    if record.mutatie == "V" && record[ingang] <= inschrijving.begin && !dekt { meld("X252", "A", index) }
    let isExamendeelnemer = inschrijving.gegevens["intensiteit"] == "EX"
    if record.mutatie != "V" && isExamendeelnemer && record["indicatieBekostigingInschrijving"] == "J" {
      meld("839", "A", index)
    }
    let isNieuw = melding.records(320).contains { $0.volgnummer == record.volgnummer && $0.mutatie == "T" }
    let isEerste = record.mutatie == "T" && !eigen.contains { $0[ingang] < record[ingang] }
    if isNieuw && isEerste && record[ingang] > inschrijving.begin { meld("X052", "A", index) }
  }

  // MARK: 322

  private func isBruikbaar(_ index: Int) -> Bool {
    !velden.contains { $0.record == index && ["953", "954", "955"].contains($0.code) }
  }

  /// The leerbedrijven that a description fits: by place, and by name where that is not enough.
  private func passend(_ record: Record) -> [String] {
    func nummer(_ tekst: String) -> String { String(tekst.drop { $0 == "0" }) }
    let hier = (tabellen["leerbedrijven"] ?? [:]).values.filter {
      $0["kenniscentrum"] == record["brinCodeKBB"] && $0["postcode"] == record["postcodeLeerbedrijf"]
        && nummer($0["huisnummer"] ?? "") == nummer(record["huisnummerLeerbedrijf"])
    }
    let passend = hier.count == 1 ? hier : hier.filter { $0["naam"] == record["naamLeerbedrijf"] }
    return passend.compactMap { $0["code"] }
  }

  /// The code that comes into the register.
  private func code(_ record: Record) -> String {
    if !record["leerbedrijf"].isEmpty { return record["leerbedrijf"] }
    let index = melding.records.firstIndex(of: record) ?? 0
    let passend = passend(record)
    return isBruikbaar(index) && passend.count == 1 ? passend[0] : ""
  }

  /// What the register of leerbedrijven has to say.
  private mutating func leerbedrijf(_ record: Record, _ index: Int, _ oud: Record?) {
    if record.mutatie == "V" { return }
    let heeftCode = !record["leerbedrijf"].isEmpty
    let omschrijft = !heeftCode && isBruikbaar(index)
    if tabellen["leerbedrijven"] != nil {
      if omschrijft && passend(record).count != 1 { meld("X313", "S", index) }
    } else if heeftCode || omschrijft {
      if record.mutatie == "T" || oud?["leerbedrijf"] ?? "" != record["leerbedrijf"] || omschrijft {
        meld("936", "S", index)
      }
    }
  }

  mutating func bpv(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    let oud = inschrijving.delen[Deelsleutel(record)]
    let begin = record["datumBeginBPV"]
    sleutelregel(record, index, oud, bestaat: "X300", ontbreekt: "809")
    leerbedrijf(record, index, oud)
    if record.mutatie != "V" && (begin < inschrijving.begin || begin > inschrijving.einde) { meld("X304", "S", index) }
    if ["BBL", "CBL"].contains(inschrijving.gegevens["leerweg"]) {
      let isGesloten = [Teldata.Sluiting.mutatiestop, .assurance].contains { sluiting in
        teldata.jaren(sluiting).contains { jaar in
          Teldata.dagen(jaar).contains(where: inschrijving.isActief)
            && raaktJanuari(record, oud, grens: "\(jaar + 1)0101", sluiting)
        }
      }
      if isGesloten { meld("952", "A", index) }
    }
  }

  /// Whether a change touches what counted on 1 January of a closed school year.
  private func raaktJanuari(_ record: Record, _ oud: Record?, grens: String, _ sluiting: Teldata.Sluiting) -> Bool {
    func isErvoor(_ bpv: Record) -> Bool { bpv["afsluitdatumBPV"] < grens }
    switch (record.mutatie, oud) {
    case ("T", _): return isErvoor(record)
    case ("V", let oud?): return isErvoor(oud)
    case ("A", let oud?):
      let vultIn = sluiting == .mutatiestop && oud["leerbedrijf"].isEmpty
      let isAnders =
        oud["datumBeginBPV"] != record["datumBeginBPV"] || oud["leerbedrijf"] != code(record) && !vultIn
      return isErvoor(oud) != isErvoor(record) || isErvoor(oud) && isAnders
    default: return false
    }
  }

  // MARK: 323

  mutating func diploma(_ record: Record, _ index: Int, _ inschrijving: Inschrijving) {
    let oud = inschrijving.delen[Deelsleutel(record)]
    let nieuw = record.mutatie == "V" ? nil : record
    sleutelregel(record, index, oud, bestaat: "X351", ontbreekt: "X352")
    func raakt(_ diploma: Record?, _ sluiting: Teldata.Sluiting) -> Bool {
      diploma.map { teldata.isGesloten($0["datumBehaald"], sluiting) } ?? false
    }
    func isBekostigd(_ diploma: Record?) -> Bool { diploma?["indicatieBekostigingDiploma"] == "J" }
    func verandert(_ id: String) -> Bool { oud?[id] != nieuw?[id] }
    let isAnders = verandert("datumBehaald") || verandert("indicatieBekostigingDiploma")
    if let nieuw { dubbelDiploma(nieuw, index) }
    if isAnders && [oud, nieuw].contains(where: { isBekostigd($0) && raakt($0, .assurance) }) {
      meld("951", "A", index)
    }
    let isStop = [oud, nieuw].contains { raakt($0, .mutatiestop) }
    switch record.mutatie {
    case "T": if isBekostigd(nieuw) && raakt(nieuw, .mutatiestop) { meld("X708", "A", index) }
    case "V": if isBekostigd(oud) && isStop { meld("X709", "A", index) }
    default:
      let jaren = [oud, nieuw].map { $0?["datumBehaald"].prefix(4) }
      if isBekostigd(oud) && jaren[0] != jaren[1] && isStop { meld("X710", "A", index) }
      if verandert("indicatieBekostigingDiploma") && isStop { meld("X711", "A", index) }
    }
    if let nieuw, nieuw["datumBehaald"] < inschrijving.begin { meld("X353", "A", index) }
  }

  // MARK: What is kept

  /// A record as the register has it: without what is obsolete, and of a leerbedrijf only the code.
  func geregistreerd(_ record: Record) -> Record {
    var geregistreerd = record
    geregistreerd["indicatieRisicodeelnemer"] = ""
    if record.soort == 322 {
      geregistreerd["leerbedrijf"] = code(record)
      for id in ["brinCodeKBB", "naamLeerbedrijf", "postcodeLeerbedrijf", "huisnummerLeerbedrijf", "creboCodeBPV"] {
        geregistreerd[id] = ""
      }
    }
    return geregistreerd
  }
}
