import ProgrammaVanEisen

/// How the data of one person came to be, melding by melding, and what holds now.
public struct Geschiedenis: Sendable {
  /// What one melding did.
  public struct Gebeurtenis: Sendable {
    /// The melding.
    public let herkomst: Herkomst
    /// When it became known; nil only where the register is damaged.
    public let bekend: Verwerking?
    /// The facts it touched, in the order of their tables and keys.
    public private(set) var wijzigingen: [Wijziging] = []

    /// Adds one side of a change: the end of a fact and what came in its place are one.
    fileprivate mutating func neemOp(_ nieuw: Wijziging) {
      guard let place = wijzigingen.firstIndex(where: { $0.isZelfde(nieuw) }) else { return wijzigingen.append(nieuw) }
      if let was = nieuw.was { wijzigingen[place].was = was }
      if let wordt = nieuw.wordt { wijzigingen[place].wordt = wordt }
    }
  }

  /// A fact before and after a melding.
  public struct Wijziging: Sendable {
    /// The kind of fact.
    public let tabel: Feitentabel
    /// What held before; nil where the melding added it.
    public fileprivate(set) var was: Feit?
    /// What came in its place; nil where the melding took it away.
    public fileprivate(set) var wordt: Feit?

    fileprivate func isZelfde(_ ander: Wijziging) -> Bool {
      guard tabel.naam == ander.tabel.naam, let feit = was ?? wordt, let anderFeit = ander.was ?? ander.wordt else {
        return false
      }
      return feit.isZelfde(anderFeit)
    }
  }

  /// In the order in which they became known.
  public let gebeurtenissen: [Gebeurtenis]
  /// What holds now, in the order of the tables and keys.
  public let nu: [(tabel: Feitentabel, feit: Feit)]

  /// Reads what is known, and was known, of a person.
  public init(van persoon: Int64, _ lezer: Feitenlezer) throws {
    var gebeurtenissen: [Herkomst: Gebeurtenis] = [:]
    var nu: [(tabel: Feitentabel, feit: Feit)] = []
    func neemOp(_ herkomst: Herkomst, _ bekend: Verwerking?, _ wijziging: Wijziging) {
      gebeurtenissen[herkomst, default: Gebeurtenis(herkomst: herkomst, bekend: bekend)].neemOp(wijziging)
    }
    try lezer.alles(van: persoon) { tabel, feit in
      if let herkomst = feit.herkomst { neemOp(herkomst, feit.bekend, Wijziging(tabel: tabel, wordt: feit)) }
      if let einde = feit.einde {
        neemOp(einde.herkomst, einde.bekend, Wijziging(tabel: tabel, was: feit))
      } else {
        nu.append((tabel, feit))
      }
    }
    self.gebeurtenissen = gebeurtenissen.values.sorted {
      ($0.bekend?.nummer ?? 0, $0.herkomst.meldingnummer) < ($1.bekend?.nummer ?? 0, $1.herkomst.meldingnummer)
    }
    self.nu = nu
  }
}
