import ProgrammaVanEisen
import Records

/// Tests of the eight bytes of a date, all at once.
enum DateTest {
  /// Whether they are an existing day EEJJMMDD.
  @inline(__always)
  static func isDatum(_ word: UInt64) -> Bool {
    guard Lanes.allDigits(word) else { return false }
    let (month, day) = (number(word, at: 4), number(word, at: 6))
    if month &- 1 > 11 || day == 0 { return false }
    if day <= 28 { return word & 0xFFFF_FFFF != 0x3030_3030 }
    return isLateDay(word, month, day)
  }

  /// Whether they are a day, a month without day, or a year without month.
  static func isOnvolledig(_ word: UInt64) -> Bool {
    if isDatum(word) { return true }
    guard Lanes.allDigits(word), word & 0xFFFF_FFFF != 0x3030_3030, number(word, at: 6) == 0 else { return false }
    return number(word, at: 4) <= 12
  }

  @inline(__always)
  private static func number(_ word: UInt64, at position: UInt64) -> UInt64 {
    let digits = word >> (8 * position)
    return (digits & 15) * 10 + (digits >> 8 & 15)
  }

  @inline(never)
  private static func isLateDay(_ word: UInt64, _ month: UInt64, _ day: UInt64) -> Bool {
    let year = Int(number(word, at: 0) * 100 + number(word, at: 2))
    return Datum(year: year, month: Int(month), day: Int(day)) != nil
  }
}
