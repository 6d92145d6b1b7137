import FileSystem
import Records

/// Writes the index of a `personen.csv` in one go: the rows as they come, then the keys, sorted.
///
/// What is kept in memory meanwhile is 16 bytes for each key, two keys a person.
struct Indexbouwer {
  private let rijen: Personenrijen
  private let sha256: String
  private let write: (UnsafeRawBufferPointer) throws -> Void
  private var digest = Digest()
  private var block: [UInt8] = []
  /// How much was written, with what is in `block`.
  private var count = 0
  private var ingangen = Personenindex.Tabel.allCases.map { _ in [Sleuteltabel.Ingang]() }

  private static let full = 1 << 18

  /// Writes the index of `rijen`, whose file has that digest, through `write`.
  ///
  /// - Throws: `BronError` of code `reference` with the line of a row that is not in order: no number at
  ///   all, or a number that another row has too.
  static func schrijf(_ rijen: Personenrijen, sha256: String, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    try withoutActuallyEscaping(write) { write in
      var bouwer = Indexbouwer(rijen: rijen, sha256: sha256, write: write)
      try bouwer.schrijf()
    }
  }

  private init(rijen: Personenrijen, sha256: String, write: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    self.rijen = rijen
    self.sha256 = sha256
    self.write = write
  }

  private mutating func schrijf() throws {
    try add(Personenindex.kop)
    try rijen.forEach { persoon, _ in try add(persoon) }
    let eindeRijen = count - Personenindex.kop.count
    for tabel in Personenindex.Tabel.allCases { ingangen[tabel.rawValue].sort() }
    try weigerDubbel()
    for tabel in ingangen {
      for ingang in tabel {
        try add(ingang.sleutel)
        try add(ingang.plaats)
      }
    }
    for tabel in ingangen {
      for blad in 0..<Sleuteltabel.bladen(tabel.count) { try add(tabel[blad * Sleuteltabel.perBlad].sleutel) }
    }
    try add(Array(sha256.utf8))
    try add(UInt64(eindeRijen))
    for tabel in ingangen { try add(UInt64(tabel.count)) }
    try flush()
    try add(Array(digest.finalize().utf8))
    try flush()
  }

  private mutating func add(_ persoon: Persoon) throws {
    for (tabel, sleutel) in persoon.sleutels {
      ingangen[tabel.rawValue].append(.init(sleutel: sleutel, plaats: UInt64(count)))
    }
    try withUnsafeBytes(of: UInt32(persoon.bytes.count).littleEndian) { try add($0) }
    try add(persoon.bytes)
  }

  /// Throws where a number stands in the table twice.
  private func weigerDubbel() throws {
    let dubbel = ingangen.prefix(2).map { tabel in
      Set(zip(tabel, tabel.dropFirst()).lazy.filter { $0.sleutel == $1.sleutel }.map { $1.sleutel })
    }
    if dubbel.allSatisfy(\.isEmpty) { return }
    // The lines are not kept: it is quicker to read the file once more where they are needed.
    var seen: [Set<UInt64>] = [[], []]
    try rijen.forEach { persoon, place in
      for (tabel, sleutel) in persoon.sleutels where tabel != .naam && dubbel[tabel.rawValue].contains(sleutel) {
        if !seen[tabel.rawValue].insert(sleutel).inserted {
          throw BronError(
            .reference, "\(tabel == .bsn ? "a bsn" : "an onderwijsnummer") stands in the table twice", at: place)
        }
      }
    }
    throw BronError(.changed, "the table of persons changed while it was read", remedy: "Run again; nothing is lost")
  }

  private mutating func add(_ number: UInt64) throws {
    try withUnsafeBytes(of: number.littleEndian) { try add($0) }
  }

  private mutating func add(_ bytes: some Collection<UInt8>) throws {
    block.append(contentsOf: bytes)
    count += bytes.count
    if block.count >= Self.full { try flush() }
  }

  private mutating func flush() throws {
    try block.withUnsafeBytes {
      digest.update($0)
      try write($0)
    }
    block.removeAll(keepingCapacity: true)
  }
}

extension Persoon {
  /// The keys that he is found by.
  fileprivate var sleutels: [(Personenindex.Tabel, UInt64)] {
    var sleutels = [(Personenindex.Tabel.naam, Zoeksleutel(self).vasteHash)]
    if let sleutel = ShortBytes(exactly: slice(.bsn)).flatMap(Personen.sleutel) { sleutels.append((.bsn, sleutel)) }
    if let sleutel = ShortBytes(exactly: slice(.onderwijsnummer)).flatMap(Personen.sleutel) {
      sleutels.append((.onderwijsnummer, sleutel))
    }
    return sleutels
  }
}
