/// The codes that a field may hold, with what they mean.
public struct Waardelijst: Sendable {
  /// One code.
  public struct Waarde: Sendable {
    /// As it stands in a field, without the spaces behind it.
    public let code: String
    /// In Dutch, for people.
    public let betekenis: String
  }

  /// The name in layouts and conditions.
  public let id: String
  /// The name in Dutch, for people.
  public let naam: String
  /// What is to be known of its codes, in Dutch; empty where the file does not say.
  public let toelichting: String
  /// In the order of the file.
  public let waarden: [Waarde]

  /// What a code means, or nil where the list does not have it.
  public func betekenis(van code: String) -> String? {
    waarden.first { $0.code == code }?.betekenis
  }
}
