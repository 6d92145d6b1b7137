import ProgrammaVanEisen

/// A melding: a 305 and the records that follow it, up to the next 305, as lines of a block.
public struct Melding: Sendable {
  /// The indices of its lines in the block.
  public let lines: Range<Int>
  /// The meldingnummer.
  public let nummer: Int

  /// The meldingen of a block whose structure was found right: every line has its layout.
  public static func all(in block: Block) -> [Melding] {
    var meldingen: [Melding] = []
    var start: Int?
    block.withBytes { bytes in
      for (index, line) in block.lines.enumerated() where line.record == 305 {
        if let start { meldingen.append(.init(lines: start..<index, nummer: nummer(block.lines[start], bytes))) }
        start = index
      }
      if let start {
        meldingen.append(.init(lines: start..<block.lines.count, nummer: nummer(block.lines[start], bytes)))
      }
    }
    return meldingen
  }

  private static func nummer(_ line: Block.Line, _ bytes: RawBytes) -> Int {
    var nummer = 0
    for position in Int(line.offset) + 3..<Int(line.offset) + 9 { nummer = nummer * 10 + Int(bytes[position] &- 0x30) }
    return nummer
  }
}

/// A record of a block: its layout and where its bytes are.
public struct RecordView {
  /// The layout, in the version of the delivery.
  public let layout: Layout
  /// The bytes from its first one on. They go on behind the record: `layout.lengte` says where it ends.
  public let bytes: RawBytes

  /// The record that a line holds.
  @inlinable
  public init(_ line: Block.Line, in bytes: RawBytes, layouts: Layouts) {
    layout = layouts.all[Int(line.layout)]
    self.bytes = bytes.from(Int(line.offset))
  }

  /// The bytes of a field; nil where the record has no such field.
  public func field(_ id: String) -> UnsafeRawBufferPointer? {
    layout.veld(id).map { bytes.slice($0.range) }
  }

  /// T, A or V; a space for records without soort mutatie.
  public var mutatie: UInt8 {
    layout.mutatieOffset.map { bytes[$0] } ?? 0x20
  }
}
