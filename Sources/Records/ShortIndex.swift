// Inlinable: what calls it for every record stands in other modules.
/// A number for each of some keys.
///
/// Several codes and numbers of every melding are looked up. A `Dictionary` takes most of its time for a hash that
/// withstands whoever chooses the keys; here one multiplication spreads them. So it is for keys that nobody chooses to do
/// harm, as those of a table, or for few of them, as those of a block of meldingen: going through all of these costs less
/// than what is done for a melding.
public struct ShortIndex: Sendable {
  @usableFromInline
  struct Place: Sendable {
    @usableFromInline var key = ShortBytes()
    /// -1 where no key is.
    @usableFromInline var number = -1

    @inlinable
    init() {}
  }

  /// Each key where its hash says or, where another is there already, behind it. The places are a power of two, and at
  /// least half of them are free, so that a search soon comes to one.
  @usableFromInline var places = [Place](repeating: Place(), count: 2)
  @usableFromInline var count = 0

  /// No keys.
  public init() {}

  /// The number of a key; nil where it has none.
  @inlinable
  public subscript(key: ShortBytes) -> Int? {
    let number = places[place(of: key)].number
    return number < 0 ? nil : number
  }

  /// Gives a key a number from 0 on, in the place of what it had before.
  @inlinable
  public mutating func set(_ number: Int, for key: ShortBytes) {
    precondition(number >= 0)
    if 2 * (count + 1) > places.count { grow() }
    let place = place(of: key)
    if places[place].number < 0 { count += 1 }
    places[place].key = key
    places[place].number = number
  }

  /// Forgets all keys, and keeps the memory for the next ones.
  public mutating func removeAll() {
    if count == 0 { return }
    for place in places.indices { places[place] = Place() }
    count = 0
  }

  /// Where a key is, or would be.
  @inlinable
  func place(of key: ShortBytes) -> Int {
    // The highest bits of the hash depend on all bytes of the key.
    var place = Int(truncatingIfNeeded: key.fastHash >> UInt64(places.count.leadingZeroBitCount + 1))
    while places[place].number >= 0, places[place].key != key { place = (place + 1) & (places.count - 1) }
    return place
  }

  @usableFromInline
  mutating func grow() {
    let old = places
    places = [Place](repeating: Place(), count: 2 * old.count)
    for taken in old where taken.number >= 0 { places[place(of: taken.key)] = taken }
  }
}
