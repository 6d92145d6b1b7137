@testable import Records

/// The slow twin of `BlockReader`: the whole file in memory, cut into lines as choice 4 has it.
enum LineSplitter {
  struct Line: Equatable, CustomStringConvertible {
    var number: Int
    var fileOffset: Int
    var bytes: [UInt8]
    var ending: Block.Line.Ending
    var record: Int

    var description: String { "line \(number) at \(fileOffset): \(bytes.count) bytes, \(ending), record \(record)" }
  }

  static func lines(_ file: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while start < file.count {
      let end = file[start...].firstIndex(of: 0x0A)
      var bytes = Array(file[start..<(end ?? file.count)])
      if end == nil && (bytes == [0x1C] || bytes == [0x1A]) { break }
      var ending = Block.Line.Ending.cutOff
      if end != nil {
        ending = bytes.last == 0x0D ? .whole : .lineFeedOnly
        if ending == .whole { bytes.removeLast() }
      }
      if bytes.count > 4_096 {
        bytes = Array(bytes[..<4_096])
        ending = .tooLong
      }
      let digits = bytes.prefix(3)
      let isNumber = digits.count == 3 && digits.allSatisfy { (0x30...0x39).contains($0) }
      lines.append(
        Line(
          number: lines.count + 1, fileOffset: start, bytes: bytes, ending: ending,
          record: isNumber ? Int(Latin1.text(digits)) ?? -1 : -1))
      start = (end ?? file.count) + 1
    }
    return lines
  }
}
