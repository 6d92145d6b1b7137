/// A reader of the program, for bytes that anybody may have made up. This is the list of targets: `run` and the tests
/// ask it.
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
  /// The files of `Specs/`; there is no twin, since what may be in them is said only by the reader.
  case specs
  /// A batch in XML: its tokens, against expat, and its records.
  case xml
  /// A condition: parser, compiler and machine, against an interpreter that walks the tree.
  case condition

  /// How many bytes an input has at the most: enough for what the reader tells apart, and soon read.
  public var longest: Int {
    switch self {
    // A line of more than 4,096 bytes is too long, a block is no smaller than that, and both must end in what follows.
    case .lines: 10_000
    case .gzip: 4_096
    // Room for a melding of each sectordeel.
    case .xml: 5_000
    case .delivery, .table: 2_048
    case .specs: 1_024
    case .name, .condition: 200
    }
  }

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
