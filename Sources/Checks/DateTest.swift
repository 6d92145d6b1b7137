import ProgrammaVanEisen
import Records

/// Tests of the eight bytes of a date, all at once.
enum DateTest {
  /// Whether they are an existing day EEJJMMDD.
  @inline(__always)
  static func isDatum(_ word: UInt64) -> Bool {
    // The one day that only some years have is seldom asked for; all others are told without a jump.
    if word >> 32 == 0x3932_3230 { return isLeapDay(word) }
    let digits = word >> 32 & 0x0F0F_0F0F
    // The number of each pair of digits, in the lane of its first one.
    let pairs = digits &* 10 &+ digits >> 8
    let (month, day) = (pairs & 0xFF, pairs >> 16 & 0xFF)
    let last = month == 2 ? 28 : 30 &+ longMonths &>> month & 1
    return Lanes.allDigits(word) && month &- 1 <= 11 && day &- 1 < last && word & 0xFFFF_FFFF != 0x3030_3030
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

  /// A bit for every month of 31 days.
  private static let longMonths: UInt64 = 0b1_0101_1010_1010

  /// Whether the year of a 29 February has one.
  @inline(never)
  private static func isLeapDay(_ word: UInt64) -> Bool {
    guard Lanes.allDigits(word) else { return false }
    return Datum(year: Int(number(word, at: 0) * 100 + number(word, at: 2)), month: 2, day: 29) != nil
  }
}
