import FileSystem

/// Where the persons with a key are: entries in ascending order, a page of them read at a time.
struct Sleuteltabel: Sendable {
  /// A key, and where the row of a person who has it begins.
  struct Ingang: Comparable {
    static let bytes = 16

    let sleutel: UInt64
    let plaats: UInt64

    static func < (left: Ingang, right: Ingang) -> Bool {
      left.sleutel != right.sleutel ? left.sleutel < right.sleutel : left.plaats < right.plaats
    }
  }

  /// How many entries are read at once: 2 KiB.
  static let perBlad = 128

  private let start: Int
  private let count: Int
  /// The first key of each page: all that is kept in memory, half a byte a person.
  private let ankers: [UInt64]

  /// A table of `count` entries that begin at byte `start`.
  init(start: Int, count: Int, ankers: [UInt64]) {
    self.start = start
    self.count = count
    self.ankers = ankers
  }

  /// How many pages so many entries have.
  static func bladen(_ count: Int) -> Int { (count + perBlad - 1) / perBlad }

  /// Where the rows of everyone with that key begin, in the order of the file.
  func plaatsen(_ sleutel: UInt64, in bytes: some RandomBytes) throws -> [Int] {
    var plaatsen: [Int] = []
    // Entries of one key may go over to further pages, so they may begin on the page before the first that begins
    // with it.
    var blad = max(0, eersteAnker(nietVoor: sleutel) - 1)
    while blad < ankers.count, ankers[blad] <= sleutel {
      try lees(blad, in: bytes) { ingangen in
        var index = Self.eerste(in: ingangen, nietVoor: sleutel)
        while index < ingangen.count / Ingang.bytes, Self.sleutel(index, in: ingangen) == sleutel {
          plaatsen.append(Self.plaats(index, in: ingangen))
          index += 1
        }
      }
      blad += 1
    }
    return plaatsen
  }

  private func lees(_ blad: Int, in bytes: some RandomBytes, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    let first = blad * Self.perBlad
    let size = (min(first + Self.perBlad, count) - first) * Ingang.bytes
    try withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
      try bytes.read(at: start + first * Ingang.bytes, into: buffer)
      body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// The number of the first page that does not begin before `sleutel`.
  private func eersteAnker(nietVoor sleutel: UInt64) -> Int {
    Self.eerste(onder: ankers.count) { ankers[$0] >= sleutel }
  }

  private static func eerste(in ingangen: UnsafeRawBufferPointer, nietVoor sleutel: UInt64) -> Int {
    eerste(onder: ingangen.count / Ingang.bytes) { Self.sleutel($0, in: ingangen) >= sleutel }
  }

  /// The first number below `count` of which something is true that is true of all behind it; `count` where there
  /// is none.
  private static func eerste(onder count: Int, _ isTrue: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isTrue(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func sleutel(_ index: Int, in ingangen: UnsafeRawBufferPointer) -> UInt64 {
    UInt64(littleEndian: ingangen.loadUnaligned(fromByteOffset: index * Ingang.bytes, as: UInt64.self))
  }

  private static func plaats(_ index: Int, in ingangen: UnsafeRawBufferPointer) -> Int {
    let plaats = ingangen.loadUnaligned(fromByteOffset: index * Ingang.bytes + 8, as: UInt64.self)
    return Int(truncatingIfNeeded: UInt64(littleEndian: plaats))
  }
}
