import Records

/// Which person has or had a BSN or onderwijsnummer, for a block of meldingen.
///
/// A `Dictionary` takes most of its time for a hash that withstands whoever chooses the keys. Here that is the school, but
/// it can do itself no harm: a block has some thousand keys at most, and going through all of them costs less than what
/// is done for a melding.
struct Nummerindex {
  private struct Plaats {
    /// Empty where nothing is.
    var nummer: ShortBytes = []
    var persoon: Int64 = 0
  }

  /// Each where its hash says or, where another is there already, behind it. The places are a power of two, and at least
  /// half of them are free, so that a search soon comes to one.
  private var plaatsen = [Plaats](repeating: Plaats(), count: 16)
  private var aantal = 0

  /// The person with a number; nil where there is none, or where the number is empty.
  subscript(nummer: ShortBytes) -> Int64? {
    let found = plaatsen[plaats(nummer)]
    return found.nummer.isEmpty ? nil : found.persoon
  }

  /// Keeps who has a number, which is not empty; in the place of who had it before.
  mutating func zet(_ nummer: ShortBytes, _ persoon: Int64) {
    if 2 * (aantal + 1) > plaatsen.count { groei() }
    let place = plaats(nummer)
    if plaatsen[place].nummer.isEmpty { aantal += 1 }
    plaatsen[place] = Plaats(nummer: nummer, persoon: persoon)
  }

  /// Forgets all of them, and keeps the memory for the next ones.
  mutating func leegMaken() {
    if aantal == 0 { return }
    for place in plaatsen.indices { plaatsen[place] = Plaats() }
    aantal = 0
  }

  /// Where a number is, or would be.
  private func plaats(_ nummer: ShortBytes) -> Int {
    // The highest bits of the hash depend on all bytes of the number.
    var place = Int(truncatingIfNeeded: nummer.fastHash >> UInt64(plaatsen.count.leadingZeroBitCount + 1))
    while !plaatsen[place].nummer.isEmpty, plaatsen[place].nummer != nummer {
      place = (place + 1) & (plaatsen.count - 1)
    }
    return place
  }

  private mutating func groei() {
    let oud = plaatsen
    plaatsen = [Plaats](repeating: Plaats(), count: 2 * oud.count)
    for bezet in oud where !bezet.nummer.isEmpty { plaatsen[plaats(bezet.nummer)] = bezet }
  }
}
