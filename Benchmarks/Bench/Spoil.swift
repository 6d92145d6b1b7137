import ArgumentParser
import Foundation

/// Makes faults in a delivery: in one of twenty records, one byte of a field becomes another.
///
/// The same delivery always gets the same faults. What holds the file together stays as it is: the header, the prefix
/// of every record, and the line ends.
struct Spoil: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make faults in a delivery.")

  @Argument var file: String
  @Argument var spoiled: String

  func run() throws {
    var bytes = try Data(contentsOf: URL(filePath: file))
    var random = Scatter()
    let prefix = 9
    let other = Array(" 09AZ9x-".utf8)
    bytes.withUnsafeMutableBytes { bytes in
      var start = 0
      while let end = bytes[start...].firstIndex(of: 0x0A) {
        let fields = start + prefix..<max(start + prefix, end - 1)
        if start > 0, !fields.isEmpty, random.below(20) == 0 {
          bytes[fields.lowerBound + random.below(fields.count)] = other[random.below(other.count)]
        }
        start = end + 1
      }
    }
    try bytes.write(to: URL(filePath: spoiled))
  }
}
