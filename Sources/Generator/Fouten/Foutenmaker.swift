/// Makes the faults of one delivery. Each fault that suits a melding gets its turn: the one that was
/// made least often comes first, so that rare ones are not drowned by those that always suit.
struct Foutenmaker {
  /// What suits few meldingen, the strictest first.
  private static let zelden = Sleutelfouten.zelden + Volgordefouten.zelden + Persoonsfouten.zelden
  private static let overige =
    Persoonsfouten.alle + Naamfouten.alle + Sleutelfouten.alle + Inschrijvingsfouten.alle + BOFouten.alle
    + Educatiefouten.alle + Vavofouten.alle + Volgordefouten.alle + Registerfouten.alle

  /// Everything that can go wrong with the meldingen of a sectordeel.
  static func fouten(_ sectordeel: Sectordeel) -> [Fout] {
    (zelden + overige).filter { sectordeel.heeft($0.record) }
  }

  /// In the order in which they are tried where none was made more often.
  private let fouten: [Fout]
  private var gemaakt: [Int]

  /// - Parameter batch: lets each delivery begin with other faults.
  init(_ sectordeel: Sectordeel, batch: Int) {
    let zelden = Self.zelden.filter { sectordeel.heeft($0.record) }
    let overige = Self.overige.filter { sectordeel.heeft($0.record) }
    let first = batch * 31 % overige.count
    fouten = zelden + overige[first...] + overige[..<first]
    gemaakt = [Int](repeating: 0, count: fouten.count)
  }

  /// Makes a fault that suits the melding, or nil where none does.
  mutating func maak(in melding: Conceptmelding, _ context: Foutcontext, telt: Bool) -> (Conceptmelding, Fout)? {
    let order = fouten.indices.filter { fouten[$0].telt == telt }.sorted {
      (gemaakt[$0], $0) < (gemaakt[$1], $1)
    }
    for index in order {
      var result = melding
      if fouten[index].maak(&result, context) {
        gemaakt[index] += 1
        return (result, fouten[index])
      }
    }
    return nil
  }
}

extension Sectordeel {
  /// Whether a delivery can hold a record.
  fileprivate func heeft(_ record: Int) -> Bool {
    switch self {
    case _ where record < 320: true
    case .BO: (320...323).contains(record)
    case .ED: (325...328).contains(record)
    case .VA: (330...332).contains(record)
    }
  }
}
