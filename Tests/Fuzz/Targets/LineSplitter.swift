import ProgrammaVanEisen
import Records

/// The slow twin of `BlockReader`: the whole file in memory, cut into lines as choice 4 has it.
public enum LineSplitter {
  /// A line of the file.
  public struct Line: Equatable, CustomStringConvertible {
    /// Counted from 1.
    public var number: Int
    /// Where it begins in the file.
    public var fileOffset: Int
    /// Without its end, and no more than a record may have.
    public var bytes: [UInt8]
    /// How it ends.
    public var ending: Block.Line.Ending
    /// The number that it begins with, or -1.
    public var record: Int

    /// A line as it was read.
    public init(number: Int, fileOffset: Int, bytes: [UInt8], ending: Block.Line.Ending, record: Int) {
      self.number = number
      self.fileOffset = fileOffset
      self.bytes = bytes
      self.ending = ending
      self.record = record
    }

    /// Where it is and what it looks like, without what it says.
    public var description: String {
      "line \(number) at \(fileOffset): \(bytes.count) bytes, \(ending), record \(record)"
    }
  }

  /// The lines of a file. With layouts, a record that ends where it must is one line whatever it holds.
  public static func lines(_ file: [UInt8], _ layouts: Layouts? = nil) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while start < file.count {
      let end = whole(file, start, layouts) ?? file[start...].firstIndex(of: 0x0A)
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
      lines.append(
        Line(number: lines.count + 1, fileOffset: start, bytes: bytes, ending: ending, record: record(bytes)))
      start = (end ?? file.count) + 1
    }
    return lines
  }

  /// Where the LF stands of a record that has one of its lengths; the full one first.
  private static func whole(_ file: [UInt8], _ start: Int, _ layouts: Layouts?) -> Int? {
    let record = record(Array(file[start...].prefix(3)))
    let lengths = layouts?.all.filter { $0.record == record }.map(\.lengte).sorted(by: >) ?? []
    return lengths.map { start + $0 + 1 }.first { end in
      end < file.count && file[end - 1] == 0x0D && file[end] == 0x0A
    }
  }

  private static func record(_ bytes: [UInt8]) -> Int {
    let digits = bytes.prefix(3)
    let isNumber = digits.count == 3 && digits.allSatisfy { (0x30...0x39).contains($0) }
    return isNumber ? Int(Latin1.text(digits)) ?? -1 : -1
  }
}
