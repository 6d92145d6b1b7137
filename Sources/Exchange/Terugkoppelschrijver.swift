import FileSystem

/// Packs a feedback file and keeps it part by part, so that memory does not grow with it.
///
/// What 400 and 402 count is known after the meldingen behind them: a place is kept for them, and they are
/// packed last. Where everything fits in one part it is one gzip member, and otherwise they are members of
/// their own.
package final class Terugkoppelschrijver {
  /// What is kept in memory before it is packed as a member.
  package static let memberSize = 2 << 20

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
  /// What comes at the end of the file, in order.
  private var komend: [Pending<[UInt8]>] = []
  /// Parts that are being packed, in order.
  private var inpakkend: [(deel: Int, bytes: Pending<[UInt8]>)] = []
  private let werkers: Workers
  private let memberSize: Int
  private let bewaar: ([UInt8], Int) throws -> Void

  /// Gives every packed part to `bewaar`, with its place among the others: they do not come in order.
  ///
  /// - Parameters:
  ///   - werkers: who packs; the bytes are the same whoever does.
  ///   - memberSize: what is kept in memory before it is packed as a member.
  package init(
    _ werkers: Workers = Workers(1), memberSize: Int = Terugkoppelschrijver.memberSize,
    _ bewaar: @escaping (_ bytes: [UInt8], _ deel: Int) throws -> Void
  ) {
    self.werkers = werkers
    self.memberSize = memberSize
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

  /// Takes records of meldingen that are still being written: they stand behind what was taken before.
  package func schrijf(_ bytes: Pending<[UInt8]>) throws {
    komend.append(bytes)
    // As many as can be worked on, so that memory does not grow with the file.
    while komend.count > werkers.count { try schrijf(komend.removeFirst().get()) }
  }

  /// Waits for what is still being written.
  func haalIn() throws {
    while !komend.isEmpty { try schrijf(komend.removeFirst().get()) }
  }

  private func schrijf(_ bytes: [UInt8]) throws {
    if bytes.isEmpty { return }
    if stukken.last.map({ $0.isPlaats || $0.isIngepakt }) ?? true { stukken.append(Stuk()) }
    let last = stukken.count - 1
    stukken[last].bytes += bytes
    if stukken[last].bytes.count < memberSize { return }
    try pakIn(stukken[last].bytes, last)
    stukken[last].bytes = []
    stukken[last].isIngepakt = true
  }

  private func pakIn(_ bytes: [UInt8], _ deel: Int) throws {
    inpakkend.append((deel, werkers.start { try gzipMember(bytes) }))
    // A few at a time: each is megabytes.
    while inpakkend.count > min(werkers.count, 4) { try bewaarEerste() }
  }

  private func bewaarEerste() throws {
    let (deel, bytes) = inpakkend.removeFirst()
    try bewaar(try bytes.get(), deel)
  }

  /// Takes the end mark, and packs what is left.
  package func sluit(_ einde: [UInt8]) throws {
    try haalIn()
    try schrijf(einde)
    var next = 0
    while next < stukken.count {
      let end = stukken[next...].firstIndex { $0.isIngepakt } ?? stukken.count
      let bytes = stukken[next..<end].flatMap { $0.bytes }
      if !bytes.isEmpty { try pakIn(bytes, next) }
      next = end + 1
    }
    while !inpakkend.isEmpty { try bewaarEerste() }
  }
}
