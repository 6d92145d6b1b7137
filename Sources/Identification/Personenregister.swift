import Records
import Reference

/// A person whom BRON knows.
public struct BekendePersoon: Sendable, Equatable {
  /// The number inside the register.
  public let id: Int64
  /// Empty where there is none.
  public let bsn: ShortBytes
  /// Empty where there is none.
  public let onderwijsnummer: ShortBytes
  /// EEJJMMDD, month and day 00 where they are unknown.
  public let geboortedatum: ShortBytes
  /// M, V or O.
  public let geslacht: ShortBytes
  /// The postcode according to the institution, as it was registered last; empty where there is none.
  public let postcode: ShortBytes

  /// A person as the register has him, without his inschrijvingen.
  public init(
    id: Int64, bsn: ShortBytes, onderwijsnummer: ShortBytes, geboortedatum: ShortBytes, geslacht: ShortBytes,
    postcode: ShortBytes
  ) {
    self.id = id
    self.bsn = bsn
    self.onderwijsnummer = onderwijsnummer
    self.geboortedatum = geboortedatum
    self.geslacht = geslacht
    self.postcode = postcode
  }
}

/// The look-ups of persons that a register gives.
public protocol Personenregister {
  /// The person with that BSN.
  func persoon(bsn: ShortBytes) throws -> BekendePersoon?
  /// The person who has, or had, that onderwijsnummer.
  func persoon(onderwijsnummer: ShortBytes) throws -> BekendePersoon?
  /// The persons without BSN who were registered with those names, birth date and sex.
  func personen(_ sleutel: Zoeksleutel) throws -> [BekendePersoon]
  /// Whether a person has an inschrijving at an institution.
  func heeftInschrijving(_ persoon: Int64, brin: String) throws -> Bool
  /// The onderwijsnummer that was given out last, or the one below the first.
  func laatsteOnderwijsnummer() throws -> Int
}
