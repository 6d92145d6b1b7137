/// A fault that was found in a melding: which check, and on which of its records.
public struct Signaal: Sendable, Equatable {
  /// The check, by its index in the catalogue.
  public let controle: Int
  /// The record, counted from 0 within the melding (0 is the 305).
  public let record: Int

  /// A fault of check `controle` on record `record` of a melding.
  public init(controle: Int, record: Int) {
    self.controle = controle
    self.record = record
  }
}
