import Foundation

/// What was measured of one side, round after round.
final class Measurement {
  let name: String
  private var seconds: [Double] = []
  private(set) var faults: Int?

  init(_ name: String) { self.name = name }

  /// Measures a round; `body` gives the faults that were found, if it looks for any.
  func round(_ body: () throws -> Int?) rethrows {
    let start = Self.processorTime()
    faults = try body()
    seconds.append(Self.processorTime() - start)
  }

  /// The seconds that this process and those it waited for had a processor: what others do on the
  /// machine counts less than on the clock.
  private static func processorTime() -> Double {
    var total = 0.0
    for who in [RUSAGE_SELF, RUSAGE_CHILDREN] {
      var usage = rusage()
      getrusage(__rusage_who_t(who.rawValue), &usage)
      for time in [usage.ru_utime, usage.ru_stime] { total += Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    }
    return total
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
