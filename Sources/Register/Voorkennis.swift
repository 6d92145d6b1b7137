import Records
import Reference

/// Whom a melding names.
public struct Genoemde: Sendable {
  let bsn, onderwijsnummer: ShortBytes
  let naam: Zoeksleutel?

  /// A person by what the melding has of him.
  ///
  /// - Parameters:
  ///   - bsn: empty where the melding has none.
  ///   - onderwijsnummer: empty where the melding has none.
  ///   - naam: where he has to be searched by it.
  public init(bsn: ShortBytes = [], onderwijsnummer: ShortBytes = [], naam: Zoeksleutel? = nil) {
    self.bsn = bsn
    self.onderwijsnummer = onderwijsnummer
    self.naam = naam
  }
}

/// What the database says of those whom a block of meldingen names, read before it is processed: meanwhile another
/// thread writes what the block before it changed. What was read does not know of that; whoever uses it asks the
/// `Schrijfrij` first.
struct Voorkennis {
  /// How many persons, inschrijvingen and parts are read at most; whom else the block names is read when he is asked for. A
  /// usual block comes to a tenth of them.
  static let meesteFeiten = 50_000

  private var personen: [Int64: Deelnemer] = [:]
  /// By number, who has it; `niemand` where nobody has.
  private var metBSN = ShortIndex()
  private var metOnderwijsnummer = ShortIndex()
  // The register numbers persons from 1 on.
  private static let niemand: Int64 = 0
  private var metNaam: [Zoeksleutel: [Int64]] = [:]
  /// The onderwijsnummers of which is known who has them, and those of them that somebody has.
  private var nummers = 0..<0
  private var bezet: Set<ShortBytes> = []
  /// How many persons, inschrijvingen and parts were read.
  private var feiten = 0

  /// Nobody was asked for.
  init() {}

  /// Reads whom a block names.
  ///
  /// - Parameter laatste: the onderwijsnummer that was given out last; nil where there are no more. Who is not found
  ///   gets one behind it; of as many numbers as that may take is read who has them.
  init(
    _ genoemden: [Genoemde], laatste: @autoclosure () throws -> Int?, _ lezer: Deelnemerlezer,
    meeste: Int = Voorkennis.meesteFeiten
  ) throws {
    var zonderNummer = 0
    for begin in stride(from: 0, to: genoemden.count, by: Opdrachten.Vast.bsns) where feiten < meeste {
      let deel = genoemden[begin..<min(begin + Opdrachten.Vast.bsns, genoemden.count)]
      let bekenden = try lezer.personen(metBSN: deel.lazy.map(\.bsn).filter { !$0.isEmpty })
      var bekend = ShortIndex()
      for (place, deelnemer) in bekenden.enumerated() { bekend.set(place, for: deelnemer.bsn) }
      for genoemde in deel where feiten < meeste {
        if !genoemde.bsn.isEmpty, metBSN[genoemde.bsn] == nil {
          let found = try bekend[genoemde.bsn].flatMap { try lezer.heel(bekenden[$0]) }
          metBSN.set(Int(onthoud(found)), for: genoemde.bsn)
        }
        if !genoemde.onderwijsnummer.isEmpty, metOnderwijsnummer[genoemde.onderwijsnummer] == nil {
          let found = try lezer.deelnemer(met: genoemde.onderwijsnummer, .onderwijsnummer)
          metOnderwijsnummer.set(Int(onthoud(found)), for: genoemde.onderwijsnummer)
        }
        guard let naam = genoemde.naam else { continue }
        zonderNummer += 1
        if metNaam[naam] != nil { continue }
        let ids = try lezer.personen(naam)
        metNaam[naam] = ids
        for id in ids where personen[id] == nil { _ = onthoud(try lezer.deelnemer(id)) }
      }
    }
    guard zonderNummer > 0, let laatste = try laatste() else { return }
    // One of eleven numbers passes its test; what is beyond them is asked for by itself.
    nummers = laatste + 1..<laatste + 1 + 22 * (zonderNummer + 1)
    bezet = try lezer.onderwijsnummers(nummers)
  }

  private mutating func onthoud(_ deelnemer: Deelnemer?) -> Int64 {
    guard let deelnemer, let id = deelnemer.id else { return Self.niemand }
    if personen[id] == nil { feiten += deelnemer.inschrijvingen.reduce(1) { $0 + 1 + $1.onderdelen.count } }
    personen[id] = deelnemer
    return id
  }

  /// A person who was read.
  func deelnemer(_ id: Int64) -> Deelnemer? { personen[id] }

  /// Who has a number, as a number in the register; nil in nil where nobody has, nil where that was not read.
  func persoon(met nummer: ShortBytes, _ soort: Nummersoort) -> Int64?? {
    let found = soort == .bsn ? metBSN[nummer] : metOnderwijsnummer[nummer]
    if let found { return .some(found == Self.niemand ? nil : Int64(found)) }
    if soort == .bsn { return nil }
    let isVrij = nummers.contains(nummer.reduce(0) { $0 * 10 + Int($1 &- 0x30) }) && !bezet.contains(nummer)
    return isVrij ? .some(nil) : nil
  }

  /// Who have a name; nil where that was not read.
  func personen(_ sleutel: Zoeksleutel) -> [Int64]? { metNaam[sleutel] }
}
