/// A day, as files write it: EEJJMMDD.
///
/// Ordered and compared as a number; the arithmetic is that of the Gregorian calendar. An
/// incomplete birth date (JJJJMM00, JJJJ0000) is no `Datum`.
public struct Datum: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The eight digits as one number, such as 20100201.
  public let number: Int32

  /// The day of `year`, `month` and `day`, or nil where the calendar does not have it.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard day >= 1, day <= Self.days(in: month, of: year) else { return nil }
    number = Int32(year * 10_000 + month * 100 + day)
  }

  /// The day that eight digits name, or nil.
  public init?(number: Int) {
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  // Inlined, since the rules ask it of several fields of every record.
  /// The day that eight bytes name, or nil.
  @inlinable
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 8 else { return nil }
    var number = 0
    for byte in bytes {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    self.init(number: number)
  }

  /// The day as people write it on a command line (2010-02-01) or as files do (20100201).
  public init?(text: String) {
    let bytes = Array(text.utf8)
    if bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D {
      self.init(bytes[0..<4] + bytes[5..<7] + bytes[8..<10])
    } else {
      self.init(bytes)
    }
  }

  /// 1 to 9999.
  public var year: Int { Int(number) / 10_000 }
  /// 1 to 12.
  public var month: Int { Int(number) / 100 % 100 }
  /// 1 to 31.
  public var day: Int { Int(number) % 100 }

  /// The eight digits.
  public var bytes: [UInt8] {
    var rest = number
    var bytes = [UInt8](repeating: 0x30, count: 8)
    for position in bytes.indices.reversed() {
      bytes[position] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    return bytes
  }

  /// EEJJMMDD.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// EEEE-MM-DD.
  public var dashed: String {
    let text = description
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }

  /// The day that lies `days` later, or earlier where that is negative.
  public func adding(days: Int) -> Datum {
    Datum(dayNumber: dayNumber + days)
  }

  /// Days since 1 March of the year 0.
  var dayNumber: Int {
    let shifted = month > 2 ? year : year - 1
    let fromMarch = (month + 9) % 12
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (153 * fromMarch + 2) / 5 + day - 1
  }

  private init(dayNumber: Int) {
    let era = dayNumber / 146_097
    let ofEra = dayNumber % 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * ofYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    number = Int32(year * 10_000 + month * 100 + ofYear - (153 * fromMarch + 2) / 5 + 1)
  }

  /// Whether one day comes before another.
  public static func < (left: Datum, right: Datum) -> Bool { left.number < right.number }

  /// The number of days in a month.
  public static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
