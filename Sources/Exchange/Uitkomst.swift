import ProgrammaVanEisen
import Register

/// What became of one delivered file.
public struct Uitkomst: Sendable {
  /// How it ended.
  public enum Status: Sendable, Equatable {
    /// Its meldingen were processed; there is a feedback file.
    case aangenomen
    /// Nothing was processed; the receipt says why.
    case geweigerd
    /// It was answered before, and got the same answer again.
    case herhaald
    /// There was no file: meldingen of earlier ones were decided since, and there is a feedback of them.
    case vervolg
  }

  /// The name of the file in the inbox; of a `vervolg` that of the feedback.
  public let naam: String
  /// How it ended; a file that is neither is a `Storing`.
  public let status: Status
  /// Nil where the file has no header that can be read.
  public let leverancier: Leverancier?
  /// Nil where the header has none that is three digits.
  public let batchnummer: Int?
  /// How many meldingen the file holds, counted, not as its header says; of a `vervolg` those in the feedback.
  public let meldingen: Int
  /// How its meldingen fared in this run; all zero where the answer was decided earlier.
  public let telling: Telling
  /// How often each check was told, by code.
  public let signalen: [(controle: Controle, aantal: Int)]
  /// What its meldingen did to the register in this run; nothing where the answer was decided earlier.
  public let mutaties: Mutatietelling
  /// What it takes away of what its institution has, where that is unusual; looked for in a dry run alone.
  public let afname: [Afname]
  /// What its feedback tells of deliveries before it, whose meldingen were decided since.
  public let nagekomen: [Nagekomen]
  /// The faults of the file.
  public let fouten: Bestandsfouten
  /// The paths of the answers that were written.
  public let antwoorden: [String]
  /// How long it took; of a `vervolg` it is not measured.
  public let stappen: Stappen
}

/// A file that could not be finished: it lies where the next run takes it up.
public struct Storing: Sendable {
  /// The name of the file in the inbox.
  public let naam: String
  /// The institution that waits with it, by its BRIN; empty where the name is none of a delivery.
  public let afzender: String
  /// Why: nearly always a `BronError`.
  public let fout: any Error
}
