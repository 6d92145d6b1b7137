import FileSystem
import Records

/// A fault put there on purpose: a fuzzer that does not find it finds nothing.
public enum PlantedFault {
  /// Reads lines, and fails on a record 399 that ends as it must.
  public static func run(_ bytes: [UInt8]) throws {
    var reader = BlockReader(MemorySource(bytes), size: 1)
    while try reader.next() {
      for line in reader.block.lines where line.ending == .whole {
        if line.record == 399 { throw Finding("the planted fault") }
      }
    }
  }
}
