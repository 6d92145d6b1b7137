import ProgrammaVanEisen
import Records

/// A record in its column: where it is, and in which melding.
struct Entry {
  var offset: Int32
  /// Where the record before it is; its own place where it is the first of its melding.
  var previous: Int32
  var line: Int32
  var melding: Int32
}

/// Runs conditions over many records of one kind, as rows of bits: one for each record.
///
/// A test that looks at bytes alone is done once for the column, however many conditions ask
/// for it; what else a step does is then the same for 64 records at once: those that come to it go on
/// to its one exit or to the other. Jumps lead only forwards, so one pass over the steps is enough.
/// What no loop is made for here goes through `ConditionMachine`, record by record, for those that
/// come to the step; the two give the same result, and the tests compare them.
struct ColumnMachine {
  /// A test of bytes that conditions share.
  struct Test {
    let step: ConditionCode.Step
    /// For a test whether a field is blank: another test of that field, which no blank one passes.
    var opposite: Int?
    /// For a test whether a field has a code of a list: the list, as a table.
    var table: CodeTable?
  }

  /// Where the machine keeps its rows; used again from column to column.
  struct Scratch {
    fileprivate var rows: [UInt64] = []
    fileprivate var isDone: [Bool] = []
  }

  /// How many records make a column: few enough that they stay in the nearest cache from test to test.
  static let length = 256

  let entries: UnsafeBufferPointer<Entry>
  let machine: ConditionMachine
  let bytes: RawBytes
  let tests: [Test]
  /// Rows: one for each step, one for the end `holds`, and the results of the tests.
  let rows: UnsafeMutablePointer<UInt64>
  /// The tests of which the row is filled.
  let isDone: UnsafeMutableBufferPointer<Bool>
  /// Words in a row.
  let width: Int

  /// How many steps a condition may have to be run by column.
  static let mostSteps = 63
  private static let holds = mostSteps
  /// The number of a test that looks at nothing of a record: it is done once for all of them.
  static let once: Int16 = -2
  /// The number of a test that is done record by record.
  static let oneByOne: Int16 = -1
  /// Fewer than one in so many records are tested one by one.
  private static let few = 8

  /// Runs `body` with a machine for a column.
  ///
  /// - Parameter tests: the tests that steps name.
  static func run(
    _ entries: UnsafeBufferPointer<Entry>, _ machine: ConditionMachine, tests: [Test],
    scratch: inout Scratch, _ body: (ColumnMachine) -> Void
  ) {
    let width = (entries.count + 63) / 64
    let needed = (mostSteps + 1 + tests.count) * width
    if scratch.rows.count < needed { scratch.rows = [UInt64](repeating: 0, count: needed) }
    if scratch.isDone.count < tests.count { scratch.isDone = [Bool](repeating: false, count: tests.count) }
    scratch.rows.withUnsafeMutableBufferPointer { rows in
      scratch.isDone.withUnsafeMutableBufferPointer { isDone in
        isDone.update(repeating: false)
        guard let rows = rows.baseAddress else { return }
        body(
          ColumnMachine(
            entries: entries, machine: machine, bytes: machine.bytes, tests: tests, rows: rows,
            isDone: isDone, width: width))
      }
    }
  }

  /// Calls `body` with the records for which a condition holds.
  ///
  /// - Parameters:
  ///   - steps: the steps of the condition, without the bodies of its loops.
  ///   - numbers: for each of these the test that it does, or `once` or `oneByOne`.
  ///   - take: makes a record the one at hand of the condition machine.
  func matches(
    _ steps: UnsafeBufferPointer<ConditionCode.Step>.SubSequence, _ numbers: ArraySlice<Int16>,
    take: (Entry) -> Void, _ body: (Entry) -> Void
  ) {
    let first = steps.startIndex
    for word in 0..<width { row(0)[word] = all(word) }
    for index in 1..<max(1, steps.count) { row(index).update(repeating: 0, count: width) }
    row(Self.holds).update(repeating: 0, count: width)
    for (index, step) in steps.enumerated() {
      let coming = row(index)
      let count = (0..<width).reduce(0) { $0 &+ coming[$1].nonzeroBitCount }
      if count == 0 { continue }
      let number = numbers[numbers.startIndex + index]
      let test = Int(number)
      if number == Self.once {
        let passing: UInt64 = machine.holds(step) ? ~0 : 0
        split(coming, step, first) { _ in passing }
      } else if test >= 0, isDone[test] || count &* Self.few > entries.count {
        let passing = result(of: test)
        split(coming, step, first) { passing[$0] }
      } else {
        split(coming, step, first) { word in
          var passing: UInt64 = 0
          forEachBit(coming[word]) { bit in
            take(entries[64 * word + bit])
            if machine.holds(step) { passing |= 1 << UInt64(bit) }
          }
          return passing
        }
      }
    }
    let holding = row(Self.holds)
    for word in 0..<width { forEachBit(holding[word]) { body(entries[64 * word + $0]) } }
  }

  func row(_ index: Int) -> UnsafeMutablePointer<UInt64> { rows + index * width }

  @inline(__always)
  func forEachBit(_ word: UInt64, _ body: (Int) -> Void) {
    var rest = word
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }

  /// Sends the records that come to a step on to its exits.
  @inline(__always)
  private func split(
    _ coming: UnsafeMutablePointer<UInt64>, _ step: ConditionCode.Step, _ first: Int, _ passing: (Int) -> UInt64
  ) {
    let (yes, no) = (target(step.yes, first), target(step.no, first))
    for word in 0..<width where coming[word] != 0 {
      let passing = passing(word)
      yes?[word] |= coming[word] & passing
      no?[word] |= coming[word] & ~passing
    }
  }

  /// The row that an exit leads to; nil where nobody asks for those who fail.
  private func target(_ exit: Int32, _ first: Int) -> UnsafeMutablePointer<UInt64>? {
    switch exit {
    case ConditionCode.fails: nil
    case ConditionCode.holds: row(Self.holds)
    default: row(Int(exit) - first)
    }
  }

  /// A word of a row in which every record is.
  func all(_ word: Int) -> UInt64 {
    let rest = entries.count - 64 * word
    return rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
  }
}
