/// Who a melding is about.
struct Gevonden: Sendable {
  var persoon: Persoon
  /// His place in BRON; nil for who is new there.
  var plaats: Int?
  /// His row in the BRP, if he is in it.
  var brp: [String: String]?
  /// Whether his onderwijsnummer was given out just now.
  var isNieuwNummer = false
}

/// The second stage: the person.
struct Identificatie {
  private let bron: Model
  private let melding: Melding
  private let leverancier: Leverancier
  private(set) var signalen: [Signaal] = []
  private(set) var isInTwijfel = false
  private(set) var gevonden: Gevonden?

  private var sleutel: Record { melding.sleutel }
  private var isAfgekeurd: Bool { signalen.contains { $0.ernst == "A" } }

  init(_ melding: Melding, _ leverancier: Leverancier, in bron: Model) {
    self.bron = bron
    self.melding = melding
    self.leverancier = leverancier
    if !sleutel["sofinummer"].isEmpty {
      opSofinummer()
    } else if !sleutel["onderwijsnummer"].isEmpty {
      opOnderwijsnummer()
    } else {
      opNaam()
    }
    if isInTwijfel || isAfgekeurd { return }
    watDeBRPWeet()
    if melding.records.count == 2, melding.records[1].soort == 306 { wijziging(melding.records[1]) }
  }

  private mutating func meld(_ code: String, _ ernst: String, _ record: Int = 0) {
    if ernst == "A" && isAfgekeurd { return }
    signalen.append(Signaal(code, ernst, record))
  }

  // MARK: By number or name

  private mutating func opSofinummer() {
    let nummer = sleutel["sofinummer"]
    let rij = bron.brp(nummer)
    if let (plaats, persoon) = bron.persoon(bsn: nummer) {
      gevonden = Gevonden(persoon: persoon, plaats: plaats, brp: rij)
      if persoon.geboortedatum != sleutel["geboortedatum"] { meld("780", "S") }
    } else if let rij, Self.past(rij, sleutel["geboortedatum"], sleutel["geslacht"]) {
      gevonden = Gevonden(persoon: Self.persoon(rij), brp: rij)
      gevonden?.persoon.onderwijsnummer = ""
    } else {
      meld("753", "A")
    }
  }

  private mutating func opOnderwijsnummer() {
    let nummer = sleutel["onderwijsnummer"]
    if let (plaats, persoon) = bron.persoon(onderwijsnummer: nummer) {
      gevonden = Gevonden(persoon: persoon, plaats: plaats, brp: bron.brp(persoon.bsn))
    } else if let rij = bron.personen.first(where: { $0["onderwijsnummer"] == nummer }) {
      let bestaand = bron.persoon(bsn: rij["bsn"] ?? "")
      gevonden = Gevonden(
        persoon: bestaand?.persoon ?? Self.persoon(rij), plaats: bestaand?.plaats, brp: bron.brp(rij["bsn"] ?? ""))
    }
    guard let persoon = gevonden?.persoon, persoon.geboortedatum == sleutel["geboortedatum"],
      persoon.geslacht == sleutel["geslacht"]
    else { return meld("752", "A") }
    if !persoon.bsn.isEmpty { meld("X111", "S") }
  }

  private mutating func opNaam() {
    guard let naam = melding.zoeknaam else { return }
    switch bron.besluit(melding, leverancier.brin) {
    case .iemand(let kandidaat): return gekozen(kandidaat)
    case .nieuw(let nummer?): return gekozen(.onderwijsnummer(nummer))
    case .nieuw(nil): return nieuw()
    case .zaak, nil: break
    }
    let brp = bron.personen.filter { $0["bsn"] != "" && Self.persoon($0).zoeknaam == naam }
    let bekend = bron.bekendOnderOnderwijsnummer.filter { $0.persoon.zoeknaam == naam }
    switch (brp.count, bekend.count) {
    case (1, _):
      let bestaand = bron.persoon(bsn: brp[0]["bsn"] ?? "")
      gevonden = Gevonden(
        persoon: bestaand?.persoon ?? Self.persoon(brp[0]), plaats: bestaand?.plaats, brp: brp[0])
      if bestaand == nil { gevonden?.persoon.onderwijsnummer = "" }
      meld("755", "S")
    case (0, 1):
      gevonden = bekend[0]
      // Who got a BSN since goes on under that.
      meld(bekend[0].persoon.bsn.isEmpty ? "756" : "755", "S")
    case (0, 0): nieuw()
    default: isInTwijfel = true
    }
  }

  /// Nobody who is known.
  private mutating func nieuw() {
    let namen = melding.records(310)[0]
    var persoon = Persoon(
      geboortedatum: sleutel["geboortedatum"], geslacht: sleutel["geslacht"], achternaam: namen["achternaam"],
      voornamen: namen["alleVoornamen"])
    persoon.onderwijsnummer = bron.volgendOnderwijsnummer
    gevonden = Gevonden(persoon: persoon, isNieuwNummer: true)
    meld("757", "S")
  }

  /// Whom somebody chose: as if he had been found.
  private mutating func gekozen(_ kandidaat: Zaak.Kandidaat) {
    switch kandidaat {
    case .bsn(let nummer):
      let bestaand = bron.persoon(bsn: nummer)
      guard let rij = bron.brp(nummer) else { return }
      gevonden = Gevonden(persoon: bestaand?.persoon ?? Self.persoon(rij), plaats: bestaand?.plaats, brp: rij)
      if bestaand == nil { gevonden?.persoon.onderwijsnummer = "" }
    case .onderwijsnummer(let nummer):
      if let (plaats, persoon) = bron.persoon(onderwijsnummer: nummer) {
        gevonden = Gevonden(persoon: persoon, plaats: plaats, brp: bron.brp(persoon.bsn))
      } else if let rij = bron.personen.first(where: { $0["onderwijsnummer"] == nummer }) {
        gevonden = Gevonden(persoon: Self.persoon(rij))
      }
    }
    meld(gevonden?.persoon.bsn.isEmpty ?? true ? "756" : "755", "S")
  }

  // MARK: What else is known of him

  private mutating func watDeBRPWeet() {
    guard let brp = gevonden?.brp else { return }
    if sleutel["land"] == "6030" && brp["postcode"] != "" { meld("X108", "S") }
  }

  // MARK: 306

  /// First whether there is anything to change; the Programma van Eisen leaves the order open.
  private mutating func wijziging(_ record: Record) {
    guard let gevonden else { return }
    let nummer = record["sofinummerAchterhaald"]
    let geboortedatum = record["geboortedatumGewijzigd"]
    let geslacht = record["geslachtGewijzigd"]
    if !gevonden.persoon.inschrijvingen.keys.contains(where: { $0.leverancier.brin == leverancier.brin }) {
      meld("X159", "A", 1)
    }
    if !sleutel["sofinummer"].isEmpty && !(geboortedatum + geslacht).isEmpty { meld("X153", "A", 1) }
    if nummer.isEmpty { return }
    let past = bron.brp(nummer).map {
      Self.past(
        $0, geboortedatum.isEmpty ? sleutel["geboortedatum"] : geboortedatum,
        geslacht.isEmpty ? sleutel["geslacht"] : geslacht)
    }
    if past != true { meld("753", "A", 1) }
    if let ander = bron.persoon(bsn: nummer), ander.plaats != gevonden.plaats { meld("X158", "A", 1) }
  }

  // MARK: personen.csv

  private static func past(_ rij: [String: String], _ geboortedatum: String, _ geslacht: String) -> Bool {
    rij["geboortedatum"] == geboortedatum && rij["geslacht"] == geslacht
  }

  static func persoon(_ rij: [String: String]) -> Persoon {
    Persoon(
      bsn: rij["bsn"] ?? "", onderwijsnummer: rij["onderwijsnummer"] ?? "", geboortedatum: rij["geboortedatum"] ?? "",
      geslacht: rij["geslacht"] ?? "", achternaam: rij["achternaam"] ?? "", voornamen: rij["voornamen"] ?? "")
  }
}

extension Melding {
  /// What its person is searched by; nil where there is no 310.
  var zoeknaam: Zoeknaam? {
    records(310).first.map {
      Zoeknaam($0["achternaam"], $0["alleVoornamen"], sleutel["geboortedatum"], sleutel["geslacht"])
    }
  }
}
