import FileSystem
import ProgrammaVanEisen
import Testing

@testable import Records

struct MeldingTests {
  private func block(_ lines: [String]) throws -> Block {
    var reader = BlockReader(MemorySource(Array((lines.joined(separator: "\r\n") + "\r\n").utf8)))
    _ = try reader.next()
    return reader.block
  }

  @Test(arguments: [
    (["305000007"], [0..<1], [7]),
    (
      ["300      ", "305000001", "320000001", "305000002", "305000003", "310000003", "320000003"],
      [1..<3, 3..<4, 4..<7], [1, 2, 3]
    ),
    (["300      "], [], []),
    (["320000001", "321000001", "305123456"], [2..<3], [123_456]),
    (["305000001", "320000001"], [0..<2], [1]),
  ])
  func meldingenRunFromOne305ToTheNext(lines: [String], ranges: [Range<Int>], numbers: [Int]) throws {
    let meldingen = Melding.all(in: try block(lines))
    #expect(meldingen.map(\.lines) == ranges)
    #expect(meldingen.map(\.nummer) == numbers)
  }

  @Test func anEmptyBlockHasNone() {
    #expect(Melding.all(in: Block()).isEmpty)
  }
}
