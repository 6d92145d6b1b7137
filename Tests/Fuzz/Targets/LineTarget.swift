import FileSystem
import ProgrammaVanEisen
import Records
import TestSupport

/// The first byte says how the rest is read: with layouts or without, and how few bytes at a time.
enum LineTarget {
  private static let layouts = Result { try SmallSpecs().load().newest }

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let file = Array(bytes.dropFirst())
    let layouts = choice & 1 == 0 ? nil : try layouts.get()
    let most = [Int.max, 1, 7, 4_000][Int(choice >> 1 & 3)]
    let found = try read(TrickleSource(file, most: most), layouts)
    let expected = LineSplitter.lines(file, layouts)
    for (index, line) in found.enumerated() where index >= expected.count || line != expected[index] {
      throw Finding("read \(line), expected \(index < expected.count ? "\(expected[index])" : "the end")")
    }
    if found.count < expected.count { throw Finding("ended before \(expected[found.count])") }
  }

  private static func read(_ source: any ByteSource, _ layouts: Layouts?) throws -> [LineSplitter.Line] {
    // The smallest that there is, so that files of some kilobytes have many.
    var reader = BlockReader(source, size: 1)
    if let layouts { reader.use(layouts) }
    var lines: [LineSplitter.Line] = []
    while try reader.next() {
      let block = reader.block
      for (index, line) in block.lines.enumerated() {
        let bytes = block.copy(line)
        if line.layout >= 0, layouts?.all[Int(line.layout)].lengte != bytes.count {
          throw Finding("a line of \(bytes.count) bytes got a layout of another length")
        }
        lines.append(
          .init(
            number: block.firstLine + index, fileOffset: block.fileOffset + Int(line.offset), bytes: bytes,
            ending: line.ending, record: Int(line.record)))
      }
      for melding in Melding.all(in: block) where melding.lines.upperBound > block.lines.count {
        throw Finding("a melding goes on behind its block")
      }
    }
    return lines
  }
}
