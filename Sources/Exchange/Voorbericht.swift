import ProgrammaVanEisen
import Register

/// What a school may know of a delivery before it sends it.
public struct Voorbericht: Sendable {
  /// The name of the file, without its folder.
  public let naam: String
  /// Of the unpacked bytes: the identity of the delivery.
  public let sha256: String
  /// The day that the checks took for today.
  public let datum: Datum
  /// Nil where the file has no header that can be read.
  public let leverancier: Leverancier?
  /// Nil where the header has none that is three digits.
  public let batchnummer: Int?
  /// The version of the PvE by which the records were read.
  public let versie: String
  /// How many there are, counted.
  public let meldingen: Int
  /// With the header.
  public let records: Int
  /// Whether the file would be refused, and nothing of it processed.
  public let isGeweigerd: Bool
  /// The meldingen with at least one afkeuring.
  public let afgekeurd: Int
  /// The meldingen with a record that cannot be read: their fields were not checked.
  public let ongelezen: Int
  /// The faults by kind: those of the file, then afkeuringen, then signalen, the most frequent first.
  public let soorten: [Foutsoort]
  /// What was not judged, and why.
  public let nietBeoordeeld: [NietBeoordeeld]

  /// How many faults there are, listed or not.
  public var aantal: Int { soorten.reduce(0) { $0 + $1.aantal } }
  /// Whether there is a fault that refuses the file or a melding.
  public var heeftAfkeuring: Bool { soorten.contains { $0.controle.ernst == .afkeuring } }
}

/// All faults of one check.
public struct Foutsoort: Sendable {
  /// The check: a code, for one kind of record and its fields.
  public let controle: Controle
  /// Its text, with an ellipsis for what differs from record to record.
  public let tekst: String
  /// What its records are called; empty where they may be of any kind.
  public let recordnaam: String
  /// What its fields are called.
  public let velden: [Veld]
  /// How many there are.
  public let aantal: Int
  /// The first of them, in the order of the file.
  public let lijst: [Fout]
}

/// One fault of a delivery.
public struct Fout: Sendable {
  /// The line, counted from 1; nil where the fault is of the file as a whole.
  public let regel: Int?
  /// The byte in the unpacked file, counted from 0: where the field begins, or else the record.
  public let byte: Int?
  /// Where the field begins in its line, counted from 1.
  public let positie: Int?
  /// The meldingnummer.
  public let melding: Int?
  /// The fields that the check is about, as they were delivered.
  public let waarden: [Waarde]
  /// The text of the check, with what it quotes of the record.
  public let tekst: String
  /// What was found besides; empty where there is nothing to add.
  public let toelichting: String

  /// What a field holds.
  public enum Waarde: Sendable, Equatable {
    /// Without the spaces at its end.
    case getoond(String)
    /// It tells who somebody is, and nobody asked for that.
    case persoonsgegeven
    /// There is no record to take it from.
    case onbekend
  }
}

/// Checks that could not be made.
public struct NietBeoordeeld: Sendable {
  /// Why not.
  public enum Reden: Sendable, Hashable {
    /// They need to know who the person is and what is registered, earlier meldingen of the file included.
    case register
    /// They need the deliveries that came before.
    case eerdereAanleveringen
    /// They need tables, and there are none.
    case tabellen
    /// They need a table that is not there.
    case tabel(String)
  }

  /// Why not.
  public let reden: Reden
  /// The codes, ascending; the same code may also stand for checks that were made.
  public let codes: [String]
  /// How many checks of the catalogue.
  public let aantal: Int
}
