import Records

/// A key of a table. Nearly every one is so short that it is a value.
@usableFromInline
package enum TableKey {
  case short(ShortBytes)
  case long([UInt8])

  /// A key of these bytes.
  @inlinable
  package init(_ bytes: some Collection<UInt8>) {
    if let short = ShortBytes(exactly: bytes) { self = .short(short) } else { self = .long(Array(bytes)) }
  }
}

/// Numbers the keys of a table, from 0 on.
package struct KeyIndex: Sendable {
  private var short = ShortIndex()
  private var long: [[UInt8]: Int] = [:]
  private var count = 0

  /// Without any key.
  package init() {}

  /// The number of a key; nil where it was not added.
  package func number(of key: TableKey) -> Int? {
    switch key {
    case .short(let key): short[key]
    case .long(let key): long[key]
    }
  }

  /// The number of a key, which is the next one where it is new.
  package mutating func add(_ key: TableKey) -> Int {
    if let number = number(of: key) { return number }
    switch key {
    case .short(let key): short.set(count, for: key)
    case .long(let key): long[key] = count
    }
    count += 1
    return count - 1
  }
}
