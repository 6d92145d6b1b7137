import ProgrammaVanEisen

/// When an inschrijving is funded, as stretches of days, for the rule of one funded inschrijving per
/// teldatum (PvE, signaal 814).
struct Bekostiging {
  /// EEJJMMDD of the last day that counts; open ends reach it.
  static let nooit: Int32 = 99_991_231

  /// From the first to the last day of a stretch, both EEJJMMDD.
  let stretches: [(first: Int32, last: Int32)]

  /// The stretches on which an inschrijving is active with an indicatie J in force.
  init(_ inschrijving: Inschrijving, _ velden: Registervelden) {
    let begin = Self.number(inschrijving.gegevens[velden.datumInschrijving]) ?? 0
    let einde = Self.number(inschrijving.gegevens[velden.werkelijkeDatumUitschrijving]) ?? Self.nooit
    let periodes = inschrijving.onderdelen(321).map { periode in
      (
        ingang: Self.number(periode.gegevens[velden.datumIngang]) ?? 0,
        isJ: periode.gegevens[velden.indicatie].first == UInt8(ascii: "J")
      )
    }.sorted { $0.ingang < $1.ingang }
    var stretches: [(first: Int32, last: Int32)] = []
    for (index, periode) in periodes.enumerated() where periode.isJ {
      let next = index + 1 < periodes.count ? periodes[index + 1].ingang : nil
      // The day before the next period begins, as a bound that only days are compared with.
      let last = min(einde, next.map { $0 - 1 } ?? Self.nooit)
      let first = max(begin, periode.ingang)
      if first <= last { stretches.append((first, last)) }
    }
    self.stretches = stretches
  }

  /// Whether there is a year in which `day` of `month` lies in a stretch of both, from the year
  /// `earliest` on.
  func deelt(month: Int32, day: Int32, from earliest: Int32, with other: Bekostiging) -> Bool {
    for mine in stretches {
      for theirs in other.stretches {
        let first = max(mine.first, theirs.first)
        let last = min(mine.last, theirs.last)
        var year = max(first / 10_000, earliest)
        if year * 10_000 + month * 100 + day < first { year += 1 }
        if year * 10_000 + month * 100 + day <= last { return true }
      }
    }
    return false
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int32? {
    Datum(bytes)?.number
  }
}

/// Where the fields that the rules look at lie in what the register keeps.
struct Registervelden: Sendable {
  let datumInschrijving: Range<Int>
  let werkelijkeDatumUitschrijving: Range<Int>
  let intensiteit: Range<Int>
  /// By recordsoort, since it differs between 320, 325 and 330.
  let gevolgdeOpleiding: [Int: Range<Int>]
  let begin: [Int: Range<Int>]
  let einde: [Int: Range<Int>]
  let datumIngang: Range<Int>
  let indicatie: Range<Int>
  let leerbedrijf: Range<Int>
  let datumBehaald: Range<Int>
  let vak: Range<Int>

  init(_ vorm: Registervorm) {
    func each(_ veld: String) -> [Int: Range<Int>] {
      [320: vorm.plaats(320, veld), 325: vorm.plaats(325, veld), 330: vorm.plaats(330, veld)]
    }
    datumInschrijving = vorm.plaats(320, "datumInschrijving")
    werkelijkeDatumUitschrijving = vorm.plaats(320, "werkelijkeDatumUitschrijving")
    intensiteit = vorm.plaats(320, "intensiteit")
    gevolgdeOpleiding = each("gevolgdeOpleiding")
    begin = each("datumInschrijving")
    einde = each("werkelijkeDatumUitschrijving")
    datumIngang = vorm.plaats(321, "datumIngangPeriodegegevensInschrijving")
    indicatie = vorm.plaats(321, "indicatieBekostigingInschrijving")
    leerbedrijf = vorm.plaats(322, "leerbedrijf")
    datumBehaald = vorm.plaats(323, "datumBehaald")
    vak = vorm.plaats(327, "vak")
  }
}
