import Checks
import FileSystem
import ProgrammaVanEisen
import Records
import Reference

/// A twin whose melding is judged by the first phase alone, which is much quicker than the whole chain: what
/// one condition finds in it is what the chain would tell.
struct Veldproef {
  private let layouts: Layouts
  private let datum: Datum
  private let tables: ReferenceTables
  private let propSignalen: Bool
  private let block: Block
  private let meldingen: [Melding]
  private let context: DeliveryContext
  /// The same for all proeven of one date, version, tables and so on.
  private let key: String

  /// What conditions compile to, by what it is compiled for.
  typealias Compiled = [String: Veldcontrole]

  /// - Parameter nummer: the number of the surroundings of the twin.
  init(_ tweeling: Tweeling, _ opstelling: Opstelling, nummer: Int, pve: PvE) throws {
    let bestand = try opstelling.bestand(tweeling)
    layouts = try Aanleverbestand.layouts(tweeling.aanlevering.kop, pve)
    guard let datum = Datum(text: tweeling.aanlevering.datum) else { throw Scenariofout("no date") }
    self.datum = datum
    tables = opstelling.tables
    propSignalen = tweeling.omgeving.propSignalen
    key = "\(nummer) \(layouts.versie.naam)"
    var reader = BlockReader(MemorySource(bestand.bytes))
    reader.use(layouts)
    guard try reader.next(), let kop = layouts[300] else { throw Scenariofout("\(tweeling.place): an empty file") }
    block = reader.block
    meldingen = Array(Melding.all(in: block).suffix(1))
    let header = Array(bestand.bytes.prefix(kop.lengte))
    func veld(_ id: String) -> [UInt8] { kop.veld(id).map { Array(Latin1.trimmed(header[$0.range])) } ?? [] }
    context = DeliveryContext(
      [.ontvangst: datum.bytes, .versie: Array(layouts.versie.naam.utf8), .sectordeel: veld("sectordeel")],
      header: header, meldingen: 1, records: block.lines.count)
  }

  /// Where the only check of a catalogue finds something: the keys of the records.
  func gevonden(_ pve: PvE, _ compiled: inout Compiled) throws -> [String] {
    let veldcontrole =
      try compiled[key]
      ?? Veldcontrole(
        Controles(pve: pve, tables: tables.present, datum: datum, propSignalen: propSignalen), layouts: layouts,
        tables: tables, all: true)
    compiled[key] = veldcontrole
    var findings = Veldcontrole.Findings()
    veldcontrole.check(block, meldingen, context: context, into: &findings)
    return block.withBytes { bytes in
      findings.signalen.map { signaal in
        let record = RecordView(
          block.lines[meldingen[0].lines.lowerBound + signaal.record], in: bytes, layouts: layouts)
        let sleutel = record.layout.velden.filter(\.isSleutel).map { Latin1.text(record.bytes.slice($0.range)) }
        return "\(record.layout.record) \(sleutel.joined())"
      }.sorted()
    }
  }
}
