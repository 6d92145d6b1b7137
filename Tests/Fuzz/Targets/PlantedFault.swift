import FileSystem
import Records

/// A fault put there on purpose: a fuzzer that does not find it finds nothing.
public enum PlantedFault {
  /// Reads lines, and fails on a record 399 that ends as it must behind one of 305.
  public static func run(_ bytes: [UInt8]) throws {
    var reader = BlockReader(MemorySource(bytes))
    var previous: Int16 = -1
    while try reader.next() {
      for line in reader.block.lines where line.ending == .whole {
        if line.record == 399 && previous == 305 { throw Finding("the planted fault") }
        previous = line.record
      }
    }
  }
}
