/// Makes up what stands in a melding behind the person.
struct Recordmaker {
  var lot: Lot
  let leverancier: Leverancier
  /// The day of receipt.
  let datum: String
  var deelnemer: Deelnemer

  private static let begin = [
    "20080801", "20081001", "20081002", "20090126", "20090201", "20090202", "20090801", "20090801", "20090801",
    "20091001", "20091002", "20100101", "20100201", "20100202", "20100801", "20110101",
  ]
  private static let einde = [
    "20080930", "20081001", "20090131", "20090201", "20090731", "20090930", "20091001", "20091231", "20100131",
    "20100201", "20100202", "20100601", "20101001",
  ]

  /// The records; none where it is a 306 that comes.
  mutating func inhoud() -> [Record] {
    if lot.kans(deelnemer.isZonderNummer ? 3 : 6) { return [] }
    var records = deel()
    if lot.kans(12) { records += deel() }
    // Records that stand twice, and those beside the V of their inschrijving, are faults of the form.
    if lot.kans(97) {
      var gezien: Set<[String]> = []
      let weg = Set(records.filter { [320, 325, 330].contains($0.soort) && $0.mutatie == "V" }.map(\.volgnummer))
      records.removeAll { record in
        let isDubbel = !gezien.insert(["\(record.soort)", record.volgnummer] + Deelsleutel(record).waarden).inserted
        return isDubbel || record.soort % 5 != 0 && weg.contains(record.volgnummer)
      }
    }
    let soorten = Set(records.map(\.soort)).sorted()
    return soorten.flatMap { soort in records.filter { $0.soort == soort } }
  }

  private mutating func deel() -> [Record] {
    switch leverancier.sectordeel {
    case "BO": beroepsonderwijs()
    case "ED": educatie()
    default: vavo()
    }
  }

  /// Whether there is an inschrijving for more to hang on, as far as was sent.
  private var volgnummers: [String] {
    ["1", "2", "N3"].filter { volgnummer in
      [320, 325, 330].contains { deelnemer.gemeld.contains("\(leverancier) \($0) \(volgnummer) []") }
    }
  }

  /// Fills in the mutatie, by what was sent before; a V often has its key alone.
  private mutating func record(_ soort: Int, _ velden: [String: String], toevoeging: Bool = false) -> Record {
    var record = Record(soort, velden)
    let sleutel = "\(leverancier) \(soort) \(record.volgnummer) \(Deelsleutel(record).waarden)"
    record["soortMutatie"] = toevoeging ? "T" : lot.mutatie(deelnemer.gemeld.contains(sleutel))
    switch record.mutatie {
    case "T": deelnemer.gemeld.insert(sleutel)
    case "V":
      deelnemer.gemeld.remove(sleutel)
      if lot.kans(50) {
        let blijft = ["soortMutatie", "inschrijvingsvolgnummer"] + (Deelsleutel.velden[soort] ?? [])
        record.velden = record.velden.filter { blijft.contains($0.key) }
      }
    default: break
    }
    return record
  }

  private mutating func inschrijving(_ soort: Int, _ opleidingen: [String], _ velden: [String: String]) -> Record {
    // Who has to be searched can only be told of with a new inschrijving.
    let isNieuw = lot.kans(deelnemer.isZonderNummer ? 90 : 40)
    let begin = lot.een(Self.begin)
    let einden = Self.einde.filter { $0 >= begin }
    let eind = einden.isEmpty || lot.kans(60) ? "" : lot.een(einden)
    let eigen = [
      "inschrijvingsvolgnummer": isNieuw ? lot.een(["1", "1", "2", "N3"]) : volgnummer(),
      "gevolgdeOpleiding": lot.een(opleidingen), "datumInschrijving": begin,
      "geplandeDatumUitschrijving": lot.kans(99) ? "20120731" : "20090801", "werkelijkeDatumUitschrijving": eind,
      "hoogsteVooropleiding": lot.kans(98) ? "06" : "",
    ]
    return record(soort, velden.merging(eigen) { $1 })
  }

  /// Mostly that of an inschrijving that was sent.
  private mutating func volgnummer() -> String { lot.een(lot.kans(90) ? volgnummers + ["1"] : ["1", "2", "N3"]) }

  // MARK: Beroepsonderwijs

  private mutating func beroepsonderwijs() -> [Record] {
    switch volgnummers.isEmpty || deelnemer.isZonderNummer ? lot.getal(0...50) : lot.getal(0...99) {
    case 0..<45: return inschrijvingMetDelen()
    case 45..<65: return (0..<lot.getal(1...3)).map { _ in periode(volgnummer(), ingang: lot.een(Self.begin)) }
    case 65..<80: return [bpv(volgnummer())]
    default: return [diploma(volgnummer(), einde: "")]
    }
  }

  private mutating func inschrijvingMetDelen() -> [Record] {
    let isExamen = lot.kans(10)
    let inschrijving = inschrijving(
      320, ["95001", "95001", "95002"],
      [
        "leerweg": isExamen ? "" : lot.een(["BOL", "BOL", "BBL"]),
        "intensiteit": isExamen ? "EX" : lot.een(["VT", "DT"]),
        "indicatieGehandicapt": "N", "indicatieRisicodeelnemer": lot.een(["", "N"]),
      ])
    var records = [inschrijving]
    let begin = inschrijving["datumInschrijving"].isEmpty ? "20090801" : inschrijving["datumInschrijving"]
    let volgnummer = inschrijving.volgnummer
    if inschrijving.mutatie == "T" {
      if lot.kans(98) {
        let ingang = lot.kans(85) ? begin : lot.een(Self.begin)
        records.append(periode(volgnummer, ingang: ingang, toevoeging: true))
      }
      for _ in 0..<lot.getal(0...2) {
        records.append(periode(volgnummer, ingang: lot.een(Self.begin), toevoeging: true))
      }
    } else {
      for _ in 0..<lot.getal(0...2) { records.append(periode(volgnummer, ingang: lot.een([begin] + Self.begin))) }
    }
    if lot.kans(25) { records.append(bpv(volgnummer)) }
    if lot.kans(20) { records.append(diploma(volgnummer, einde: inschrijving["werkelijkeDatumUitschrijving"])) }
    return records
  }

  private mutating func periode(_ volgnummer: String, ingang: String, toevoeging: Bool = false) -> Record {
    record(
      321,
      [
        "inschrijvingsvolgnummer": volgnummer, "datumIngangPeriodegegevensInschrijving": ingang,
        "indicatieBekostigingInschrijving": lot.kans(60) ? "J" : "N",
      ], toevoeging: toevoeging)
  }

  private mutating func bpv(_ volgnummer: String) -> Record {
    var velden = [
      "inschrijvingsvolgnummer": volgnummer, "bpvVolgnummer": lot.een(["01", "02"]),
      "afsluitdatumBPV": lot.een(["20081231", "20090101", "20090901", "20091231", "20100101"]),
      "datumBeginBPV": lot.een(["20080901", "20090901", "20090901", "20100201"]), "geplandeDatumEindeBPV": "20110630",
      "werkelijkeDatumEindeBPV": lot.kans(80) ? "" : lot.een([datum, "20101231"]), "omvangBPV": lot.een(["", "0800"]),
    ]
    if lot.kans(60) {
      velden["leerbedrijf"] = lot.een([
        "02PR1234AB0001601", "02PR1234AB0001601", "02QG5678EF0002001", "02QG1234AB00157", "",
      ])
    } else {
      velden["brinCodeKBB"] = lot.een(["02PR", "02PR", "02PR", "99XX", ""])
      velden["naamLeerbedrijf"] = lot.een(["De Hamer", "De Tang", "Onbekend"])
      let plaats = lot.een([("1234AB", "00016"), ("5678EF", "00020"), ("5678EF", "00099"), ("12 AB", "00016")])
      (velden["postcodeLeerbedrijf"], velden["huisnummerLeerbedrijf"]) = plaats
    }
    return record(322, velden)
  }

  private mutating func diploma(_ volgnummer: String, einde: String) -> Record {
    let dagen = [
      "20081130", "20090211", "20090630", "20090630", "20091001", "20100122", "20100122", self.datum, "20101231",
    ]
    let datum = lot.een(dagen)
    let isDeel = lot.kans(25)
    return record(
      323,
      [
        "inschrijvingsvolgnummer": volgnummer,
        "behaaldeKwalificatie": isDeel ? "51001" : lot.een(["95001", "95001", "95002"]),
        "datumBehaald": einde.isEmpty || lot.kans(40) ? datum : einde,
        "indicatieBekostigingDiploma": isDeel || lot.kans(30) ? "N" : "J",
      ])
  }

  // MARK: Educatie

  private mutating func educatie() -> [Record] {
    var records: [Record] = []
    var volgnummer = volgnummer()
    if lot.kans(volgnummers.isEmpty || deelnemer.isZonderNummer ? 90 : 25) {
      let inschrijving = inschrijving(325, ["5511", "5501"], ["indicatieNieuwkomer": "N", "contacturenPerWeek": "10"])
      volgnummer = inschrijving.volgnummer
      records.append(inschrijving)
    }
    if lot.kans(30) {
      let velden = ["voltooideOpleiding": lot.een(["5511", "5511", "5501"]), "datumVoltooid": lot.een(Self.begin)]
      records.append(record(326, velden.merging(["inschrijvingsvolgnummer": volgnummer]) { $1 }))
    }
    for _ in 0..<lot.getal(0...2) {
      let velden = [
        "inschrijvingsvolgnummer": volgnummer, "vakvolgnummer": lot.een(["01", "02"]),
        "vak": lot.een(["0310", "0990", "0990"]), "datumVoltooid": lot.kans(60) ? "" : lot.een(Self.begin),
      ]
      records.append(record(327, velden))
    }
    for _ in 0..<lot.getal(records.isEmpty ? 1...2 : 0...2) {
      let velden = [
        "inschrijvingsvolgnummer": volgnummer, "vakvolgnummer": lot.een(["01", "02"]),
        "nt2Vaardigheid": lot.een(["01", "02"]), "startniveau": lot.een(["1", "2"]),
        "behaaldNiveau": lot.een(["", "2"]),
      ]
      records.append(record(328, velden))
    }
    return records
  }

  // MARK: Vavo

  private mutating func vavo() -> [Record] {
    var records: [Record] = []
    var volgnummer = volgnummer()
    if lot.kans(volgnummers.isEmpty || deelnemer.isZonderNummer ? 90 : 25) {
      let inschrijving = inschrijving(330, ["5370", "5150"], ["contacturenPerWeek": "10"])
      volgnummer = inschrijving.volgnummer
      records.append(inschrijving)
    }
    for _ in 0..<lot.getal(records.isEmpty ? 1...2 : 0...2) {
      let examen = lot.een(["5370", "5150"])
      let jaar = lot.een(["2008", "2009", "2009", "2010", "2011"])
      let isGeslaagd = lot.kans(50) && jaar + "0101" <= datum
      let sleutel = ["inschrijvingsvolgnummer": volgnummer, "examen": examen, "examenjaar": jaar]
      let uitslag = isGeslaagd ? ["uitslagExamen": "G", "datumUitslagExamen": "\(jaar)0101"] : [:]
      let record = record(331, sleutel.merging(uitslag) { $1 })
      records.append(record)
      if record.mutatie == "V" && lot.kans(90) { continue }
      for vak in lot.gehusseld(["0011", "0012", "0310"]).prefix(lot.getal(0...10) == 0 ? 0 : lot.getal(1...3)) {
        let velden = [
          "examenvak": vak, "indicatieDiplomavak": lot.een(["J", "J", "N"]), "toepassingResultaatExamenvak": "G",
          "cijferSchoolexamen": lot.een(["060", "070"]),
        ]
        records.append(Record(332, velden.merging(sleutel) { $1 }))
      }
    }
    return records
  }
}
