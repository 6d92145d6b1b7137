import GRDB
import Records
import Reference

/// What the meldingen of a transaction changed, on its way to the database, and whose turn the database is.
///
/// Changes wait until a block of meldingen is done. Then another thread may write them while the next block is
/// processed: until they are asked for again, nobody else touches the database. Whoever asks for a person of whom
/// something waits, or is being written, gets him from here.
final class Schrijfrij {
  /// How much waits at most where nobody hands it over.
  var meeste = 32_768

  private let db: Database
  private let statements: Opdrachten
  /// What came since the last were handed over.
  private var nu = Wijzigingen()
  /// What was handed over. Its persons are kept until what was read before they were written is forgotten.
  private var onderweg = Wijzigingen()
  /// Waits for the thread that has the database; nil where none but this one has it.
  private var wacht: (() throws -> Void)?
  /// The numbers that were given last; nil as long as none was asked for.
  private var laatstePersoon: Int64?
  private var laatsteInschrijving: Int64?
  /// What was changed.
  var telling: Mutatietelling {
    var telling = onderweg.telling
    telling += nu.telling
    return telling
  }

  init(_ db: Database) {
    self.db = db
    statements = Opdrachten(db)
  }

  // MARK: The database

  /// The database, once no other thread has it.
  var database: Database {
    get throws {
      try neemTerug()
      return db
    }
  }

  /// The same, for what runs often.
  var opdrachten: Opdrachten {
    get throws {
      try neemTerug()
      return statements
    }
  }

  /// Waits until nobody else has the database.
  func neemTerug() throws {
    guard let wacht else { return }
    self.wacht = nil
    try wacht()
  }

  /// The same where all of it is given up: how the other thread fared does not matter any more.
  func geefOp() {
    let wacht = wacht
    self.wacht = nil
    _ = Result { try wacht?() }
  }

  /// Writes what waits. Whoever read from the database before has to read again.
  func schrijf() throws {
    try neemTerug()
    for stap in try nu.stappen(statements) { try stap.opdracht.voerUit(stap.rijen, stap.waarden) }
    nu.leegMaken()
    onderweg.leegMaken()
  }

  /// The same by another thread: until somebody asks for the database, it has it.
  ///
  /// - Parameter start: has something done, and gives what waits for it.
  func geefUit(_ start: (@escaping @Sendable () throws -> Void) -> () throws -> Void) throws {
    try neemTerug()
    onderweg.leegMaken()
    swap(&nu, &onderweg)
    let werk = Schrijfwerk(stappen: try onderweg.stappen(statements))
    if !werk.stappen.isEmpty { wacht = start { try werk.schrijf() } }
  }

  /// What another thread runs.
  // Nobody else touches the statements, nor the rows, until it is done: `neemTerug`.
  private struct Schrijfwerk: @unchecked Sendable {
    let stappen: [Wijzigingen.Stap]

    func schrijf() throws {
      for stap in stappen { try stap.opdracht.voerUit(stap.rijen, stap.waarden) }
    }
  }

  // MARK: Changes

  /// Makes what waits say `nieuw` of a person where it said `oud`; gives `nieuw` with the numbers of its new rows.
  // All of a melding is one access to `nu`: where every row is one, finding out that nobody else is at it costs as much
  // as the row. Waiting for the database meanwhile may do other work on this thread: none that asks for a person here.
  func bewaar(_ nieuw: consuming Deelnemer, was oud: Deelnemer?, herkomst: Herkomst) throws -> Deelnemer {
    try Registratie(self, herkomst: herkomst).bewaar(nieuw, was: oud, in: &nu)
  }

  /// The number of a new person.
  func volgendePersoon() throws -> Int64 { try volgende(&laatstePersoon, "persoon") }

  /// The number of a new inschrijving.
  func volgendeInschrijving() throws -> Int64 { try volgende(&laatsteInschrijving, "inschrijving") }

  /// Keeps which onderwijsnummer was given out last.
  func gaf(onderwijsnummer nummer: Int) { nu.laatsteOnderwijsnummer = nummer }

  /// Whether so much waits that it has to be written.
  var isVol: Bool { nu.aantal >= meeste }

  /// The number that SQLite would give: only this transaction writes.
  private func volgende(_ laatste: inout Int64?, _ tabel: String) throws -> Int64 {
    let nummer = try 1 + (laatste ?? Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) FROM \(tabel)") ?? 0)
    laatste = nummer
    return nummer
  }

  // MARK: Persons

  /// A person of whom something waits or is being written, as he would be read.
  func deelnemer(_ id: Int64) -> Deelnemer? { nu.deelnemer(id) ?? onderweg.deelnemer(id) }

  /// The person among those with that number.
  func deelnemer(met nummer: ShortBytes, _ soort: Nummersoort) -> Deelnemer? {
    guard let id = nu.persoon(met: nummer, soort) ?? onderweg.persoon(met: nummer, soort), let found = deelnemer(id)
    else { return nil }
    return found.nummer(soort) == nummer ? found : nil
  }

  /// The numbers of those who have or had that key.
  func personen(_ sleutel: Zoeksleutel) -> [Int64] { onderweg.personen(sleutel) + nu.personen(sleutel) }
}

extension Rijen {
  /// The columns of a person, without his number.
  mutating func voegToe(_ persoon: Deelnemer) {
    voegToe(nummer: persoon.bsn)
    voegToe(nummer: persoon.onderwijsnummer)
    voegToe(latin1: persoon.geboortedatum)
    voegToe(latin1: persoon.geslacht)
    voegToe(latin1: persoon.postcode)
    voegToe(latin1: persoon.land)
    voegToe(blob: persoon.zoeksleutel?.achternaam)
    voegToe(blob: persoon.zoeksleutel?.voornamen)
  }

  /// The columns of the key of a part.
  mutating func voegToe(_ onderdeel: Onderdeel, _ tabel: Onderdeeltabel) {
    // Most have one column.
    if tabel.sleutel.count == 1 { return voegToe(zonderSpaties: onderdeel.sleutel.first(tabel.sleutel[0].lengte)) }
    var rest = onderdeel.sleutel[...]
    for (_, lengte) in tabel.sleutel {
      voegToe(latin1: Latin1.trimmed(rest.prefix(lengte)))
      rest = rest.dropFirst(lengte)
    }
  }
}
