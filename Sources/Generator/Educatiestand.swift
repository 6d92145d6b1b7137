/// What is registered under an inschrijving at educatie, as its steps left it.
struct Educatiestand {
  /// What a step in the middle of an inschrijving changes.
  enum Stap {
    /// 325 A.
    case aanpassing
    /// 327 T, A or V, with a first 328 where a T adds Nederlands als tweede taal.
    case vak(Mutatie, nummer: Int)
    /// 328 T, A or V.
    case vaardigheid(Mutatie, Int)
    /// 326 T, A or V.
    case resultaat(Mutatie)
  }

  /// Nederlands als tweede taal alone has vaardigheden.
  static let nt2 = Array("0990".utf8)
  private static let vakken = ["0310", "0011", "0990"].map { Array($0.utf8) }
  private static let vaardigheden = 5

  /// The codes of the vakken in the order of their vakvolgnummers, from 1 on.
  let vakken: [[UInt8]]
  /// How many of them were reported along with the inschrijving.
  let meegemeld: Int
  /// The first vaardigheid that is reported, 1 to 5; it stays.
  let eersteVaardigheid: Int
  /// The number of vakken that are registered.
  private(set) var aantal: Int
  /// The vaardigheden that are registered.
  private(set) var vaardigheden: Set<Int> = []
  private(set) var heeftResultaat = false

  /// The vakvolgnummer of Nederlands als tweede taal.
  var nt2Nummer: Int { (vakken.firstIndex(of: Self.nt2) ?? 0) + 1 }

  /// What is reported along with an inschrijving.
  init(_ random: inout RandomSource) {
    let first = random.below(Self.vakken.count)
    let step = 1 + random.below(2)
    let vakken = (0..<Self.vakken.count).map { Self.vakken[(first + $0 * step) % Self.vakken.count] }
    self.vakken = vakken
    meegemeld = 1 + random.below(2)
    aantal = meegemeld
    eersteVaardigheid = 1 + random.below(Self.vaardigheden)
    let more = random.below(3)
    if nt2Nummer <= aantal {
      vaardigheden = Set((0...more).map { (eersteVaardigheid - 1 + $0) % Self.vaardigheden + 1 })
    }
  }

  /// Takes the next step.
  mutating func stap(_ random: inout RandomSource) -> Stap {
    let chance = random.below(100)
    let other = random.below(100)
    let vaardigheid = 1 + random.below(Self.vaardigheden)
    switch chance {
    case 0..<25: return .aanpassing
    case 25..<45: return wisselVak(other)
    case 45..<75 where nt2Nummer <= aantal: return wissel(vaardigheid, other)
    case 75..<88: return wisselResultaat(other)
    default: return .vak(.aanpassing, nummer: 1)
    }
  }

  /// Vakken are added up to three; the third comes and goes, the others stay.
  private mutating func wisselVak(_ chance: Int) -> Stap {
    if aantal < vakken.count {
      aantal += 1
      if nt2Nummer == aantal { vaardigheden = [eersteVaardigheid] }
      return .vak(.toevoeging, nummer: aantal)
    }
    if chance < 70 { return .vak(.aanpassing, nummer: aantal) }
    // With a vak go its vaardigheden.
    if nt2Nummer == aantal { vaardigheden = [] }
    aantal -= 1
    return .vak(.verwijdering, nummer: aantal + 1)
  }

  private mutating func wissel(_ vaardigheid: Int, _ chance: Int) -> Stap {
    if vaardigheden.insert(vaardigheid).inserted { return .vaardigheid(.toevoeging, vaardigheid) }
    if chance < 75 || vaardigheid == eersteVaardigheid { return .vaardigheid(.aanpassing, vaardigheid) }
    vaardigheden.remove(vaardigheid)
    return .vaardigheid(.verwijdering, vaardigheid)
  }

  private mutating func wisselResultaat(_ chance: Int) -> Stap {
    if !heeftResultaat {
      heeftResultaat = true
      return .resultaat(.toevoeging)
    }
    if chance < 70 { return .resultaat(.aanpassing) }
    heeftResultaat = false
    return .resultaat(.verwijdering)
  }
}
