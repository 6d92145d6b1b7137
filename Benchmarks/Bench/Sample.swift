import FileSystem
import Foundation

/// What one side of a round cost, and what it found: the harness compares both.
struct Sample: Encodable {
  /// On the clock.
  var seconds = 0.0
  /// That this process had a processor: what others do on the machine counts less.
  var processor = 0.0
  /// The most memory that this process had, in bytes.
  var peak = 0
  /// What was read.
  var bytes: Int?
  /// How many meldingen were seen.
  var meldingen: Int?
  /// How many faults were found.
  var faults: Int?
  /// How much of its own kind was done: conditions, look-ups.
  var count: Int?
  /// What was written.
  var written: Int?

  /// Measures `body`, which fills in what it found.
  static func measure(_ body: (inout Sample) throws -> Void) throws -> Sample {
    var sample = Sample()
    let clock = ContinuousClock()
    let (start, processor) = (clock.now, processorTime())
    try body(&sample)
    sample.seconds = (clock.now - start) / .seconds(1)
    sample.processor = processorTime() - processor
    sample.peak = try peak()
    return sample
  }

  /// Writes it for the harness.
  func print() throws {
    Swift.print(String(decoding: try JSONEncoder().encode(self), as: UTF8.self))
  }

  private static func processorTime() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// As the kernel says it of this program alone: getrusage(2) counts who started it too.
  private static func peak() throws -> Int {
    let status = "/proc/self/status"
    let text = String(decoding: try FileSource(status).readAll(limit: 1 << 16), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else {
      throw BronError(.system, "the peak of memory is not told", at: .init(status))
    }
    return kilobytes << 10
  }
}
