import Reference

/// Puts meldingen that may be about the same person together: by leerlingnummer at an institution, by
/// name, and by both in turn.
struct Groepen {
  /// By group, the one that it was joined to; itself where it was not.
  private var boven: [Int] = []
  private var leerlingen: [Leerling: Int] = [:]
  private var namen: [Zoeksleutel: Int] = [:]

  init(_ meldingen: [Wachtende]) {
    for melding in meldingen {
      var groep = leerlingen[melding.leerling].map(top) ?? nieuw()
      leerlingen[melding.leerling] = groep
      guard let naam = melding.naam else { continue }
      if let andere = namen[naam].map(top) {
        boven[groep] = andere
        groep = andere
      }
      namen[naam] = groep
    }
  }

  /// The group of a deelnemer; nil where no melding of his was put into one.
  func groep(_ leerling: Leerling) -> Int? { leerlingen[leerling].map(top) }

  private mutating func nieuw() -> Int {
    boven.append(boven.count)
    return boven.count - 1
  }

  private func top(_ groep: Int) -> Int {
    var groep = groep
    while boven[groep] != groep { groep = boven[groep] }
    return groep
  }
}
