import ProgrammaVanEisen

/// Something that the register knows or knew: a person's own data, an inschrijving or a part of one,
/// with where it is from and what ended it.
public struct Feit: Sendable {
  /// The number of the person inside the register.
  public let persoon: Int64
  /// Who registered the inschrijving; nil for a person's own data.
  public let leverancier: Leverancier?
  /// The inschrijvingsvolgnummer and the columns of the key behind it, empty where there are fewer.
  let sleutel: [String]
  /// The values of the fields of its table, without the spaces behind them.
  public let waarden: [ArraySlice<UInt8>]
  /// Whether its bytes have the length of its record.
  let isHeel: Bool
  /// The melding that brought it; nil where that was before the register kept history.
  public let herkomst: Herkomst?
  /// When it became known; nil as `herkomst`.
  public let bekend: Verwerking?
  /// What ended it; nil where it holds now.
  public let einde: Einde?

  /// Whether two are the same thing at different times.
  func isZelfde(_ ander: Feit) -> Bool {
    persoon == ander.persoon && leverancier == ander.leverancier && sleutel == ander.sleutel
  }
}

/// The end of a fact.
public struct Einde: Sendable {
  /// How a fact may end.
  public enum Wijze: String, Sendable {
    /// By another value.
    case gewijzigd = "A"
    /// It was taken away.
    case verwijderd = "V"
  }

  /// The melding that did it.
  public let herkomst: Herkomst
  /// When that became known; nil only where the register is damaged.
  public let bekend: Verwerking?
  /// Whether something came in its place.
  public let wijze: Wijze
}
