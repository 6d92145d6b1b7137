/// A field of a record: a stretch of bytes with a name and a form.
public struct Veld: Sendable, Hashable {
  /// What the bytes of a field look like (PvE: AN, N, datum).
  public enum Soort: String, CaseIterable, Sendable {
    /// Left aligned, padded with spaces.
    case tekst
    /// Digits, right aligned, padded with zeros; all spaces where empty.
    case numeriek
    /// An existing day EEJJMMDD, or spaces.
    case datum
    /// As `datum`, but month and day may be 00 where they are unknown.
    case onvolledigeDatum
    /// A code of a value list.
    case code
    /// J, N or a space.
    case indicatie
  }

  /// The name in conditions, commands and XML: `datumInschrijving`.
  public let id: String
  /// The name in the PvE and in reports: "Datum inschrijving".
  public let naam: String
  /// Where the field begins in the record, counted from 0 with the prefix.
  public internal(set) var offset: Int
  /// The number of bytes.
  public let lengte: Int
  /// The form that a right value has; what was delivered may have another.
  public let soort: Soort
  /// The value list of its codes, if it has one.
  public let lijst: String?
  /// Part of the key of the record inside a person, and so of the record identification in 499.
  public let isSleutel: Bool
  /// Delivered, but not registered any more: blank in the echo of an approved melding.
  public let isVervallen: Bool
  /// Tells who somebody is: never shown in logs, errors and metrics.
  public let isPersoonsgegeven: Bool
  /// What the position rests on, as the layout file notes it for people; nothing depends on it.
  public let bewijs: String

  /// The bytes of the field in its record.
  public var range: Range<Int> { offset..<offset + lengte }
}
