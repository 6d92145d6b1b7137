/// A kind of facts, in the order in which they are shown.
public enum Feitsoort: Int, CaseIterable, Sendable {
  /// Persons.
  case persoon
  /// Inschrijvingen of any sectordeel.
  case inschrijving
  /// The parts of inschrijvingen, in the order of their tables.
  case periode, bpv, diploma, resultaat, vak, vaardigheid, examen, examenvak

  /// That of the parts that a kind of record brings.
  init(onderdeel recordsoort: Int) {
    switch recordsoort {
    case 321: self = .periode
    case 322: self = .bpv
    case 323: self = .diploma
    case 326: self = .resultaat
    case 327: self = .vak
    case 328: self = .vaardigheid
    case 331: self = .examen
    default: self = .examenvak
    }
  }

  /// Its table of parts; nil for persons and inschrijvingen.
  var tabel: Onderdeeltabel? { Onderdeeltabel.all.first { $0.soort == self } }
}

/// How many facts meldingen added, changed and removed: what was written to the register, one melding after the
/// other. What one melding removes and the next one adds again counts as both.
public struct Mutatietelling: Sendable, Equatable {
  /// Those of one kind.
  public struct Aantallen: Sendable, Equatable {
    /// Not there before.
    public var toegevoegd = 0
    /// There before, under the same key, and otherwise.
    public var gewijzigd = 0
    /// There no longer, also where it went with what it hung on.
    public var verwijderd = 0

    /// So many of them.
    public init(toegevoegd: Int = 0, gewijzigd: Int = 0, verwijderd: Int = 0) {
      (self.toegevoegd, self.gewijzigd, self.verwijderd) = (toegevoegd, gewijzigd, verwijderd)
    }
  }

  private var aantallen = [Aantallen](repeating: Aantallen(), count: Feitsoort.allCases.count)

  /// Nothing was written yet.
  public init() {}

  /// Those of a kind.
  public internal(set) subscript(_ soort: Feitsoort) -> Aantallen {
    get { aantallen[soort.rawValue] }
    set { aantallen[soort.rawValue] = newValue }
  }

  /// Whether nothing was written.
  public var isLeeg: Bool { aantallen.allSatisfy { $0 == Aantallen() } }

  /// Adds what others wrote.
  public static func += (left: inout Mutatietelling, right: Mutatietelling) {
    for soort in Feitsoort.allCases {
      left[soort].toegevoegd += right[soort].toegevoegd
      left[soort].gewijzigd += right[soort].gewijzigd
      left[soort].verwijderd += right[soort].verwijderd
    }
  }
}
