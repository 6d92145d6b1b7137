/// Which meldingen of a life get a fault: a function of the seed and the place of the melding, so that
/// a later delivery knows of each melding before it whether it counted.
struct Foutenkans: Sendable {
  /// What happens to a melding.
  enum Lot {
    /// It has no fault.
    case goed
    /// It gets a fault that lets it tell its step, if there is one that suits it.
    case signaal
    /// It gets a fault by which it does not tell its step.
    case fout

    /// Whether the step counts as told.
    var telt: Bool { self != .fout }
  }

  /// Of the meldingen with a fault, the share out of a thousand that is approved all the same.
  private static let goedgekeurd = 200

  private let key: UInt64
  /// Out of a million.
  private let share: Int

  init(_ leven: Levensloop, share: Double) {
    key = leven.key
    self.share = Int((share * 1_000_000).rounded())
  }

  /// Whether there are faults at all.
  var isMogelijk: Bool { share > 0 }

  /// What happens to a melding of a person, counted from 0 over the whole life.
  func lot(_ persoon: Int, _ plaats: Int) -> Lot {
    var random = RandomSource(key, .fault, persoon, plaats)
    guard random.below(1_000_000) < share else { return .goed }
    return random.chance(Self.goedgekeurd) ? .signaal : .fout
  }
}
