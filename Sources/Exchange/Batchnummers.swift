import GRDB
import ProgrammaVanEisen
import Register

/// What a batch number is, seen from those that were accepted before (X009 and X010).
///
/// How far a number may jump ahead is not known from the PvE; that the next 499 are new is our choice.
enum Batchoordeel: Equatable {
  /// The next number, or the first of an aanleverpunt.
  case volgend
  /// New, but numbers before it were passed over.
  case metGat(verwacht: Int)
  /// One that was passed over earlier.
  case nagekomen
  /// Accepted before, or too far back.
  case reedsOntvangen
}

extension Batchoordeel {
  /// Judges a batch number. Numbers count modulo 1000: the 499 after the last one are new.
  ///
  /// - Parameters:
  ///   - last: the one that was accepted last; nil for a new aanleverpunt.
  ///   - isOvergeslagen: whether this one was passed over earlier.
  init(_ batchnummer: Int, na last: Int?, isOvergeslagen: () throws -> Bool) rethrows {
    guard let last else {
      self = .volgend
      return
    }
    switch (batchnummer - last + 1_000) % 1_000 {
    case 1: self = .volgend
    case 2...499: self = .metGat(verwacht: (last + 1) % 1_000)
    default: self = try isOvergeslagen() ? .nagekomen : .reedsOntvangen
    }
  }

  /// The checks that stand or fall with the deliveries of an aanleverpunt that came before.
  static let functies: Set<String> = [
    "batchReedsOntvangen", "batchSluitNietAan", "accountantZonderMutatiestop", "laatsteAanlevering",
  ]
}

extension Journaaltransactie {
  /// The number that was accepted last, and that of the last feedback; nil for a new aanleverpunt.
  func tellers(_ leverancier: Leverancier) throws -> (batchnummer: Int, terugkoppelnummer: Int)? {
    try Row.fetchOne(
      db,
      sql: "SELECT batchnummer, terugkoppelnummer FROM teller WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ?",
      arguments: sleutel(leverancier)
    ).map { (try $0.lees(0), try $0.lees(1)) }
  }

  /// Judges a batch number.
  func oordeel(_ batchnummer: Int, _ leverancier: Leverancier) throws -> Batchoordeel {
    try Batchoordeel(batchnummer, na: tellers(leverancier)?.batchnummer) {
      try Int.fetchOne(
        db,
        sql: "SELECT 1 FROM overgeslagen WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ? AND batchnummer = ?",
        arguments: sleutel(leverancier) + [batchnummer]) != nil
    }
  }

  /// The last delivery of that number that was accepted, if its content was the same.
  func eerdere(_ leverancier: Leverancier, batchnummer: Int, sha256: String) throws -> Claim? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT id, map, naam, datum, sha256 FROM aanlevering
        WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ? AND batchnummer = ? AND status = 'aangenomen' ORDER BY id DESC LIMIT 1
        """, arguments: sleutel(leverancier) + [batchnummer])
    guard let row, try row.lees(4) == sha256, let datum = Datum(text: try row.lees(3)) else { return nil }
    return try Claim(id: row.lees(0), map: row.lees(1), naam: row.lees(2), datum: datum, status: .aangenomen)
  }

  /// Counts an accepted batch, and gives the number of its feedback.
  func tel(_ batchnummer: Int, _ leverancier: Leverancier, _ oordeel: Batchoordeel) throws -> Int {
    let was = try tellers(leverancier)
    let terugkoppelnummer = ((was?.terugkoppelnummer ?? 0) + 1) % 1_000
    if let last = was?.batchnummer, case .metGat = oordeel {
      var number = (last + 1) % 1_000
      while number != batchnummer {
        try db.execute(
          sql: "INSERT OR IGNORE INTO overgeslagen VALUES (?, ?, ?, ?)", arguments: sleutel(leverancier) + [number])
        number = (number + 1) % 1_000
      }
    }
    try db.execute(
      sql: "DELETE FROM overgeslagen WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ? AND batchnummer = ?",
      arguments: sleutel(leverancier) + [batchnummer])
    let counted = oordeel == .nagekomen ? was?.batchnummer ?? batchnummer : batchnummer
    try db.execute(
      sql: """
        INSERT INTO teller VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET batchnummer = excluded.batchnummer, terugkoppelnummer = excluded.terugkoppelnummer
        """, arguments: sleutel(leverancier) + [counted, terugkoppelnummer])
    return terugkoppelnummer
  }

  /// Counts a feedback without a delivery, and gives its number.
  func telVervolg(_ leverancier: Leverancier) throws -> Int {
    let nummer = ((try tellers(leverancier)?.terugkoppelnummer ?? 0) + 1) % 1_000
    try db.execute(
      sql: "UPDATE teller SET terugkoppelnummer = ? WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ?",
      arguments: [nummer] + sleutel(leverancier))
    return nummer
  }

  /// Whether an earlier delivery of the same school year (from 1 August) was said to be the last.
  func heeftLaatste(_ leverancier: Leverancier, schooljaarVan datum: Datum) throws -> Bool {
    let year = datum.month >= 8 ? datum.year : datum.year - 1
    return try Int.fetchOne(
      db,
      sql: """
        SELECT 1 FROM aanlevering WHERE brin = ? AND aanleverpunt = ? AND sectordeel = ? AND status = 'aangenomen'
        AND is_laatste = 1 AND datum >= ? LIMIT 1
        """, arguments: sleutel(leverancier) + ["\(year)0801"]) != nil
  }

  private func sleutel(_ leverancier: Leverancier) -> StatementArguments {
    [leverancier.brin, leverancier.aanleverpunt, leverancier.sectordeel]
  }
}
