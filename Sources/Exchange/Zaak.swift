import FileSystem
import Foundation
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference

/// A person of whom somebody has to say, or said, who it is.
///
/// It is one deelnemer of one institution by one name: two of the same name may be two persons, and
/// another name under the same leerlingnummer is another question.
struct Zaak {
  let id: Int64
  let leerling: Leerling
  let naam: Zoeksleutel
  /// What was decided; nil where nothing was yet.
  let besluit: Besluit?
  /// When.
  let beslotenOp: Datum?
  /// Whether a melding went by the decision.
  let isToegepast: Bool

  /// A decision as it is kept.
  enum Besluit: Equatable {
    case persoon(Kandidaat)
    /// A new onderwijsnummer: the one that was given out, once it was.
    case nieuw(ShortBytes?)
    /// The same person as in another case.
    case zaak(Int64)
  }

  /// Who its meldingen are about; nil as long as that is not decided here.
  var persoonsbesluit: Persoonsbesluit? {
    switch besluit {
    case .persoon(let kandidaat): .persoon(kandidaat)
    case .nieuw(let nummer): nummer.map { .persoon(Kandidaat(onderwijsnummer: $0)) } ?? .nieuw
    case .zaak, nil: nil
    }
  }
}

extension Journaaltransactie {
  private static let kolommen = """
    id, brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht, besluit, nummer, besloten_op, is_toegepast
    """

  /// The cases of which a condition holds, in the order in which they came up.
  func zaken(_ conditie: String, _ arguments: StatementArguments = []) throws -> [Zaak] {
    let statement = try db.cachedStatement(sql: "SELECT \(Self.kolommen) FROM zaak WHERE \(conditie) ORDER BY id")
    return try Row.fetchAll(statement, arguments: arguments).map(Self.zaak)
  }

  /// A case by its number.
  func zaak(_ id: Int64) throws -> Zaak? { try zaken("id = ?", [id]).first }

  /// The case of a deelnemer and a name, if there is one.
  func zaak(_ leerling: Leerling, _ naam: Zoeksleutel) throws -> Zaak? {
    try zaken(Self.isDie, Self.sleutel(leerling, naam)).first
  }

  /// Makes the case of a deelnemer and a name, where there is none yet.
  func open(_ leerling: Leerling, _ naam: Zoeksleutel, _ kandidaten: [Kandidaat]) throws {
    // Looked for first: an insert that is ignored would use up a number.
    if try zaak(leerling, naam) == nil {
      try db.execute(
        sql: """
          INSERT INTO zaak (brin, leerlingnummer, achternaam, voornamen, geboortedatum, geslacht)
          VALUES (?, ?, ?, ?, ?, ?)
          """, arguments: Self.sleutel(leerling, naam))
    }
    if let zaak = try zaak(leerling, naam) { _ = try self.kandidaten(zaak, met: kandidaten) }
  }

  /// The candidates of a case in the order of their numbers: those who were found before, and behind
  /// them who is found now.
  func kandidaten(_ zaak: Zaak, met gevonden: [Kandidaat]) throws -> [Kandidaat] {
    var bekend = try Row.fetchAll(
      db, sql: "SELECT bsn, onderwijsnummer FROM kandidaat WHERE zaak_id = ? ORDER BY volgnummer", arguments: [zaak.id]
    ).map { Kandidaat(bsn: try $0.latin1(0) ?? [], onderwijsnummer: try $0.latin1(1) ?? []) }
    for kandidaat in gevonden where !bekend.contains(kandidaat) {
      bekend.append(kandidaat)
      try db.execute(
        sql: "INSERT INTO kandidaat VALUES (?, ?, ?, ?)",
        arguments: [
          zaak.id, bekend.count, kandidaat.bsn.isEmpty ? nil : Latin1.text(kandidaat.bsn),
          kandidaat.onderwijsnummer.isEmpty ? nil : Latin1.text(kandidaat.onderwijsnummer),
        ])
    }
    return bekend
  }

  /// What holds for a case: of one that is the same person as another, what was decided there.
  func geldend(_ zaak: Zaak) throws -> Zaak {
    if case .zaak(let andere) = zaak.besluit, let gevonden = try self.zaak(andere) { return gevonden }
    return zaak
  }

  /// Keeps a decision, or, with nil, that there is none any more.
  func beslis(_ id: Int64, _ besluit: Zaak.Besluit?, op datum: Datum) throws {
    let (soort, nummer): (String?, String?) =
      switch besluit {
      case .persoon(let kandidaat) where kandidaat.bsn.isEmpty:
        ("onderwijsnummer", Latin1.text(kandidaat.onderwijsnummer))
      case .persoon(let kandidaat): ("bsn", Latin1.text(kandidaat.bsn))
      case .nieuw(let nummer): ("nieuw", nummer.map { Latin1.text($0) })
      case .zaak(let andere): ("zaak", "\(andere)")
      case nil: (nil, nil)
      }
    try db.execute(
      sql: "UPDATE zaak SET besluit = ?, nummer = ?, besloten_op = ? WHERE id = ?",
      arguments: [soort, nummer, besluit == nil ? nil : datum.description, id])
  }

  /// Keeps that a melding went by the decision on a case.
  func pastToe(_ leerling: Leerling, _ naam: Zoeksleutel) throws {
    try db.cachedStatement(
      sql: """
        UPDATE zaak SET is_toegepast = 1
        WHERE \(Self.isDie) AND besluit IS NOT NULL AND is_toegepast = 0
        """
    ).execute(arguments: Self.sleutel(leerling, naam))
  }

  /// Keeps the onderwijsnummer that the person of a case got.
  func gaf(onderwijsnummer: ShortBytes, aan zaak: Zaak) throws {
    try db.execute(
      sql: "UPDATE zaak SET nummer = ? WHERE id = ?", arguments: [Latin1.text(onderwijsnummer), zaak.id])
  }

  private static let isDie =
    "brin = ? AND leerlingnummer = ? AND achternaam = ? AND voornamen = ? AND geboortedatum = ? AND geslacht = ?"

  private static func sleutel(_ leerling: Leerling, _ naam: Zoeksleutel) -> StatementArguments {
    [
      leerling.brin, Latin1.text(leerling.leerlingnummer), Data(naam.achternaam), Data(naam.voornamen),
      Latin1.text(naam.geboortedatum), Latin1.text(naam.geslacht),
    ]
  }

  private static func zaak(_ row: Row) throws -> Zaak {
    let nummer = try row.latin1(8)
    let besluit: Zaak.Besluit? =
      switch try row.lees(7) as String? {
      case "bsn": .persoon(Kandidaat(bsn: nummer ?? []))
      case "onderwijsnummer": .persoon(Kandidaat(onderwijsnummer: nummer ?? []))
      case "nieuw": .nieuw(nummer)
      case "zaak": nummer.flatMap { Int64(Latin1.text($0)) }.map { .zaak($0) }
      default: nil
      }
    guard let naam = try naam(row, at: 3) else {
      throw BronError(
        .register, "the journal holds a case without a name", remedy: "Restore the register from its backup")
    }
    return try Zaak(
      id: row.lees(0), leerling: leerling(row, at: 1), naam: naam, besluit: besluit,
      beslotenOp: (row.lees(9) as String?).flatMap { Datum(text: $0) }, isToegepast: row.lees(10))
  }
}
