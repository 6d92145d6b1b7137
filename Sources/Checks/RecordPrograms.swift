import ProgrammaVanEisen
import Records

/// All conditions of a phase, for every layout of a version, linked into one piece of code.
///
/// The conditions for one kind of record follow each other: where one fails the code goes on with
/// the next, where one holds it stops with an end that names it, and it can be taken up behind it.
struct RecordPrograms: Sendable {
  private(set) var code = ConditionCode()
  /// By layout, the first step for records that add or change.
  private(set) var full: [Int32] = []
  /// By layout, the first step for a verwijdering, of which only the key counts.
  private(set) var deletion: [Int32] = []
  /// The check of each end, by its index in the catalogue, and the step to go on with behind it.
  private(set) var fired: [(controle: Int, next: Int32)] = []

  /// The end that says that nothing (more) holds.
  static let end = ConditionCode.fails
  private static let firstFired: Int32 = -10

  /// What an end names.
  @inline(__always)
  static func position(_ end: Int32) -> Int { Int(firstFired - end) }

  init(_ controles: Controles, layouts: Layouts, fase: Fase) throws {
    for layout in layouts.all {
      let candidates = controles.pve.controles.filter {
        $0.record == layout.record && $0.fase == fase && controles.isInForce[$0.index]
      }
      let ordered = candidates.sorted { Self.rank($0, layout) < Self.rank($1, layout) }
      full.append(try link(ordered, layout, layouts, controles.pve))
      deletion.append(try link(ordered.filter { Self.holdsForDeletion($0, layout) }, layout, layouts, controles.pve))
    }
    code.pad(constants: Block.slack)
  }

  /// Adds the conditions of these checks, and gives the first step.
  private mutating func link(_ controles: [Controle], _ layout: Layout, _ layouts: Layouts, _ pve: PvE) throws -> Int32
  {
    let start = Int32(code.steps.count)
    for controle in controles {
      guard let condition = try pve.code(of: controle, layout: layout, in: layouts) else { continue }
      code.append(condition, holds: Self.firstFired - Int32(fired.count), fails: nil)
      fired.append((controle.index, Int32(code.steps.count)))
    }
    code.append(.ending, holds: Self.end, fails: Self.end)
    return start
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

  private static func holdsForDeletion(_ controle: Controle, _ layout: Layout) -> Bool {
    if controle.isSleutelcontrole { return true }
    return !controle.velden.isEmpty
      && controle.velden.allSatisfy { id in id == "soortMutatie" || layout.veld(id)?.isSleutel ?? false }
  }
}
