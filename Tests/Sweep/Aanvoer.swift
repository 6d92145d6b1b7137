import FileSystem
import Foundation
import Generator
import ProgrammaVanEisen
import TestSupport

/// Those who deliver: one batch after another, each renamed into the inbox, some packed, some in the folder
/// of the institution, some damaged, and some once more.
struct Aanvoer {
  /// Who delivers, and how much at a time.
  private struct Bron {
    let sectordeel: Sectordeel
    let brin: String
    let aanleverpunt: Int
    let meldingen: Int
    var batch = 1

    /// Some institutions have a folder of their own.
    var map: String { brin.hasSuffix("A") ? brin : "" }
  }

  /// A file that was delivered.
  struct Zending: Hashable {
    let map: String
    let naam: String
    /// Of its unpacked bytes. Names come back: batch numbers go on from 999 at 1.
    let sha256: String
    /// Where its copy lies.
    let copy: String
  }

  private let place: Soakplaats
  private var random: SeededGenerator
  private var bronnen: [Bron]
  /// What was delivered, in order.
  private(set) var zendingen: [Zending] = []
  /// What was delivered once more, after it was answered.
  private(set) var herhaald: [Zending] = []
  private var meldingen = 0
  private var damaged = 0
  /// More files do not wait: the processes would only be killed in the large ones.
  private static let mostWaiting = 40

  /// All institutions deliver about the same persons, the first so many of them.
  init(_ place: Soakplaats, seed: UInt64) throws {
    self.place = place
    random = SeededGenerator(seed: seed)
    let sizes = [1, 2, 3, 5, 8, 13, 20, 30, 50, 80, 130, 200, 300, 500, 1_000, 3_000]
    bronnen = sizes.enumerated().map { index, size in
      Bron(
        sectordeel: Sectordeel.allCases[index % 3], brin: ["01AA", "02BB", "03CA", "04DD", "05EE"][index % 5],
        aanleverpunt: 1 + index % 2, meldingen: size)
    }
    var bytes: [UInt8] = []
    try generator(bronnen[sizes.count - 1]).schrijfPersonen { bytes += $0 }
    try Data(bytes).write(to: URL(filePath: place.path("Reference/personen.csv")))
  }

  /// What was delivered, in words.
  var account: String {
    "\(zendingen.count) deliveries of \(meldingen) meldingen, \(damaged) of them damaged, and \(herhaald.count) once more"
  }

  private func generator(_ bron: Bron) throws -> Generator {
    guard let datum = Datum(text: "2010-02-01") else { throw BronError(.usage, "no date") }
    return try Generator(
      .init(
        meldingen: bron.meldingen, seed: 1, sectordeel: bron.sectordeel, brin: bron.brin,
        aanleverpunt: bron.aanleverpunt, batch: bron.batch, datum: datum, versie: "1.1", fouten: 0.2), pve: place.pve)
  }

  /// Delivers something, unless much is waiting.
  mutating func deliver() throws {
    let waiting = try place.waiting()
    if waiting.count >= Self.mostWaiting { return }
    if Int.random(in: 0..<60, using: &random) == 0 { return try deliverAgain(waiting) }
    // Small ones come more often than large ones.
    let index = Int(Double(bronnen.count) * pow(Double.random(in: 0..<1, using: &random), 2.5))
    let generator = try generator(bronnen[index])
    let batch = generator.batches[0]
    var bytes: [UInt8] = []
    try generator.schrijf(batch) { bytes += $0 }
    let map = bronnen[index].map
    if Int.random(in: 0..<25, using: &random) == 0 {
      // Cut off, and refused; the whole one comes behind it.
      try send(bytes.dropLast(40), isPacked: true, map, batch.naam + ".gz")
      damaged += 1
    }
    let isPacked = Bool.random(using: &random) && batch.meldingen != 1
    // The name of a packed one must not be that of a damaged one that may still wait.
    try send(bytes[...], isPacked: isPacked, map, batch.naam)
    meldingen += batch.meldingen
    bronnen[index].batch += 1
  }

  private mutating func send(_ bytes: ArraySlice<UInt8>, isPacked: Bool, _ map: String, _ naam: String) throws {
    var digest = Digest()
    bytes.withUnsafeBytes { digest.update($0) }
    let zending = Zending(
      map: map, naam: naam, sha256: digest.finalize(), copy: place.path("Sent/\(zendingen.count)"))
    try Data(isPacked ? try gzipMember(Array(bytes)) : Array(bytes)).write(to: URL(filePath: zending.copy))
    try bring(zending, to: "Disturbed")
    zendingen.append(zending)
  }

  /// Gives something once more that was answered, under its own name.
  private mutating func deliverAgain(_ waiting: [String]) throws {
    guard let zending = zendingen.dropLast(Self.mostWaiting * 3).randomElement(using: &random),
      !waiting.contains(where: { $0.hasSuffix(zending.naam) }), !zending.naam.hasSuffix(".gz"),
      !herhaald.contains(zending)
    else { return }
    try bring(zending, to: "Disturbed")
    herhaald.append(zending)
  }

  /// Copies a file beside its place, and renames it there.
  func bring(_ zending: Zending, to exchange: String) throws {
    let folder = place.path(Folders.join("\(exchange)/Inbox", zending.map))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let part = Folders.join(folder, ".\(zending.naam).part")
    try FileManager.default.copyItem(atPath: zending.copy, toPath: part)
    guard rename(part, Folders.join(folder, zending.naam)) == 0 else {
      throw BronError(.system, "could not deliver", at: .init(zending.naam))
    }
  }
}
