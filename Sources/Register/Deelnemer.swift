import ProgrammaVanEisen
import Reference

/// What the register knows of one person, in memory: a value, so that a melding is tried on a copy
/// and either takes its place or never was.
public struct Deelnemer: Sendable, Equatable {
  /// The number inside the register; nil as long as the person is not in it.
  public var id: Int64?
  /// Empty where there is none.
  public var bsn: [UInt8]
  /// Empty where there is none; kept beside a BSN that was found later.
  public var onderwijsnummer: [UInt8]
  public var geboortedatum: [UInt8]
  public var geslacht: [UInt8]
  /// The postcode according to the institution; empty where the land was given instead.
  public var postcode: [UInt8]
  public var land: [UInt8]
  /// The names under which a person without BSN is found again; nil for the others.
  public var zoeksleutel: Zoeksleutel?
  /// At all institutions, in the order in which they were registered.
  public var inschrijvingen: [Inschrijving] = []

  public init(
    bsn: [UInt8], onderwijsnummer: [UInt8], geboortedatum: [UInt8], geslacht: [UInt8], postcode: [UInt8], land: [UInt8]
  ) {
    self.bsn = bsn
    self.onderwijsnummer = onderwijsnummer
    self.geboortedatum = geboortedatum
    self.geslacht = geslacht
    self.postcode = postcode
    self.land = land
  }

  /// Where the inschrijving with that key stands.
  func index(_ leverancier: Leverancier, _ volgnummer: some Sequence<UInt8>) -> Int? {
    inschrijvingen.firstIndex { $0.leverancier == leverancier && $0.volgnummer.elementsEqual(volgnummer) }
  }
}

/// Who delivers: an aanleverpunt of an institution, for a sectordeel. Batch numbers, feedback
/// numbers and inschrijvingsvolgnummers count within it.
public struct Leverancier: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let brin: String
  public let aanleverpunt: String
  /// BO, ED or VA.
  public let sectordeel: String

  public init(brin: String, aanleverpunt: String, sectordeel: String) {
    self.brin = brin
    self.aanleverpunt = aanleverpunt
    self.sectordeel = sectordeel
  }

  public var description: String { "\(brin) \(aanleverpunt) \(sectordeel)" }

  public static func < (left: Leverancier, right: Leverancier) -> Bool {
    (left.brin, left.aanleverpunt, left.sectordeel) < (right.brin, right.aanleverpunt, right.sectordeel)
  }
}

/// A registered inschrijving (320, 325 or 330) with all that hangs on it.
public struct Inschrijving: Sendable, Equatable {
  /// The number inside the register; nil as long as it is not in it.
  public var id: Int64?
  public let leverancier: Leverancier
  /// The three positions of the inschrijvingsvolgnummer.
  public let volgnummer: [UInt8]
  /// The fields of the record, in the form in which the register keeps it.
  public var gegevens: [UInt8]
  /// Periods, BPVs, diplomas, results, vakken, skills and exams.
  public var onderdelen: [Onderdeel] = []

  /// Where the part with that key stands.
  func index(_ recordsoort: Int, _ sleutel: [UInt8]) -> Int? {
    onderdelen.firstIndex { $0.recordsoort == recordsoort && $0.sleutel == sleutel }
  }

  /// The parts of one kind.
  func onderdelen(_ recordsoort: Int) -> [Onderdeel] {
    onderdelen.filter { $0.recordsoort == recordsoort }
  }
}

/// Something registered under an inschrijving: a record of the kinds 321–323, 326–328, 331, 332.
public struct Onderdeel: Sendable, Equatable {
  public let recordsoort: Int
  /// The key fields behind the inschrijvingsvolgnummer, side by side.
  public let sleutel: [UInt8]
  /// The fields of the record, in the form in which the register keeps it.
  public var gegevens: [UInt8]
}
