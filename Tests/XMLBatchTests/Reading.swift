import FileSystem
import ProgrammaVanEisen
import Records
import TestSupport
import XMLBatch

/// What the reader makes of a whole document.
struct Reading: Equatable {
  /// The bytes of all records.
  var records: [UInt8] = []
  /// The places of all records, and the layout of each.
  var lines: [String] = []
  /// The faults, as they are told.
  var faults: [String] = []
  var soort: Documentsoort?

  init(
    _ document: [UInt8], most: Int = .max, usesShortcuts: Bool = true, limits: XMLLimits = XMLLimits()
  ) throws {
    let source: any ByteSource = most == .max ? MemorySource(document) : TrickleSource(document, most: most)
    var reader = try XMLBatchReader(source, pve: Bestanden.pve.get(), limits: limits, usesShortcuts: usesShortcuts)
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
