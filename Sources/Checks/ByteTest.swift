import ProgrammaVanEisen
import Records

/// A test of a record that is done over a whole column.
///
/// Each is a type of its own, so that the loop over the column is compiled for it alone: what it compares with stays in
/// registers. What it gives is what `ConditionMachine.holds` gives for the same step.
protocol ByteTest {
  /// Whether it holds for a record.
  ///
  /// - Parameter bytes: those of the block.
  func holds(_ entry: Entry, _ bytes: RawBytes) -> Bool
}

/// A field of at most eight bytes, which a test looks at as a number.
struct WordField {
  private let offset: Int
  private let mask: UInt64

  init(_ operand: ConditionCode.Operand) {
    offset = Int(operand.offset)
    mask = ~UInt64(0) >> UInt64(64 - 8 * min(Int(operand.length), 8))
  }

  @inline(__always)
  func word(_ entry: Entry, _ bytes: RawBytes) -> UInt64 { bytes.word(at: Int(entry.offset) &+ offset) & mask }
}

/// A test of the word of a field.
struct WordTest<Rule: WordRule>: ByteTest {
  let field: WordField
  let rule: Rule

  @inline(__always)
  func holds(_ entry: Entry, _ bytes: RawBytes) -> Bool { rule.holds(field.word(entry, bytes)) }
}

/// What is asked of a word.
protocol WordRule {
  /// Whether a word is as it says.
  func holds(_ word: UInt64) -> Bool
}

/// A test of a field of any length.
struct FieldTest<Rule: FieldRule>: ByteTest {
  let offset: Int
  let rule: Rule

  @inline(__always)
  func holds(_ entry: Entry, _ bytes: RawBytes) -> Bool { rule.holds(bytes.from(Int(entry.offset) &+ offset)) }
}

/// What is asked of a field.
protocol FieldRule {
  /// Whether the field with which a view begins is as it says.
  func holds(_ field: RawBytes) -> Bool
}
