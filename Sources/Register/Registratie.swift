import FileSystem
import Foundation
import GRDB
import Records

/// Which melding a change is from.
public struct Herkomst: Hashable, Sendable {
  /// The delivery, by its number in the journal.
  public let aanlevering: Int64
  /// The number of the melding in it, from 1.
  public let meldingnummer: Int

  /// A change by that melding of that delivery.
  public init(aanlevering: Int64, meldingnummer: Int) {
    self.aanlevering = aanlevering
    self.meldingnummer = meldingnummer
  }
}

/// Writes the difference between what was known of a person and what is known now, and puts what was
/// into the history.
struct Registratie {
  let db: Database
  let herkomst: Herkomst
  /// What was written.
  private(set) var telling: Mutatietelling

  init(db: Database, herkomst: Herkomst, telling: Mutatietelling) {
    self.db = db
    self.herkomst = herkomst
    self.telling = telling
  }

  /// Makes the register say `nieuw` where it said `oud`; gives `nieuw` with the numbers of new rows.
  mutating func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Deelnemer {
    var deelnemer = nieuw
    deelnemer.id = try bewaarPersoon(nieuw, was: oud)
    for was in oud?.inschrijvingen ?? [] where !nieuw.inschrijvingen.contains(where: { $0.id == was.id }) {
      try beeindig(was, wijze: .verwijderd)
      for tabel in Onderdeeltabel.of(sectordeel: was.leverancier.sectordeel) {
        try db.cachedStatement(sql: tabel.bewaarAlle).execute(arguments: einde(.verwijderd) + [was.id])
        telling[Feitsoort(tabel)].verwijderd += db.changesCount
      }
      try db.cachedStatement(sql: "DELETE FROM inschrijving WHERE id = ?").execute(arguments: [was.id])
      telling[.inschrijving].verwijderd += 1
    }
    for index in deelnemer.inschrijvingen.indices {
      let inschrijving = deelnemer.inschrijvingen[index]
      let was = inschrijving.id.flatMap { id in oud?.inschrijvingen.first { $0.id == id } }
      let id = try bewaarInschrijving(inschrijving, was: was, van: deelnemer.id)
      deelnemer.inschrijvingen[index].id = id
      if inschrijving.onderdelen != was?.onderdelen ?? [] { try bewaarOnderdelen(inschrijving, was: was, id: id) }
    }
    return deelnemer
  }

  private mutating func bewaarPersoon(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Int64 {
    let values: StatementArguments = [
      tekst(nieuw.bsn), tekst(nieuw.onderwijsnummer), Latin1.text(nieuw.geboortedatum), Latin1.text(nieuw.geslacht),
      Latin1.text(nieuw.postcode), Latin1.text(nieuw.land), nieuw.zoeksleutel.map { Data($0.achternaam) },
      nieuw.zoeksleutel.map { Data($0.voornamen) }, herkomst.aanlevering, herkomst.meldingnummer,
    ]
    guard let id = nieuw.id else {
      try db.cachedStatement(
        sql: """
          INSERT INTO persoon (bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land, achternaam, voornamen,
          aanlevering_id, meldingnummer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: values)
      telling[.persoon].toegevoegd += 1
      return db.lastInsertedRowID
    }
    var (before, after) = (oud, nieuw)
    before?.inschrijvingen = []
    after.inschrijvingen = []
    if before != after {
      try db.cachedStatement(
        sql: """
          INSERT INTO persoon_historie SELECT id, ?, ?, bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land,
          achternaam, voornamen, aanlevering_id, meldingnummer FROM persoon WHERE id = ?
          """
      ).execute(arguments: [herkomst.aanlevering, herkomst.meldingnummer, id])
      try db.cachedStatement(
        sql: """
          UPDATE persoon SET bsn = ?, onderwijsnummer = ?, geboortedatum = ?, geslacht = ?, postcode = ?, land = ?,
          achternaam = ?, voornamen = ?, aanlevering_id = ?, meldingnummer = ? WHERE id = ?
          """
      ).execute(arguments: values + [id])
      telling[.persoon].gewijzigd += 1
    }
    return id
  }

  private mutating func bewaarInschrijving(_ nieuw: Inschrijving, was oud: Inschrijving?, van persoon: Int64?) throws
    -> Int64
  {
    guard let id = nieuw.id else {
      try db.cachedStatement(
        sql: """
          INSERT INTO inschrijving (persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, gegevens,
          aanlevering_id, meldingnummer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        persoon, nieuw.leverancier.brin, nieuw.leverancier.aanleverpunt, nieuw.leverancier.sectordeel,
        Latin1.text(Latin1.trimmed(nieuw.volgnummer)), Data(nieuw.gegevens), herkomst.aanlevering,
        herkomst.meldingnummer,
      ])
      telling[.inschrijving].toegevoegd += 1
      return db.lastInsertedRowID
    }
    if nieuw.gegevens != oud?.gegevens {
      try beeindig(nieuw, wijze: .gewijzigd)
      try db.cachedStatement(
        sql: "UPDATE inschrijving SET gegevens = ?, aanlevering_id = ?, meldingnummer = ? WHERE id = ?"
      ).execute(arguments: [Data(nieuw.gegevens), herkomst.aanlevering, herkomst.meldingnummer, id])
      telling[.inschrijving].gewijzigd += 1
    }
    return id
  }

  private mutating func bewaarOnderdelen(_ nieuw: Inschrijving, was oud: Inschrijving?, id: Int64) throws {
    let tables = Onderdeeltabel.of(sectordeel: nieuw.leverancier.sectordeel)
    let waren = Dictionary((oud?.onderdelen ?? []).map { (Plaats($0), $0) }, uniquingKeysWith: { $1 })
    let zijn = Set(nieuw.onderdelen.map(Plaats.init))
    // What hangs on another part goes before it and comes behind it.
    for tabel in tables.reversed() {
      for was in oud?.onderdelen(tabel.recordsoort) ?? [] where !zijn.contains(Plaats(was)) {
        try db.cachedStatement(sql: tabel.bewaarEen)
          .execute(arguments: einde(.verwijderd) + [id] + sleutel(was, tabel))
        try db.cachedStatement(sql: tabel.verwijder).execute(arguments: StatementArguments([id]) + sleutel(was, tabel))
        telling[Feitsoort(tabel)].verwijderd += 1
      }
    }
    for tabel in tables {
      for onderdeel in nieuw.onderdelen(tabel.recordsoort) where waren[Plaats(onderdeel)] != onderdeel {
        if waren[Plaats(onderdeel)] != nil {
          try db.cachedStatement(sql: tabel.bewaarEen)
            .execute(arguments: einde(.gewijzigd) + [id] + sleutel(onderdeel, tabel))
          telling[Feitsoort(tabel)].gewijzigd += 1
        } else {
          telling[Feitsoort(tabel)].toegevoegd += 1
        }
        try db.cachedStatement(sql: tabel.schrijf).execute(
          arguments: StatementArguments([id]) + sleutel(onderdeel, tabel)
            + [Data(onderdeel.gegevens), herkomst.aanlevering, herkomst.meldingnummer])
      }
    }
  }

  // MARK: History

  /// Puts an inschrijving as it stands in the register into the history.
  private func beeindig(_ inschrijving: Inschrijving, wijze: Einde.Wijze) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO historie SELECT ?, persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, '', '', '',
        ?, ?, ?, gegevens, aanlevering_id, meldingnummer FROM inschrijving WHERE id = ?
        """
    ).execute(
      arguments: [Inschrijving.recordsoort(inschrijving.leverancier.sectordeel)] + einde(wijze) + [inschrijving.id])
  }

  private func einde(_ wijze: Einde.Wijze) -> StatementArguments {
    [herkomst.aanlevering, herkomst.meldingnummer, wijze.rawValue]
  }

  /// What a part is found by inside its inschrijving.
  private struct Plaats: Hashable {
    let recordsoort: Int
    let sleutel: [UInt8]

    init(_ onderdeel: Onderdeel) {
      recordsoort = onderdeel.recordsoort
      sleutel = onderdeel.sleutel
    }
  }

  private func sleutel(_ onderdeel: Onderdeel, _ tabel: Onderdeeltabel) -> StatementArguments {
    var rest = onderdeel.sleutel[...]
    return StatementArguments(
      tabel.sleutel.map { _, lengte in
        defer { rest = rest.dropFirst(lengte) }
        return Latin1.text(Latin1.trimmed(rest.prefix(lengte)))
      })
  }

  private func tekst(_ bytes: [UInt8]) -> String? { bytes.isEmpty ? nil : Latin1.text(bytes) }
}

extension Registertransactie {
  /// Makes the register say `nieuw` where it said `oud`, and gives `nieuw` with the numbers of its new rows.
  @discardableResult
  public func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?, herkomst: Herkomst) throws -> Deelnemer {
    try noteer(herkomst)
    var registratie = Registratie(db: database, herkomst: herkomst, telling: telling)
    let bewaard = try registratie.bewaar(nieuw, was: oud)
    telling = registratie.telling
    return bewaard
  }
}
