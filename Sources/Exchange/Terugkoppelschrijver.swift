import FileSystem

/// Packs a feedback file and keeps it part by part, so that memory does not grow with it.
///
/// What 400 and 402 count is known after the meldingen behind them: a place is kept for them, and they are
/// packed last. Where everything fits in one part it is one gzip member, and otherwise they are members of
/// their own.
final class Terugkoppelschrijver {
  /// What is kept in memory before it is packed as a member.
  static let memberSize = 4 << 20

  /// A place for a record that comes later.
  struct Plaats {
    fileprivate let stuk: Int
  }

  /// A stretch of the file, in memory as long as it was not packed.
  private struct Stuk {
    var bytes: [UInt8] = []
    var isPlaats = false
    var isIngepakt = false
  }

  private var stukken: [Stuk] = []
  private let bewaar: ([UInt8], Int) throws -> Void

  /// Gives every packed part to `bewaar`, with its place among the others: they do not come in order.
  init(_ bewaar: @escaping (_ bytes: [UInt8], _ deel: Int) throws -> Void) {
    self.bewaar = bewaar
  }

  /// Keeps a place at the end of what was written.
  func houdOpen() -> Plaats {
    stukken.append(Stuk(isPlaats: true))
    return Plaats(stuk: stukken.count - 1)
  }

  /// Fills a place; one that is left empty does not show.
  func vul(_ plaats: Plaats, _ bytes: [UInt8]) {
    stukken[plaats.stuk].bytes = bytes
  }

  /// Takes records of meldingen.
  func schrijf(_ bytes: [UInt8]) throws {
    if bytes.isEmpty { return }
    if stukken.last.map({ $0.isPlaats || $0.isIngepakt }) ?? true { stukken.append(Stuk()) }
    let last = stukken.count - 1
    stukken[last].bytes += bytes
    if stukken[last].bytes.count < Self.memberSize { return }
    try bewaar(try gzipMember(stukken[last].bytes), last)
    stukken[last].bytes = []
    stukken[last].isIngepakt = true
  }

  /// Takes the end mark, and packs what is left.
  func sluit(_ einde: [UInt8]) throws {
    try schrijf(einde)
    var next = 0
    while next < stukken.count {
      let end = stukken[next...].firstIndex(where: \.isIngepakt) ?? stukken.count
      let bytes = stukken[next..<end].flatMap(\.bytes)
      if !bytes.isEmpty { try bewaar(try gzipMember(bytes), next) }
      next = end + 1
    }
  }
}
