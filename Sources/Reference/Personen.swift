import FileSystem
import Records

/// The persons that can be found: by number, or by name, birth date and sex.
///
/// A large `personen.csv` gets an index beside it, `personen.csv.index`, once: then a start costs a digest of both
/// files, and the persons no memory, however many there are. The index counts only for the very bytes of the table
/// that it was made of; any other is made anew. A process that needs it while another one makes it waits for it.
///
/// A small table is read into memory, which takes no longer; so is a large one where the index can't be written.
public struct Personen: Sendable {
  private let index: Personenindex
  /// Why a large table has no index, so that all persons are in memory; nil where nothing is wrong.
  public let geenIndex: BronError?

  /// From how many bytes on a table gets an index.
  public static let groot = 4 << 20

  /// Opens `personen.csv` of a reference folder; nil where it is not there.
  ///
  /// - Throws: `BronError` of code `reference` with the lines of rows that are not in order: no number at
  ///   all, a number that another row has too, or a value that makes no sense.
  public init?(folder: String, folders: Folders = Folders(), groot: Int = Self.groot) throws {
    let file = Folders.join(folder, "personen.csv")
    guard try folders.kind(of: file) != nil else { return nil }
    let table = try FileBytes(file, folders: folders)
    var geenIndex: BronError?
    if table.count >= groot {
      do {
        index = try Self.index(file, folders)
        self.geenIndex = nil
        return
      } catch let error as BronError where error.code == .system {
        geenIndex = error
      }
    }
    index = try Self.inMemory(file, folders)
    self.geenIndex = geenIndex
  }

  private static func inMemory(_ file: String, _ folders: Folders) throws -> Personenindex {
    guard let rijen = try Personenrijen(file: file, folders: folders) else { throw changed(file) }
    var bytes: [UInt8] = []
    try Indexbouwer.schrijf(rijen, sha256: Digest().finalize()) { bytes += $0 }
    guard let index = try Personenindex(MemoryBytes(bytes)) else { throw changed(file) }
    return index
  }

  /// The index beside `file`, which is made where it is not there, not of this table, or damaged.
  private static func index(_ file: String, _ folders: Folders) throws -> Personenindex {
    let path = file + ".index"
    let source = try FileSource(file, folders: folders)
    let mark = try source.mark()
    let digest = DigestSource(source)
    try digest.drain()
    if let index = existing(path, of: digest.sha256, folders) { return index }
    let lock = try folders.lock(Folders.parent(of: file))
    return try withExtendedLifetime(lock) {
      // Whoever held the folder until now may have made it.
      if let index = existing(path, of: digest.sha256, folders) { return index }
      guard let rijen = try Personenrijen(file: file, folders: folders) else { throw changed(file) }
      try folders.remove(path)
      _ = try folders.write(to: path) { try Indexbouwer.schrijf(rijen, sha256: digest.sha256, $0) }
      guard try FileSource(file, folders: folders).mark() == mark,
        let index = try Personenindex(FileBytes(path, folders: folders), of: digest.sha256)
      else { throw changed(file) }
      return index
    }
  }

  /// The index at `path`; nil where it has to be made. One that can't be read is as good as none.
  private static func existing(_ path: String, of sha256: String, _ folders: Folders) -> Personenindex? {
    do {
      return try Personenindex(FileBytes(path, folders: folders), of: sha256)
    } catch {
      return nil
    }
  }

  private static func changed(_ file: String) -> BronError {
    BronError(
      .changed, "the table changed while its index was made", at: .init(file), remedy: "Run again; nothing is lost")
  }

  /// A number as a key: its digits behind a 1, so that leading zeros count. What is no number is never
  /// asked for.
  static func sleutel(_ number: ShortBytes) -> UInt64? {
    guard !number.isEmpty, number.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
    return number.reduce(1) { $0 * 10 + UInt64($1 - 0x30) }
  }

  /// The person of the BRP with that BSN.
  public func persoon(bsn: ShortBytes) throws -> Persoon? {
    try Self.sleutel(bsn).flatMap { try index.persoon(.bsn, $0) }
  }

  /// The person with that onderwijsnummer.
  public func persoon(onderwijsnummer: ShortBytes) throws -> Persoon? {
    try Self.sleutel(onderwijsnummer).flatMap { try index.persoon(.onderwijsnummer, $0) }
  }

  /// Everyone with those names, birth date and sex, in the order of the file.
  public func zoek(_ sleutel: Zoeksleutel) throws -> [Persoon] {
    // Two keys may share a hash.
    try index.personen(.naam, sleutel.vasteHash).filter { Zoeksleutel($0) == sleutel }
  }
}
