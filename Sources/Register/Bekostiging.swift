import ProgrammaVanEisen

/// When an inschrijving is funded, as stretches of days, for the rule of one funded inschrijving per
/// teldatum (PvE, signaal 814).
struct Bekostiging {
  /// From the first to the last day of a stretch, both EEJJMMDD.
  let stretches: [(first: Int32, last: Int32)]

  /// The stretches on which an inschrijving is active with an indicatie J in force.
  init(_ inschrijving: Inschrijving, _ velden: Registervelden) {
    let dagen = Dagen(inschrijving.gegevens, velden)
    let periodes = Periodereeks(inschrijving, velden).periodes
    var stretches: [(first: Int32, last: Int32)] = []
    for (index, periode) in periodes.enumerated() where periode.isJ {
      let next = index + 1 < periodes.count ? periodes[index + 1].ingang : nil
      // The day before the next period begins, as a bound that only days are compared with.
      let last = min(dagen.einde, next.map { $0 - 1 } ?? Dagen.nooit)
      let first = max(dagen.begin, periode.ingang)
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

  /// Whether a 1 October lies in a stretch, later than `dag`.
  func telt(na dag: Int32) -> Bool {
    stretches.contains { stretch in
      let first = max(stretch.first, dag + 1)
      let year = first / 10_000 + (first % 10_000 > 1001 ? 1 : 0)
      return year * 10_000 + 1001 <= stretch.last
    }
  }
}

/// From the first to the last day of a BO-inschrijving, both EEJJMMDD.
struct Dagen {
  /// EEJJMMDD of the last day that counts; open ends reach it.
  static let nooit: Int32 = 99_991_231

  let begin: Int32
  let einde: Int32

  /// The days of an inschrijving in the form in which the register keeps it.
  init(_ gegevens: [UInt8], _ velden: Registervelden) {
    begin = Datum(gegevens[velden.datumInschrijving])?.number ?? 0
    einde = Datum(gegevens[velden.werkelijkeDatumUitschrijving])?.number ?? Self.nooit
  }

  func bevat(_ dag: Int32) -> Bool { begin <= dag && dag <= einde }
}
