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
    case .between: stride(from: 0, to: words.count, by: 2).allSatisfy { words[$0] & 0xFF > 0x20 }
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
      fill(row, tests[test])
    }
    isDone[test] = true
    return row
  }

  @inline(__always)
  private func isBlank(_ entry: Entry, _ step: ConditionCode.Step) -> Bool {
    ConditionMachine.isBlank(bytes.from(Int(entry.offset) + Int(step.a.offset)), Int(step.a.length))
  }

  private func fill(_ row: UnsafeMutablePointer<UInt64>, _ test: Test) {
    let step = test.step
    let (offset, length) = (Int(step.a.offset), Int(step.a.length))
    let field = WordField(step.a)
    switch step.operation {
    case .equalWord: fill(row, WordTest(field: field, rule: EqualWord(expected: step.k)))
    case .oneOfWords:
      if let table = test.table {
        table.places.withUnsafeBufferPointer {
          let rule = OneOfTable(places: $0, factor: table.factor, shift: table.shift)
          fill(row, WordTest(field: field, rule: rule))
        }
      } else {
        fill(row, WordTest(field: field, rule: OneOfWords(codes: machine.words(of: step, each: 1))))
      }
    case .between: fill(row, WordTest(field: field, rule: Between(pairs: machine.words(of: step, each: 2))))
    case .datum: fill(row, WordTest(field: field, rule: IsDatum()))
    case .onvolledigeDatum: fill(row, WordTest(field: field, rule: IsOnvolledigeDatum()))
    case .elfproefBSN: fill(row, FieldTest(offset: offset, rule: IsBSN()))
    case .digits where length <= 8: fill(row, WordTest(field: field, rule: IsDigits(length: length)))
    case .digits: fill(row, FieldTest(offset: offset, rule: IsLongDigits(length: length)))
    case .matches: fill(row, FieldTest(offset: offset, rule: Matches(pattern: machine.pattern(step), length: length)))
    case .less: fill(row, OrderTest<Less>(step, machine))
    case .lessOrEqual: fill(row, OrderTest<LessOrEqual>(step, machine))
    case .equal: fill(row, OrderTest<Equal>(step, machine))
    default: fill(row, FieldTest(offset: offset, rule: IsBlank(length: length)))
    }
  }

  /// Fills a row, 64 records at a time.
  ///
  /// Not inlined: compiled for each kind of test by itself, the loop has the registers that it needs.
  @inline(never)
  private func fill(_ row: UnsafeMutablePointer<UInt64>, _ test: some ByteTest) {
    guard var next = entries.baseAddress else { return }
    let bytes = bytes
    var rest = entries.count
    for word in 0..<width {
      let count = min(64, rest)
      var bits: UInt64 = 0
      // From the last one back: to shift all bits by one costs less than to shift each to its place.
      var bit = count
      while bit > 0 {
        bit &-= 1
        bits = bits &+ bits &+ (test.holds(next[bit], bytes) ? 1 : 0)
      }
      row[word] = bits
      next += count
      rest &-= count
    }
  }
}
