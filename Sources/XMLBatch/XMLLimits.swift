/// How large the parts of a document may be: what keeps memory and time small, whatever is delivered.
public struct XMLLimits: Sendable {
  /// How deep elements may lie in each other.
  public var depth = 32
  /// The length of a name, in bytes.
  public var name = 256
  /// The number of attributes of one element.
  public var attributes = 32
  /// The number of namespaces that are declared at one place, those of the elements around it included.
  public var namespaces = 64
  /// The length of one piece of markup or text, in bytes: a label with its attributes, the text between two
  /// labels, a comment, a CDATA section, an instruction.
  public var piece = 1 << 16

  /// The usual limits.
  public init() {}
}
