/// What is wrong with a document, and where.
public struct XMLFault: Error, Sendable, Equatable {
  /// What it is a fault against.
  public enum Kind: Sendable {
    /// Against XML itself, or against our profile or limits: reading ends here.
    case wellFormedness
    /// Against the schema: reading may go on.
    case schema
  }

  /// Where something stands in a document.
  public struct Place: Sendable, Equatable {
    /// Counted from 1.
    public var line: Int
    /// The character in its line, counted from 1.
    public var column: Int
    /// Counted from 0.
    public var byte: Int
  }

  /// What it is a fault against.
  public let kind: Kind
  /// Where it is.
  public let place: Place
  /// The element in which, or at which, it is; nil outside of all elements.
  public let element: String?
  /// What is wrong, in Dutch; never the value of a field.
  public let text: String
}

extension XMLFault: CustomStringConvertible {
  /// The place, the element and what is wrong, on one line.
  public var description: String {
    "regel \(place.line), kolom \(place.column) (byte \(place.byte)): \(detail)"
  }

  /// The element and what is wrong.
  public var detail: String {
    (element.map { "element <\($0)>: " } ?? "") + text
  }
}
