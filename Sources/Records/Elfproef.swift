/// The elfproef of a burgerservicenummer and of an onderwijsnummer: the digits weighed 9, 8, …, 2
/// and -1 (Besluit burgerservicenummer; the onderwijsnummer leaves 5, so that the two never meet).
public enum Elfproef {
  /// Whether nine bytes are a BSN: the sum is divisible by 11, and they are not all zero.
  @inlinable
  public static func isBSN(_ number: some Collection<UInt8>) -> Bool {
    guard let sum = sum(number) else { return false }
    return sum % 11 == 0 && !number.allSatisfy { $0 == 0x30 }
  }

  /// Whether nine bytes are an onderwijsnummer: it begins with 1, and the sum leaves 5.
  @inlinable
  public static func isOnderwijsnummer(_ number: some Collection<UInt8>) -> Bool {
    guard let sum = sum(number) else { return false }
    return number.first == 0x31 && sum % 11 == 5
  }

  /// As `isBSN`, for the first nine bytes of a view.
  @inlinable @inline(__always)
  public static func isBSN(_ digits: RawBytes) -> Bool {
    guard Lanes.allDigits(digits.word(at: 0)), digits[8] &- 0x30 <= 9 else { return false }
    var (sum, total) = (0, 0)
    for position in 0..<8 {
      let digit = Int(digits[position] &- 0x30)
      sum += digit * (9 - position)
      total += digit
    }
    let last = Int(digits[8] &- 0x30)
    return (sum - last) % 11 == 0 && total + last > 0
  }

  @inlinable
  static func sum(_ number: some Collection<UInt8>) -> Int? {
    guard number.count == 9 else { return nil }
    var sum = 0
    for (position, byte) in number.enumerated() {
      guard byte &- 0x30 <= 9 else { return nil }
      sum += Int(byte - 0x30) * (position == 8 ? -1 : 9 - position)
    }
    return sum
  }
}
