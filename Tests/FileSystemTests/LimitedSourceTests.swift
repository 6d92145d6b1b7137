import TestSupport
import Testing

@testable import FileSystem

/// How much is read of what anybody may send.
struct LimitedSourceTests {
  private func read(_ file: [UInt8], packed: Bool = false, bytes: Int = 1 << 30, ratio: Int = 200) throws -> Int {
    let source = DigestSource(TrickleSource(file, most: 1 << 12))
    let unpacked: any ByteSource = packed ? try GzipSource(source) : source
    let limited = LimitedSource(unpacked, packed: source, limits: ReadLimits(bytes: bytes, ratio: ratio))
    return try limited.readAll(limit: 1 << 30).count
  }

  @Test func aFileOfJustTheLimitIsReadWhole() throws {
    #expect(try read([UInt8](repeating: 1, count: 100_000), bytes: 100_000) == 100_000)
    #expect(try read([], bytes: 1) == 0)
  }

  @Test(arguments: [1, 4_095, 99_999])
  func oneByteMoreIsTooMuch(limit: Int) throws {
    let error = #expect(throws: BronError.self) {
      try read([UInt8](repeating: 1, count: limit + 1), bytes: limit)
    }
    #expect(error?.code == .tooLarge)
  }

  @Test func whatGrowsTooMuchWhenItIsUnpackedIsTooLarge() throws {
    let bomb = try gzipMember([UInt8](repeating: 0, count: 4 << 20))
    let error = #expect(throws: BronError.self) { try read(bomb, packed: true) }
    #expect(error?.code == .tooLarge)
    #expect(try read(bomb, packed: true, ratio: 2_000) == 4 << 20)
    let small = try gzipMember([UInt8](repeating: 0, count: 1 << 20))
    #expect(try read(small, packed: true) == 1 << 20)
  }
}
