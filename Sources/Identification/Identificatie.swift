import Checks
import ProgrammaVanEisen
import Records
import Reference

/// Who a melding is about, as the second phase found it.
public enum Identificatie {
  /// The person.
  case persoon(Gevonden)
  /// There are several candidates, so nobody can say yet. The melding waits.
  case kandidaten
  /// Nobody: the melding is refused for a reason that is among the faults.
  case niemand

  /// A person that was found.
  public struct Gevonden {
    /// The person in the register, if BRON has known him before this melding.
    public let bekend: BekendePersoon?
    /// The person in the BRP; nil for persons with only an onderwijsnummer.
    public let brp: Persoon?
    /// The BSN by which the melding goes on; empty for persons with only an onderwijsnummer.
    public let bsn: ShortBytes
    /// The onderwijsnummer by which the melding goes on; empty for persons with a BSN.
    public let onderwijsnummer: ShortBytes
    /// Whether the onderwijsnummer is new: it counts as given out once the melding is approved.
    public let isNieuwNummer: Bool
  }
}

/// A fault with the Swift check behind it, before the catalogue gives it a code.
public struct Bevinding: Sendable, Equatable {
  /// The name of the check, as `functie` in the catalogue.
  public let functie: String
  /// The kind of record that it is told of.
  public let recordsoort: Int
  /// The record, counted from 0 within the melding.
  public let record: Int

  /// A fault of check `functie` on the record at that place in the melding.
  public init(_ functie: String, recordsoort: Int, record: Int) {
    self.functie = functie
    self.recordsoort = recordsoort
    self.record = record
  }
}

/// Finds out who a melding is about (PvE, signalen 752, 753, 755–757 and 780), and whether its 306 may
/// change who that is.
public struct Identificator {
  /// The checks that stand behind it.
  public static let functies: Set<String> = [
    "onderwijsnummerCombinatie", "sofinummerCombinatie", "sofinummerAchterhaaldCombinatie", "sofinummerGevonden",
    "onderwijsnummerGevonden", "onderwijsnummerToegekend", "geboortedatumAfwijking",
    "sofinummerVanAnder", "persoonOnbekend", "wijzigingBijSofinummer", "postcodeAfwijking", "postcodeVervangt",
    "geheim", "landNederlandBijSofinummer", "sofinummerInmiddelsBekend",
  ]

  /// The code of Nederland in the table of landen.
  private static let nederland = ShortBytes("6030".utf8)

  private let personen: Personen
  private let zoeker: Naamzoeker
  private let controles: Controles
  private let velden: Sleutelvelden

  /// Identifies with the persons that `personen.csv` holds and the checks in force.
  public init(personen: Personen, controles: Controles, velden: Sleutelvelden) {
    self.personen = personen
    zoeker = Naamzoeker(personen: personen)
    self.velden = velden
    self.controles = controles
  }

  /// The records of a melding that say who it is about.
  public struct Melding {
    /// What its 305 says.
    public let sleutel: Sleutelgegevens
    /// The person of the BRP with the BSN of its 305; nil where there is none.
    public let brp: Persoon?
    /// What its 306 changes; nil where it has none.
    public let wijziging: Sleutelwijziging?
    /// The place of its 306, counted from 0 within the melding.
    public let wijzigingRecord: Int
    /// Its 310, by whose names a person without a number is searched; nil where it has none.
    public let persoonsgegevens: RecordView?
    /// Whom the BRP has by those names; nil where that was not looked up yet.
    public let opNaam: [Persoon]?
    /// The institution that delivers: it may only change the key data of its own deelnemers.
    public let brin: String
    /// Who it is about, where the 305 has no number and somebody decided.
    public let besluit: Persoonsbesluit?

    /// The records of one melding; `wijzigingRecord` is not looked at where there is no `wijziging`.
    public init(
      sleutel: Sleutelgegevens, brp: Persoon?, wijziging: Sleutelwijziging?, wijzigingRecord: Int,
      persoonsgegevens: RecordView?, opNaam: [Persoon]? = nil, brin: String, besluit: Persoonsbesluit? = nil
    ) {
      self.sleutel = sleutel
      self.brp = brp
      self.wijziging = wijziging
      self.wijzigingRecord = wijzigingRecord
      self.persoonsgegevens = persoonsgegevens
      self.opNaam = opNaam
      self.brin = brin
      self.besluit = besluit
    }
  }

  /// Finds the person, and puts the faults of this phase into `signalen`.
  public func identificeer(_ melding: Melding, register: some Personenregister, signalen: inout [Signaal]) throws
    -> Identificatie
  {
    let found = try zoek(melding, register, &signalen)
    guard case .persoon(let gevonden) = found else { return found }
    if melding.sleutel.land == Self.nederland, let brp = gevonden.brp, !brp[.postcode].isEmpty,
      meld("landNederlandBijSofinummer", 305, 0, &signalen)
    {
      return .niemand
    }
    guard let wijziging = melding.wijziging else { return found }
    let refused = try wijzigingsfout(melding, wijziging, gevonden, register)
    if let refused, meld(refused, 306, melding.wijzigingRecord, &signalen) { return .niemand }
    return found
  }

  private func zoek(_ melding: Melding, _ register: some Personenregister, _ signalen: inout [Signaal]) throws
    -> Identificatie
  {
    let sleutel = melding.sleutel
    if !sleutel.sofinummer.isEmpty {
      let bekend = try register.persoon(bsn: sleutel.sofinummer)
      let brp = melding.brp
      if let bekend {
        if bekend.geboortedatum != sleutel.geboortedatum { meld("geboortedatumAfwijking", 305, 0, &signalen) }
      } else if !(brp.map { klopt($0, sleutel.geboortedatum, sleutel.geslacht) } ?? false) {
        meld("sofinummerCombinatie", 305, 0, &signalen)
        return .niemand
      }
      return .persoon(
        .init(bekend: bekend, brp: brp, bsn: sleutel.sofinummer, onderwijsnummer: [], isNieuwNummer: false))
    }
    if !sleutel.onderwijsnummer.isEmpty {
      let rij = try personen.persoon(onderwijsnummer: sleutel.onderwijsnummer)
      let bekend = try register.persoon(onderwijsnummer: sleutel.onderwijsnummer) ?? bekend(metBSNVan: rij, register)
      let isRight =
        bekend.map { $0.geboortedatum == sleutel.geboortedatum && $0.geslacht == sleutel.geslacht }
        ?? rij.map { klopt($0, sleutel.geboortedatum, sleutel.geslacht) } ?? false
      if !isRight {
        meld("onderwijsnummerCombinatie", 305, 0, &signalen)
        return .niemand
      }
      // Somebody who got a BSN since is the same person, and is in the BRP.
      let bsn = bekend?.bsn ?? (rij?.slice(.bsn)).map { ShortBytes($0) } ?? []
      if !bsn.isEmpty, meld("sofinummerInmiddelsBekend", 305, 0, &signalen) { return .niemand }
      return .persoon(
        .init(
          bekend: bekend, brp: try bsn.isEmpty ? nil : personen.persoon(bsn: bsn), bsn: bsn,
          onderwijsnummer: sleutel.onderwijsnummer, isNieuwNummer: false))
    }
    return try zoekZonderNummer(melding, register, &signalen)
  }

  /// The person in the register of whom a row says the BSN.
  private func bekend(metBSNVan rij: Persoon?, _ register: some Personenregister) throws -> BekendePersoon? {
    guard let rij, !rij.slice(.bsn).isEmpty else { return nil }
    return try register.persoon(bsn: ShortBytes(rij.slice(.bsn)))
  }

  /// Goes by what was decided; without a decision by who is found, if that is one person at most.
  private func zoekZonderNummer(_ melding: Melding, _ register: some Personenregister, _ signalen: inout [Signaal])
    throws -> Identificatie
  {
    switch melding.besluit {
    case .persoon(let kandidaat): return .persoon(try gevonden(kandidaat, register, &signalen))
    case .nieuw: return .persoon(try nieuw(register, &signalen))
    case nil: break
    }
    let sleutel = melding.sleutel.zoeksleutel(melding.persoonsgegevens, velden)
    let inBRP = try melding.opNaam ?? zoeker.inBRP(sleutel)
    if inBRP.count > 1 { return .kandidaten }
    if let brp = inBRP.first {
      return .persoon(try gevonden(.init(bsn: ShortBytes(brp.slice(.bsn))), register, &signalen))
    }
    let nummers = try zoeker.inBRON(sleutel, register)
    if nummers.count > 1 { return .kandidaten }
    if let nummer = nummers.first { return .persoon(try gevonden(.init(onderwijsnummer: nummer), register, &signalen)) }
    return .persoon(try nieuw(register, &signalen))
  }

  /// A person who was found by name, or whom somebody chose (755, 756).
  private func gevonden(_ kandidaat: Kandidaat, _ register: some Personenregister, _ signalen: inout [Signaal]) throws
    -> Identificatie.Gevonden
  {
    let nummer = kandidaat.onderwijsnummer
    let bekend = try nummer.isEmpty ? register.persoon(bsn: kandidaat.bsn) : register.persoon(onderwijsnummer: nummer)
    // Whom somebody chose by onderwijsnummer may have got a BSN since.
    let bsn = nummer.isEmpty ? kandidaat.bsn : bekend?.bsn ?? []
    meld(bsn.isEmpty ? "onderwijsnummerGevonden" : "sofinummerGevonden", 305, 0, &signalen)
    return .init(
      bekend: bekend, brp: try bsn.isEmpty ? nil : personen.persoon(bsn: bsn), bsn: bsn,
      onderwijsnummer: bsn.isEmpty ? nummer : [], isNieuwNummer: false)
  }

  /// A person whom nobody knows (757).
  private func nieuw(_ register: some Personenregister, _ signalen: inout [Signaal]) throws -> Identificatie.Gevonden {
    meld("onderwijsnummerToegekend", 305, 0, &signalen)
    return .init(
      bekend: nil, brp: nil, bsn: [], onderwijsnummer: try nieuwOnderwijsnummer(register), isNieuwNummer: true)
  }

  /// The next onderwijsnummer that passes its test, and that nobody has or had.
  private func nieuwOnderwijsnummer(_ register: some Personenregister) throws -> ShortBytes {
    var number = try register.laatsteOnderwijsnummer()
    while true {
      number += 1
      let nummer = ShortBytes(String(number).utf8)
      if Elfproef.isOnderwijsnummer(nummer), try personen.persoon(onderwijsnummer: nummer) == nil,
        try register.persoon(onderwijsnummer: nummer) == nil
      {
        return nummer
      }
    }
  }

  /// The check that refuses a 306, if one does.
  private func wijzigingsfout(
    _ melding: Melding, _ wijziging: Sleutelwijziging, _ gevonden: Identificatie.Gevonden,
    _ register: some Personenregister
  ) throws -> String? {
    let kent = try gevonden.bekend.map { try register.heeftInschrijving($0.id, brin: melding.brin) } ?? false
    if !kent { return "persoonOnbekend" }
    if !melding.sleutel.sofinummer.isEmpty && !(wijziging.geboortedatum.isEmpty && wijziging.geslacht.isEmpty) {
      return "wijzigingBijSofinummer"
    }
    if wijziging.sofinummer.isEmpty { return nil }
    let geboortedatum = wijziging.geboortedatum.isEmpty ? melding.sleutel.geboortedatum : wijziging.geboortedatum
    let geslacht = wijziging.geslacht.isEmpty ? melding.sleutel.geslacht : wijziging.geslacht
    let brp = try personen.persoon(bsn: wijziging.sofinummer)
    if !(brp.map { klopt($0, geboortedatum, geslacht) } ?? false) { return "sofinummerAchterhaaldCombinatie" }
    if let ander = try register.persoon(bsn: wijziging.sofinummer), ander.id != gevonden.bekend?.id {
      return "sofinummerVanAnder"
    }
    return nil
  }

  private func klopt(_ persoon: Persoon, _ geboortedatum: ShortBytes, _ geslacht: ShortBytes) -> Bool {
    persoon.slice(.geboortedatum).elementsEqual(geboortedatum) && persoon.slice(.geslacht).elementsEqual(geslacht)
  }

  /// Adds a fault; true where it refuses. A check that is not in force finds nothing.
  @discardableResult
  private func meld(_ functie: String, _ recordsoort: Int, _ record: Int, _ signalen: inout [Signaal]) -> Bool {
    guard let controle = controles.controle(functie, record: recordsoort) else { return false }
    signalen.append(Signaal(controle: controle, record: record))
    return controles.isAfkeuring(controle)
  }
}
