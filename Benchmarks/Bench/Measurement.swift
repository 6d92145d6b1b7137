import Foundation

/// What was measured of one side, round after round.
final class Measurement {
  let name: String
  private var seconds: [Double] = []
  private(set) var faults: Int?

  init(_ name: String) { self.name = name }

  /// Measures a round; `body` gives the faults that were found, if it looks for any.
  func round(_ body: () throws -> Int?) rethrows {
    let duration = try ContinuousClock().measure { faults = try body() }
    seconds.append(duration / .seconds(1))
  }

  var median: Double { seconds.sorted()[seconds.count / 2] }

  /// The row of the table.
  func row(megabytes: Double, meldingen: Int) -> String {
    let cells = [
      String(format: "%.3f s", median), "\(Int(megabytes / median)) MB/s", "\(Int(Double(meldingen) / median))",
      faults.map(String.init) ?? "",
    ]
    return name.padding(toLength: 48, withPad: " ", startingAt: 0)
      + zip([9, 10, 13, 9], cells).map { width, cell in
        String(repeating: " ", count: max(0, width - cell.count)) + cell
      }.joined()
  }
}
