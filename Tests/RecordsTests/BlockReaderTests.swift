import FileSystem
import Fuzzing
import TestSupport
import Testing

@testable import Records

struct BlockReaderTests {
  /// A block as it was read, with its lines copied.
  private struct Read {
    var lines: [LineSplitter.Line]
    var continuesMelding: Bool
    var isCut: Bool
  }

  private func read(_ file: [UInt8], size: Int, most: Int = .max) throws -> [Read] {
    var reader = BlockReader(TrickleSource(file, most: most), size: size)
    var blocks: [Read] = []
    while try reader.next() {
      let block = reader.block
      let lines = block.lines.enumerated().map { index, line in
        LineSplitter.Line(
          number: block.firstLine + index, fileOffset: block.fileOffset + Int(line.offset), bytes: block.copy(line),
          ending: line.ending, record: Int(line.record))
      }
      blocks.append(Read(lines: lines, continuesMelding: block.continuesMelding, isCut: block.isCut))
    }
    return blocks
  }

  /// A line of a made-up file, nearly always as it must be.
  private static func line(_ generator: inout SeededGenerator, faults: Bool) -> [UInt8] {
    let record = Array(["305", "305", "320", "321", "322", "310"].randomElement(using: &generator)?.utf8 ?? "305".utf8)
    let length = record == Array("310".utf8) ? 627 : Int.random(in: 9...191, using: &generator)
    let line = record + [UInt8](repeating: UInt8.random(in: 0x20...0x7E, using: &generator), count: length - 3)
    guard faults else { return line + [0x0D, 0x0A] }
    switch Int.random(in: 0..<60, using: &generator) {
    case 0: return line + [0x0A]
    case 1: return [0x0D, 0x0A]
    case 2: return [0x0A]
    case 3: return line + [0x0D] + line + [0x0D, 0x0A]
    case 4: return line + [0x0D, 0x0D, 0x0A]
    case 5: return [UInt8](repeating: 0x33, count: Int.random(in: 4_090...4_100, using: &generator)) + [0x0D, 0x0A]
    case 6: return [UInt8](repeating: 0x33, count: Int.random(in: 4_090...4_100, using: &generator)) + [0x0A]
    case 7: return line + [UInt8](repeating: 0x0D, count: Int.random(in: 4_000...20_000, using: &generator)) + [0x0A]
    case 8: return Array("30".utf8) + [0x0D, 0x0A]
    case 9: return [0x1C, 0x0D, 0x0A]
    default: return line + [0x0D, 0x0A]
    }
  }

  private static let ends: [[UInt8]] = [
    [], [], [0x1C], [0x1A], [0x1C, 0x1C], [0x0D], Array("305".utf8), [0x20], [UInt8](repeating: 0x33, count: 4_096),
    [UInt8](repeating: 0x33, count: 4_097), [UInt8](repeating: 0x33, count: 9_000),
  ]

  private static func file(_ generator: inout SeededGenerator, faults: Bool) -> [UInt8] {
    var file = Array("300".utf8) + [UInt8](repeating: 0x20, count: 132) + [0x0D, 0x0A]
    for _ in 0..<Int.random(in: 0...150, using: &generator) { file += line(&generator, faults: faults) }
    return file + (ends.randomElement(using: &generator) ?? [])
  }

  @Test(arguments: 0..<40)
  func blocksHoldTheLinesOfTheFile(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let file = Self.file(&generator, faults: seed % 4 != 0)
    let expected = LineSplitter.lines(file)
    for size in [1, 6_000, 8_191, 20_000, 1 << 20] {
      let most = [1, 7, 4_096, .max].randomElement(using: &generator) ?? 1
      let blocks = try read(file, size: size, most: most)
      let difference = zip(expected, blocks.flatMap(\.lines)).first { $0 != $1 }
      #expect(difference == nil, "size \(size)")
      #expect(blocks.reduce(0) { $0 + $1.lines.count } == expected.count, "size \(size)")
      try expectWholeMeldingen(blocks, expected, size: max(size, 4_098))
    }
  }

  /// Every block begins at a 305, unless the melding was too large for one and it says so.
  private func expectWholeMeldingen(_ blocks: [Read], _ lines: [LineSplitter.Line], size: Int) throws {
    for (index, block) in blocks.enumerated() {
      let first = try #require(block.lines.first)
      #expect(block.continuesMelding == (index > 0 && first.record != 305))
      guard block.continuesMelding else { continue }
      #expect(blocks[index - 1].isCut)
      let start = lines[..<(first.number - 1)].lastIndex { $0.record == 305 } ?? 0
      let next = lines[(first.number - 1)...].firstIndex { $0.record == 305 } ?? lines.count - 1
      let melding = lines[start...next]
      // Cut without need is only what has a line in it that is no record.
      if melding.contains(where: { $0.ending == .tooLong }) { continue }
      #expect((melding.last?.fileOffset ?? 0) + (melding.last?.bytes.count ?? 0) + 2 - lines[start].fileOffset > size)
    }
  }

  @Test func anEmptyFileHasNoBlock() throws {
    #expect(try read([], size: 6_000).isEmpty)
    #expect(try read([0x1C], size: 6_000).isEmpty)
    #expect(try read([0x1A], size: 6_000).isEmpty)
  }

  /// The same lines wherever the end of a block falls in them.
  @Test func aLineOfTheLongestLengthMayLieAcrossBlocks() throws {
    for length in 4_095...4_098 {
      for before in stride(from: 9, through: 4_200, by: 131) {
        let file =
          [UInt8](repeating: 0x33, count: before) + [0x0D, 0x0A] + [UInt8](repeating: 0x33, count: length)
          + [0x0D, 0x0A]
        #expect(try read(file, size: 4_098).flatMap(\.lines) == LineSplitter.lines(file), "\(before) \(length)")
      }
    }
  }

  @Test func memoryDoesNotGrowWithALine() throws {
    let file = [UInt8](repeating: 0x33, count: 300_000)
    var reader = BlockReader(MemorySource(file), size: 6_000)
    #expect(try reader.next())
    #expect(reader.block.lines.map(\.ending) == [.tooLong])
    #expect(reader.block.bytes.count == 6_000 + Block.slack)
    #expect(try !reader.next())
    #expect(try !reader.next())
  }

  @Test func anErrorOfTheSourceGoesThrough() throws {
    let packed = try gzipMember(Array("305000001\r\n".utf8))
    var reader = BlockReader(try GzipSource(MemorySource(Array(packed.dropLast()))))
    let error = #expect(throws: BronError.self) { try reader.next() }
    #expect(error?.code == .gzip)
  }
}
