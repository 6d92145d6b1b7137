/// A version of the Programma van Eisen, as the header of a delivery names it.
public struct Versie: Sendable, Hashable {
  /// "1.1", as in the field Versie programma van eisen.
  public let naam: String
  /// The first day on which it may be delivered; nil: always.
  public let vanaf: Datum?
  /// The last such day; nil: without end.
  public let tot: Datum?

  /// Whether a delivery of this version may be processed on `datum`.
  public func geldt(op datum: Datum) -> Bool {
    (vanaf.map { $0 <= datum } ?? true) && (tot.map { datum <= $0 } ?? true)
  }
}
