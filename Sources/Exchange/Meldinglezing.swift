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

  /// The meldingen of a block that could be read. It lives no longer than the step that it is given to.
  struct Blok {
    let block: Block
    let bytes: RawBytes
    let layouts: Layouts
    /// Whether every line of the block is a record with the right length and end.
    let isHeel: Bool
    /// The meldingen of which every record has a layout.
    let meldingen: [Melding]
    fileprivate let findings: Veldcontrole.Findings

    /// The faults of the melding at `index`.
    func signalen(_ index: Int) -> ArraySlice<Signaal> { findings[index] }

    /// The records of a melding.
    func records(_ melding: Melding) -> [RecordView] { melding.lines.map(record) }

    /// The record on a line.
    func record(_ line: Int) -> RecordView { RecordView(block.lines[line], in: bytes, layouts: layouts) }
  }

  /// Reads the unpacked bytes of the delivery block by block.
  ///
  /// - Throws: `BronError` of code `changed` where they are not those of the first reading.
  func elkBlok(_ open: any ByteSource, _ stap: (Blok) throws -> Void) throws {
    let source = DigestSource(open)
    let reader = try structuur.vorm.bron(source, pve: pve)
    try reader.use(structuur.layouts)
    var findings = Veldcontrole.Findings()
    while try reader.next() {
      let block = reader.block
      let isHeel = !block.continuesMelding && block.lines.allSatisfy { $0.layout >= 0 && $0.ending == .whole }
      let all = Melding.all(in: block)
      // Of a file that is refused the rest is still worth a look.
      let meldingen = isHeel && !structuur.fouten.weigert ? all : all.filter { isLeesbaar($0, block) }
      veldcontrole.check(block, meldingen, context: structuur.context, into: &findings)
      try block.withBytes { bytes in
        try stap(
          Blok(
            block: block, bytes: bytes, layouts: structuur.layouts, isHeel: isHeel, meldingen: meldingen,
            findings: findings))
      }
    }
    // Of a document that is not well-formed the end was not read.
    try source.drain()
    if source.sha256 != structuur.sha256 { throw changed }
  }

  /// Whether every record of a melding has a layout of a delivery, and all of them are at hand.
  private func isLeesbaar(_ melding: Melding, _ block: Block) -> Bool {
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
