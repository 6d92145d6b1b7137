import Foundation
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference
import Register

/// A case that nobody decided yet, for who has to.
public struct Onbeslist: Sendable {
  /// Its number: it stays the same.
  public let id: Int64
  /// The institution.
  public let brin: String
  /// The number of the deelnemer there.
  public let leerlingnummer: String
  /// As the melding has it, in capitals.
  public let achternaam: String
  /// As the melding has them, in capitals.
  public let voornamen: String
  /// EEJJMMDD, month and day 00 where they are unknown.
  public let geboortedatum: String
  /// M, V or O.
  public let geslacht: String
  /// The postcode according to the institution; empty where the melding has none.
  public let postcode: String
  /// The cases that may be about the same person: none of their meldingen is processed before all are decided.
  public let samenMet: [Int64]
  /// The meldingen that wait, of the other cases too.
  public let meldingen: [Melding]
  /// Who may be meant.
  public let kandidaten: [Kandidaat]

  /// A melding that waits.
  public struct Melding: Sendable {
    /// The name of its delivery.
    public let bestand: String
    /// The number of its delivery.
    public let batchnummer: Int
    /// Its number there.
    public let meldingnummer: Int
    /// When its delivery was received.
    public let ontvangst: Datum
    /// Whether it is the one in question; others wait because they may be about the same person.
    public let isEigen: Bool
  }

  /// Somebody who may be meant.
  public struct Kandidaat: Sendable {
    /// The number by which he is chosen.
    public let volgnummer: Int
    /// Empty for who is known by onderwijsnummer alone.
    public let bsn: String
    /// Empty for a person of the BRP.
    public let onderwijsnummer: String
    /// His row in `personen.csv`; nil where he is in the register alone, or is not known any more.
    public let persoon: Persoon?
    /// Whether he can be chosen: `personen.csv` or the register knows him still.
    public let isTeKiezen: Bool
    /// Whether the register knows him.
    public let isBekend: Bool
    /// Whether he has, or had, an inschrijving at the institution.
    public let isIngeschreven: Bool
  }
}

extension Beslisbalie {
  /// The cases that nobody decided yet, in the order in which they came up.
  public func onbeslist() throws -> [Onbeslist] {
    // New candidates get their number here.
    try register.write { db in
      let journal = Journaaltransactie(db: db)
      let wachtende = try journal.wachtende()
      let zaken = try journal.zaken("besluit IS NULL")
      let groepen = Groepen(wachtende)
      let meldingen = Dictionary(grouping: wachtende) { groepen.groep($0.leerling) ?? -1 }
      let groep = Dictionary(grouping: zaken) { groepen.groep($0.leerling) ?? -1 }
      let aanleveringen = try journal.aanleveringen()
      return try zaken.map { zaak in
        let nummer = groepen.groep(zaak.leerling) ?? -1
        return try onbeslist(
          zaak, meldingen[nummer] ?? [], samenMet: (groep[nummer] ?? []).map(\.id).filter { $0 != zaak.id },
          aanleveringen, journal)
      }
    }
  }

  private func onbeslist(
    _ zaak: Zaak, _ meldingen: [Wachtende], samenMet: [Int64],
    _ aanleveringen: [Int64: (naam: String, batchnummer: Int, ontvangst: Datum)], _ journal: Journaaltransactie
  ) throws -> Onbeslist {
    let zoekregister = zoekregister(journal.db)
    let gevonden = try Naamzoeker(personen: personen).kandidaten(zaak.naam, register: zoekregister)
    let kandidaten = try journal.kandidaten(zaak, met: gevonden).enumerated().map { index, kandidaat in
      let rij = try rij(kandidaat)
      let bekend = try bekend(kandidaat, zoekregister)
      return Onbeslist.Kandidaat(
        volgnummer: index + 1, bsn: Latin1.text(kandidaat.bsn), onderwijsnummer: Latin1.text(kandidaat.onderwijsnummer),
        persoon: rij, isTeKiezen: rij != nil || bekend != nil, isBekend: bekend != nil,
        isIngeschreven: try bekend.map { try zoekregister.heeftInschrijving($0.id, brin: zaak.leerling.brin) } ?? false)
    }
    let eigen = meldingen.first { $0.leerling == zaak.leerling && $0.naam == zaak.naam }
    return Onbeslist(
      id: zaak.id, brin: zaak.leerling.brin, leerlingnummer: Latin1.text(zaak.leerling.leerlingnummer),
      achternaam: Latin1.text(zaak.naam.achternaam), voornamen: Latin1.text(zaak.naam.voornamen),
      geboortedatum: Latin1.text(zaak.naam.geboortedatum), geslacht: Latin1.text(zaak.naam.geslacht),
      postcode: try eigen.flatMap { try journal.postcode($0, pve) } ?? "", samenMet: samenMet,
      meldingen: meldingen.compactMap { melding in
        aanleveringen[melding.aanlevering].map {
          Onbeslist.Melding(
            bestand: $0.naam, batchnummer: $0.batchnummer, meldingnummer: melding.meldingnummer,
            ontvangst: $0.ontvangst,
            isEigen: melding.leerling == zaak.leerling && melding.naam == zaak.naam)
        }
      },
      kandidaten: kandidaten)
  }

  /// How much there is to decide.
  public struct Stand: Sendable, Equatable {
    /// Meldingen that wait.
    public let inBehandeling: Int
    /// Cases that nobody decided.
    public let teBeslissen: Int
    /// Cases that were decided, and of which meldingen wait for the next run.
    public let besloten: [Int64]
  }

  /// Counts what there is to decide.
  public static func stand(_ register: Register) throws -> Stand {
    try register.read { db in
      let journal = Journaaltransactie(db: db)
      let wachtende = try journal.wachtende()
      let leerlingen = Set(wachtende.map(\.leerling))
      return Stand(
        inBehandeling: wachtende.count, teBeslissen: try journal.zaken("besluit IS NULL").count,
        besloten: try journal.zaken("besluit IS NOT NULL").filter { leerlingen.contains($0.leerling) }.map(\.id))
    }
  }
}

extension Journaaltransactie {
  /// By number, the deliveries of which meldingen wait.
  fileprivate func aanleveringen() throws -> [Int64: (naam: String, batchnummer: Int, ontvangst: Datum)] {
    var aanleveringen: [Int64: (naam: String, batchnummer: Int, ontvangst: Datum)] = [:]
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT id, naam, batchnummer, datum FROM aanlevering
        WHERE id IN (SELECT aanlevering_id FROM in_behandeling)
        """)
    {
      if let datum = Datum(text: try row.lees(3)) {
        aanleveringen[try row.lees(0)] = (try row.lees(1), try row.lees(2), datum)
      }
    }
    return aanleveringen
  }

  /// The postcode in the 305 of a melding that waits.
  fileprivate func postcode(_ melding: Wachtende, _ pve: PvE) throws -> String? {
    let records = try Data.fetchOne(
      db, sql: "SELECT records FROM in_behandeling WHERE aanlevering_id = ? AND meldingnummer = ?",
      arguments: [melding.aanlevering, melding.meldingnummer])
    guard let veld = pve.newest[305]?.veld("postcodeVolgensInstelling"), let records else { return nil }
    return Latin1.text(Latin1.trimmed(Array(records.prefix(veld.range.upperBound).dropFirst(veld.offset))))
  }
}
