import FileSystem
import ProgrammaVanEisen
import Records

/// Turns a delivery or feedback of one format into the other, block by block.
public enum Omzetting {
  /// What is read before it is written out, in bytes.
  private static let piece = 1 << 18

  /// Writes a file of the fixed format as XML.
  ///
  /// - Parameters:
  ///   - naam: the name of the file, for errors.
  ///   - open: gives its unpacked bytes, from the start; asked twice.
  /// - Throws: `BronError` of code `refused` where the file is one that would be refused, with its line.
  public static func naarXML(
    _ pve: PvE, naam: String, open: () throws -> any ByteSource, write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var digest = Digest()
    try elkeRegel(naam, open()) { bytes, line, _ in
      digest.update(bytes.slice(Int(line.offset)..<Int(line.offset) + Int(line.length) + 2))
    }
    var writer = XMLBatchWriter(pve, sha256: digest.finalize())
    try elkeRegel(naam, open()) { bytes, line, nummer in
      do {
        try writer.write(Int(line.record), bytes.from(Int(line.offset)), length: Int(line.length))
      } catch var error as BronError {
        error.place = .init(naam, line: nummer)
        error.remedy = "See what is wrong with it: bronbatch check"
        throw error
      }
      if writer.bytes.count > piece {
        try writer.bytes.withUnsafeBytes(write)
        writer.clear()
      }
    }
    try writer.end()
    try writer.bytes.withUnsafeBytes(write)
  }

  /// Writes an XML file in the fixed format; nothing more of it once it shows a fault. Gives the faults.
  public static func naarVast(
    _ pve: PvE, _ source: any ByteSource, write: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> [XMLFault] {
    var reader = try XMLBatchReader(source, pve: pve)
    var faults: [XMLFault] = []
    while try reader.next() {
      faults += reader.faults
      let block = reader.block
      if faults.isEmpty {
        try block.bytes.withUnsafeBytes { try write(UnsafeRawBufferPointer(rebasing: $0.dropLast(Block.slack))) }
      }
    }
    if faults.isEmpty && reader.soort == .terugkoppeling { try withUnsafeBytes(of: UInt8(0x1C), write) }
    return faults
  }

  /// Gives the lines of a file of the fixed format, each with its number.
  static func elkeRegel(
    _ naam: String, _ source: any ByteSource, _ body: (RawBytes, Block.Line, Int) throws -> Void
  ) throws {
    var reader = BlockReader(source)
    while try reader.next() {
      let block = reader.block
      try block.withBytes { bytes in
        for (index, line) in block.lines.enumerated() {
          if line.ending != .whole {
            throw BronError(
              .refused, "this line does not end in CR LF as a record does",
              at: .init(naam, line: block.lineNumber(index)),
              remedy: "See what is wrong with it: bronbatch check")
          }
          try body(bytes, line, block.lineNumber(index))
        }
      }
    }
  }
}
