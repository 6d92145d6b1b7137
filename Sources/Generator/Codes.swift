/// Codes as they stand in records.
enum Codes {
  static let intensiteit = ["VT", "DT", "EX"].map { Array($0.utf8) }
  static let leerweg = ["BOL", "BBL"].map { Array($0.utf8) }
  /// Made-up numbers of kenniscentra.
  static let kenniscentra = ["98AA", "98BB", "98CC", "98DD", "98EE", "98FF"].map { Array($0.utf8) }
}
