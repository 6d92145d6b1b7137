/// The register's rules once more, as slow and simple as they can be written: one melding after the
/// other, over dictionaries of text.
///
/// It was written from the Programma van Eisen and not from `Sources/`, and is held against it.
struct Model {
  /// The rows of `personen.csv`, with every column.
  let personen: [[String: String]]
  private let tabellen: [String: String]
  private let rijen: [String: [String: [String: String]]]
  /// Whom BRON knows, by the order in which they came.
  private var bekend: [Int: Persoon] = [:]
  private var laatsteNummer = 100_000_000
  /// Of whom meldingen wait.
  private var wachtenden: Set<Kenmerk> = []

  /// By what meldingen are of one person while nobody is identified.
  private enum Kenmerk: Hashable {
    case leerlingnummer(brin: String, String)
    case naam(Zoeknaam)
  }

  init(_ wereld: Wereld) {
    personen = wereld.personen.map { rij in
      Dictionary(uniqueKeysWithValues: Keten.kolommen.map { ($0, rij[$0] ?? "") })
    }
    tabellen = wereld.tabellen
    rijen = wereld.rijen
  }

  /// What comes of a sequence of deliveries.
  static func afloop(_ wereld: Wereld, _ veldregels: (Levering) throws -> Veldregels) throws -> Afloop {
    var model = Model(wereld)
    let antwoorden = try wereld.leveringen.map { try model.verwerk($0, veldregels($0)) }
    return Afloop(antwoorden: antwoorden, register: model.register)
  }

  // MARK: Who is known

  func brp(_ bsn: String) -> [String: String]? {
    bsn.isEmpty ? nil : personen.first { $0["bsn"] == bsn }
  }

  func persoon(bsn: String) -> (plaats: Int, persoon: Persoon)? {
    bsn.isEmpty ? nil : bekend.first { $0.value.bsn == bsn }.map { ($0.key, $0.value) }
  }

  func persoon(onderwijsnummer: String) -> (plaats: Int, persoon: Persoon)? {
    bekend.first { $0.value.onderwijsnummer == onderwijsnummer }.map { ($0.key, $0.value) }
  }

  /// Whom BRON knows by onderwijsnummer: as the register has them, else as `personen.csv` does.
  var bekendOnderOnderwijsnummer: [Gevonden] {
    let hier = bekend.filter { !$0.value.onderwijsnummer.isEmpty }
    let elders = personen.filter { rij in
      rij["bsn"] == "" && !hier.values.contains { $0.onderwijsnummer == rij["onderwijsnummer"] }
    }
    return hier.map { Gevonden(persoon: $0.value, plaats: $0.key, brp: brp($0.value.bsn)) }
      + elders.map { Gevonden(persoon: Identificatie.persoon($0)) }
  }

  /// The next number behind the last one that passes its test and is nobody's.
  var volgendOnderwijsnummer: String {
    var nummer = laatsteNummer + 1
    while !Nummers.isOnderwijsnummer(nummer) || personen.contains(where: { $0["onderwijsnummer"] == "\(nummer)" }) {
      nummer += 1
    }
    return "\(nummer)"
  }

  // MARK: A delivery

  private mutating func verwerk(_ levering: Levering, _ veldregels: Veldregels) throws -> [Antwoord] {
    let velden = try levering.meldingen.map(veldregels.signalen)
    // Meldingen of a person wait before and behind the one that is in doubt.
    for (melding, signalen) in zip(levering.meldingen, velden) where !signalen.contains(where: { $0.ernst == "A" }) {
      if Identificatie(melding, levering.leverancier, in: self).isInTwijfel { wacht(melding, levering) }
    }
    while levering.meldingen.contains(where: { wacht($0, alsZelfdePersoonIn: levering) }) {}
    return zip(levering.meldingen, velden).map { verwerk($0, levering, $1) }
  }

  private func kenmerken(_ melding: Melding, _ levering: Levering) -> Set<Kenmerk> {
    let leerling = Kenmerk.leerlingnummer(brin: levering.leverancier.brin, melding.sleutel["leerlingnummer"])
    return Set([leerling] + (melding.zoeknaam.map { [.naam($0)] } ?? []))
  }

  private mutating func wacht(_ melding: Melding, _ levering: Levering) {
    wachtenden.formUnion(kenmerken(melding, levering))
  }

  /// Whether the melding has to wait, and something new has to wait for it.
  private mutating func wacht(_ melding: Melding, alsZelfdePersoonIn levering: Levering) -> Bool {
    let kenmerken = kenmerken(melding, levering)
    if wachtenden.isDisjoint(with: kenmerken) || kenmerken.isSubset(of: wachtenden) { return false }
    wachtenden.formUnion(kenmerken)
    return true
  }

  private mutating func verwerk(_ melding: Melding, _ levering: Levering, _ velden: [Signaal]) -> Antwoord {
    if !wachtenden.isDisjoint(with: kenmerken(melding, levering)) {
      wacht(melding, levering)
      return Antwoord(status: "B", signalen: [])
    }
    if velden.contains(where: { $0.ernst == "A" }) { return antwoord(melding, velden) }
    let identificatie = Identificatie(melding, levering.leverancier, in: self)
    if identificatie.isInTwijfel {
      wacht(melding, levering)
      return Antwoord(status: "B", signalen: [])
    }
    var signalen = velden + identificatie.signalen
    guard let gevonden = identificatie.gevonden, !signalen.contains(where: { $0.ernst == "A" }) else {
      return antwoord(melding, signalen)
    }
    var fase = Registerfase(
      melding, gevonden.persoon, levering, Teldata(tabellen["schooljaren"], levering), rijen, velden,
      overlijden: gevonden.brp?["datum_overlijden"] ?? "")
    fase.verwerk()
    signalen += fase.signalen
    if !fase.isAfgekeurd {
      signalen += slot(melding, gevonden, fase)
      registreer(melding, gevonden, fase.persoon)
    }
    return antwoord(melding, signalen)
  }

  private func antwoord(_ melding: Melding, _ signalen: [Signaal]) -> Antwoord {
    Antwoord(
      status: signalen.contains { $0.ernst == "A" } ? "A" : "G",
      signalen: Signaal.geordend(signalen).map { $0.tekst(melding) })
  }

  // MARK: The melding as a whole

  private func slot(_ melding: Melding, _ gevonden: Gevonden, _ fase: Registerfase) -> [Signaal] {
    let postcode = melding.sleutel["postcodeVolgensInstelling"]
    var signalen: [Signaal] = []
    if let brp = gevonden.brp {
      if brp["geheim"] == "J" {
        signalen.append(Signaal("956", "S", 0))
      } else if postcode != brp["postcode"] {
        signalen.append(Signaal("770", "S", 0))
      } else if melding.voegtInschrijvingToe && !["", postcode].contains(gevonden.persoon.postcode) {
        signalen.append(Signaal("772", "S", 0))
      }
    }
    for (index, record) in melding.records.enumerated() where record.soort == 323 && record.mutatie != "V" {
      let einde = fase.inschrijving(record)?.gegevens["werkelijkeDatumUitschrijving"] ?? ""
      if !einde.isEmpty && einde != record["datumBehaald"] { signalen.append(Signaal("940", "S", index)) }
    }
    return signalen
  }

  private mutating func registreer(_ melding: Melding, _ gevonden: Gevonden, _ na: Persoon) {
    var persoon = na
    if melding.voegtInschrijvingToe {
      persoon.postcode = melding.sleutel["postcodeVolgensInstelling"]
      persoon.land = melding.sleutel["land"]
    }
    for wijziging in melding.records(306) {
      func nieuw(_ id: String, _ oud: String) -> String { wijziging[id].isEmpty ? oud : wijziging[id] }
      persoon.bsn = nieuw("sofinummerAchterhaald", persoon.bsn)
      persoon.geboortedatum = nieuw("geboortedatumGewijzigd", persoon.geboortedatum)
      persoon.geslacht = nieuw("geslachtGewijzigd", persoon.geslacht)
      if !wijziging["datumIngangAdreswijziging"].isEmpty {
        persoon.postcode = wijziging["postcodeVolgensInstellingGewijzigd"]
        persoon.land = wijziging["landGewijzigd"]
      }
    }
    if gevonden.isNieuwNummer { laatsteNummer = Int(persoon.onderwijsnummer) ?? laatsteNummer }
    bekend[gevonden.plaats ?? bekend.count] = persoon
  }

  // MARK: What there is

  /// Everything registered, as `Keten` reads it from the register.
  private var register: [String] {
    let regels = bekend.values.flatMap { persoon in
      let naam = persoon.bsn.isEmpty ? persoon.onderwijsnummer : persoon.bsn
      let over = [
        "persoon", persoon.bsn, persoon.onderwijsnummer, persoon.geboortedatum, persoon.geslacht, persoon.postcode,
        persoon.land,
      ]
      return [over.joined(separator: " ")]
        + persoon.inschrijvingen.flatMap { sleutel, inschrijving in
          let van = "\(naam) \(sleutel.leverancier.brin) \(sleutel.leverancier.aanleverpunt)"
          return ([inschrijving.gegevens] + inschrijving.delen.values).map { "\(van) \(Keten.regel($0))" }
        }
    }
    return (regels + ["laatste onderwijsnummer \(laatsteNummer)"]).sorted()
  }
}

extension Melding {
  var voegtInschrijvingToe: Bool {
    records.contains { [320, 325, 330].contains($0.soort) && $0.mutatie == "T" }
  }
}
