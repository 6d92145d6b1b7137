import GRDB
import Identification
import Records
import Reference
import Register

/// The meldingen of a delivery whose person is not known, because several could be meant: has somebody decide, keeps
/// the meldingen until then, and knows what was decided.
struct Wachtkamer {
  private let zoeker: Naamzoeker
  private let register: Registertransactie
  private let journaal: Journaaltransactie
  private let claim: Claim
  private let brin: String
  /// Whether the meldingen waited already, so that they are kept.
  private let isHervat: Bool

  /// The persons of whom is not decided yet.
  private(set) var wachtenden: Wachtenden
  /// The cases of the meldingen of the block at hand that search, by their numbers; nil where they have to be asked for.
  private var zaken: [Int: Zaak?]?

  /// - Parameters:
  ///   - wachtenden: the persons who wait since earlier deliveries.
  ///   - isHervat: whether these are meldingen that waited.
  init(
    _ wachtenden: Wachtenden, personen: Personen, register: Registertransactie, _ db: Database, _ claim: Claim,
    brin: String, isHervat: Bool
  ) {
    self.wachtenden = wachtenden
    zoeker = Naamzoeker(personen: personen)
    self.register = register
    journaal = Journaaltransactie(db: db)
    self.claim = claim
    self.brin = brin
    self.isHervat = isHervat
  }

  /// The journal, once no other thread has the database that it is in.
  private var journal: Journaaltransactie {
    get throws {
      try register.neemTerug()
      return journaal
    }
  }

  /// What waiting depends on.
  ///
  /// - Parameter naam: by which the melding searches; nil where it has a number.
  func wachtende(_ nummer: Int, _ sleutel: Sleutelgegevens, naam: Zoeksleutel?) -> Wachtende {
    Wachtende(
      aanlevering: claim.id, meldingnummer: nummer,
      leerling: Leerling(brin: brin, leerlingnummer: sleutel.leerlingnummer), naam: naam)
  }

  // MARK: Who waits

  /// Whether a melding is about somebody who waits.
  func bevat(_ melding: Wachtende) -> Bool {
    !wachtenden.isEmpty && wachtenden.bevat(melding.leerling, melding.naam)
  }

  /// Notes the person of a melding, where several could be meant and nobody decided.
  mutating func zoek(_ melding: Wachtende) throws {
    guard let naam = melding.naam, try zoeker.isOnbeslist(naam, register: register) else { return }
    if try zaak(melding)?.persoonsbesluit == nil { try leg(melding) }
  }

  /// Has somebody decide who the person of a melding is that searches.
  mutating func leg(_ melding: Wachtende) throws {
    guard let naam = melding.naam else { return }
    wachtenden.voegToe(melding.leerling, naam)
    zaken = nil
    try journal.open(melding.leerling, naam, try zoeker.kandidaten(naam, register: register))
  }

  /// Adds the person of a melding that is about one of those who wait.
  mutating func trekMee(_ melding: Wachtende) { wachtenden.trekMee(melding) }

  /// Keeps a melding.
  func bewaar(_ melding: Wachtende, _ sleutel: Sleutelgegevens, _ records: [RecordView]) throws {
    // One that waited already goes on doing so.
    if isHervat { return }
    var bytes: [UInt8] = []
    for record in records { bytes += record.bytes.slice(0..<record.layout.lengte + 2) }
    try journal.laatWachten(
      melding, geboortedatum: sleutel.geboortedatum, geslacht: sleutel.geslacht, records: bytes)
  }

  // MARK: What was decided

  /// The case of a melding that searches, with what holds for it.
  func zaak(_ melding: Wachtende) throws -> Zaak? {
    guard let naam = melding.naam else { return nil }
    if let bekend = zaken?[melding.meldingnummer] { return bekend }
    return try journal.zaak(melding.leerling, naam).map(journal.geldend)
  }

  /// Asks for the cases of the meldingen of a block, so that they need not be asked for one by one.
  mutating func verken(_ meldingen: [Wachtende]) throws {
    zaken = nil
    var zaken: [Int: Zaak?] = [:]
    for melding in meldingen { zaken[melding.meldingnummer] = .some(try zaak(melding)) }
    self.zaken = zaken
  }

  /// Asks for cases one by one again.
  mutating func vergeet() { zaken = nil }

  /// Notes that a melding was approved or rejected, and by which case.
  func beslist(_ melding: Wachtende, _ zaak: Zaak?) throws {
    if isHervat { try journal.neemWeg(claim.id, melding.meldingnummer) }
    if zaak != nil, let naam = melding.naam { try journal.pastToe(melding.leerling, naam) }
  }

  /// Keeps the onderwijsnummer that the person of a case got.
  mutating func gaf(onderwijsnummer: ShortBytes, aan zaak: Zaak) throws {
    zaken = nil
    try journal.gaf(onderwijsnummer: onderwijsnummer, aan: zaak)
  }
}
