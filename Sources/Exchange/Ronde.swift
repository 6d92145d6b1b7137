import FileSystem
import ProgrammaVanEisen
import Register

/// How a round through the inbox goes.
public struct Rondgang {
  /// Which files are whole.
  public var rijpheid: Rijpheid
  /// Whether to wait for what another process has in hand, and look again after that.
  public var wachtOpAnderen: Bool
  /// The institutions that are left alone this time, by BRIN; the empty one stands for names that are none of a
  /// delivery.
  public var slaOver: (String) -> Bool = { _ in false }
  /// Asked before each delivery: whether to stop there.
  public var stopt: () -> Bool = { false }

  /// A round through everything.
  public init(rijpheid: Rijpheid = Rijpheid(Inname()), wachtOpAnderen: Bool = true) {
    self.rijpheid = rijpheid
    self.wachtOpAnderen = wachtOpAnderen
  }
}

/// What a round left.
public struct Rondeverslag {
  /// What could not be finished. Later files of the same institution wait with it.
  public internal(set) var storingen: [Storing] = []
  /// What lies in the inbox and was not taken.
  public internal(set) var achterblijvers: [Achterblijver] = []
  /// Whether another process has institutions in hand that there is work for.
  public internal(set) var isElders = false
  /// How long it takes until a file that may be growing is whole; nil where there is none.
  public internal(set) var wachttijd: Duration?
  /// The folders of institutions.
  public internal(set) var mappen: [String] = []

  /// A round that left nothing.
  init() {}
}

/// One round through the inbox: institution by institution, each held as long as its deliveries are processed, so
/// that several processes share the work and keep the order of each.
final class Ronde {
  private let exchange: Uitwisseling
  private let rondgang: Rondgang
  private(set) var verslag = Rondeverslag()
  /// Institutions with something that could not be finished.
  private var geblokkeerd: Set<String> = []

  init(_ exchange: Uitwisseling, _ rondgang: Rondgang) {
    self.exchange = exchange
    self.rondgang = rondgang
  }

  private var post: any Post { exchange.post }

  // MARK: What there is

  /// What lies there at one moment, by institution.
  private struct Stand {
    let wachtend: [String: [Bestand]]
    let afzenders: [String]
  }

  /// Looks what there is to do.
  private func kijk(_ lijsten: (opgepakt: Postlijst, wachtend: Postlijst)) throws -> Stand {
    let isMetMerk = rondgang.rijpheid.inname.metMerk
    let wachtend = Dictionary(
      grouping: lijsten.wachtend.bestanden.filter { !isMetMerk || $0.heeftMerk }, by: \.afzender)
    let open = try exchange.register.read { try Journaaltransactie(db: $0).open() }
    let afzenders = Set(lijsten.opgepakt.bestanden.map(\.afzender)).union(wachtend.keys).union(
      open.map { Bestand.afzender($0.naam) })
    // By BRIN; what is none of a delivery comes last.
    let volgorde = afzenders.sorted { $0.isEmpty == $1.isEmpty ? $0 < $1 : $1.isEmpty }
    return Stand(wachtend: wachtend, afzenders: volgorde)
  }

  /// Notes what will not be processed.
  private func noteer(_ lijsten: (opgepakt: Postlijst, wachtend: Postlijst)) {
    for storing in lijsten.wachtend.storingen + lijsten.opgepakt.storingen { faal(storing) }
    verslag.mappen = lijsten.wachtend.mappen
    verslag.achterblijvers = lijsten.wachtend.achterblijvers + lijsten.opgepakt.achterblijvers
    let rijpheid = rondgang.rijpheid
    let paths = lijsten.wachtend.bestanden.map { $0.path(in: post.mappen.inbox) }
    rijpheid.vergeet(behalve: Set(paths))
    for (bestand, path) in zip(lijsten.wachtend.bestanden, paths) {
      if rijpheid.inname.metMerk && !bestand.heeftMerk {
        verslag.achterblijvers.append(Achterblijver(Folders.join(bestand.map, bestand.naam), .zonderMerk))
        continue
      }
      let wachttijd = rijpheid.wachttijd(path, bestand.mark)
      if wachttijd == .zero { continue }
      verslag.achterblijvers.append(Achterblijver(Folders.join(bestand.map, bestand.naam), .groeit))
      verslag.wachttijd = min(verslag.wachttijd ?? wachttijd, wachttijd)
    }
  }

  // MARK: The way round

  func loop(progress: (String, Int) -> Void, each: (Uitkomst) -> Void) throws {
    try post.begin()
    let lijsten = try post.lijsten()
    noteer(lijsten)
    let stand = try kijk(lijsten)
    elk(stand.afzenders) { afzender, isVers in
      try handel(afzender, isVers ? stand : kijk(post.lijsten()), progress: progress, each: each)
    }
    let besloten = try exchange.register.read { db in
      let journal = Journaaltransactie(db: db)
      return try Set(Besluitverwerking.leveranciers(journal) + journal.openVervolgen().map(\.leverancier))
    }
    let instellingen = Set(besloten.map(\.brin)).filter { !geblokkeerd.contains($0) }
    elk(instellingen.sorted()) { brin, _ in
      let mutaties = try exchange.geefVervolg(brin)
      for storing in try exchange.publiceerVervolgen(brin, mutaties, each) { faal(storing) }
    }
  }

  /// Gives each institution to `body` while it is held; those that another process holds last, if they are waited
  /// for, and then what was seen of them may not be so any more.
  private func elk(
    _ afzenders: [String], _ body: (_ afzender: String, _ isVers: Bool) throws -> Void
  ) {
    var elders: [String] = []
    for afzender in afzenders where !rondgang.slaOver(afzender) {
      if rondgang.stopt() { return }
      if !houd(afzender, wacht: false, { try body(afzender, true) }) { elders.append(afzender) }
    }
    if !rondgang.wachtOpAnderen {
      verslag.isElders = verslag.isElders || !elders.isEmpty
      return
    }
    for afzender in elders {
      if rondgang.stopt() { return }
      _ = houd(afzender, wacht: true) { try body(afzender, false) }
    }
  }

  /// Runs `body` with the institution held; false where another process holds it. What it throws stops this
  /// institution, and no other.
  private func houd(_ afzender: String, wacht: Bool, _ body: () throws -> Void) -> Bool {
    do {
      return try post.houd(afzender, wacht: wacht, body)
    } catch {
      faal(Storing(naam: afzender.isEmpty ? "other names" : afzender, afzender: afzender, fout: error))
      return true
    }
  }

  private func faal(_ storing: Storing) {
    verslag.storingen.append(storing)
    // Names that are none of a delivery have no order among them.
    if !storing.afzender.isEmpty { geblokkeerd.insert(storing.afzender) }
  }

  /// Runs `body`; what it throws is noted for a file.
  private func probeer(_ naam: String, _ afzender: String, _ body: () throws -> Void) {
    do {
      try body()
    } catch {
      faal(Storing(naam: naam, afzender: afzender, fout: error))
    }
  }

  // MARK: One institution

  private func handel(
    _ afzender: String, _ stand: Stand, progress: (String, Int) -> Void, each: (Uitkomst) -> Void
  ) throws {
    try maakAf(afzender, progress: progress, each: each)
    try pakOp(afzender, stand.wachtend[afzender] ?? [], progress: progress, each: each)
    // Last, since what is lost may have been delivered again.
    for claim in try exchange.vermiste(afzender) {
      verslag.achterblijvers.append(Achterblijver(Folders.join(claim.map, claim.naam), .vermist))
    }
  }

  private func isKlaar(_ afzender: String) -> Bool { geblokkeerd.contains(afzender) || rondgang.stopt() }

  /// Finishes what an earlier run began: also one that had the institution since the inbox was looked at, and was ended.
  /// What that took comes before what waits.
  private func maakAf(_ afzender: String, progress: (String, Int) -> Void, each: (Uitkomst) -> Void) throws {
    let opgepakt = try post.opgepakt()
    for storing in opgepakt.storingen where storing.afzender == afzender && !geblokkeerd.contains(afzender) {
      faal(storing)
    }
    for bestand in opgepakt.bestanden where bestand.afzender == afzender {
      if isKlaar(afzender) { return }
      probeer(bestand.naam, afzender) {
        if let claim = try exchange.hervat(bestand, metMerk: rondgang.rijpheid.inname.metMerk) {
          each(try exchange.behandel(claim.claim, claim.path, progress: progress))
        }
      }
    }
    for claim in try exchange.openstaande(afzender) where !verslag.storingen.contains(where: { $0.naam == claim.naam })
    {
      if isKlaar(afzender) { return }
      probeer(claim.naam, afzender) { try exchange.rondAf(claim) }
    }
  }

  /// Takes what waits in the inbox, in order.
  private func pakOp(
    _ afzender: String, _ wachtend: [Bestand], progress: (String, Int) -> Void, each: (Uitkomst) -> Void
  ) throws {
    let geordend = try exchange.geordend(wachtend) { bestand, error in
      if try !post.isVergeven(bestand) { faal(Storing(naam: bestand.naam, afzender: afzender, fout: error)) }
    }
    for bestand in geordend {
      // What may still grow keeps back what comes after it.
      if try isKlaar(afzender) || !isRijp(bestand) { return }
      probeer(bestand.naam, afzender) {
        let claim = try exchange.neem(bestand, metMerk: rondgang.rijpheid.inname.metMerk)
        rondgang.rijpheid.vergeet(bestand.path(in: post.mappen.inbox))
        if let claim {
          each(try exchange.behandel(claim.claim, claim.path, progress: progress))
        }
      }
    }
  }

  /// Whether a file is whole now: much may have been processed since it was seen.
  private func isRijp(_ bestand: Bestand) throws -> Bool {
    let rijpheid = rondgang.rijpheid
    if rijpheid.inname.stilte == .zero { return true }
    let path = bestand.path(in: post.mappen.inbox)
    guard let mark = try exchange.folders.look(at: path)?.mark else { return true }
    return rijpheid.wachttijd(path, mark) == .zero
  }
}
