import ProgrammaVanEisen
import Records
import Reference

/// What the register knows of one person, in memory: a value, so that a melding is tried on a copy
/// and either takes its place or never was.
public struct Deelnemer: Sendable, Equatable {
  /// The number inside the register; nil as long as the person is not in it.
  public var id: Int64?
  /// Empty where there is none.
  public var bsn: ShortBytes
  /// Empty where there is none; kept beside a BSN that was found later.
  public var onderwijsnummer: ShortBytes
  /// EEJJMMDD, month and day 00 where they are unknown.
  public var geboortedatum: ShortBytes
  /// M, V or O.
  public var geslacht: ShortBytes
  /// The postcode according to the institution; empty where the land was given instead.
  public var postcode: ShortBytes
  /// The code of the land; empty where there is a postcode.
  public var land: ShortBytes
  /// The names under which a person without BSN is found again; nil for the others.
  public var zoeksleutel: Zoeksleutel?
  /// At all institutions, in the order in which they were registered.
  public var inschrijvingen: [Inschrijving] = []

  /// A person without inschrijvingen who is not in the register yet.
  public init(
    bsn: ShortBytes, onderwijsnummer: ShortBytes, geboortedatum: ShortBytes, geslacht: ShortBytes, postcode: ShortBytes,
    land: ShortBytes
  ) {
    self.bsn = bsn
    self.onderwijsnummer = onderwijsnummer
    self.geboortedatum = geboortedatum
    self.geslacht = geslacht
    self.postcode = postcode
    self.land = land
  }

  /// Where the inschrijving with that key stands.
  func index(_ leverancier: Leverancier, _ volgnummer: ShortBytes) -> Int? {
    inschrijvingen.firstIndex { $0.volgnummer == volgnummer && $0.leverancier == leverancier }
  }
}

/// Who delivers: an aanleverpunt of an institution, for a sectordeel. Batch numbers, feedback
/// numbers and inschrijvingsvolgnummers count within it.
public struct Leverancier: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The institution, four positions.
  public let brin: String
  /// Two digits, as in record 300.
  public let aanleverpunt: String
  /// BO, ED or VA.
  public let sectordeel: String

  /// Taken over as it is, also where no institution can have such a number.
  public init(brin: String, aanleverpunt: String, sectordeel: String) {
    self.brin = brin
    self.aanleverpunt = aanleverpunt
    self.sectordeel = sectordeel
  }

  /// For logs and errors: "99ZZ 01 BO".
  public var description: String { "\(brin) \(aanleverpunt) \(sectordeel)" }

  /// The order in which deliveries are processed: BRIN, aanleverpunt, sectordeel.
  public static func < (left: Leverancier, right: Leverancier) -> Bool {
    (left.brin, left.aanleverpunt, left.sectordeel) < (right.brin, right.aanleverpunt, right.sectordeel)
  }
}

/// A registered inschrijving (320, 325 or 330) with all that hangs on it.
public struct Inschrijving: Sendable, Equatable {
  /// The number inside the register; nil as long as it is not in it.
  public var id: Int64?
  /// Who registered it; with the volgnummer it is its key inside the person.
  public let leverancier: Leverancier
  /// The three positions of the inschrijvingsvolgnummer.
  public let volgnummer: ShortBytes
  /// The fields of the record, in the form in which the register keeps it.
  public var gegevens: [UInt8]
  /// Periods, BPVs, diplomas, results, vakken, skills and exams.
  public var onderdelen: [Onderdeel] = []

  /// The kind of record that an inschrijving of a sectordeel is.
  static func recordsoort(_ sectordeel: String) -> Int {
    sectordeel == "BO" ? 320 : sectordeel == "ED" ? 325 : 330
  }

  /// Where the part with that key stands.
  func index(_ recordsoort: Int, _ sleutel: ShortBytes) -> Int? {
    onderdelen.firstIndex { $0.recordsoort == recordsoort && $0.sleutel == sleutel }
  }

  /// The same, for one that most likely stands at `place`.
  func index(_ recordsoort: Int, _ sleutel: ShortBytes, near place: Int) -> Int? {
    if place < onderdelen.count, onderdelen[place].recordsoort == recordsoort, onderdelen[place].sleutel == sleutel {
      return place
    }
    return index(recordsoort, sleutel)
  }

  /// Puts the parts in the order of their kinds and keys, in which the register gives them.
  mutating func ordenOnderdelen() {
    onderdelen.sort { left, right in
      left.recordsoort == right.recordsoort
        ? left.sleutel.precedes(right.sleutel) : left.recordsoort < right.recordsoort
    }
  }

  /// The parts of one kind.
  func onderdelen(_ recordsoort: Int) -> [Onderdeel] {
    onderdelen.filter { $0.recordsoort == recordsoort }
  }
}

/// Something registered under an inschrijving: a record of the kinds 321–323, 326–328, 331, 332.
public struct Onderdeel: Sendable, Equatable {
  /// That of the delivered record, such as 321.
  public let recordsoort: Int
  /// The key fields behind the inschrijvingsvolgnummer, side by side.
  public let sleutel: ShortBytes
  /// The fields of the record, in the form in which the register keeps it.
  public var gegevens: [UInt8]
}
