import ProgrammaVanEisen
import Register

/// The deliveries of one aanleverpunt in a history, in the order in which they are processed, with what is to be
/// expected of their numbers.
public struct Aanleverpuntplan: Sendable {
  /// Who delivered them.
  public let leverancier: Leverancier
  let leveringen: [Migratiebestand]
  /// Numbers that are missing, in the order in which they are missed.
  public internal(set) var gaten: [Gat] = []
  /// Deliveries with a number that was passed over, and came later.
  public internal(set) var nagekomen: [Nummer] = []
  /// Deliveries with a number that was accepted before, and another content.
  public internal(set) var nummerBezet: [Nummer] = []

  /// How many deliveries there are.
  public var aantal: Int { leveringen.count }

  /// A delivery by its number.
  public struct Nummer: Sendable, Equatable {
    /// 0 to 999.
    public let nummer: Int
    /// The processing date.
    public let datum: Datum
    /// Where it lies below the folder.
    public let pad: String
  }

  /// Numbers that follow each other, and of which there are no deliveries.
  public struct Gat: Sendable, Equatable {
    /// The delivery before them.
    public let na: Nummer
    /// The one behind them.
    public let voor: Nummer
    /// The numbers, modulo 1000.
    public internal(set) var nummers: [Int]
  }
}

extension Aanleverpuntplan {
  /// Puts deliveries in order: by date, and those of one day by number, counted modulo 1000 from the last one of the
  /// days before.
  ///
  /// The date comes first since it is all that tells number 7 from the 7 of a thousand deliveries later. A number
  /// that was made later than those behind it is accepted as one that was passed over.
  ///
  /// - Parameter weigertGat: whether a number that leaves a gap is refused.
  init(_ leverancier: Leverancier, _ bestanden: [Migratiebestand], weigertGat: Bool) {
    let dagen = Dictionary(grouping: bestanden, by: \.datum).sorted { $0.key < $1.key }.map(\.value)
    var nummers = Nummers(weigertGat: weigertGat)
    var leveringen: [Migratiebestand] = []
    for dag in dagen {
      for bestand in Self.geordend(dag, na: nummers.laatste?.nummer) {
        leveringen.append(bestand)
        if !bestand.weigert { nummers.tel(bestand) }
      }
    }
    self.leverancier = leverancier
    self.leveringen = leveringen
    gaten = nummers.gaten.filter { !$0.nummers.isEmpty }
    (nagekomen, nummerBezet) = (nummers.nagekomen, nummers.bezet)
  }

  private static func geordend(_ dag: [Migratiebestand], na laatste: Int?) -> [Migratiebestand] {
    let na = laatste ?? begin(dag.map(\.batchnummer).filter { $0 >= 0 })
    func rang(_ bestand: Migratiebestand) -> Int {
      // Without a number it will be refused.
      bestand.batchnummer < 0 ? 1_000 : (bestand.batchnummer - na - 1 + 1_000) % 1_000
    }
    return dag.sorted { (rang($0), $0.pad) < (rang($1), $1.pad) }
  }

  /// The number before the first one of a day before which there is none: numbers run on, so they begin behind the
  /// widest space between them.
  private static func begin(_ nummers: [Int]) -> Int {
    let sorted = Set(nummers).sorted()
    let pairs = zip(sorted, sorted.dropFirst() + sorted.prefix(1).map { $0 + 1_000 })
    let widest = pairs.max { ($0.1 - $0.0, $1.0) < ($1.1 - $1.0, $0.0) }
    return widest.map { ($0.1 + 999) % 1_000 } ?? 999
  }

  /// Follows the numbers as the exchange will judge them.
  private struct Nummers {
    let weigertGat: Bool
    private(set) var laatste: Nummer?
    private(set) var gaten: [Gat] = []
    private(set) var nagekomen: [Nummer] = []
    private(set) var bezet: [Nummer] = []

    init(weigertGat: Bool) { self.weigertGat = weigertGat }

    mutating func tel(_ bestand: Migratiebestand) {
      let dit = Nummer(nummer: bestand.batchnummer, datum: bestand.datum, pad: bestand.pad)
      let gat = gaten.lastIndex { $0.nummers.contains(dit.nummer) }
      switch Batchoordeel(dit.nummer, na: laatste?.nummer, isOvergeslagen: { gat != nil }) {
      case .volgend: break
      case .metGat(let verwacht):
        if let laatste {
          let aantal = (dit.nummer - verwacht + 1_000) % 1_000
          gaten.append(Gat(na: laatste, voor: dit, nummers: (0..<aantal).map { (verwacht + $0) % 1_000 }))
        }
        if weigertGat { return }
      case .nagekomen:
        nagekomen.append(dit)
        if let gat { gaten[gat].nummers.removeAll { $0 == dit.nummer } }
        return
      case .reedsOntvangen:
        bezet.append(dit)
        return
      }
      laatste = dit
    }
  }
}
