/// The codes that a field may hold, with what they mean.
public struct Waardelijst: Sendable {
  /// One code.
  public struct Waarde: Sendable {
    public let code: String
    public let betekenis: String
  }

  /// The name in layouts and conditions.
  public let id: String
  public let naam: String
  public let waarden: [Waarde]

  /// What a code means, or nil where the list does not have it.
  public func betekenis(van code: String) -> String? {
    waarden.first { $0.code == code }?.betekenis
  }
}
