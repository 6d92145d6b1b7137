/// Made-up personal numbers that pass their elfproef, one for each position.
enum Persoonsnummer {
  /// How many positions there are: nine numbers for each beginning of seven digits.
  static let count = 9_000_000

  /// The BSN at a position, in a range that is not given out: 900000000 and up.
  static func sofinummer(_ position: Int) -> Int {
    number(position, first: 9, remainder: 0)
  }

  /// The onderwijsnummer at a position: it begins with 1 and leaves 5.
  static func onderwijsnummer(_ position: Int) -> Int {
    number(position, first: 1, remainder: 5)
  }

  /// A BSN that nobody has, for who tells a wrong one: 800000000 and up.
  static func vrij(_ position: Int) -> Int {
    number(position, first: 8, remainder: 0)
  }

  /// Of the ten eighth digits at most one has no ninth that fits (it would be 10), so that nine
  /// numbers can be counted on.
  private static func number(_ position: Int, first: Int, remainder: Int) -> Int {
    let beginning = first * 1_000_000 + position / 9
    var sum = 0
    var rest = beginning
    for weight in 3...9 {
      sum += rest % 10 * weight
      rest /= 10
    }
    func last(_ eighth: Int) -> Int { (sum + 2 * eighth - remainder + 11) % 11 }
    var eighth = position % 9
    if (0...eighth).contains(where: { last($0) == 10 }) { eighth += 1 }
    return beginning * 100 + eighth * 10 + last(eighth)
  }
}
