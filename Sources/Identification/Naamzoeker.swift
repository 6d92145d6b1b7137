import Records
import Reference

/// Somebody whom a melding without a number may be about.
public struct Kandidaat: Hashable, Sendable {
  /// The BSN; empty for who is known by onderwijsnummer alone.
  public let bsn: ShortBytes
  /// The onderwijsnummer; empty for a person of the BRP.
  public let onderwijsnummer: ShortBytes

  /// A person by the number that he is found by; the other one is empty.
  public init(bsn: ShortBytes = [], onderwijsnummer: ShortBytes = []) {
    self.bsn = bsn
    self.onderwijsnummer = onderwijsnummer
  }
}

/// What somebody decided of a melding without a number.
public enum Persoonsbesluit: Equatable, Sendable {
  /// It is about a person of the BRP, by BSN, or about one whom BRON knows by onderwijsnummer.
  case persoon(Kandidaat)
  /// It is about nobody who is known: he gets an onderwijsnummer.
  case nieuw
}

/// Searches persons by names, birth date and sex (choice 11): the BRP first, then those whom BRON knows
/// by onderwijsnummer.
public struct Naamzoeker {
  private let personen: Personen

  /// Searches among the persons that `personen.csv` holds.
  public init(personen: Personen) {
    self.personen = personen
  }

  /// Whether more than one person may be meant, so that nobody can say.
  public func isOnbeslist(_ sleutel: Zoeksleutel, register: some Personenregister) throws -> Bool {
    let found = try inBRP(sleutel).count
    return try found > 1 || found == 0 && inBRON(sleutel, register).count > 1
  }

  /// Everyone who may be meant, also where the BRP alone would decide: in the order of their numbers,
  /// those of the BRP first.
  public func kandidaten(_ sleutel: Zoeksleutel, register: some Personenregister) throws -> [Kandidaat] {
    func ordered(_ numbers: [ShortBytes]) -> [ShortBytes] { numbers.sorted { $0.precedes($1) } }
    return try ordered(inBRP(sleutel).map { ShortBytes($0.slice(.bsn)) }).map { Kandidaat(bsn: $0) }
      + ordered(inBRON(sleutel, register)).map { Kandidaat(onderwijsnummer: $0) }
  }

  /// The persons of the BRP.
  public func inBRP(_ sleutel: Zoeksleutel) throws -> [Persoon] {
    try personen.zoek(sleutel).filter { !$0[.bsn].isEmpty }
  }

  /// The onderwijsnummers of those whom BRON knows without BSN.
  func inBRON(_ sleutel: Zoeksleutel, _ register: some Personenregister) throws -> [ShortBytes] {
    // What the register knows of a number since goes before the row that it came with.
    var nummers = try personen.zoek(sleutel).filter { $0.slice(.bsn).isEmpty }.map {
      ShortBytes($0.slice(.onderwijsnummer))
    }.filter {
      nummer in
      try register.persoon(onderwijsnummer: nummer).map {
        $0.geboortedatum.elementsEqual(sleutel.geboortedatum) && $0.geslacht.elementsEqual(sleutel.geslacht)
      } ?? true
    }
    for bekend in try register.personen(sleutel) where !nummers.contains(bekend.onderwijsnummer) {
      nummers.append(bekend.onderwijsnummer)
    }
    return nummers
  }
}
