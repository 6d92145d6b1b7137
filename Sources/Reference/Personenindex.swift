import FileSystem

/// The persons of a `personen.csv` in a form in which one is found without reading the others: a file beside it,
/// or the same bytes in memory.
///
/// Its bytes, numbers with the lowest byte first:
///
/// | part | holds |
/// | --- | --- |
/// | head | what file this is, and the version of its form |
/// | rows | of each person the length of his values (4 bytes), and his values, each closed by a zero |
/// | tables | for BSN, onderwijsnummer and name each: a key (8) and where the row begins (8), ascending |
/// | anchors | of the same three: the first key of each page of the table |
/// | tail | SHA-256 of the `personen.csv`, the length of the rows, the entries of each table, SHA-256 of all before |
///
/// It is written once, under another name until it is whole, and never changed: who has it open goes on with the
/// persons as they were, whatever becomes of the file.
struct Personenindex: Sendable {
  /// Which table a key is looked up in.
  enum Tabel: Int, CaseIterable {
    case bsn, onderwijsnummer, naam
  }

  /// To be raised with any change of these bytes, of what a row may hold, or of what persons are searched by.
  static let versie = 1
  static let kop = Array("BronBatch personen \(versie)\n".utf8)
  /// Two digests of 64 digits and four numbers.
  static let staart = 2 * 64 + 4 * 8

  private let bytes: any RandomBytes
  private let eindeRijen: Int
  private let tabellen: [Sleuteltabel]

  /// An index as it was just written; nil where it is none.
  init?(_ bytes: some RandomBytes) throws {
    let einde = bytes.count - Self.staart
    guard einde >= Self.kop.count, try bytes.bytes(at: 0, count: Self.kop.count) == Self.kop else { return nil }
    let getallen = try bytes.numbers(at: einde + 64, count: 1 + Tabel.allCases.count)
    guard getallen.allSatisfy({ $0 <= UInt64(bytes.count) }) else { return nil }
    eindeRijen = Self.kop.count + Int(getallen[0])
    let counts = getallen.dropFirst().map { Int($0) }
    var start = eindeRijen
    var ankers = start + counts.reduce(0, +) * Sleuteltabel.Ingang.bytes
    guard ankers + counts.reduce(0, { $0 + Sleuteltabel.bladen($1) * 8 }) == einde else { return nil }
    tabellen = try counts.map { count in
      let bladen = Sleuteltabel.bladen(count)
      defer {
        start += count * Sleuteltabel.Ingang.bytes
        ankers += bladen * 8
      }
      return Sleuteltabel(start: start, count: count, ankers: try bytes.numbers(at: ankers, count: bladen))
    }
    self.bytes = bytes
  }

  /// The index of the `personen.csv` with that SHA-256; nil where it is of another one, or where a single byte is
  /// not as it was written.
  init?(_ bytes: some RandomBytes, of sha256: String) throws {
    let einde = bytes.count - Self.staart
    guard einde >= 0, try bytes.bytes(at: einde, count: 64) == Array(sha256.utf8),
      try bytes.bytes(at: bytes.count - 64, count: 64) == Array(bytes.sha256(upTo: bytes.count - 64).utf8)
    else { return nil }
    try self.init(bytes)
  }

  /// The first one with that key in the file.
  func persoon(_ tabel: Tabel, _ sleutel: UInt64) throws -> Persoon? {
    try tabellen[tabel.rawValue].plaatsen(sleutel, in: bytes).first.map(persoon)
  }

  /// Everyone with that key, in the order of the file.
  func personen(_ tabel: Tabel, _ sleutel: UInt64) throws -> [Persoon] {
    try tabellen[tabel.rawValue].plaatsen(sleutel, in: bytes).map(persoon)
  }

  private func persoon(_ plaats: Int) throws -> Persoon {
    // Nearly every row fits; a second read is for the others.
    let guess = min(512, eindeRijen - plaats)
    guard plaats >= Self.kop.count, guess >= 4 else { throw Self.beschadigd }
    let (length, values) = try withUnsafeTemporaryAllocation(byteCount: guess, alignment: 8) { buffer in
      try bytes.read(at: plaats, into: buffer)
      let length = Int(UInt32(littleEndian: buffer.loadUnaligned(as: UInt32.self)))
      return (length, Array(buffer[4...].prefix(length)))
    }
    guard length <= eindeRijen - plaats - 4 else { throw Self.beschadigd }
    let whole = values.count == length ? values : try bytes.bytes(at: plaats + 4, count: length)
    guard let persoon = Persoon(bytes: whole), persoon.heeftKorteSleutels else { throw Self.beschadigd }
    return persoon
  }

  /// Only where the file was written to since it was opened.
  private static let beschadigd = BronError(
    .changed, "the index of personen.csv was damaged while it was used",
    remedy: "Run again: it is made anew; nothing is lost")
}

extension RandomBytes {
  /// Some bytes, as an array.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { try read(at: offset, into: $0) }
    return bytes
  }

  /// Numbers of eight bytes.
  func numbers(at offset: Int, count: Int) throws -> [UInt64] {
    var numbers = [UInt64](repeating: 0, count: count)
    try numbers.withUnsafeMutableBytes { try read(at: offset, into: $0) }
    return numbers.map(UInt64.init(littleEndian:))
  }

  /// The SHA-256 of the first `end` bytes.
  func sha256(upTo end: Int) throws -> String {
    var digest = Digest()
    var block = [UInt8](repeating: 0, count: 1 << 18)
    for start in stride(from: 0, to: end, by: block.count) {
      try block.withUnsafeMutableBytes { buffer in
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, end - start)])
        try read(at: start, into: part)
        digest.update(UnsafeRawBufferPointer(part))
      }
    }
    return digest.finalize()
  }
}
