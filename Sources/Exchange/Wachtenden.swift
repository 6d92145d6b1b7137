import Foundation
import GRDB
import Identification
import Records
import Reference

/// The persons of whom meldingen wait, because the BRP has several who could be meant.
///
/// While nobody is identified, the same person is: the same leerlingnummer at the institution, or
/// the same names, birth date and sex.
struct Wachtenden {
  private(set) var leerlingnummers: Set<[UInt8]> = []
  private(set) var namen: Set<Zoeksleutel> = []

  var isEmpty: Bool { leerlingnummers.isEmpty && namen.isEmpty }

  /// Adds the person of a melding.
  mutating func voegToe(_ sleutel: Sleutelgegevens, _ naam: Zoeksleutel?) {
    leerlingnummers.insert(sleutel.leerlingnummer)
    if let naam { namen.insert(naam) }
  }

  /// Whether a melding is about one of them.
  func bevat(_ sleutel: Sleutelgegevens, _ naam: @autoclosure () -> Zoeksleutel) -> Bool {
    if leerlingnummers.contains(sleutel.leerlingnummer) { return true }
    return sleutel.isZonderNummer && !namen.isEmpty && namen.contains(naam())
  }
}

extension Journaaltransactie {
  /// Those who wait since earlier deliveries.
  func wachtenden(brin: String) throws -> Wachtenden {
    var wachtenden = Wachtenden()
    for row in try Row.fetchAll(
      db, sql: "SELECT leerlingnummer, achternaam, voornamen, geboortedatum, geslacht, brin FROM in_behandeling")
    {
      let leerlingnummer: String = row[0]
      let hier: String = row[5]
      var naam: Zoeksleutel?
      if let achternaam: Data = row[1], let voornamen: Data = row[2] {
        let geboortedatum: String = row[3]
        let geslacht: String = row[4]
        naam = Zoeksleutel(
          achternaam: achternaam, voornamen: voornamen, geboortedatum: geboortedatum.utf8, geslacht: geslacht.utf8)
      }
      wachtenden.voegToe(leerlingnummer: hier == brin ? Latin1.bytes(leerlingnummer) : nil, naam)
    }
    return wachtenden
  }

  /// Keeps a melding that waits.
  func laatWachten(
    _ sleutel: Sleutelgegevens, _ naam: Zoeksleutel?, meldingnummer: Int, brin: String, records: [UInt8],
    van claim: Claim
  ) throws {
    try db.execute(
      sql: "INSERT INTO in_behandeling VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        claim.id, meldingnummer, brin, Latin1.text(sleutel.leerlingnummer), naam.map { Data($0.achternaam) },
        naam.map { Data($0.voornamen) }, Latin1.text(sleutel.geboortedatum), Latin1.text(sleutel.geslacht),
        Data(records),
      ])
  }
}

extension Wachtenden {
  fileprivate mutating func voegToe(leerlingnummer: [UInt8]?, _ naam: Zoeksleutel?) {
    if let leerlingnummer { leerlingnummers.insert(leerlingnummer) }
    if let naam { namen.insert(naam) }
  }
}
