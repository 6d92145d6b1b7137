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
  /// Where the machine keeps its rows; used again from column to column.
  struct Scratch {
    fileprivate var rows: [UInt64] = []
    fileprivate var isDone: [Bool] = []
  }

  /// How many records make a column: few enough that they stay in the nearest cache from test to test.
  static let length = 256

  private let entries: UnsafeBufferPointer<Entry>
  private let machine: ConditionMachine
  private let bytes: RawBytes
  private let words: UnsafeBufferPointer<UInt64>
  private let tests: [ConditionCode.Step]
  /// Rows: one for each step, one for the end `holds`, and the results of the tests.
  private let rows: UnsafeMutablePointer<UInt64>
  /// The tests of which the row is filled.
  private let isDone: UnsafeMutableBufferPointer<Bool>
  /// Words in a row.
  private let width: Int

  /// How many steps a condition may have to be run by column.
  static let mostSteps = 63
  private static let holds = mostSteps
  /// Fewer than one in so many records are tested one by one.
  private static let few = 8

  /// Runs `body` with a machine for a column.
  ///
  /// - Parameter tests: the tests that steps name.
  static func run(
    _ entries: UnsafeBufferPointer<Entry>, _ machine: ConditionMachine, tests: [ConditionCode.Step],
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
            entries: entries, machine: machine, bytes: machine.bytes, words: machine.words, tests: tests, rows: rows,
            isDone: isDone, width: width))
      }
    }
  }

  /// Calls `body` with the records for which a condition holds.
  ///
  /// - Parameters:
  ///   - steps: the steps of the condition, without the bodies of its loops.
  ///   - numbers: for each of these the test that it does, or -1 where it is done record by record.
  ///   - take: makes a record the one at hand of the condition machine.
  func matches(
    _ steps: UnsafeBufferPointer<ConditionCode.Step>.SubSequence, _ numbers: ArraySlice<Int16>,
    take: (Entry) -> Void, _ body: (Entry) -> Void
  ) {
    let first = steps.startIndex
    row(0).update(repeating: ~0, count: width)
    if entries.count % 64 > 0 { row(0)[width - 1] = ~0 >> UInt64(64 - entries.count % 64) }
    for index in 1..<max(1, steps.count) { row(index).update(repeating: 0, count: width) }
    row(Self.holds).update(repeating: 0, count: width)
    for (index, step) in steps.enumerated() {
      let coming = row(index)
      let count = (0..<width).reduce(0) { $0 &+ coming[$1].nonzeroBitCount }
      if count == 0 { continue }
      let test = Int(numbers[numbers.startIndex + index])
      if test >= 0, isDone[test] || count &* Self.few > entries.count {
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

  private func row(_ index: Int) -> UnsafeMutablePointer<UInt64> { rows + index * width }

  @inline(__always)
  private func forEachBit(_ word: UInt64, _ body: (Int) -> Void) {
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

  // MARK: Tests

  /// Whether a step looks at bytes alone, in a way that there is a loop for.
  ///
  /// - Parameter hasPrevious: whether there is always a record before it in its melding.
  static func isTest(_ step: ConditionCode.Step, hasPrevious: Bool) -> Bool {
    func isHere(_ operand: ConditionCode.Operand) -> Bool {
      switch operand.slot {
      case .record, .context, .header, .constant: operand.length > 0
      case .previous: hasPrevious
      default: false
      }
    }
    switch step.operation {
    case .equalWord, .oneOfWords, .between, .datum, .onvolledigeDatum, .elfproefBSN, .blank, .matches:
      return step.a.slot == .record && step.a.length > 0
    case .digits: return step.a.slot == .record && step.a.length > 0 && step.a.length <= 16
    case .less, .lessOrEqual, .equal:
      return isHere(step.a) && isHere(step.b) && step.a.length <= 8 && step.b.length <= 8
    default: return false
    }
  }

  /// The row of a test, filled when it is asked for first.
  private func result(of test: Int) -> UnsafeMutablePointer<UInt64> {
    let row = row(Self.mostSteps + 1 + test)
    if !isDone[test] {
      fill(row, tests[test])
      isDone[test] = true
    }
    return row
  }

  private func fill(_ row: UnsafeMutablePointer<UInt64>, _ step: ConditionCode.Step) {
    let (offset, length, bytes) = (Int(step.a.offset), Int(step.a.length), bytes)
    let mask = ~UInt64(0) >> UInt64(64 - 8 * min(length, 8))
    @inline(__always) func word(_ entry: Entry) -> UInt64 { bytes.word(at: Int(entry.offset) + offset) & mask }
    switch step.operation {
    case .equalWord:
      fill(row) { word($0) == step.k }
    case .oneOfWords:
      let codes = UnsafeBufferPointer(rebasing: words[Int(step.k)..<Int(step.k) + Int(step.count)])
      fill(row) { entry in
        let word = word(entry)
        // To go through all of them costs less than to guess where to stop.
        var found: UInt64 = 0
        for code in codes { found |= code == word ? 1 : 0 }
        return found != 0
      }
    case .between:
      let (low, high) = (words[Int(step.k)], words[Int(step.k) + 1])
      fill(row) { Lanes.allBetween(word($0), low, high) }
    case .datum:
      fill(row) { DateTest.isDatum(word($0)) }
    case .onvolledigeDatum:
      fill(row) { DateTest.isOnvolledig(word($0)) }
    case .elfproefBSN:
      fill(row) { Elfproef.isBSN(bytes.from(Int($0.offset) + offset)) }
    case .digits:
      let digits: UInt64 = 0x3030_3030_3030_3030
      // What a field of 9 to 16 digits has behind the first eight.
      let restMask = ~UInt64(0) >> UInt64(128 - 8 * max(length, 9))
      fill(row) { entry in
        let rest =
          length <= 8 ? digits : bytes.word(at: Int(entry.offset) + offset + 8) & restMask | digits & ~restMask
        return Lanes.allDigits(word(entry) | digits & ~mask) && Lanes.allDigits(rest)
      }
    case .matches:
      let pattern = machine.pattern(step)
      fill(row) { pattern.matches(ConditionMachine.value(bytes.from(Int($0.offset) + offset), length)) }
    case .less: compare(row, step, <)
    case .lessOrEqual: compare(row, step, <=)
    case .equal: compare(row, step, ==)
    default:
      fill(row) { ConditionMachine.isBlank(bytes.from(Int($0.offset) + offset), length) }
    }
  }

  @inline(__always)
  private func compare(
    _ row: UnsafeMutablePointer<UInt64>, _ step: ConditionCode.Step, _ test: (UInt64, UInt64) -> Bool
  ) {
    let (a, b) = (Side(step.a, machine), Side(step.b, machine))
    fill(row) { test(a.word($0), b.word($0)) }
  }

  /// One side of a comparison, as a number that orders as the text does.
  private struct Side {
    let bytes: RawBytes
    let offset: Int
    let length: Int
    /// Which of the places in an entry counts, or neither: all ones, or zero.
    let record: Int32
    let previous: Int32

    init(_ operand: ConditionCode.Operand, _ machine: ConditionMachine) {
      record = operand.slot == .record ? ~0 : 0
      previous = operand.slot == .previous ? ~0 : 0
      bytes = record | previous != 0 ? machine.bytes : machine.slot(operand.slot)
      offset = Int(operand.offset)
      length = Int(operand.length)
    }

    @inline(__always)
    func word(_ entry: Entry) -> UInt64 {
      let place = Int(entry.offset & record | entry.previous & previous)
      return ConditionMachine.padded(bytes.word(at: place + offset), length)
    }
  }

  /// Fills a row, 64 records at a time.
  @inline(__always)
  private func fill(_ row: UnsafeMutablePointer<UInt64>, _ test: (Entry) -> Bool) {
    guard var next = entries.baseAddress else { return }
    var rest = entries.count
    for word in 0..<width {
      let count = min(64, rest)
      var bits: UInt64 = 0
      for bit in 0..<count { bits |= (test(next[bit]) ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit) }
      row[word] = bits
      next += count
      rest &-= count
    }
  }
}
