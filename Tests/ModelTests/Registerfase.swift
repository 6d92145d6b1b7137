/// The third stage: the records of a melding against the register, each as if it were applied.
struct Registerfase {
  let melding: Melding
  let levering: Levering
  let teldata: Teldata
  /// The reference tables by key.
  let tabellen: [String: [String: [String: String]]]
  /// What the fields of the melding gave already.
  let velden: [Signaal]
  /// When the person died, if the BRP says so.
  let overlijden: String
  /// The person as the records so far would leave him.
  var persoon: Persoon
  private(set) var signalen: [Signaal] = []
  /// The inschrijvingen of which a 321 in this melding has 814.
  private var metOktober: Set<String> = []

  var isAfgekeurd: Bool { signalen.contains { $0.ernst == "A" } }

  init(
    _ melding: Melding, _ persoon: Persoon, _ levering: Levering, _ teldata: Teldata,
    _ tabellen: [String: [String: [String: String]]], _ velden: [Signaal], overlijden: String
  ) {
    self.melding = melding
    self.persoon = persoon
    self.levering = levering
    self.teldata = teldata
    self.tabellen = tabellen
    self.velden = velden
    self.overlijden = overlijden
  }

  /// Only the first afkeuring is told.
  mutating func meld(_ code: String, _ ernst: String, _ record: Int, plaats: Int? = nil) {
    if ernst == "A" && isAfgekeurd { return }
    signalen.append(Signaal(code, ernst, record, plaats: plaats))
  }

  func sleutel(_ record: Record) -> Inschrijvingsleutel {
    .init(leverancier: levering.leverancier, volgnummer: record.volgnummer)
  }

  func inschrijving(_ record: Record) -> Inschrijving? { persoon.inschrijvingen[sleutel(record)] }

  /// The records in the order in which they are applied: the 321s from the latest to the earliest.
  private var volgorde: [Int] {
    let ingang = "datumIngangPeriodegegevensInschrijving"
    let perioden = melding.records.indices.filter { melding.records[$0].soort == 321 }
    var gesorteerd = perioden.sorted {
      (melding.records[$1][ingang], $0) < (melding.records[$0][ingang], $1)
    }[...]
    return melding.records.indices.map { melding.records[$0].soort == 321 ? gesorteerd.removeFirst() : $0 }
  }

  mutating func verwerk() {
    let volgorde = volgorde
    for (beurt, index) in volgorde.enumerated() {
      let record = melding.records[index]
      switch record.soort {
      case 320, 325, 330: verwerkInschrijving(record, index)
      case 321...332: verwerkDeel(record, index)
      default: continue
      }
      if record.soort == 321 && record.mutatie != "V" { oktober(record, index, beurt) }
      // An inschrijving is tested on 1 February behind the last of its 321s.
      let komtNog = volgorde[(beurt + 1)...].contains {
        melding.records[$0].soort == 321 && melding.records[$0].volgnummer == record.volgnummer
      }
      if [320, 321].contains(record.soort) && !komtNog { februari(record) }
    }
    if melding.records.contains(where: isNaOverlijden) { meld("X110", "S", 0) }
  }

  private mutating func verwerkDeel(_ record: Record, _ index: Int) {
    guard let inschrijving = inschrijving(record) else { return meld("805", "A", index) }
    switch record.soort {
    case 321: periode(record, index, inschrijving)
    case 322: bpv(record, index, inschrijving)
    case 323: diploma(record, index, inschrijving)
    case 326: resultaat(record, index, inschrijving)
    case 327: vak(record, index, inschrijving)
    case 328: vaardigheid(record, index, inschrijving)
    case 331: examen(record, index, inschrijving)
    // A 332 belongs to its 331 and is registered with it.
    default: return
    }
    var daarna = inschrijving
    daarna.pasToe(geregistreerd(record), vakken: vakken(record))
    persoon.inschrijvingen[sleutel(record)] = daarna
  }

  /// The 332s that come with a 331.
  func vakken(_ examen: Record) -> [Record] {
    if examen.soort != 331 { return [] }
    return melding.records(332).filter {
      $0.volgnummer == examen.volgnummer && $0["examen"] == examen["examen"]
        && $0["examenjaar"] == examen["examenjaar"]
    }
  }

  // MARK: 814

  private func dubbel(_ record: Record, op dagen: [String]) -> Bool {
    guard let deze = inschrijving(record) else { return false }
    let andere = persoon.inschrijvingen.filter { $0.key != sleutel(record) }.values
    return dagen.contains { dag in deze.isBekostigd(op: dag) && andere.contains { $0.isBekostigd(op: dag) } }
  }

  private mutating func oktober(_ record: Record, _ index: Int, _ beurt: Int) {
    guard dubbel(record, op: (2000...2030).map { "\($0)1001" }) else { return }
    metOktober.insert(record.volgnummer)
    // Behind every 320, in the order in which the 321s are applied.
    meld("814", "S", index, plaats: melding.records.count + beurt)
  }

  private mutating func februari(_ record: Record) {
    guard
      let index = melding.records.firstIndex(where: {
        $0.soort == 320 && $0.volgnummer == record.volgnummer && $0.mutatie != "V"
      }), !metOktober.contains(record.volgnummer)
    else { return }
    if dubbel(record, op: (2009...2030).map { "\($0)0201" }) { meld("814", "S", index) }
  }

  // MARK: X358

  /// Another funded diploma of the same year, of the same level or higher, both being known.
  mutating func dubbelDiploma(_ record: Record, _ index: Int) {
    guard record["indicatieBekostigingDiploma"] == "J", let niveau = niveau(record) else { return }
    let andere = persoon.inschrijvingen.flatMap { sleutel, inschrijving in
      inschrijving.delen(323).filter { sleutel != self.sleutel(record) || Deelsleutel($0) != Deelsleutel(record) }
    }
    let isDubbel = andere.contains { ander in
      ander["indicatieBekostigingDiploma"] == "J"
        && ander["datumBehaald"].prefix(4) == record["datumBehaald"].prefix(4)
        && self.niveau(ander).map { $0 >= niveau } ?? false
    }
    if isDubbel { meld("X358", "S", index) }
  }

  private func niveau(_ diploma: Record) -> Int? {
    Int(tabellen["opleidingen"]?[diploma["behaaldeKwalificatie"]]?["niveau"] ?? "")
  }

  // MARK: X110

  /// Whether an inschrijving of the melding begins, or is funded on a 1 October, after the death.
  private func isNaOverlijden(_ record: Record) -> Bool {
    guard [320, 321, 325, 330].contains(record.soort), record.mutatie != "V", !overlijden.isEmpty,
      let inschrijving = inschrijving(record)
    else { return false }
    return record["datumInschrijving"] > overlijden
      || (2000...2030).contains { "\($0)1001" > overlijden && inschrijving.isBekostigd(op: "\($0)1001") }
  }
}

extension Inschrijving {
  /// What a record leaves, whether or not there was something before.
  mutating func pasToe(_ record: Record, vakken: [Record] = []) {
    let sleutel = Deelsleutel(record)
    if record.mutatie == "V" || record.soort == 331 {
      delen = delen.filter { $0.key != sleutel && !sleutel.neemtMee($0.key) }
    }
    if record.mutatie == "V" { return }
    for deel in [record] + vakken { delen[Deelsleutel(deel)] = deel }
  }
}
