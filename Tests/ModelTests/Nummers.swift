/// Numbers of persons.
enum Nummers {
  /// Nine digits, weighed 9, 8, 7, 6, 5, 4, 3, 2 and -1, modulo 11.
  private static func rest(_ nummer: Int) -> Int {
    let cijfers = "\(nummer)".compactMap(\.wholeNumberValue)
    let som = zip(cijfers, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
    return (som % 11 + 11) % 11
  }

  static func isBSN(_ nummer: Int) -> Bool { rest(nummer) == 0 }
  static func isOnderwijsnummer(_ nummer: Int) -> Bool { rest(nummer) == 5 && "\(nummer)".first == "1" }

  /// The first few numbers from `eerste` on that pass a test.
  static func vanaf(_ eerste: Int, _ aantal: Int, _ past: (Int) -> Bool) -> [String] {
    var nummers: [String] = []
    var nummer = eerste
    while nummers.count < aantal {
      if past(nummer) { nummers.append("\(nummer)") }
      nummer += 1
    }
    return nummers
  }
}
