import ProgrammaVanEisen
import Records

/// A record in its column: where it is, and in which melding.
struct Entry {
  var offset: Int32
  var line: Int32
  var melding: Int32
}

/// Runs a condition over all records of one kind in a block, step by step: each step splits the
/// records that come to it into those for its one exit and those for the other.
///
/// A step is chosen once for thousands of records, so what it costs is the test itself. Jumps lead
/// only forwards, so one pass over the steps is enough. What no loop is made for here goes through
/// `ConditionMachine`, record by record; the two give the same result, and the tests compare them.
struct ColumnMachine {
  /// Lists of records, by their index in the column: one for each step, and two for the ends.
  private let lists: UnsafeMutableBufferPointer<Int32>
  private let counts: UnsafeMutableBufferPointer<Int>
  private let entries: UnsafeBufferPointer<Entry>
  private let capacity: Int
  private let bytes: RawBytes
  private let words: UnsafeBufferPointer<UInt64>

  /// How many steps a condition may have to be run by column.
  static let mostSteps = 62
  private static let holds = mostSteps
  private static let fails = mostSteps + 1

  /// Runs `body` with a machine for a column.
  ///
  /// - Parameter scratch: memory that is used again from column to column.
  static func run(
    _ entries: UnsafeBufferPointer<Entry>, _ bytes: RawBytes, _ words: UnsafeBufferPointer<UInt64>,
    scratch: inout [Int32], _ body: (ColumnMachine) -> Void
  ) {
    let needed = (mostSteps + 2) * entries.count
    if scratch.count < needed { scratch = [Int32](repeating: 0, count: needed) }
    scratch.withUnsafeMutableBufferPointer { lists in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: mostSteps + 2) { counts in
        counts.initialize(repeating: 0)
        body(
          ColumnMachine(
            lists: lists, counts: counts, entries: entries, capacity: entries.count, bytes: bytes, words: words))
      }
    }
  }

  /// The records for which a condition holds, by their index in the column.
  ///
  /// - Parameters:
  ///   - steps: the steps of the condition, without the bodies of its loops.
  ///   - slow: runs one step for one record.
  func matches(
    _ steps: UnsafeBufferPointer<ConditionCode.Step>.SubSequence,
    slow: (ConditionCode.Step, Entry) -> Bool
  ) -> UnsafeMutableBufferPointer<Int32>.SubSequence {
    let first = Int32(steps.startIndex)
    for index in 0..<steps.count { counts[index] = 0 }
    (counts[Self.holds], counts[Self.fails]) = (0, 0)
    counts[0] = capacity
    for index in 0..<steps.count where counts[index] > 0 {
      let step = steps[steps.startIndex + index]
      split(index, step, yes: Self.target(step.yes, first), no: Self.target(step.no, first), slow)
    }
    return lists[Self.holds * capacity..<Self.holds * capacity + counts[Self.holds]]
  }

  /// The list that an exit leads to.
  private static func target(_ exit: Int32, _ first: Int32) -> Int {
    switch exit {
    case ConditionCode.holds: holds
    case ConditionCode.fails: fails
    default: Int(exit - first)
    }
  }

  /// Sends the records of a list to one of two others. Those that go nowhere are not written down.
  @inline(__always)
  private func split(_ list: Int, yes: Int, no: Int, _ test: (Entry) -> Bool) {
    if no == Self.fails {
      keep(list, in: yes, test)
    } else if yes == Self.fails {
      keep(list, in: no) { !test($0) }
    } else {
      let (input, yesList, noList) = (self.list(list), self.list(yes), self.list(no))
      var (yesCount, noCount) = (counts[yes], counts[no])
      for position in 0..<counts[list] {
        // The first list is the column itself.
        let index = list == 0 ? Int32(position) : input[position]
        if test(entries[Int(index)]) {
          yesList[yesCount] = index
          yesCount += 1
        } else {
          noList[noCount] = index
          noCount += 1
        }
      }
      (counts[yes], counts[no]) = (yesCount, noCount)
    }
  }

  @inline(__always)
  private func keep(_ list: Int, in target: Int, _ test: (Entry) -> Bool) {
    let output = self.list(target)
    var count = counts[target]
    if list == 0 {
      for index in 0..<counts[0] where test(entries[index]) {
        output[count] = Int32(index)
        count += 1
      }
    } else {
      let input = self.list(list)
      for position in 0..<counts[list] where test(entries[Int(input[position])]) {
        output[count] = input[position]
        count += 1
      }
    }
    counts[target] = count
  }

  @inline(__always)
  private func list(_ index: Int) -> UnsafeMutablePointer<Int32> { lists.baseAddress! + index * capacity }

  private func split(
    _ list: Int, _ step: ConditionCode.Step, yes: Int, no: Int,
    _ slow: (ConditionCode.Step, Entry) -> Bool
  ) {
    let (offset, length, bytes) = (Int(step.a.offset), Int(step.a.length), bytes)
    guard step.a.slot == .record, length > 0, length <= 16 else {
      return split(list, yes: yes, no: no) { slow(step, $0) }
    }
    let mask = ~UInt64(0) >> UInt64(64 - 8 * min(length, 8))
    @inline(__always) func word(_ entry: Entry) -> UInt64 { bytes.word(at: Int(entry.offset) + offset) & mask }
    // What a field of 9 to 16 bytes has behind the first eight, with `fill` in the place of what it has not.
    let restMask = ~UInt64(0) >> UInt64(128 - 8 * max(length, 9))
    @inline(__always) func rest(_ entry: Entry, _ fill: UInt64) -> UInt64 {
      length <= 8 ? fill : bytes.word(at: Int(entry.offset) + offset + 8) & restMask | fill & ~restMask
    }
    switch step.operation {
    case .equalWord:
      split(list, yes: yes, no: no) { word($0) == step.k }
    case .oneOfWords:
      let codes = words[Int(step.k)..<Int(step.k) + Int(step.count)]
      split(list, yes: yes, no: no) { entry in
        let word = word(entry)
        for code in codes where code == word { return true }
        return false
      }
    case .datum:
      split(list, yes: yes, no: no) { DateTest.isDatum(word($0)) }
    case .onvolledigeDatum:
      split(list, yes: yes, no: no) { DateTest.isOnvolledig(word($0)) }
    case .digits:
      let digits: UInt64 = 0x3030_3030_3030_3030
      split(list, yes: yes, no: no) {
        Lanes.allDigits(word($0) | digits & ~mask) && Lanes.allDigits(rest($0, digits))
      }
    case .blank:
      let blank: UInt64 = 0x2020_2020_2020_2020
      split(list, yes: yes, no: no) { word($0) == blank & mask && rest($0, blank) == blank }
    case .elfproefBSN:
      split(list, yes: yes, no: no) { Elfproef.isBSN(bytes.from(Int($0.offset) + offset)) }
    case .less where length == 8 && step.b.length == 8 && step.b.slot == .record:
      let other = Int(step.b.offset)
      split(list, yes: yes, no: no) { word($0).byteSwapped < bytes.word(at: Int($0.offset) + other).byteSwapped }
    default:
      split(list, yes: yes, no: no) { slow(step, $0) }
    }
  }
}
