import FileSystem

/// How heavy a fault is (499: Ernst).
public enum Ernst: String, CaseIterable, Sendable {
  /// Afkeuring: the melding, or the file, is refused.
  case afkeuring = "A"
  /// Signaal: told, and nothing more.
  case signaal = "S"
}

/// When a check runs. An afkeuring in the first two ends the melding.
public enum Fase: Int, CaseIterable, Sendable {
  /// The file: structure, header and counts.
  case bestand = 0
  /// Fields, and what one melding shows by itself or with a reference table.
  case velden = 1
  /// Who the person is.
  case persoon = 2
  /// Against the register, record by record.
  case register = 3
  /// The melding as a whole, once it is applied.
  case melding = 4
}

/// What a check looks at.
public enum Reikwijdte: String, CaseIterable, Sendable {
  /// One field.
  case veld
  /// The fields of one record.
  case record
  /// The records of one melding.
  case melding
  /// A reference table.
  case tabel
  /// The BRP, and who BRON knows.
  case persoon
  /// What is registered of the person.
  case register
  /// The delivery among the others of its aanleverpunt.
  case batch
  /// The delivery as a file.
  case bestand
}

/// What is known of a check: how sure it is that the register does the same.
public enum Bewijs: String, CaseIterable, Sendable {
  /// Seen in real feedback.
  case OBS
  /// Its number is named in public software, but it was never seen.
  case CODE
  /// A rule of the PvE as public software paraphrases it.
  case PVE
  /// A seen code, carried over to another field or record.
  case EXT
  /// Ours: the rule follows from law or logic, the code of the register is unknown.
  case PROP
}

/// One check of the Programma van Eisen, as the catalogue in `Specs/controles` has it.
public struct Controle: Sendable {
  /// What makes the check fire.
  public enum Grond: Sendable {
    /// A condition over the records of a melding.
    case conditie(Expression)
    /// Swift code, for what needs the file as a whole, a person or the register.
    case functie(String)
    /// Nothing: it is a rule of how meldingen are processed, and never a signaal.
    case regel
  }

  /// Its index in the catalogue.
  public internal(set) var index = 0
  /// The code in feedback and receipts: "740", or "X009" where that of the register is unknown.
  public let code: String
  /// The row of the catalogue's source where it differs from `code`, such as X101 for 750.
  public let rij: String
  /// The recordsoort, or `anyRecord`.
  public let record: Int
  /// The fields that it is about.
  public let velden: [String]
  /// Whether it refuses.
  public internal(set) var ernst: Ernst
  /// The literal Dutch text, with fields of the record between braces.
  public let tekst: String
  /// When it runs.
  public let fase: Fase
  /// What it looks at; the order of checks does not depend on it.
  public let soort: Reikwijdte
  /// How sure it is that the register does the same.
  public let bewijs: Bewijs
  /// What makes it fire.
  public internal(set) var grond: Grond
  /// What makes it fire, for people: the condition as it was written, or in Dutch words where Swift
  /// stands behind it; empty where the catalogue does not say.
  public let voorwaarde: String
  /// The reference tables without which it cannot be judged.
  public internal(set) var tabellen: Set<Tabel>
  /// The first processing date on which it is checked; nil: always.
  public internal(set) var vanaf: Datum?
  /// The last day; nil: without end.
  public internal(set) var tot: Datum?
  /// Whether it is checked unless the configuration says otherwise.
  public internal(set) var isAan: Bool
  /// Whether it holds for a verwijdering although it is about other fields than the key.
  public internal(set) var isSleutelcontrole: Bool
  /// Where the rule comes from, in words; empty where the catalogue does not say.
  public let bron: String
  /// Where it stands in `Specs/controles`, for errors.
  public let place: BronError.Place

  /// For checks of the file that hold for records of every kind ("*" in the catalogue).
  static let anyRecord = 0

  /// Whether it holds for records of every kind.
  public var isVanElkRecord: Bool { record == Self.anyRecord }

  /// The code in the three positions of 499: without its X where it is ours.
  public var signaalcode: String {
    code.hasPrefix("X") ? String(code.dropFirst()) : code
  }

  /// The text in 499: where the code is ours, it begins with it, so that it cannot be taken for
  /// one of the register's.
  public var signaaltekst: String {
    code.hasPrefix("X") ? "(\(code)) \(tekst)" : tekst
  }
}
