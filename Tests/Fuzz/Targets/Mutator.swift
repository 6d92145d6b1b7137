import TestSupport

/// Spoils bytes, the same way for the same seed.
public struct Mutator {
  private var generator: SeededGenerator

  private static let pieces: [[UInt8]] =
    [
      "\r\n", "\n", "\r", "\"", ";", "''", "&&", "||", "!", "(", ")", "[", "]", "- ", ": ", "&a", "*a", "300", "305",
      "321", "99999999", "\u{1C}", "substring(0,9)", "int(", "-1", "2147483647", "%", "size()",
    ].map { Array($0.utf8) } + [[0x1F, 0x8B, 0x08], [0xFF, 0xFF], [0x00], [0xEF, 0xBB, 0xBF], [0xC3]]

  /// A mutator of its own row of chances.
  public init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// The bytes with one to four changes.
  public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let length = min(Int.random(in: 1...40, using: &generator), bytes.count - place)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.removeSubrange(place..<place + length)
    case 3:
      let part = bytes[place..<place + length]
      bytes.insert(contentsOf: Array(part), at: Int.random(in: 0...bytes.count, using: &generator))
    case 4: bytes.removeSubrange(place...)
    default: bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
    }
  }
}
