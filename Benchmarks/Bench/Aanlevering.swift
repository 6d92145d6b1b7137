import Checks
import FileSystem
import ProgrammaVanEisen
import Records

/// A delivery that is measured, with what its header says of how to check it.
struct Aanlevering {
  var reader: BlockReader
  let layouts: Layouts
  let header: [UInt8]

  /// The day on which all of it is checked.
  static let ontvangst = Datum(number: 20100201) ?? Datum(number: 20000101)!

  /// What looks at one record alone: what a peer that knows no meldingen can do too.
  static let fieldChecks: Set<Reikwijdte> = [.veld, .record]

  /// Reads the first block of a delivery.
  init(_ source: any ByteSource, _ pve: PvE) throws {
    reader = BlockReader(source)
    _ = try reader.next()
    let first = reader.block.lines[0]
    let header = reader.block.copy(first)
    let versie = pve.newest[300]?.veld("versieProgrammaVanEisen").map { Latin1.text(Latin1.trimmed(header[$0.range])) }
    layouts = versie.flatMap { pve.layouts(versie: $0) } ?? pve.newest
    self.header = header
    reader.use(layouts)
  }

  var context: DeliveryContext { DeliveryContext(Self.texts(layouts), header: header, meldingen: 0, records: 0) }

  static func texts(_ layouts: Layouts) -> [ConditionContext: [UInt8]] {
    [.ontvangst: ontvangst.bytes, .versie: Array(layouts.versie.naam.utf8)]
  }

  static func controles(_ pve: PvE, _ soorten: Set<Reikwijdte>) throws -> Controles {
    try Controles(pve: pve, tables: [], datum: ontvangst, propSignalen: false, soorten: soorten)
  }
}
