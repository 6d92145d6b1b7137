import FileSystem
import ProgrammaVanEisen
import Register

/// A delivery in the folder of a history, as it was read when the migration was planned.
struct Migratiebestand: Sendable {
  /// Where it lies below the folder.
  let pad: String
  /// The name that it goes by: its own, or, where that is none of a delivery, the one that its header gives it.
  let naam: String
  /// The BRIN, where it lies in a folder of that name: its answers come in such a folder too.
  let map: String
  /// What it looked like: another mark means that it was written to since.
  let mark: Folders.Mark
  /// Its processing date.
  let datum: Datum
  /// What it holds, and its faults as a file.
  let structuur: Structuur

  /// Nil where it has no header that can be read.
  var leverancier: Leverancier? { structuur.voorloop?.leverancier }
  /// -1 where it has none that can be read.
  var batchnummer: Int { structuur.voorloop?.batchnummer ?? -1 }
  /// Whether it will be refused as it is, whatever came before.
  var weigert: Bool { structuur.fouten.weigert }
  /// What the journal would know it by; nil where it could not.
  var sleutel: Aanleveringssleutel? {
    leverancier.map { Aanleveringssleutel(leverancier: $0, batchnummer: batchnummer, sha256: structuur.sha256) }
  }
}

/// A file in the folder of a history that is not to be processed.
public struct MigratieOverig: Sendable, Equatable {
  /// Why not.
  public enum Reden: Sendable, Equatable {
    /// A feedback file.
    case terugkoppeling
    /// Neither named nor begun as a delivery is.
    case geenAanlevering
    /// Its name says that it is still being written, or that it is a mark.
    case onaf
    /// A symbolic link: never followed.
    case koppeling
    /// A FIFO, socket or device: never opened.
    case geenBestand
    /// The same content as another one.
    case dubbel(van: String)
    /// It could not be read.
    case onleesbaar(BronError)
  }

  /// Where it lies below the folder.
  public let pad: String
  /// Why it is not to be processed.
  public let reden: Reden
}
