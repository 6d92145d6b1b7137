/// The rules behind the functions of conditions, as plainly as they can be said.
public enum PlainRules {
  private static func date(_ text: ArraySlice<UInt8>) -> (year: Int, month: Int, day: Int)? {
    guard text.count == 8, let number = number(text) else { return nil }
    return (number / 10_000, number / 100 % 100, number % 100)
  }

  /// The number that a text of digits stands for; nil where there is something else in it, or nothing.
  public static func number(_ text: ArraySlice<UInt8>) -> Int? {
    if text.isEmpty { return nil }
    var number = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  /// Whether a text is an existing day EEJJMMDD.
  public static func isDay(_ text: ArraySlice<UInt8>) -> Bool {
    guard let (year, month, day) = date(text), year > 0, month > 0, month <= 12, day > 0 else { return false }
    let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
    switch month {
    case 2: return day <= (isLeap ? 29 : 28)
    case 4, 6, 9, 11: return day <= 30
    default: return day <= 31
    }
  }

  /// A month without its day, or a year without its month.
  public static func isDayWithoutEnd(_ text: ArraySlice<UInt8>) -> Bool {
    guard let (year, month, day) = date(text) else { return false }
    return year > 0 && month <= 12 && day == 0
  }

  /// Nine digits weighed 9, 8, 7, 6, 5, 4, 3, 2 and -1.
  private static func sum(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.count == 9 else { return nil }
    var sum = 0
    var weight = 9
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      sum += weight * Int(byte - 0x30)
      weight = weight == 2 ? -1 : weight - 1
    }
    return sum
  }

  /// Whether a text is a burgerservicenummer.
  public static func isBSN(_ text: ArraySlice<UInt8>) -> Bool {
    sum(text).map { $0 % 11 == 0 && number(text) != 0 } ?? false
  }

  /// Whether a text is an onderwijsnummer.
  public static func isOnderwijsnummer(_ text: ArraySlice<UInt8>) -> Bool {
    sum(text).map { ($0 % 11 + 11) % 11 == 5 && text.first == 0x31 } ?? false
  }
}
