import Checks
import FileSystem
import ProgrammaVanEisen
import Records
import Reference
import Treewalk

/// The bytes are a condition on record 321, which is asked of some meldingen.
enum ConditionTarget {
  private static let specs = Result {
    let specs = try SmallSpecs()
    return (specs, try specs.load())
  }

  private static let meldingen = [
    [
      "305000001" + "1001".filled(15) + "123456782" + "".filled(9) + "19900101M1234AB    ",
      "320000001T1  10342BBLVT2008080120110101        06 N           ",
      "321000001T1  20080801J ",
      "321000001A001        N5",
    ],
    [
      "305000002" + "".filled(15) + "".filled(9) + "100000009" + "19900000V      5001",
      "321000002V2  20101231J9",
      "321000002T\u{E9}Z 2010 231??",
    ],
  ]

  static func run(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return }
    let (specs, pve) = try specs.get()
    specs.put(condition: text)
    try Workplace.expecting(.specs) { try compare(try specs.loadControles(pve)) }
  }

  private static func compare(_ pve: PvE) throws {
    guard let layouts = pve.layouts(versie: "1.2"), let datum = Datum(number: 20_100_801) else {
      throw Finding("no layouts")
    }
    let controles = try Controles(pve: pve, tables: [], datum: datum, propSignalen: true)
    let veldcontrole = try Veldcontrole(controles, layouts: layouts, tables: ReferenceTables(), all: true)
    let texts: [ConditionContext: String] = [.ontvangst: "20100801", .naamBrin: "01AA"]
    let header = [UInt8](repeating: 0x20, count: 135)
    let context = DeliveryContext(texts.mapValues { Array($0.utf8) }, header: header, meldingen: 2, records: 8)
    let surroundings = PlainSurroundings(
      pve, layouts: layouts, texts: texts, header: PlainRecord(header, layouts.all[0]), meldingen: 2, records: 8)

    let bytes = meldingen.joined().reduce(into: [UInt8]()) { $0 += (Latin1.bytes($1) ?? []) + [0x0D, 0x0A] }
    var reader = BlockReader(MemorySource(bytes))
    reader.use(layouts)
    guard try reader.next(), reader.block.lines.allSatisfy({ $0.layout >= 0 }) else {
      throw Finding("the meldingen of the target are not in order")
    }
    var findings = Veldcontrole.Findings()
    let read = Melding.all(in: reader.block)
    veldcontrole.check(reader.block, read, context: context, into: &findings)

    // A table that is not there switches its condition off; so does a condition without a value.
    guard let expectation = try? PlainExpectation(pve, layouts, surroundings, fase: .velden) else { return }
    for (index, melding) in read.enumerated() {
      let plain = reader.block.lines[melding.lines].map {
        PlainRecord(reader.block.copy($0), layouts.all[Int($0.layout)])
      }
      guard let hits = try? expectation.hits(plain) else { continue }
      let expected = expectation.signalen(hits, plain, all: true) { controle in
        guard case .conditie(let expression) = controle.grond else { return false }
        return !PlainExpectation.namesTable(expression)
      }
      let found = findings[index].map { PlainExpectation.Hit(controle: $0.controle, record: $0.record) }
      if found != expected {
        throw Finding("melding \(index + 1): the machine finds \(found.map(\.record)), not \(expected.map(\.record))")
      }
    }
  }
}

extension String {
  fileprivate func filled(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
