import ProgrammaVanEisen
import Records

/// All conditions of a phase, for every layout of a version, linked into one piece of code.
struct RecordPrograms: Sendable {
  /// One condition.
  struct Check: Sendable {
    /// Its index in `controles`: checks of one kind of record ascend in the order in which they count.
    let position: Int32
    /// Its first step.
    let entry: Int32
    /// Its steps without the bodies of loops, where they can be run by column; nil where they cannot.
    let column: Range<Int>?
  }

  private(set) var code = ConditionCode()
  /// Two for each layout: the checks of records that add or change, and those of a verwijdering, of
  /// which only the key counts.
  private(set) var groups: [[Check]] = []
  /// By layout, the different tests that its conditions do by column.
  private(set) var tests: [[ColumnMachine.Test]] = []
  /// For each step of the code its test among those of its layout, or how it is done without one.
  private(set) var numbers: [Int16] = []
  /// The index in the catalogue of each check.
  private(set) var controles: [Int] = []

  init(_ controles: Controles, layouts: Layouts, fase: Fase) throws {
    for layout in layouts.all {
      let condities = controles.condities(for: layout, fase: fase)
      let linked = try condities.map { try link($0.controle, layout, layouts, controles.pve) }
      let checks = linked.compactMap(\.self)
      groups.append(checks)
      groups.append(zip(linked, condities).compactMap { check, conditie in conditie.isForDeletion ? check : nil })
      // The 305 is the first of its melding, and no other record is.
      number(from: checks.first.map { Int($0.entry) } ?? code.steps.count, hasPrevious: layout.record != 305)
    }
    code.pad(constants: Block.slack)
  }

  /// Adds a condition; nil where Swift stands behind the check, or no record of that layout can have it.
  private mutating func link(_ controle: Controle, _ layout: Layout, _ layouts: Layouts, _ pve: PvE) throws -> Check? {
    guard let condition = try pve.code(of: controle, layout: layout, in: layouts), !condition.neverHolds else {
      return nil
    }
    let entry = code.steps.count
    code.append(condition, holds: ConditionCode.holds, fails: ConditionCode.fails)
    controles.append(controle.index)
    let steps = condition.loops.map { Int($0.body) }.min() ?? condition.steps.count
    // A value that was looked up is there for one record at a time.
    let byColumn = steps <= ColumnMachine.mostSteps && !condition.steps.contains { $0.operation == .lookup }
    return Check(
      position: Int32(controles.count - 1), entry: Int32(entry), column: byColumn ? entry..<entry + steps : nil)
  }

  /// What makes two tests the same.
  private struct Identity: Hashable {
    let operation: ConditionCode.Operation
    let a: ConditionCode.Operand
    let b: ConditionCode.Operand
    let words: [UInt64]
  }

  /// Numbers the tests of a layout, whose steps begin at `start`: those that are the same have one number.
  private mutating func number(from start: Int, hasPrevious: Bool) {
    var known: [Identity: Int16] = [:]
    var tests: [ColumnMachine.Test] = []
    for step in code.steps[start...] {
      guard ColumnMachine.isTest(step, hasPrevious: hasPrevious) else {
        numbers.append(ColumnMachine.looksAtRecord(step) ? ColumnMachine.oneByOne : ColumnMachine.once)
        continue
      }
      let identity = Identity(operation: step.operation, a: step.a, b: step.b, words: code.words(of: step))
      let number = known[identity] ?? Int16(tests.count)
      if known.updateValue(number, forKey: identity) == nil {
        tests.append(.init(step: step, table: step.operation == .oneOfWords ? CodeTable(identity.words) : nil))
      }
      numbers.append(number)
    }
    for index in tests.indices where ColumnMachine.isBlankTest(tests[index].step) {
      tests[index].opposite = tests.firstIndex {
        $0.step.a == tests[index].step.a && ColumnMachine.failsBlank($0.step, code.words(of: $0.step))
      }
    }
    self.tests.append(tests)
  }
}

/// A condition in force, for the records of one layout.
public struct Conditie {
  /// The check that it is of.
  public let controle: Controle
  /// The condition.
  public let expression: Expression
  /// Whether it holds for a verwijdering too, of which only the key counts.
  public let isForDeletion: Bool
}

extension Controles {
  /// The conditions of a phase for records of `layout`, in the order in which they count.
  public func condities(for layout: Layout, fase: Fase) -> [Conditie] {
    let candidates = pve.controles.filter { $0.record == layout.record && $0.fase == fase && isInForce[$0.index] }
    return candidates.sorted { Self.rank($0, layout) < Self.rank($1, layout) }.compactMap { controle in
      guard case .conditie(let expression) = controle.grond else { return nil }
      return Conditie(
        controle: controle, expression: expression, isForDeletion: Self.isForDeletion(controle, layout))
    }
  }

  /// The order inside a record: every 740, then 741 and 742, then the rest; inside each of these the
  /// fields in the order of the layout, then the catalogue's order.
  private static func rank(_ controle: Controle, _ layout: Layout) -> (Int, Int, Int) {
    let group =
      switch controle.code {
      case "740": 0
      case "741", "742": 1
      default: 2
      }
    let veld =
      controle.velden.compactMap { id in layout.velden.firstIndex { $0.id == id } }.min() ?? layout.velden.count
    return (group, veld, controle.index)
  }

  private static func isForDeletion(_ controle: Controle, _ layout: Layout) -> Bool {
    if controle.isSleutelcontrole { return true }
    return !controle.velden.isEmpty
      && controle.velden.allSatisfy { id in id == "soortMutatie" || layout.veld(id)?.isSleutel ?? false }
  }
}
