import TestSupport

/// Chance, the same for the same seed.
struct Lot {
  private var generator: SeededGenerator

  init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// True so many times out of a hundred.
  mutating func kans(_ procent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < procent }

  mutating func getal(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  /// One of a few; `waarden` must hold one.
  mutating func een<Waarde>(_ waarden: [Waarde]) -> Waarde { waarden[getal(0...waarden.count - 1)] }

  mutating func gehusseld<Waarde>(_ waarden: [Waarde]) -> [Waarde] { waarden.shuffled(using: &generator) }

  /// T where nothing was sent yet, mostly; otherwise A or V.
  mutating func mutatie(_ isGemeld: Bool) -> String {
    if kans(15) { return een(["T", "A", "V"]) }
    return isGemeld ? een(["A", "A", "V"]) : "T"
  }
}
