import ProgrammaVanEisen
import Records

/// The tests that are done for a whole column: which they are, and a loop for each.
extension ColumnMachine {
  /// Whether a step looks at bytes alone, in a way that there is a loop for.
  ///
  /// - Parameter hasPrevious: whether there is always a record before it in its melding.
  static func isTest(_ step: ConditionCode.Step, hasPrevious: Bool) -> Bool {
    if !looksAtRecord(step) { return false }
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

  /// Whether a step may go another way for one record than for the next of its column.
  static func looksAtRecord(_ step: ConditionCode.Step) -> Bool {
    func isFixed(_ operand: ConditionCode.Operand) -> Bool {
      operand.slot == .context || operand.slot == .header || operand.slot == .constant
    }
    switch step.operation {
    case .equalWord, .oneOfWords, .between, .blank, .datum, .onvolledigeDatum, .elfproefBSN, .elfproefOnderwijsnummer,
      .digits, .matches, .inTable:
      return !isFixed(step.a)
    case .equal, .less, .lessOrEqual, .startsWith, .endsWith, .contains: return !isFixed(step.a) || !isFixed(step.b)
    case .always: return false
    case .lookup, .valid, .numbers, .exists: return true
    }
  }

  /// Whether a test asks if its field is blank.
  static func isBlankTest(_ step: ConditionCode.Step) -> Bool {
    switch step.operation {
    case .blank: true
    case .equalWord: step.k == blank >> UInt64(64 - 8 * step.a.length)
    default: false
    }
  }

  /// Whether no blank field passes a test.
  ///
  /// - Parameter words: what it compares with.
  static func failsBlank(_ step: ConditionCode.Step, _ words: [UInt64]) -> Bool {
    switch step.operation {
    case .datum, .onvolledigeDatum, .digits: true
    case .between: words[0] & 0xFF > 0x20
    case .oneOfWords: !words.contains(blank >> UInt64(64 - 8 * step.a.length))
    default: false
    }
  }

  private static let blank: UInt64 = 0x2020_2020_2020_2020

  /// The row of a test, filled when it is asked for first.
  func result(of test: Int) -> UnsafeMutablePointer<UInt64> {
    let row = row(Self.mostSteps + 1 + test)
    if isDone[test] { return row }
    let step = tests[test].step
    // What passes a test that no blank field passes need not be looked at again. Where the first record
    // has nothing in the field, the others seldom have.
    if let opposite = tests[test].opposite, !isBlank(entries[0], step) {
      let passing = result(of: opposite)
      for word in 0..<width {
        var bits: UInt64 = 0
        forEachBit(~passing[word] & all(word)) { bit in
          if isBlank(entries[64 * word + bit], step) { bits |= 1 << UInt64(bit) }
        }
        row[word] = bits
      }
    } else {
      fill(row, step)
    }
    isDone[test] = true
    return row
  }

  @inline(__always)
  private func isBlank(_ entry: Entry, _ step: ConditionCode.Step) -> Bool {
    ConditionMachine.isBlank(bytes.from(Int(entry.offset) + Int(step.a.offset)), Int(step.a.length))
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
      fill(row) { isBlank($0, step) }
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
      // From the last one back: to shift all bits by one costs less than to shift each to its place.
      var bit = count
      while bit > 0 {
        bit &-= 1
        bits = bits &+ bits &+ (test(next[bit]) ? 1 : 0)
      }
      row[word] = bits
      next += count
      rest &-= count
    }
  }
}
