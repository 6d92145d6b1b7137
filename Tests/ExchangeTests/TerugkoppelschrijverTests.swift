import FileSystem
import Testing

@testable import Exchange

/// A feedback file is the same bytes, in the same parts, whoever writes and packs them.
struct TerugkoppelschrijverTests {
  /// Packs `stukken` behind a place that is filled last; gives the parts by their place.
  private func pak(_ stukken: [[UInt8]], kop: [UInt8], werkers: Int, memberSize: Int) throws -> [Int: [UInt8]] {
    let workers = Workers(werkers)
    var delen: [Int: [UInt8]] = [:]
    let schrijver = Terugkoppelschrijver(workers, memberSize: memberSize) { bytes, deel in
      #expect(delen.updateValue(bytes, forKey: deel) == nil)
    }
    let plaats = schrijver.houdOpen()
    for stuk in stukken { try schrijver.schrijf(workers.start { stuk }) }
    try schrijver.haalIn()
    schrijver.vul(plaats, kop)
    try schrijver.sluit([0x1C])
    return delen
  }

  private func uitgepakt(_ delen: [Int: [UInt8]]) throws -> [UInt8] {
    let bytes = delen.sorted { $0.key < $1.key }.flatMap { $0.value }
    return try GzipSource(MemorySource(bytes)).readAll(limit: 1 << 20)
  }

  private static let stukken: [[UInt8]] = (0..<60).map { number in
    [UInt8]("\(number) ".utf8) + [UInt8](repeating: UInt8(0x41 + number % 26), count: number * 37 % 900)
  }

  @Test func thePartsAreTheSameWithAnyNumberOfWorkers() throws {
    let one = try pak(Self.stukken, kop: Array("KOP".utf8), werkers: 1, memberSize: 2_000)
    #expect(one.count > 5)
    #expect(try uitgepakt(one) == Array("KOP".utf8) + Self.stukken.joined() + [0x1C])
    for werkers in [2, 4, 16] {
      #expect(try pak(Self.stukken, kop: Array("KOP".utf8), werkers: werkers, memberSize: 2_000) == one)
    }
  }

  @Test func whatFitsInOnePartIsOneMember() throws {
    let one = try pak(Self.stukken, kop: [], werkers: 4, memberSize: 1 << 20)
    #expect(one.count == 1)
    #expect(try uitgepakt(one) == Self.stukken.joined() + [0x1C])
  }

  /// What went wrong while a piece was written comes to who closes the file.
  @Test(arguments: [1, 4]) func anErrorInAPieceEndsTheFile(werkers: Int) throws {
    struct Mislukt: Error {}
    let workers = Workers(werkers)
    let schrijver = Terugkoppelschrijver(workers) { _, _ in }
    #expect(throws: Mislukt.self) {
      try schrijver.schrijf(workers.start { throw Mislukt() })
      try schrijver.haalIn()
    }
  }
}
