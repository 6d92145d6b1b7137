import ProgrammaVanEisen
import Records

/// It has spaces only.
struct IsBlank: FieldRule {
  let length: Int

  @inline(__always)
  func holds(_ field: RawBytes) -> Bool { ConditionMachine.isBlank(field, length) }
}

/// It passes the elfproef of a BSN.
struct IsBSN: FieldRule {
  @inline(__always)
  func holds(_ field: RawBytes) -> Bool { Elfproef.isBSN(field) }
}

/// It has digits only, 9 to 16.
struct IsLongDigits: FieldRule {
  private let mask: UInt64
  private let rest: UInt64

  init(length: Int) {
    mask = ~UInt64(0) >> UInt64(128 - 8 * length)
    rest = IsDigits.digits & ~mask
  }

  @inline(__always)
  func holds(_ field: RawBytes) -> Bool {
    Lanes.allDigits(field.word(at: 0)) && Lanes.allDigits(field.word(at: 8) & mask | rest)
  }
}

/// Its value matches a pattern.
struct Matches: FieldRule {
  let pattern: Pattern
  let length: Int

  @inline(__always)
  func holds(_ field: RawBytes) -> Bool { pattern.matches(ConditionMachine.value(field, length)) }
}
