/// What a check means to a school and what the school can do about it, as `Specs/uitleg.yaml` says.
public struct Uitleg: Hashable, Sendable {
  /// The code of the check, or its row of the catalogue's source: X203 explains one kind of 741.
  public let code: String
  /// What is the matter, in Dutch.
  public let betekenis: String
  /// What to do about it, in Dutch.
  public let doen: String
}
