import ProgrammaVanEisen
import Records

/// Two fields, each of at most eight bytes, or one and what stands outside the record, stand in an order.
struct OrderTest<Order: WordOrder>: ByteTest {
  private let a: Side
  private let b: Side

  init(_ step: ConditionCode.Step, _ machine: ConditionMachine) {
    a = Side(step.a, machine)
    b = Side(step.b, machine)
  }

  @inline(__always)
  func holds(_ entry: Entry, _ bytes: RawBytes) -> Bool { Order.holds(a.word(entry), b.word(entry)) }

  /// One side, as a number that orders as the text does.
  private struct Side {
    private let bytes: RawBytes
    private let offset: Int
    private let mask: UInt64
    private let spaces: UInt64
    /// Which of the places in an entry counts, or neither: all ones, or zero.
    private let record: Int32
    private let previous: Int32

    init(_ operand: ConditionCode.Operand, _ machine: ConditionMachine) {
      record = operand.slot == .record ? ~0 : 0
      previous = operand.slot == .previous ? ~0 : 0
      bytes = record | previous != 0 ? machine.bytes : machine.slot(operand.slot)
      offset = Int(operand.offset)
      mask = ~UInt64(0) >> UInt64(64 - 8 * Int(operand.length))
      spaces = 0x2020_2020_2020_2020 & ~mask
    }

    @inline(__always)
    func word(_ entry: Entry) -> UInt64 {
      let place = Int(entry.offset & record | entry.previous & previous)
      return (bytes.word(at: place &+ offset) & mask | spaces).byteSwapped
    }
  }
}

/// An order of two texts, as numbers.
protocol WordOrder {
  /// Whether they stand in it.
  static func holds(_ first: UInt64, _ second: UInt64) -> Bool
}

/// The first comes before the second.
enum Less: WordOrder {
  @inline(__always)
  static func holds(_ first: UInt64, _ second: UInt64) -> Bool { first < second }
}

/// The first does not come behind the second.
enum LessOrEqual: WordOrder {
  @inline(__always)
  static func holds(_ first: UInt64, _ second: UInt64) -> Bool { first <= second }
}

/// They are the same.
enum Equal: WordOrder {
  @inline(__always)
  static func holds(_ first: UInt64, _ second: UInt64) -> Bool { first == second }
}
