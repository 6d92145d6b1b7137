import FileSystem
import ProgrammaVanEisen
import Records
import XMLBatch

/// The records of a file, block by block, whatever its format.
public protocol Recordbron: AnyObject {
  /// The block that was read last.
  var block: Block { get }
  /// What is wrong with that part of an XML document.
  var faults: [XMLFault] { get }
  /// How many faults more there are than are listed.
  var moreFaults: Int { get }
  /// Reads the next block. False at the end of the file.
  func next() throws -> Bool
  /// Gives every record its layout from now on; the block at hand must be the first.
  func use(_ layouts: Layouts) throws
}

/// How a file is written.
public enum Bestandsvorm: Sendable {
  /// Records of a fixed length.
  case vast
  /// An XML batch.
  case xml

  /// What the name of a file says.
  public init(naam: String) {
    self = naam.hasEnd(".xml") || naam.hasEnd(".xml.gz") ? .xml : .vast
  }

  /// What the names of files of this form end in.
  var ending: String { self == .xml ? ".xml" : "" }

  /// Reads the unpacked bytes of a file of this form.
  func bron(_ source: any ByteSource, pve: PvE) throws -> any Recordbron {
    self == .xml ? try XMLRecordbron(source, pve: pve) : VasteRecordbron(source)
  }
}

private final class VasteRecordbron: Recordbron {
  private var reader: BlockReader

  init(_ source: any ByteSource) {
    reader = BlockReader(source)
  }

  var block: Block { reader.block }
  var faults: [XMLFault] { [] }
  var moreFaults: Int { 0 }
  func next() throws -> Bool { try reader.next() }
  func use(_ layouts: Layouts) { reader.use(layouts) }
}

private final class XMLRecordbron: Recordbron {
  private var reader: XMLBatchReader

  init(_ source: any ByteSource, pve: PvE) throws {
    reader = try XMLBatchReader(source, pve: pve)
  }

  var block: Block { reader.block }
  var faults: [XMLFault] { reader.faults }
  var moreFaults: Int { reader.moreFaults }
  func next() throws -> Bool { try reader.next() }
  func use(_ layouts: Layouts) throws { try reader.use(layouts) }
}
