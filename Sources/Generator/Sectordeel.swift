/// A part of BVE whose deliveries are made up in their own way.
public enum Sectordeel: String, CaseIterable, Sendable {
  /// Beroepsonderwijs, educatie and vavo, as the header of a delivery spells them.
  case BO, ED, VA

  /// The letter in the name of a file: 99ZZ001A.B01.
  public var letter: Character {
    switch self {
    case .BO: "B"
    case .ED: "E"
    case .VA: "A"
    }
  }

  /// How many meldingen fit in a delivery with room to spare: those of VA, with their vakken, have
  /// up to eight records on average, the others fewer than five.
  public var meldingenPerBatch: Int { self == .VA ? 100_000 : 200_000 }

  /// How its meldingen are made up.
  func onderwijs(_ leven: Levensloop, _ namen: Namen) -> any Onderwijs {
    switch self {
    case .BO: Beroepsonderwijs(leven, namen)
    case .ED: Educatie(leven)
    case .VA: Vavo(leven)
    }
  }

  /// How many inschrijvingen a life has. In BO there are opleidingen enough that a person never has
  /// one twice (812); in the others every inschrijving has its own school year.
  var inschrijvingen: Int { self == .BO ? 40 : Cursus.schooljaren }
}

/// What the meldingen of a sectordeel tell of the inschrijvingen of a person, step by step.
protocol Onderwijs: Sendable {
  /// Writes the records of a step, behind those that say who it is about.
  func schrijf(_ moment: Levensmoment, to schrijver: inout Meldingschrijver)
}
