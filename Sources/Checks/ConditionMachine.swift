import ProgrammaVanEisen
import Records
import Reference

/// Runs compiled conditions over the records of a block.
///
/// It holds a view of the bytes of every slot that a step may name, so a test is one load and one
/// comparison. It lives inside `Block.withBytes`, as the views do.
final class ConditionMachine {
  private let slots: UnsafeMutablePointer<RawBytes>
  /// Room for the values of the slots `found` and `otherFound`.
  private let found: UnsafeMutableRawBufferPointer
  private let tables: ReferenceTables
  private let context: DeliveryContext
  private let code: ConditionCode
  let steps: UnsafeBufferPointer<ConditionCode.Step>
  let words: UnsafeBufferPointer<UInt64>
  /// The lines of the block, their bytes, and the lines of the melding at hand.
  let lines: UnsafeBufferPointer<Block.Line>
  let bytes: RawBytes
  @exclusivity(unchecked) private var melding = 0..<0
  /// The line of the record at hand. A check of each access, of which there is never but one, would
  /// cost as much as the test that it is for.
  @exclusivity(unchecked) private var current = 0
  /// What stands before the first record: nothing.
  private let blank: RawBytes

  private static let foundRoom = ConditionCode.foundLength + Block.slack

  /// Runs `body` with a machine for `code` and the lines of a block.
  static func run<Result>(
    _ code: ConditionCode, _ block: Block, context: DeliveryContext, tables: ReferenceTables,
    _ body: (ConditionMachine) throws -> Result
  ) rethrows -> Result {
    try block.bytes.withUnsafeBytes { bytes in
      try block.lines.withUnsafeBufferPointer { lines in
        try context.bytes.withUnsafeBytes { contextBytes in
          try context.header.withUnsafeBytes { header in
            try code.steps.withUnsafeBufferPointer { steps in
              try code.words.withUnsafeBufferPointer { words in
                try code.constants.withUnsafeBytes { constants in
                  try withUnsafeTemporaryAllocation(byteCount: 2 * foundRoom, alignment: 8) { found in
                    let block = RawBytes(bytes)
                    let foundBytes = RawBytes(UnsafeRawBufferPointer(found))
                    let views: [RawBytes] = [
                      block, block, block, block, RawBytes(contextBytes), RawBytes(header), RawBytes(constants),
                      foundBytes, foundBytes.from(foundRoom),
                    ]
                    return try withUnsafeTemporaryAllocation(of: RawBytes.self, capacity: views.count) { slots in
                      _ = slots.initialize(from: views)
                      let machine = ConditionMachine(
                        slots: slots.baseAddress!, found: found, tables: tables, context: context, code: code,
                        steps: steps, words: words, lines: lines, bytes: block)
                      return try body(machine)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  private init(
    slots: UnsafeMutablePointer<RawBytes>, found: UnsafeMutableRawBufferPointer, tables: ReferenceTables,
    context: DeliveryContext, code: ConditionCode, steps: UnsafeBufferPointer<ConditionCode.Step>,
    words: UnsafeBufferPointer<UInt64>, lines: UnsafeBufferPointer<Block.Line>, bytes: RawBytes
  ) {
    self.slots = slots
    self.found = found
    self.tables = tables
    self.context = context
    self.code = code
    self.steps = steps
    self.words = words
    self.lines = lines
    self.bytes = bytes
    blank = slots[Int(ConditionCode.Slot.context.rawValue)].from(ConditionContext.totalLength)
  }

  /// Takes the record of an entry of a column as the one at hand.
  @inline(__always)
  func take(_ entry: Entry, in melding: Range<Int>) {
    self.melding = melding
    current = Int(entry.line)
    slots[Int(ConditionCode.Slot.record.rawValue)] = bytes.from(Int(entry.offset))
    let isFirst = current == melding.lowerBound
    slots[Int(ConditionCode.Slot.previous.rawValue)] = isFirst ? blank : bytes.from(Int(entry.previous))
  }

  /// Runs code from `entry` on, until it comes to an end.
  func run(from entry: Int32) -> Int32 {
    var next = entry
    while next >= 0 {
      let step = steps[Int(next)]
      next = holds(step) ? step.yes : step.no
    }
    return next
  }

  /// The bytes that operands of a slot look at.
  func slot(_ slot: ConditionCode.Slot) -> RawBytes { slots[Int(slot.rawValue)] }

  @inline(__always)
  private func view(_ operand: ConditionCode.Operand) -> RawBytes {
    slots[Int(operand.slot.rawValue)].from(Int(operand.offset))
  }

  /// Whether the test of a step holds for the record at hand.
  @inline(__always)
  func holds(_ step: ConditionCode.Step) -> Bool {
    let length = Int(step.a.length)
    switch step.operation {
    case .equalWord:
      return view(step.a).word(at: 0, length: length) == step.k
    case .oneOfWords:
      let word = view(step.a).word(at: 0, length: length)
      for index in Int(step.k)..<Int(step.k) + Int(step.count) where words[index] == word { return true }
      return false
    case .datum:
      return DateTest.isDatum(view(step.a).word(at: 0))
    case .digits:
      return isDigits(view(step.a), length)
    case .blank:
      return Self.isBlank(view(step.a), length)
    case .less, .lessOrEqual, .equal:
      return compare(step)
    default:
      return holdsRarely(step)
    }
  }

  /// The tests that few conditions have: out of the way of the others.
  @inline(never)
  private func holdsRarely(_ step: ConditionCode.Step) -> Bool {
    let a = view(step.a)
    let length = Int(step.a.length)
    switch step.operation {
    case .onvolledigeDatum: return DateTest.isOnvolledig(a.word(at: 0))
    case .elfproefBSN: return Elfproef.isBSN(a.slice(0..<length))
    case .elfproefOnderwijsnummer: return Elfproef.isOnderwijsnummer(a.slice(0..<length))
    case .between:
      let word = a.word(at: 0, length: length)
      return Between(pairs: words(of: step, each: 2)).holds(word)
    case .matches: return pattern(step).matches(Self.value(a, length))
    case .startsWith: return Self.value(a, length).starts(with: constant(step.b))
    case .endsWith: return Self.value(a, length).reversed().starts(with: constant(step.b).reversed())
    case .contains: return Self.value(a, length).contains(constant(step.b))
    case .inTable: return tables.contains(Int(step.k), key: Self.value(a, length))
    case .lookup:
      let text = tables.value(Int(step.k), column: Int(step.b.offset), key: Self.value(a, length))
      put(text.prefix(ConditionCode.foundLength), in: step.b.slot)
      return true
    case .numbers:
      return compare(number(code.numbers[Int(step.k)]), number(code.numbers[Int(step.count)]), step.comparison)
    case .exists: return exists(code.loops[Int(step.k)])
    case .valid: return isValid(code.validities[Int(step.k)])
    case .always: return true
    case .equalWord, .oneOfWords, .datum, .digits, .blank, .less, .lessOrEqual, .equal: return holds(step)
    }
  }

  /// Puts a value of a table where a test will look at it, with spaces behind it.
  private func put(_ value: ArraySlice<UInt8>, in slot: ConditionCode.Slot) {
    let start = slot == .found ? 0 : Self.foundRoom
    let room = UnsafeMutableRawBufferPointer(rebasing: found[start..<start + ConditionCode.foundLength])
    room.initializeMemory(as: UInt8.self, repeating: 0x20)
    room.copyBytes(from: value)
  }

  /// The words that a step compares with, so many for each of its counts.
  func words(of step: ConditionCode.Step, each: Int) -> UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(rebasing: words[Int(step.k)..<Int(step.k) + each * Int(step.count)])
  }

  /// The pattern of a step.
  func pattern(_ step: ConditionCode.Step) -> Pattern { code.patterns[Int(step.k)] }

  /// The value of a field: its bytes without the spaces at their end.
  @inline(__always)
  static func value(_ view: RawBytes, _ length: Int) -> UnsafeRawBufferPointer {
    var end = length
    // A long field is spaces for the most part.
    while end >= 8, view.word(at: end - 8) == 0x2020_2020_2020_2020 { end -= 8 }
    while end > 0, view[end - 1] == 0x20 { end -= 1 }
    return view.slice(0..<end)
  }

  private func constant(_ operand: ConditionCode.Operand) -> UnsafeRawBufferPointer {
    view(operand).slice(0..<Int(operand.length))
  }

  @inline(__always)
  static func isBlank(_ view: RawBytes, _ length: Int) -> Bool {
    var position = 0
    while position + 8 <= length {
      if view.word(at: position) != 0x2020_2020_2020_2020 { return false }
      position += 8
    }
    if position == length { return true }
    return view.word(at: position, length: length - position) == 0x2020_2020_2020_2020
      >> UInt64(64 - 8 * (length - position))
  }

  @inline(__always)
  private func isDigits(_ view: RawBytes, _ length: Int) -> Bool {
    var position = 0
    while position + 8 <= length {
      if !Lanes.allDigits(view.word(at: position)) { return false }
      position += 8
    }
    if position == length { return length > 0 }
    let rest = length - position
    let word = view.word(at: position, length: rest)
    return Lanes.allDigits(word | 0x3030_3030_3030_3030 << UInt64(8 * rest))
  }

  @inline(__always)
  private func compare(_ step: ConditionCode.Step) -> Bool {
    let (a, b) = (view(step.a), view(step.b))
    if step.a.length <= 8 && step.b.length <= 8 {
      let first = Self.padded(a.word(at: 0), Int(step.a.length))
      let second = Self.padded(b.word(at: 0), Int(step.b.length))
      switch step.operation {
      case .less: return first < second
      case .lessOrEqual: return first <= second
      default: return first == second
      }
    }
    let (firstLength, secondLength) = (Int(step.a.length), Int(step.b.length))
    for position in 0..<max(firstLength, secondLength) {
      let first = position < firstLength ? a[position] : 0x20
      let second = position < secondLength ? b[position] : 0x20
      if first != second { return step.operation != .equal && first < second }
    }
    return step.operation != .less
  }

  /// The first `length` bytes of a word, then spaces, as a number that orders as the text does.
  @inline(__always)
  static func padded(_ word: UInt64, _ length: Int) -> UInt64 {
    let mask = ~UInt64(0) >> UInt64(64 - 8 * length)
    return (word & mask | 0x2020_2020_2020_2020 & ~mask).byteSwapped
  }

  private func compare(_ first: Int, _ second: Int, _ comparison: Expression.Comparison) -> Bool {
    switch comparison {
    case .equal: first == second
    case .notEqual: first != second
    case .less: first < second
    case .lessOrEqual: first <= second
    case .greater: first > second
    case .greaterOrEqual: first >= second
    }
  }

  /// The value of a number expression. Numbers of a record have few digits, so nothing overflows
  /// but what a condition multiplies beyond reason; that wraps.
  private func number(_ parts: [ConditionCode.NumberPart]) -> Int {
    var number = 0
    for part in parts {
      let value = value(of: part.value)
      switch part.operation {
      case .add: number &+= value
      case .subtract: number &-= value
      case .multiply: number &*= value
      case .divide: number = value == 0 ? 0 : number / value
      case .remainder: number = value == 0 ? 0 : number % value
      }
    }
    return number
  }

  private func value(of part: ConditionCode.NumberPart.Value) -> Int {
    switch part {
    case .constant(let value): return value
    case .digits(let operand): return digits(Self.value(view(operand), Int(operand.length)))
    case .size(let operand): return Self.value(view(operand), Int(operand.length)).count
    case .records(let record, let range):
      var count = 0
      for line in self.range(range, of: record) where Int(lines[line].record) == record { count += 1 }
      return count
    case .meldingSize: return melding.count
    case .meldingen: return context.meldingen
    case .allRecords: return context.records
    }
  }

  private func digits(_ value: UnsafeRawBufferPointer) -> Int {
    var number = 0
    for byte in value {
      guard byte &- 0x30 <= 9 else { return 0 }
      number = number &* 10 &+ Int(byte - 0x30)
    }
    return number
  }

  private func range(_ range: ConditionCode.Loop.Range, of record: Int) -> Range<Int> {
    switch range {
    case .all: return melding
    case .before: return melding.lowerBound..<current
    case .after: return current + 1..<melding.upperBound
    case .last:
      let last = (melding.lowerBound..<current).last { Int(lines[$0].record) == record }
      return last.map { $0..<$0 + 1 } ?? current..<current
    }
  }

  private func isValid(_ validity: ConditionCode.Validity) -> Bool {
    let room = validity.key.reduce(validity.key.count) { $0 + Int($1.length) }
    return withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { key in
      var count = 0
      for (number, part) in validity.key.enumerated() {
        if number > 0 {
          key[count] = UInt8(ascii: ";")
          count += 1
        }
        let value = Self.value(view(part), Int(part.length))
        key[count..<count + value.count].copyBytes(from: value)
        count += value.count
      }
      return tables.isValid(
        validity.table, key: UnsafeRawBufferPointer(rebasing: key[..<count]),
        on: Self.value(view(validity.date), Int(validity.date.length)))
    }
  }

  private func exists(_ loop: ConditionCode.Loop) -> Bool {
    for line in range(loop.range, of: loop.record) where Int(lines[line].record) == loop.record {
      slots[Int(loop.slot.rawValue)] = bytes.from(Int(lines[line].offset))
      if run(from: loop.body) == ConditionCode.holds { return true }
    }
    return false
  }
}
