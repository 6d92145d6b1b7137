import Checks
import FileSystem
import ProgrammaVanEisen
import Records

/// The second reading of a delivery: its meldingen, with the faults of their first phase.
struct Meldinglezing {
  let structuur: Structuur
  let veldcontrole: Veldcontrole
  let pve: PvE
  /// The name of the file, for errors.
  let naam: String

  /// A block with the meldingen in it that could be read. One object: it goes from hand to hand.
  final class Gelezen: Sendable {
    fileprivate let block: Block
    fileprivate let layouts: Layouts
    /// Whether every line of the block is a record with the right length and end.
    let isHeel: Bool
    /// The meldingen of which every record has a layout.
    let meldingen: [Melding]
    /// The faults of all meldingen, and where those of each lie.
    fileprivate let signalen: [Signaal]
    fileprivate let ranges: [Range<Int>]

    fileprivate init(
      block: Block, layouts: Layouts, isHeel: Bool, meldingen: [Melding], signalen: [Signaal], ranges: [Range<Int>]
    ) {
      self.block = block
      self.layouts = layouts
      self.isHeel = isHeel
      self.meldingen = meldingen
      self.signalen = signalen
      self.ranges = ranges
    }

    /// Gives its records to `body`.
    func open<Result>(_ body: (Blok) throws -> Result) rethrows -> Result {
      try block.withBytes { try body(Blok(gelezen: self, bytes: $0)) }
    }
  }

  /// The records of such a block. It lives no longer than the step that it is given to.
  struct Blok {
    private let gelezen: Gelezen
    let bytes: RawBytes

    fileprivate init(gelezen: Gelezen, bytes: RawBytes) {
      self.gelezen = gelezen
      self.bytes = bytes
    }

    var block: Block { gelezen.block }
    var isHeel: Bool { gelezen.isHeel }
    var meldingen: [Melding] { gelezen.meldingen }

    /// The faults of the melding at `index`.
    func signalen(_ index: Int) -> ArraySlice<Signaal> { gelezen.signalen[gelezen.ranges[index]] }

    /// The records of a melding.
    func records(_ melding: Melding) -> [RecordView] { melding.lines.map(record) }

    /// The first 310 of a melding.
    func persoonsgegevens(_ melding: Melding) -> RecordView? {
      melding.lines.first { gelezen.block.lines[$0].record == 310 }.map(record)
    }

    /// The record on a line.
    func record(_ line: Int) -> RecordView {
      RecordView(gelezen.block.lines[line], in: bytes, layouts: gelezen.layouts)
    }
  }

  /// Reads the unpacked bytes of the delivery block by block.
  ///
  /// - Parameter keuze: which meldingen are checked and given.
  /// - Throws: `BronError` of code `changed` where they are not those of the first reading.
  func elkBlok(
    _ open: any ByteSource, keuze: (Melding, Block) -> Bool = { _, _ in true }, _ stap: (Blok) throws -> Void
  ) throws {
    let lezer = try Bloklezer(self, open)
    while let gelezen = try lezer.volgende(keuze) { try gelezen.open(stap) }
  }

  /// Whether every record of a melding has a layout of a delivery, and all of them are at hand.
  fileprivate func isLeesbaar(_ melding: Melding, _ block: Block) -> Bool {
    if block.isCut && melding.lines.upperBound == block.lines.count { return false }
    return melding.lines.count <= Structuurcontrole.mostRecords
      && block.lines[melding.lines].allSatisfy { $0.layout >= 0 && (305..<400).contains($0.record) }
  }

  /// What was read the first time is not what is read now: somebody still writes to the file.
  var changed: BronError {
    BronError(
      .changed, "the file was written to while it was being processed", at: .init(naam),
      remedy: "Nothing was kept; run again when its sender is done with it")
  }
}

/// Reads and checks the blocks of a delivery, one after the other.
// Whoever reads ahead has one block read at a time, and takes it before the next one is begun.
final class Bloklezer: @unchecked Sendable {
  private let lezing: Meldinglezing
  private let source: DigestSource
  private let bron: any Recordbron
  private var findings = Veldcontrole.Findings()

  init(_ lezing: Meldinglezing, _ open: any ByteSource) throws {
    self.lezing = lezing
    // A delivery that was just opened is digested as it is.
    source = open as? DigestSource ?? DigestSource(open)
    bron = try lezing.structuur.vorm.bron(source, pve: lezing.pve)
    try bron.use(lezing.structuur.layouts)
  }

  /// The next block, with the meldingen of it that are chosen; nil at the end of the file.
  ///
  /// - Throws: `BronError` of code `changed` where the bytes were not those of the first reading.
  func volgende(_ keuze: (Melding, Block) -> Bool = { _, _ in true }) throws -> Meldinglezing.Gelezen? {
    let structuur = lezing.structuur
    guard try bron.next() else {
      // Of a document that is not well-formed the end was not read.
      try source.drain()
      if source.sha256 != structuur.sha256 { throw lezing.changed }
      return nil
    }
    let block = bron.block
    let isHeel = !block.continuesMelding && block.lines.allSatisfy { $0.layout >= 0 && $0.ending == .whole }
    let all = Melding.all(in: block).filter { keuze($0, block) }
    // Of a file that is refused the rest is still worth a look.
    let meldingen = isHeel && !structuur.fouten.weigert ? all : all.filter { lezing.isLeesbaar($0, block) }
    lezing.veldcontrole.check(block, meldingen, context: structuur.context, into: &findings)
    return .init(
      block: block, layouts: structuur.layouts, isHeel: isHeel, meldingen: meldingen, signalen: findings.signalen,
      ranges: findings.ranges)
  }
}
