import FileSystem
import ProgrammaVanEisen
import Records
import TestSupport
import XMLBatch

/// What the reader makes of a whole document.
public struct XMLRecords: Equatable {
  /// The bytes of all records.
  public private(set) var records: [UInt8] = []
  /// The places of all records, and the layout of each.
  public private(set) var lines: [String] = []
  /// The faults, as they are told.
  public private(set) var faults: [String] = []
  /// What the document says it is.
  public private(set) var soort: Documentsoort?

  /// Reads a document that comes in parts of at most `most` bytes.
  public init(
    _ document: [UInt8], pve: PvE, most: Int = .max, usesShortcuts: Bool = true, limits: XMLLimits = XMLLimits()
  ) throws {
    let source: any ByteSource = most == .max ? MemorySource(document) : TrickleSource(document, most: most)
    var reader = try XMLBatchReader(source, pve: pve, limits: limits, usesShortcuts: usesShortcuts)
    while try reader.next() {
      records += reader.block.bytes.dropLast(Block.slack)
      for (index, line) in reader.block.lines.enumerated() {
        lines.append(
          "\(line.record) \(line.length) \(line.layout) \(reader.block.lineNumber(index)) \(reader.block.byte(index))")
      }
      faults += reader.faults.map(\.description)
    }
    soort = reader.soort
  }
}
