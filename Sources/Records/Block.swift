import ProgrammaVanEisen

/// A stretch of a delivery: whole lines, and where it can be, whole meldingen.
public struct Block: Sendable {
  /// Bytes behind the last one of a block, so that words can be loaded at its end.
  public static let slack = 16

  /// A line of the file.
  public struct Line: Sendable {
    /// How a line ends.
    public enum Ending: UInt8, Sendable {
      /// CR LF, as it must be.
      case whole
      /// LF alone.
      case lineFeedOnly
      /// The file ends before the line does.
      case cutOff
      /// It is longer than any record by far; only its beginning was kept.
      case tooLong
    }

    /// Where it begins in the block.
    public var offset: Int32
    /// Its length without the line end.
    public var length: Int32
    /// Whether the line end is right; only `whole` may become a record.
    public var ending: Ending
    /// The recordsoort, or -1 where the line does not begin with three digits.
    public var record: Int16
    /// The index of its layout in `Layouts`, or what `Layouts.index` says is wrong.
    public var layout: Int16 = -1
  }

  /// Where a record stands in a document that is not in the fixed format.
  public struct Place: Sendable {
    /// Counted from 1.
    public var line: Int
    /// Counted from 0.
    public var byte: Int

    /// A place in a document.
    public init(line: Int, byte: Int) {
      self.line = line
      self.byte = byte
    }
  }

  /// The bytes, with `slack` more at the end.
  public internal(set) var bytes: [UInt8] = []
  /// The lines, in the order of the file. What is in `bytes` outside of them is not to be looked at.
  public internal(set) var lines: [Line] = []
  /// The number of the first line in the file, counted from 1.
  public internal(set) var firstLine = 1
  /// Where the block begins in the file, after unpacking.
  public internal(set) var fileOffset = 0
  /// Where each line comes from, in a document that has other lines than these; empty where it has not.
  public internal(set) var places: [Place] = []
  /// Whether the block begins in the middle of a melding that was too large to keep together.
  public internal(set) var continuesMelding = false
  /// Whether its last melding may go on in the next block, because it was too large to keep together.
  public internal(set) var isCut = false

  /// Nothing read yet.
  public init() {}

  /// A block of one line, such as a header that was read by itself.
  public init(line: [UInt8]) {
    bytes = line + [UInt8](repeating: 0, count: Block.slack)
    lines = [Line(offset: 0, length: Int32(line.count), ending: .whole, record: 0)]
  }

  /// The bytes of a line, copied: for errors and reports.
  public func copy(_ line: Line) -> [UInt8] {
    Array(bytes[Int(line.offset)..<Int(line.offset) + Int(line.length)])
  }

  /// The line of the file on which the line of that index stands, counted from 1.
  public func lineNumber(_ index: Int) -> Int {
    places.isEmpty ? firstLine + index : places[index].line
  }

  /// The byte of the unpacked file at which the line of that index begins, counted from 0.
  public func byte(_ index: Int) -> Int {
    places.isEmpty ? fileOffset + Int(lines[index].offset) : places[index].byte
  }

  /// Runs `body` with the bytes.
  public func withBytes<Result>(_ body: (RawBytes) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { try body(RawBytes($0)) }
  }
}
