import FileSystem
import ProgrammaVanEisen

/// Where the files of a run come from, and where they and their answers go: all in which a dry run differs from a
/// real one.
protocol Post {
  /// The folders of the exchange.
  var mappen: Mappen { get }

  /// Makes the folders that are not there.
  func begin() throws
  /// Keeps other processes off the files of an institution while `body` runs; the empty one stands for all names
  /// that are none of a delivery. False, and nothing ran, where another process has it and `wacht` is false.
  func houd(_ afzender: String, wacht: Bool, _ body: () throws -> Void) throws -> Bool
  /// The files that an earlier run took and did not finish, and those in the inbox, in no order.
  func lijsten() throws -> (opgepakt: Postlijst, wachtend: Postlijst)
  /// Whether a file that was taken, and not decided on, is gone.
  func isVermist(_ claim: Claim) throws -> Bool
  /// The files that an earlier run took and did not finish, as they are now.
  func opgepakt() throws -> Postlijst
  /// Sees to it that a file that an earlier run took does not come back, whatever became of that run.
  func bevestigGreep(_ bestand: Bestand) throws
  /// Whether a file of the inbox went to another run, so that it is no concern of this one.
  func isVergeven(_ bestand: Bestand) throws -> Bool
  /// Takes a file of the inbox; gives the path where it lies from now on, or nil where it is gone.
  func neem(_ bestand: Bestand) throws -> String?
  /// Removes the mark of a file that was taken, if it had one.
  func verwijderMerk(_ bestand: Bestand) throws

  /// Writes an answer for the institution with that folder, under the first name that is free; gives its path.
  func schrijf(_ antwoord: Antwoordbestand, map: String) throws -> String
  /// Writes the receipt of a refused delivery beside the place of that delivery.
  func schrijfBijGeweigerd(_ ontvangst: Antwoordbestand) throws
  /// Puts a decided file away: into the archive, or among the refused ones.
  func bergOp(_ claim: Claim, _ path: String, sha256: String) throws
  /// Sees to it that a file that an earlier run put away stays there, whatever became of that run.
  func bevestigBerging(_ claim: Claim) throws
}

/// An answer, ready to be written.
struct Antwoordbestand {
  /// Takes the bytes of a file, part by part.
  typealias Schrijver = (UnsafeRawBufferPointer) throws -> Void

  /// The name, without what is put behind it where it is taken, and without its ending.
  let naam: String
  let ending: String
  /// That of the delivery, for a name that is taken.
  let sha256: String
  /// Gives the bytes; the same each time.
  let inhoud: (Schrijver) throws -> Void

  /// A name to try, once the ones before it were taken.
  func naam(attempt: Int) -> String {
    Bestandsnaam.free(Bestandsnaam.short(naam), sha256, attempt: attempt) + ending
  }
}

/// The folders of an exchange.
public struct Mappen: Sendable {
  /// Where deliveries arrive, in it or in a folder for each institution.
  public let inbox: String
  /// Where receipts and feedback go.
  public let outbox: String
  /// Where accepted deliveries are kept, by year and month of their processing date.
  public let archive: String
  /// Where refused deliveries are kept, each with its receipt.
  public let rejected: String

  /// Folders by their paths; none has to be there yet.
  public init(inbox: String, outbox: String, archive: String, rejected: String) {
    self.inbox = inbox
    self.outbox = outbox
    self.archive = archive
    self.rejected = rejected
  }

  /// Where files lie while they are processed: on the file system of the inbox, so that taking one
  /// is a rename.
  var work: String { Folders.join(inbox, ".work") }
}

extension Folders {
  /// The folder of an institution below `folder`; `folder` itself where it has none.
  static func map(_ map: String, in folder: String) -> String { map.isEmpty ? folder : join(folder, map) }
}
