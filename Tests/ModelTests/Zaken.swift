/// A question that somebody has to answer: who is this deelnemer of this institution, by this name?
struct Zaak: Sendable {
  /// Who may be meant: by BSN, or by onderwijsnummer.
  enum Kandidaat: Hashable, Sendable {
    case bsn(String)
    case onderwijsnummer(String)
  }

  /// The answer.
  enum Besluit: Hashable, Sendable {
    case iemand(Kandidaat)
    /// An onderwijsnummer; the one that was given out, once it was.
    case nieuw(String?)
    /// The same as in the case of that number.
    case zaak(Int)
  }

  let nummer: Int
  let leerling: Leerling
  let naam: Zoeknaam
  /// In the order in which they came up.
  var kandidaten: [Kandidaat] = []
  var besluit: Besluit?
}

/// A deelnemer as his institution knows him.
struct Leerling: Hashable, Sendable {
  let brin: String
  let leerlingnummer: String
}

/// A melding that waits.
struct Wachtende: Sendable {
  /// The place of its delivery among all.
  let aanlevering: Int
  /// Its number there.
  let nummer: Int
}

/// Who waits, and what is decided.
extension Model {
  /// By what meldingen are of one person while nobody is identified.
  enum Kenmerk: Hashable {
    case leerling(Leerling)
    case naam(Zoeknaam)
  }

  func leerling(_ melding: Melding, _ brin: String) -> Leerling {
    Leerling(brin: brin, leerlingnummer: melding.sleutel["leerlingnummer"])
  }

  private func leerling(_ wachtende: Wachtende) -> Leerling {
    leerling(melding(wachtende), verwerkt[wachtende.aanlevering].levering.leverancier.brin)
  }

  private func kenmerken(_ melding: Melding, _ brin: String) -> Set<Kenmerk> {
    Set([.leerling(leerling(melding, brin))] + (melding.zoeknaam.map { [.naam($0)] } ?? []))
  }

  /// Whether a melding has to wait: it is of a person of whom nobody decided yet, or may be, going from
  /// one melding to the next over all that wait and all of the delivery at hand.
  func moetWachten(_ melding: Melding, _ brin: String, naast aanwezig: [Melding]) -> Bool {
    var gezocht: Set<Kenmerk> = []
    for zaak in zaken where zaak.besluit == nil { gezocht.formUnion([.leerling(zaak.leerling), .naam(zaak.naam)]) }
    if gezocht.isEmpty { return false }
    let anderen =
      wachtend.map { kenmerken(self.melding($0), verwerkt[$0.aanlevering].levering.leverancier.brin) }
      + aanwezig.map { kenmerken($0, brin) }
    var omvang = 0
    while gezocht.count > omvang {
      omvang = gezocht.count
      for ander in anderen where !ander.isDisjoint(with: gezocht) { gezocht.formUnion(ander) }
    }
    return !kenmerken(melding, brin).isDisjoint(with: gezocht)
  }

  func melding(_ wachtende: Wachtende) -> Melding {
    verwerkt[wachtende.aanlevering].levering.meldingen[wachtende.nummer - 1]
  }

  // MARK: Cases

  /// The case of a melding that searches by name; nil where nobody ever asked.
  func zaak(_ melding: Melding, _ brin: String) -> Int? {
    zaken.firstIndex { $0.leerling == leerling(melding, brin) && $0.naam == melding.zoeknaam }
  }

  /// The case that answers for another, or for itself.
  func geldend(_ plaats: Int) -> Int {
    guard case .zaak(let nummer) = zaken[plaats].besluit else { return plaats }
    return zaken.firstIndex { $0.nummer == nummer } ?? plaats
  }

  /// What is decided of a melding.
  func besluit(_ melding: Melding, _ brin: String) -> Zaak.Besluit? {
    zaak(melding, brin).flatMap { zaken[geldend($0)].besluit }
  }

  /// Has somebody decide who it is, unless he was asked already.
  mutating func open(_ melding: Melding, _ brin: String) {
    guard let naam = melding.zoeknaam, zaak(melding, brin) == nil else { return }
    laatsteZaak += 1
    zaken.append(
      Zaak(
        nummer: laatsteZaak, leerling: leerling(melding, brin), naam: naam,
        kandidaten: kandidaten(naam)))
  }

  /// Everyone of that name, by number: those of the BRP first.
  private func kandidaten(_ naam: Zoeknaam) -> [Zaak.Kandidaat] {
    let brp = personen.filter { $0["bsn"] != "" && Identificatie.persoon($0).zoeknaam == naam }
    let bron = bekendOnderOnderwijsnummer.filter { $0.persoon.zoeknaam == naam }
    return brp.compactMap { $0["bsn"] }.sorted().map { .bsn($0) }
      + bron.map(\.persoon.onderwijsnummer).sorted().map { .onderwijsnummer($0) }
  }

  /// The cases that nobody decided, each with who may be meant; who came up since stands last.
  mutating func onbeslist() -> [String] {
    zaken.indices.filter { zaken[$0].besluit == nil }.map { plaats in
      zaken[plaats].kandidaten += kandidaten(zaken[plaats].naam).filter { !zaken[plaats].kandidaten.contains($0) }
      let zaak = zaken[plaats]
      let kandidaten = zaak.kandidaten.map { kandidaat in
        switch kandidaat {
        case .bsn(let nummer), .onderwijsnummer(let nummer): nummer
        }
      }
      return Keten.zaak(
        zaak.nummer, zaak.leerling.brin, zaak.leerling.leerlingnummer, zaak.naam.delen, kandidaten: kandidaten)
    }
  }

  // MARK: At the desk

  /// Does what somebody does between deliveries; gives what that is, as a scenario writes it.
  mutating func doe(_ handeling: Handeling) -> [String] {
    switch handeling {
    case .verwijder(_, let nummer):
      verwijder(nummer)
      return ["verwijder: [\(nummer)]"]
    case .besluit(_, let brin, let leerlingnummer, let keuze):
      let leerling = Leerling(brin: brin, leerlingnummer: leerlingnummer)
      _ = onbeslist()
      return zaken.indices.filter { zaken[$0].leerling == leerling && zaken[$0].besluit == nil }.map {
        "besluit: [\(zaken[$0].nummer): \(beslis($0, keuze))]"
      }
    }
  }

  private mutating func beslis(_ plaats: Int, _ keuze: Handeling.Keuze) -> String {
    let kandidaten = zaken[plaats].kandidaten
    let eerdere = zaken.first { $0.besluit != nil && $0.naam == zaken[plaats].naam }
    switch keuze {
    case .kandidaat(let nummer) where !kandidaten.isEmpty:
      let volgnummer = nummer % kandidaten.count
      zaken[plaats].besluit = .iemand(kandidaten[volgnummer])
      return "\(volgnummer + 1)"
    case .zelfde where eerdere != nil:
      let nummer = eerdere?.nummer ?? 0
      if case .zaak(let ander) = eerdere?.besluit {
        zaken[plaats].besluit = .zaak(ander)
      } else {
        zaken[plaats].besluit = .zaak(nummer)
      }
      return "=\(nummer)"
    case .kandidaat, .zelfde, .nieuw:
      zaken[plaats].besluit = .nieuw(nil)
      return "nieuw"
    }
  }

  /// Takes a person out, with his history, what waits of him, and the decisions that say that it is he.
  private mutating func verwijder(_ nummer: String) {
    let gevonden = bekend.first { [$0.value.bsn, $0.value.onderwijsnummer].contains(nummer) }
    var nummers: Set = [nummer]
    var naam: Zoeknaam?
    if let (plaats, persoon) = gevonden {
      nummers.formUnion([persoon.bsn, persoon.onderwijsnummer].filter { !$0.isEmpty })
      if persoon.isOpNaam { naam = persoon.zoeknaam }
      bekend[plaats] = nil
      boek.vergeet(plaats)
    }
    let vanHem = wachtend.filter { wachtende in
      let melding = melding(wachtende)
      return ["sofinummer", "onderwijsnummer"].contains { nummers.contains(melding.sleutel[$0]) }
        || naam != nil && melding.zoeknaam == naam
    }
    let leerlingen = Set(vanHem.map(leerling))
    wachtend = wachtend.filter { !leerlingen.contains(leerling($0)) }
    vergeetZaken(nummers)
  }

  private mutating func vergeetZaken(_ nummers: Set<String>) {
    func isHij(_ zaak: Zaak) -> Bool {
      switch zaak.besluit {
      case .iemand(.bsn(let nummer)), .iemand(.onderwijsnummer(let nummer)), .nieuw(let nummer?):
        nummers.contains(nummer)
      default: false
      }
    }
    let zijne = Set(zaken.filter(isHij).map(\.nummer))
    zaken.removeAll { zaak in
      if case .zaak(let ander) = zaak.besluit { return zijne.contains(ander) }
      return zijne.contains(zaak.nummer)
    }
    for plaats in zaken.indices {
      let isErbij = zaken[plaats].kandidaten.contains { kandidaat in
        switch kandidaat {
        case .bsn(let nummer), .onderwijsnummer(let nummer): nummers.contains(nummer)
        }
      }
      if isErbij { zaken[plaats].kandidaten = [] }
    }
    let gevraagd = wachtend.map { (leerling($0), melding($0).zoeknaam) }
    zaken.removeAll { zaak in zaak.besluit == nil && !gevraagd.contains { $0 == zaak.leerling && $1 == zaak.naam } }
  }
}
