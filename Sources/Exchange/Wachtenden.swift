import Foundation
import GRDB
import Identification
import Records
import Reference

/// A deelnemer as his institution knows him.
struct Leerling: Hashable {
  let brin: String
  let leerlingnummer: ShortBytes
}

/// The persons of whom meldingen wait, because the BRP has several who could be meant.
///
/// While nobody is identified, the same person is: the same leerlingnummer at the institution, or
/// the same names, birth date and sex. Who waits draws others along, and these again others.
struct Wachtenden {
  private(set) var leerlingen: Set<Leerling> = []
  private(set) var namen: Set<Zoeksleutel> = []

  var isEmpty: Bool { leerlingen.isEmpty }
  /// It grows with each of them.
  var omvang: Int { leerlingen.count + namen.count }

  /// Adds the person of a melding.
  mutating func voegToe(_ leerling: Leerling, _ naam: Zoeksleutel?) {
    leerlingen.insert(leerling)
    if let naam { namen.insert(naam) }
  }

  /// Whether a melding is about one of them.
  ///
  /// - Parameter naam: the names of a melding without a number; nil for any other.
  func bevat(_ leerling: Leerling, _ naam: Zoeksleutel?) -> Bool {
    leerlingen.contains(leerling) || naam.map(namen.contains) ?? false
  }

  /// Adds the person of a melding that is about one of them.
  mutating func trekMee(_ melding: Wachtende) {
    if bevat(melding.leerling, melding.naam) { voegToe(melding.leerling, melding.naam) }
  }

  /// Adds those who are drawn along by who is there already.
  mutating func sluit(over meldingen: [Wachtende]) {
    var known = -1
    while omvang > known {
      known = omvang
      for melding in meldingen { trekMee(melding) }
    }
  }
}

/// A melding that waits.
struct Wachtende {
  let aanlevering: Int64
  let meldingnummer: Int
  let leerling: Leerling
  /// The names, birth date and sex by which it searches; nil where it does not.
  let naam: Zoeksleutel?
}

extension Journaaltransactie {
  /// All meldingen that wait, in the order in which they came.
  func wachtende() throws -> [Wachtende] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT aanlevering_id, meldingnummer, brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht
        FROM in_behandeling ORDER BY aanlevering_id, meldingnummer
        """
    ).map { row in
      try Wachtende(
        aanlevering: row.lees(0), meldingnummer: row.lees(1), leerling: Self.leerling(row, at: 2),
        naam: Self.naam(row, at: 4))
    }
  }

  /// Those of whom nobody decided yet, and all whom they draw along among `meldingen`.
  func wachtenden(over meldingen: [Wachtende]) throws -> Wachtenden {
    var wachtenden = Wachtenden()
    if meldingen.isEmpty { return wachtenden }
    for zaak in try zaken("besluit IS NULL") { wachtenden.voegToe(zaak.leerling, zaak.naam) }
    wachtenden.sluit(over: meldingen)
    return wachtenden
  }

  /// Keeps a melding that waits.
  func laatWachten(_ melding: Wachtende, geboortedatum: ShortBytes, geslacht: ShortBytes, records: [UInt8]) throws {
    try db.execute(
      sql: "INSERT INTO in_behandeling VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        melding.aanlevering, melding.meldingnummer, melding.leerling.brin,
        Latin1.text(melding.leerling.leerlingnummer), melding.naam.map { Data($0.achternaam) },
        melding.naam.map { Data($0.voornamen) }, Latin1.text(geboortedatum), Latin1.text(geslacht), Data(records),
      ])
  }

  /// Takes a melding away that waits no longer.
  func neemWeg(_ aanlevering: Int64, _ meldingnummer: Int) throws {
    try db.cachedStatement(sql: "DELETE FROM in_behandeling WHERE aanlevering_id = ? AND meldingnummer = ?")
      .execute(arguments: [aanlevering, meldingnummer])
  }

  static func leerling(_ row: Row, at index: Int) throws -> Leerling {
    Leerling(brin: try row.lees(index), leerlingnummer: try row.latin1(index + 1) ?? [])
  }

  static func naam(_ row: Row, at index: Int) throws -> Zoeksleutel? {
    guard let achternaam: Data = try row.lees(index), let voornamen: Data = try row.lees(index + 1) else { return nil }
    let geboortedatum: String = try row.lees(index + 2)
    let geslacht: String = try row.lees(index + 3)
    return Zoeksleutel(
      achternaam: achternaam, voornamen: voornamen, geboortedatum: Latin1.bytes(geboortedatum) ?? [],
      geslacht: Latin1.bytes(geslacht) ?? [])
  }
}
