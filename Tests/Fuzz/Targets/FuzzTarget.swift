/// A reader of the program, for bytes that anybody may have made up.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// Lines and records, against `LineSplitter`.
  case lines
  /// Gzip, against zlib in one go.
  case gzip
  /// A delivery from its header to the checks of its fields, plain against packed.
  case delivery
  /// The name of a delivery, against its description.
  case name
  /// Reference tables, against a parser that has the whole file.
  case table
  /// The files of `Specs/`.
  case specs
  /// A batch in XML: its tokens, against expat, and its records.
  case xml
  /// A condition: parser, compiler and machine, against an interpreter that walks the tree.
  case condition

  /// Has the reader read the bytes.
  ///
  /// - Throws: `Finding` where it does not do what its twin does, or gives up in a way that is not its own.
  public func run(_ bytes: [UInt8]) throws {
    switch self {
    case .lines: try LineTarget.run(bytes)
    case .gzip: try GzipTarget.run(bytes)
    case .delivery: try DeliveryTarget.run(bytes)
    case .name: try NameTarget.run(bytes)
    case .table: try TableTarget.run(bytes)
    case .xml: try XMLTarget.run(bytes)
    case .specs: try SpecsTarget.run(bytes)
    case .condition: try ConditionTarget.run(bytes)
    }
  }
}

/// Something that a reader should not have done.
public struct Finding: Error, CustomStringConvertible {
  /// What it did.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
