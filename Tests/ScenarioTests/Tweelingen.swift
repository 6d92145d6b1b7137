import Exchange

@testable import ProgrammaVanEisen

/// All twins, and the catalogue that they belong to.
struct Tweelingen: Sendable {
  let pve: PvE
  let standaard: Standaard
  let bases: Tweelingbases
  let bestanden: [Tweelingbestand]

  /// Read once for all tests.
  static let all = Result {
    let root = Scenario.map.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var pve = try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
    // One that is off must work for whoever turns it on.
    for index in pve.controles.indices { pve.controles[index].isAan = true }
    let standaard = try Standaard()
    let bases = try Tweelingbases(standaard)
    return Tweelingen(
      pve: pve, standaard: standaard, bases: bases, bestanden: try Tweelingbestand.all(bases, standaard, pve))
  }

  /// The check that twins belong to; nil where that is not clear.
  func controle(_ toets: Toets, _ bestand: Tweelingbestand) -> Controle? {
    let controles = toets.controles(pve, bestand: bestand.naam)
    return controles.count == 1 ? controles[0] : nil
  }

  /// The twins of a check, with what each must come to.
  func gevallen(_ toets: Toets, _ controle: Controle) -> [(Tweeling, Verwachting)] {
    toets.goed.map { ($0, Verwachting($0, nil, bases)) }
      + toets.fout.map { ($0, Verwachting($0, controle, bases)) }
  }
}

/// The surroundings that twins are processed in, of one catalogue.
struct Opstellingen {
  private let pve: PvE
  private let standaard: Standaard
  private var made: [Omgeving: Opstelling] = [:]

  init(_ pve: PvE, _ standaard: Standaard) {
    self.pve = pve
    self.standaard = standaard
  }

  /// The surroundings of a twin.
  mutating func opstelling(_ tweeling: Tweeling) throws -> Opstelling {
    if let known = made[tweeling.omgeving] { return known }
    let opstelling = try Opstelling(tweeling.omgeving, pve: pve, standaard: standaard)
    // Most are met once; the usual ones come first and stay.
    if made.count < 4 { made[tweeling.omgeving] = opstelling }
    return opstelling
  }

  /// What comes of a twin.
  mutating func uitslag(_ tweeling: Tweeling) throws -> Uitslag { try opstelling(tweeling).uitslag(tweeling) }
}
