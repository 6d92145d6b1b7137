import TestSupport
import Testing

@testable import FileSystem

struct GzipTests {
  private static let line = Array("320000001T001BOL\r\n".utf8)

  private func unpacked(_ packed: [UInt8], most: Int = .max) throws -> [UInt8] {
    try GzipSource(TrickleSource(packed, most: most)).readAll(limit: 1 << 22)
  }

  private func expectRefused(_ packed: [UInt8], _ comment: Comment? = nil) {
    let error = #expect(throws: BronError.self, comment) { try unpacked(packed) }
    #expect(error?.code == .gzip, comment)
  }

  @Test(arguments: [0, 1, 17, 70_000, 300_000])
  func packedBytesComeBack(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    #expect(try unpacked(gzipMember(bytes)) == bytes)
  }

  @Test(arguments: [1, 1_000, 65_536, 3_000_000])
  func whatCannotBePackedSmallerIsKeptAsItIs(count: Int) throws {
    var state: UInt64 = 7
    let bytes = (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let packed = try gzipMember(bytes)
    #expect(try unpacked(packed) == bytes)
    #expect(packed.count < count + count / 1_000 + 40)
  }

  @Test func whatWasPackedBeforeDoesNotMatter() throws {
    let lines = (0..<40_000).flatMap { Array("3210000\($0 % 977)T20\($0 % 12)0801          \r\n".utf8) }
    let packed = try gzipMember(lines)
    #expect(packed.count < lines.count / 4)
    for other in [[], Self.line, Array(lines.reversed())] {
      _ = try gzipMember(other)
      #expect(packed == (try gzipMember(lines)))
    }
    #expect(try unpacked(packed) == lines)
  }

  /// Memory comes back as it was left: blocks of the sizes that the packing library may be given are left full of small
  /// numbers, which it would take for its settings.
  @Test func whatLayInMemoryBeforeDoesNotMatter() throws {
    let lines = (0..<400).flatMap { Array("3210000\($0 % 977)T20\($0 % 12)0801          \r\n".utf8) }
    let packed = try gzipMember(lines)
    for setting in 1...9 as ClosedRange<UInt16> {
      // Each with something behind it that stays, so that they do not go back together as one.
      var (blocks, between) = ([[UInt16]](), [[UInt16]]())
      for size in stride(from: 82_000, to: 98_000, by: 64) {
        blocks.append([UInt16](repeating: setting, count: size / 2))
        between.append([UInt16](repeating: 0, count: 40))
      }
      blocks = []
      #expect(try gzipMember(lines) == packed, "with \(setting) in it")
      #expect(between.allSatisfy { $0.count == 40 })
    }
  }

  @Test func packingIsDeterministicAndNamesNoFileAndNoTime() throws {
    let packed = try gzipMember(Self.line)
    #expect(packed == (try gzipMember(Self.line)))
    #expect(packed[3] == 0, "no flags, so no name")
    #expect(packed[4..<8].allSatisfy { $0 == 0 }, "no time")
  }

  @Test func membersFollowEachOther() throws {
    let members = try gzipMember(Self.line) + gzipMember([]) + gzipMember(Self.line + Self.line)
    #expect(try unpacked(members) == Self.line + Self.line + Self.line)
  }

  @Test(arguments: [1, 2, 3, 7])
  func bytesMayComeAFewAtATime(most: Int) throws {
    let members = try gzipMember(Self.line) + gzipMember([]) + gzipMember(Self.line)
    #expect(try unpacked(members, most: most) == Self.line + Self.line)
  }

  @Test(arguments: [1, 2, 5])
  func bytesMayBeTakenAFewAtATime(room: Int) throws {
    let source = try GzipSource(MemorySource(gzipMember(Self.line) + gzipMember(Self.line)))
    var taken: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: room)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { break }
      taken += buffer[..<count]
    }
    #expect(taken == Self.line + Self.line)
  }

  @Test func aStreamThatIsCutOffAnywhereIsRefused() throws {
    let first = try gzipMember(Self.line)
    let both = try first + gzipMember(Self.line)
    for length in both.indices where length != first.count {
      expectRefused(Array(both[..<length]), "cut off after \(length) bytes")
    }
  }

  @Test func aChangedByteNeverGivesOtherBytes() throws {
    let packed = try gzipMember(Self.line)
    for index in packed.indices {
      for bit in 0..<8 {
        var changed = packed
        changed[index] ^= 1 << UInt8(bit)
        // Some bits of the header, and those that fill the last byte of the data, say nothing.
        do {
          #expect(try unpacked(changed) == Self.line, "bit \(bit) of byte \(index)")
        } catch let error as BronError {
          #expect(error.code == .gzip)
        }
      }
    }
  }

  @Test(arguments: [[0], [0x1A], [0x1F], [0x1F, 0x8B, 0x08], Array("rest".utf8), [UInt8](repeating: 0, count: 512)])
  func whatFollowsTheLastMemberIsRefused(rest: [UInt8]) throws {
    expectRefused(try gzipMember(Self.line) + rest)
  }

  @Test func whatIsNoGzipIsRefused() {
    expectRefused([])
    expectRefused(Self.line)
    expectRefused([0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], "zlib")
  }

  @Test func gzipIsKnownByItsFirstTwoBytes() {
    #expect(isGzip([0x1F, 0x8B, 0x08]))
    #expect(!isGzip([0x1F]))
    #expect(!isGzip(Self.line))
  }

  @Test func readingEverythingHasALimit() throws {
    let packed = try gzipMember([UInt8](repeating: 0x20, count: 1_000))
    let error = #expect(throws: BronError.self) { try GzipSource(MemorySource(packed)).readAll(limit: 999) }
    #expect(error?.code == .usage)
    #expect(try GzipSource(MemorySource(packed)).readAll(limit: 1_000).count == 1_000)
  }
}
