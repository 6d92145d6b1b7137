import Exchange

/// What somebody does between two deliveries: deciding who a person is, and removing one.
struct Balie: Sendable {
  /// In order, the case and what is decided of it.
  let besluiten: [(zaak: Int64, keuze: Beslisbalie.Keuze)]
  /// Who is taken out of the register, by BSN or onderwijsnummer.
  let verwijderd: [String]

  /// Nothing is done.
  init() { (besluiten, verwijderd) = ([], []) }

  init(_ node: Tekst) throws {
    verwijderd = (node["verwijder"]?.lijst ?? []).map(\.tekst)
    besluiten = try (node["besluit"]?.lijst ?? []).flatMap(\.paren).map { zaak, besluit in
      guard let nummer = Int64(zaak), let keuze = Self.keuze(besluit.tekst) else {
        throw Scenariofout("\(besluit.place): '\(zaak): \(besluit.tekst)' is no decision")
      }
      return (nummer, keuze)
    }
  }

  /// As `register decide` reads it from a file, in Dutch.
  private static func keuze(_ tekst: String) -> Beslisbalie.Keuze? {
    switch tekst {
    case "nieuw": .nieuw
    case "geen": .geen
    case _ where tekst.hasPrefix("="): Int64(tekst.dropFirst()).map { .alsZaak($0) }
    case _ where tekst.count == 9: .nummer(tekst)
    default: Int(tekst).map { .kandidaat($0) }
    }
  }
}

/// What must come back of a delivery that was answered before.
struct Teruggekomen: Sendable {
  let batchnummer: Int
  /// All meldingen, and how many of them are good, bad, and in behandeling by now.
  let tellers: [Int]
  /// By number, those that are decided now.
  let meldingen: [(nummer: Int, melding: Scenariomelding)]

  init(_ node: Tekst) throws {
    try node.only(["batch", "tellers", "meldingen"])
    batchnummer = Int(node["batch"]?.tekst ?? "") ?? -1
    tellers = (node["tellers"]?.lijst ?? []).map { Int($0.tekst) ?? -1 }
    meldingen = try (node["meldingen"]?.paren ?? []).map { (Int($0) ?? -1, try Scenariomelding($1)) }
    if tellers.count != 4 || meldingen.isEmpty { throw Scenariofout("\(node.place): what comes back of a delivery?") }
  }
}

extension Teruggekomen {
  /// What must come back of a delivery that is answered now: all that does not have to wait.
  init(_ aanlevering: Scenarioaanlevering) {
    batchnummer = Int(aanlevering.batchnummer) ?? -1
    let statussen = aanlevering.meldingen.map(\.status)
    tellers = [statussen.count] + ["G", "A", "B"].map { status in statussen.count { $0 == status } }
    meldingen = zip(1..., aanlevering.meldingen).filter { $1.status != "B" }.map { ($0, $1) }
  }
}

extension Scenarioaanlevering {
  /// How each answer must end: that of the delivery, and the feedback that comes without one.
  var antwoorden: [String] {
    let eigen = heeftBestand ? ["\(isGeweigerd ? "geweigerd" : "aangenomen") \(fouten)"] : []
    return eigen + (terug.isEmpty || heeftBestand && !isGeweigerd ? [] : ["vervolg []"])
  }

  /// What must come back, by delivery: earlier ones first.
  var verwacht: [Teruggekomen] { terug + (heeftBestand && !isGeweigerd ? [Teruggekomen(self)] : []) }
}
