/// Faults of a melding in how its records stand together, for every kind of record alike.
enum Volgordefouten {
  static let alle: [Fout] =
    [320, 321, 322, 325, 326, 330].map(achteraan) + [voorVak]
    + [320, 321, 322, 323, 325, 326, 327, 328, 331].map { dubbel("X048", $0) } + [dubbel("X485", 332)]
    + [(320, 321), (325, 327), (330, 331)].map(verwijderingMetMeer)
    + [320, 321, 322, 323, 325, 326, 327, 328, 330, 331].map(geenMutatie) + [dubbel("X048", 330)] + [
      zonder("X051", 320, [321]), zonder("X469", 331, [332]),
      Fout("X053", 332, "inschrijvingsvolgnummer") { melding, _ in
        guard melding.aantal(332) > 1, let index = melding.laatste(332) else { return false }
        melding.records[index]["examenjaar"] = "1999"
        return true
      },
    ]

  /// Those of an inschrijving that is removed again: nothing later needs its vakken.
  static let zelden: [Fout] = [
    Fout("X406", 325, "soortMutatie", .signaal) { melding, context in
      guard context.moment.verloop == .vergissing, melding.isToevoeging else { return false }
      melding.records.removeAll { [327, 328].contains($0.layout.record) }
      return true
    }
  ]

  /// X041: a record that stands behind those of higher kinds.
  private static func achteraan(_ record: Int) -> Fout {
    Fout("X041", record, "recordsoort") { melding, _ in
      guard let index = melding.laatste(record), let last = melding.records.last, last.layout.record > record else {
        return false
      }
      melding.records.append(melding.records.remove(at: index))
      return true
    }
  }

  /// X041: a vaardigheid before its vak.
  private static let voorVak = Fout("X041", 328, "recordsoort") { melding, _ in
    guard let index = melding.records.firstIndex(where: { $0.layout.record == 328 }),
      melding.records[index - 1].layout.record == 327
    else { return false }
    melding.records.swapAt(index, index - 1)
    return true
  }

  /// A record that comes twice.
  private static func dubbel(_ code: String, _ record: Int) -> Fout {
    Fout(code, record, "inschrijvingsvolgnummer") { melding, _ in
      guard let index = melding.laatste(record) else { return false }
      melding.records.insert(melding.records[index], at: index)
      return true
    }
  }

  /// X049: an inschrijving that is removed, and another record about it.
  private static func verwijderingMetMeer(_ inschrijving: Int, _ onderdeel: Int) -> Fout {
    Fout("X049", inschrijving, "soortMutatie") { melding, context in
      guard melding.vervang(context.verwijdering(inschrijving, volgnummer: context.volgnummer)),
        let meer = context.verwijdering(onderdeel, volgnummer: context.volgnummer)
      else { return false }
      melding.records.append(meer)
      return true
    }
  }

  /// X050: a soort mutatie that there is not.
  private static func geenMutatie(_ record: Int) -> Fout {
    Fout("X050", record, "soortMutatie") { melding, _ in
      // Without its only period a new inschrijving is refused for that (X051), without its own
      // addition a 310 is (X042).
      if record == 321 && melding.isToevoeging && melding.aantal(321) == 1 { return false }
      if [320, 325, 330].contains(record) && melding.aantal(310) > 0 { return false }
      guard let index = melding.laatste(record) else { return false }
      melding.records[index]["soortMutatie"] = "X"
      return true
    }
  }

  /// An addition without the records that must come with it.
  private static func zonder(_ code: String, _ record: Int, _ weg: [Int]) -> Fout {
    Fout(code, record, "soortMutatie") { melding, _ in
      guard let index = melding.laatste(record), melding.records[index]["soortMutatie"] == "T" else { return false }
      melding.records.removeAll { weg.contains($0.layout.record) }
      return true
    }
  }
}
