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
  var bekend: [Int: Persoon] = [:]
  private var aantalGekomen = 0
  private var laatsteNummer = 100_000_000
  /// What became known when.
  var boek = Boek()
  /// All deliveries so far.
  private(set) var verwerkt: [Verwerkt] = []
  /// The meldingen that wait, in the order in which they came.
  var wachtend: [Wachtende] = []
  /// What somebody has to decide, or did.
  var zaken: [Zaak] = []
  /// The number of the last case, which none gets again.
  var laatsteZaak = 0

  /// A delivery, with what the fields of its meldingen gave and how they fared so far.
  struct Verwerkt {
    let levering: Levering
    let batchnummer: Int
    let velden: [[Signaal]]
    var goed = 0
    var fout = 0
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
    let stappen = try wereld.leveringen.map { levering in
      let handelingen = levering.vooraf.flatMap { model.doe($0) }
      let antwoorden = try model.verwerk(levering, veldregels(levering))
      return Stap(handelingen: handelingen, terugkoppelingen: antwoorden, onbeslist: model.onbeslist())
    }
    let standen = Set(wereld.leveringen.map(\.datum)).sorted().flatMap { dag in
      model.boek.uitvoer(op: dag).map { "as of \(dag): \($0)" }
    }
    return Afloop(
      stappen: stappen, register: model.register, geschiedenis: model.boek.geschiedenis,
      standen: standen + model.boek.uitvoer(op: nil).map { "now: \($0)" })
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
    let zonderBSN = personen.filter { $0["bsn"] == "" }
    // Who has a BSN is one of the BRP, unless his row says that he has none.
    let hier = bekend.filter { _, persoon in
      !persoon.onderwijsnummer.isEmpty
        && (persoon.bsn.isEmpty || zonderBSN.contains { $0["onderwijsnummer"] == persoon.onderwijsnummer })
    }
    let elders = zonderBSN.filter { rij in
      !hier.values.contains { $0.onderwijsnummer == rij["onderwijsnummer"] }
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

  /// Processes what was decided, and the delivery; gives a feedback for each leverancier who gets one.
  private mutating func verwerk(_ levering: Levering, _ veldregels: Veldregels) throws -> [[Blok]] {
    var terug: [[Blok]] = []
    let van = levering.leverancier
    if !levering.meldingen.isEmpty {
      let eerder = besloten(van).compactMap { verwerk($0, $1, op: levering.datum) }
      let aantal = verwerkt.count { $0.levering.leverancier == van }
      verwerkt.append(
        Verwerkt(
          levering: levering, batchnummer: aantal + 1, velden: try levering.meldingen.map(veldregels.signalen)))
      vraag(verwerkt.count - 1)
      let eigen = verwerk(verwerkt.count - 1, Array(1...levering.meldingen.count), op: levering.datum)
      terug.append(eerder + [eigen ?? blok(verwerkt.count - 1, [:])])
    }
    let anderen = Set(verwerkt.map(\.levering.leverancier)).filter { !besloten($0).isEmpty }.sorted {
      [$0.brin, $0.aanleverpunt, $0.sectordeel].lexicographicallyPrecedes([$1.brin, $1.aanleverpunt, $1.sectordeel])
    }
    for ander in anderen {
      let blokken = besloten(ander).compactMap { verwerk($0, $1, op: levering.datum) }
      if !blokken.isEmpty { terug.append(blokken) }
    }
    return terug
  }

  /// The meldingen of a leverancier that need not wait any longer, by delivery.
  private func besloten(_ van: Leverancier) -> [(aanlevering: Int, nummers: [Int])] {
    let vrij = wachtend.filter {
      verwerkt[$0.aanlevering].levering.leverancier == van && !moetWachten(melding($0), van.brin, naast: [])
    }
    return Dictionary(grouping: vrij, by: \.aanlevering).sorted { $0.key < $1.key }.map { ($0, $1.map(\.nummer)) }
  }

  /// Looks a delivery through for persons of whom there are several.
  private mutating func vraag(_ aanlevering: Int) {
    let levering = verwerkt[aanlevering].levering
    for (melding, velden) in zip(levering.meldingen, verwerkt[aanlevering].velden)
    where !velden.contains(where: { $0.ernst == "A" }) {
      if Identificatie(melding, levering.leverancier, in: self).isInTwijfel { open(melding, levering.leverancier.brin) }
    }
  }

  /// Processes meldingen of one delivery; nil where all of them wait.
  private mutating func verwerk(_ aanlevering: Int, _ nummers: [Int], op dag: String) -> Blok? {
    let aanwezig = nummers.map { verwerkt[aanlevering].levering.meldingen[$0 - 1] }
    var antwoorden: [Int: Antwoord] = [:]
    for nummer in nummers {
      let antwoord = verwerk(aanlevering, nummer, naast: aanwezig, op: dag)
      wachtend.removeAll { $0.aanlevering == aanlevering && $0.nummer == nummer }
      if let antwoord {
        antwoorden[nummer] = antwoord
        verwerkt[aanlevering].goed += antwoord.status == "G" ? 1 : 0
        verwerkt[aanlevering].fout += antwoord.status == "A" ? 1 : 0
      } else {
        wachtend.append(Wachtende(aanlevering: aanlevering, nummer: nummer))
        wachtend.sort { ($0.aanlevering, $0.nummer) < ($1.aanlevering, $1.nummer) }
      }
    }
    return antwoorden.isEmpty ? nil : blok(aanlevering, antwoorden)
  }

  private func blok(_ aanlevering: Int, _ antwoorden: [Int: Antwoord]) -> Blok {
    let (levering, goed, fout) = (
      verwerkt[aanlevering].levering, verwerkt[aanlevering].goed, verwerkt[aanlevering].fout
    )
    let aantal = levering.meldingen.count
    return Blok(
      leverancier: levering.leverancier, batchnummer: verwerkt[aanlevering].batchnummer,
      tellers: [aantal, goed, fout, aantal - goed - fout], antwoorden: antwoorden)
  }

  /// The answer to one melding; nil where it has to wait.
  private mutating func verwerk(_ aanlevering: Int, _ nummer: Int, naast aanwezig: [Melding], op dag: String)
    -> Antwoord?
  {
    let levering = verwerkt[aanlevering].levering
    let melding = levering.meldingen[nummer - 1]
    let velden = verwerkt[aanlevering].velden[nummer - 1]
    if moetWachten(melding, levering.leverancier.brin, naast: aanwezig) { return nil }
    if velden.contains(where: { $0.ernst == "A" }) { return antwoord(melding, velden) }
    let identificatie = Identificatie(melding, levering.leverancier, in: self)
    if identificatie.isInTwijfel {
      open(melding, levering.leverancier.brin)
      return nil
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
      let plaats = registreer(melding, gevonden, fase.persoon)
      if gevonden.isNieuwNummer, let zaak = zaak(melding, levering.leverancier.brin) {
        zaken[geldend(zaak)].besluit = .nieuw(fase.persoon.onderwijsnummer)
      }
      let bron = Keten.bron(levering.leverancier, verwerkt[aanlevering].batchnummer, nummer)
      boek.noteer(
        plaats, was: gevonden.plaats == nil ? nil : gevonden.persoon, wordt: bekend[plaats] ?? fase.persoon, bron: bron,
        op: dag)
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

  /// Gives the place of the person.
  private mutating func registreer(_ melding: Melding, _ gevonden: Gevonden, _ na: Persoon) -> Int {
    var persoon = na
    // By name somebody is found only who came by name, and without a BSN.
    if gevonden.plaats == nil && persoon.bsn.isEmpty { persoon.isOpNaam = melding.zoeknaam != nil }
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
    let plaats = gevonden.plaats ?? aantalGekomen
    if gevonden.plaats == nil { aantalGekomen += 1 }
    bekend[plaats] = persoon
    return plaats
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
