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
///
/// Several codes of every melding are looked up. A `Dictionary` takes most of its time for a hash that withstands
/// whoever chooses the keys; those of a reference table nobody chooses to do harm, and one multiplication spreads them.
package struct KeyIndex: Sendable {
  private struct Place {
    var key = ShortBytes()
    /// -1 where no key is.
    var number = -1
  }

  /// The short keys, each where its hash says or, where another is there already, behind it. The places are a power
  /// of two, and at least half of them are free, so that a search soon comes to one.
  private var places = [Place](repeating: Place(), count: 2)
  private var long: [[UInt8]: Int] = [:]
  private var count = 0

  /// Without any key.
  package init() {}

  /// The number of a key; nil where it was not added.
  package func number(of key: TableKey) -> Int? {
    switch key {
    case .short(let key):
      let number = places[place(of: key)].number
      return number < 0 ? nil : number
    case .long(let key): return long[key]
    }
  }

  /// The number of a key, which is the next one where it is new.
  package mutating func add(_ key: TableKey) -> Int {
    if let number = number(of: key) { return number }
    switch key {
    case .short(let key):
      if 2 * (count + 1) > places.count { grow() }
      places[place(of: key)] = Place(key: key, number: count)
    case .long(let key): long[key] = count
    }
    count += 1
    return count - 1
  }

  /// Where a key is, or would be.
  private func place(of key: ShortBytes) -> Int {
    // The highest bits of the hash depend on all bytes of the key.
    var place = Int(truncatingIfNeeded: key.fastHash >> UInt64(places.count.leadingZeroBitCount + 1))
    while places[place].number >= 0, places[place].key != key { place = (place + 1) & (places.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = places
    places = [Place](repeating: Place(), count: 2 * old.count)
    for taken in old where taken.number >= 0 { places[place(of: taken.key)] = taken }
  }
}
