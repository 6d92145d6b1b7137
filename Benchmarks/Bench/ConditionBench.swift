import ArgumentParser
import Checks
import FileSystem
import ProgrammaVanEisen
import Records
import Reference
import Treewalk

/// Runs the conditions of the first phase alone.
struct Conditions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run conditions on meldingen that lie in memory.",
    discussion: "As the program does, or with --trees by an interpreter that walks the tree of each condition.")

  @Flag(help: "Walk the trees.") var trees = false
  @OptionGroup var specs: SpecsOption
  @Argument var file: String

  func run() throws {
    let bench = try ConditionBench(try specs.load(), file: file, blocks: 20, times: 3)
    try Sample.measure { sample in
      if trees { try bench.walk() } else { bench.machine() }
      (sample.faults, sample.count) = (bench.faults, bench.rules)
    }.print()
  }
}

/// The conditions of the first phase alone, on meldingen that lie in memory: the machine against an
/// interpreter that walks the tree of each condition.
final class ConditionBench {
  /// A block, with its records as the interpreter takes them.
  private struct Part {
    let block: Block
    let meldingen: [Melding]
    let plain: [[PlainRecord]]
  }

  private let context: DeliveryContext
  private let checker: Veldcontrole
  /// By layout, the conditions of records that add or change, and those of a verwijdering.
  private var trees: [(all: [Tree], deletion: [Tree])] = []
  private var parts: [Part] = []
  private let times: Int
  /// How many conditions are run over a record, in all.
  private(set) var rules = 0
  private(set) var faults = 0

  /// Takes the first `blocks` blocks of a delivery, all of which are checked `times` times.
  init(_ pve: PvE, file: String, blocks: Int, times: Int) throws {
    self.times = times
    var delivery = try Aanlevering(FileSource(file), pve)
    let layouts = delivery.layouts
    let controles = try Aanlevering.controles(pve, Set(Reikwijdte.allCases))
    context = delivery.context
    checker = try Veldcontrole(controles, layouts: layouts, tables: ReferenceTables(), all: true)
    let surroundings = PlainSurroundings(
      pve, layouts: layouts, texts: Aanlevering.texts(layouts).mapValues { String(decoding: $0, as: UTF8.self) },
      header: PlainRecord(delivery.header, layouts.all[0]), meldingen: 0, records: 0)
    for layout in layouts.all {
      let binder = TreeBinder(surroundings, layout: layout)
      let bound = try controles.condities(for: layout, fase: .velden).map {
        (try binder.tree($0.expression), $0.isForDeletion)
      }
      trees.append((bound.map(\.0), bound.filter(\.1).map(\.0)))
    }
    repeat {
      let block = delivery.reader.block
      let meldingen = Melding.all(in: block)
      let plain = meldingen.map { melding in
        block.lines[melding.lines].map { PlainRecord(block.copy($0), layouts.all[Int($0.layout)]) }
      }
      for record in plain.joined() {
        let trees = trees[record.layout.id]
        rules += times * (record.isDeletion ? trees.deletion.count : trees.all.count)
      }
      parts.append(Part(block: block, meldingen: meldingen, plain: plain))
    } while try parts.count < blocks && delivery.reader.next()
  }

  /// Runs the compiled conditions.
  func machine() {
    faults = 0
    var findings = Veldcontrole.Findings()
    for part in parts {
      for _ in 0..<times {
        checker.check(part.block, part.meldingen, context: context, into: &findings)
        faults += findings.signalen.count
      }
    }
  }

  /// Walks the trees.
  func walk() throws {
    faults = 0
    for part in parts {
      for _ in 0..<times {
        for melding in part.plain { try walk(melding) }
      }
    }
  }

  private func walk(_ melding: [PlainRecord]) throws {
    for (index, record) in melding.enumerated() {
      let trees = trees[record.layout.id]
      let interpreter = TreeInterpreter(melding, current: index)
      for tree in record.isDeletion ? trees.deletion : trees.all where try interpreter.holds(tree) { faults += 1 }
    }
  }
}

extension PlainRecord {
  fileprivate var isDeletion: Bool { mutation == UInt8(ascii: "V") }
}
