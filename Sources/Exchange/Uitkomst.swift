import ProgrammaVanEisen
import Register

/// What became of one delivered file.
public struct Uitkomst: Sendable {
  /// How it ended.
  public enum Status: Sendable, Equatable {
    case aangenomen
    case geweigerd
    /// It was answered before, and got the same answer again.
    case herhaald
  }

  public let naam: String
  public let status: Status
  /// Nil where the file has no header that can be read.
  public let leverancier: Leverancier?
  /// Nil where the header has none that is three digits.
  public let batchnummer: Int?
  public let meldingen: Int
  public let telling: Telling
  /// How often each check was told, by code.
  public let signalen: [(controle: Controle, aantal: Int)]
  /// The faults of the file.
  public let fouten: Bestandsfouten
  /// The paths of the answers that were written.
  public let antwoorden: [String]
}

/// A file that could not be finished: it lies where the next run takes it up.
public struct Storing: Sendable {
  public let naam: String
  public let fout: any Error
}
