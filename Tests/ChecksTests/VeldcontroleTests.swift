import FileSystem
import ProgrammaVanEisen
import Records
import Reference
import Testing
import Treewalk

@testable import Checks

/// The condition machine against the interpreter, for every condition of the catalogue.
struct VeldcontroleTests {
  /// A made-up delivery.
  struct Delivery: Sendable, CustomTestStringConvertible {
    let versie: String
    let sectordeel: String
    let brin: String
    let seed: UInt64

    var testDescription: String { "\(sectordeel) \(versie)" }
  }

  private static let deliveries = [
    Delivery(versie: "1.1", sectordeel: "BO", brin: "01AA", seed: 11),
    Delivery(versie: "1.2", sectordeel: "BO", brin: "02BB", seed: 12),
    Delivery(versie: "1.1", sectordeel: "ED", brin: "01AA", seed: 13),
    Delivery(versie: "1.2", sectordeel: "ED", brin: "03CC", seed: 14),
    Delivery(versie: "1.1", sectordeel: "VA", brin: "99ZZ", seed: 15),
    Delivery(versie: "1.2", sectordeel: "VA", brin: "04DD", seed: 16),
  ]
  private static let meldingen = 300
  private static let tables = Result { try SmallTables.read() }

  private let pve: PvE
  private let tables: ReferenceTables
  private let ontvangst: Datum

  init() throws {
    pve = try SpecsFolder.pve.get()
    tables = try Self.tables.get()
    ontvangst = try #require(Datum(number: 2010_06_18))
  }

  // MARK: What both look at

  private func header(_ delivery: Delivery, _ layouts: Layouts) throws -> [UInt8] {
    let layout = try #require(layouts[300])
    var writer = RecordWriter()
    writer.begin(layout)
    for (id, value) in ["brinNummer": delivery.brin, "sectordeel": delivery.sectordeel] {
      writer.put(Array(value.utf8), in: try #require(layout.veld(id)))
    }
    return writer.bytes.dropLast(2)
  }

  private static let texts: [ConditionContext: String] = [
    .ontvangst: "20100618", .naamBrin: "01AA", .naamBatchnummer: "001", .naamSectorletter: "B", .naamAanleverpunt: "01",
    .mapBrin: "",
  ]

  private func texts(_ delivery: Delivery) -> [ConditionContext: String] {
    Self.texts.merging([.versie: delivery.versie, .sectordeel: delivery.sectordeel]) { $1 }
  }

  private func context(_ delivery: Delivery, header: [UInt8]) -> DeliveryContext {
    DeliveryContext(
      texts(delivery).mapValues { Array($0.utf8) }, header: header, meldingen: Self.meldingen, records: 1_500)
  }

  private func surroundings(_ delivery: Delivery, _ layouts: Layouts, header: PlainRecord) -> PlainSurroundings {
    PlainSurroundings(
      pve, layouts: layouts, texts: texts(delivery), header: header, meldingen: Self.meldingen, records: 1_500,
      tabellen: SmallTables.plain, geldigheid: SmallTables.geldigheid)
  }

  private func corpus(_ delivery: Delivery, _ layouts: Layouts) -> [[[UInt8]]] {
    var corpus = Corpus(layouts, lijsten: pve.lijsten, seed: delivery.seed)
    return (1...Self.meldingen).map { corpus.melding(delivery.sectordeel, nummer: $0) }
  }

  /// What the machine finds, melding by melding.
  private func found(
    _ delivery: Delivery, _ layouts: Layouts, _ lines: [[[UInt8]]], tables: ReferenceTables, all: Bool, prop: Bool
  ) throws -> [[PlainExpectation.Hit]] {
    let controles = try Controles(pve: pve, tables: tables.present, datum: ontvangst, propSignalen: prop)
    let veldcontrole = try Veldcontrole(controles, layouts: layouts, tables: tables, all: all)
    let context = context(delivery, header: try header(delivery, layouts))
    let bytes = lines.joined().reduce(into: [UInt8]()) { $0 += $1 + [0x0D, 0x0A] }
    // Small blocks, so that records lie at their very ends too.
    var reader = BlockReader(MemorySource(bytes), size: 20_000)
    var findings = Veldcontrole.Findings()
    var found: [[PlainExpectation.Hit]] = []
    reader.use(layouts)
    while try reader.next() {
      let block = reader.block
      let meldingen = Melding.all(in: block)
      veldcontrole.check(block, meldingen, context: context, into: &findings)
      for index in meldingen.indices {
        found.append(findings[index].map { PlainExpectation.Hit(controle: $0.controle, record: $0.record) })
      }
    }
    return found
  }

  private func plain(_ line: [UInt8], _ layouts: Layouts) throws -> PlainRecord {
    let record = try #require(Int(String(decoding: line.prefix(3), as: UTF8.self)))
    return PlainRecord(line, layouts.all[layouts.index(record: record, length: line.count)])
  }

  // MARK: Tests

  @Test(arguments: deliveries)
  func theMachineFindsWhatTheInterpreterFinds(delivery: Delivery) throws {
    let layouts = try #require(pve.layouts(versie: delivery.versie))
    let lines = corpus(delivery, layouts)
    let plainHeader = try plain(header(delivery, layouts), layouts)
    let expectation = try PlainExpectation(
      pve, layouts, surroundings(delivery, layouts, header: plainHeader), fase: .velden)
    let meldingen = try lines.map { try $0.map { try plain($0, layouts) } }
    let hits = try meldingen.map { try expectation.hits($0) }

    for (tables, all, prop) in [(tables, true, true), (tables, false, false), (ReferenceTables(), true, true)] {
      let found = try found(delivery, layouts, lines, tables: tables, all: all, prop: prop)
      #expect(found.count == meldingen.count)
      for (index, melding) in meldingen.enumerated() {
        let expected = expectation.signalen(hits[index], melding, all: all) { controle in
          guard case .conditie(let expression) = controle.grond else { return false }
          if tables.present.isEmpty && PlainExpectation.namesTable(expression) { return false }
          return prop || controle.bewijs != .PROP || controle.ernst == .afkeuring
        }
        if found[index] != expected {
          Issue.record(
            """
            melding \(index + 1), all \(all), tables \(!tables.present.isEmpty): found \(shown(found[index])), \
            expected \(shown(expected)), in \(lines[index].map { Latin1.text($0) })
            """)
          return
        }
      }
    }
  }

  private func shown(_ hits: [PlainExpectation.Hit]) -> String {
    hits.map { hit in
      let controle = pve.controles[hit.controle]
      return "\(controle.rij) \(controle.velden.first ?? "") on \(controle.record) (\(hit.record))"
    }.joined(separator: ", ")
  }

  @Test func everyConditionFiresSomewhereAndIsSilentSomewhere() throws {
    var fired: [Int: Int] = [:]
    var records: [Int: Int] = [:]
    for delivery in Self.deliveries {
      let layouts = try #require(pve.layouts(versie: delivery.versie))
      let lines = corpus(delivery, layouts)
      for line in lines.joined() { records[try plain(line, layouts).layout.record, default: 0] += 1 }
      for hit in try found(delivery, layouts, lines, tables: tables, all: true, prop: true).joined() {
        fired[hit.controle, default: 0] += 1
      }
    }
    for controle in pve.controles where controle.fase == .velden {
      guard case .conditie = controle.grond else { continue }
      let count = fired[controle.index] ?? 0
      #expect(count > 0, "\(controle.rij) \(controle.velden) of \(controle.record) never fires")
      #expect(
        count < records[controle.record] ?? 0, "\(controle.rij) \(controle.velden) of \(controle.record) always fires")
    }
  }

  @Test(arguments: ["1.1", "1.2"])
  func theHeaderIsJudgedAsTheInterpreterJudgesIt(versie: String) throws {
    let delivery = Delivery(versie: versie, sectordeel: "BO", brin: "", seed: 21)
    let layouts = try #require(pve.layouts(versie: versie))
    let controles = try Controles(pve: pve, tables: tables.present, datum: ontvangst, propSignalen: false)
    let veldcontrole = try Veldcontrole(controles, layouts: layouts, tables: tables, all: true)
    var corpus = Corpus(layouts, lijsten: pve.lijsten, seed: delivery.seed)
    var surroundings = surroundings(delivery, layouts, header: try plain(corpus.line(300), layouts))
    for _ in 0..<300 {
      let line = corpus.line(300)
      let melding = [try plain(line, layouts)]
      surroundings.header = melding[0]
      let expectation = try PlainExpectation(pve, layouts, surroundings, fase: .bestand)
      let hits = try expectation.hits(melding)
      let expected = expectation.signalen(hits, melding, all: true) { _ in true }
      #expect(
        veldcontrole.check(header: line, context: context(delivery, header: line)) == expected.map(\.controle),
        "\(Latin1.text(line))")
    }
  }
}
