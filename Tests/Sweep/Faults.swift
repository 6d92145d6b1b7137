import ArgumentParser
import CSweep
import FileSystem
import Foundation

/// `sweep faults`.
struct Faults: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have every system call fail in every way that it can, run again, and compare.",
    discussion: """
      Each call fails once, from then on, and, where that can be, although it did its work; and from each call on the \
      disk is full, or gone. Ends with 0 where every run either did all of the work or ended with an error that has a \
      name, no half file was to be seen, and the next run left the very files and register that undisturbed work \
      leaves. What nobody may notice (EINTR, short reads and writes) must do all of the work.
      """)

  @OptionGroup var options: SweepOptions

  func run() throws {
    let sweeper = try Sweeper(options)
    let faults = Self.faults()
    let tries = tries(sweeper.baseline.kinds, faults)
    let outcomes = try sweeper.share(tries.map(\.disturbance)) { disturbance, trial in
      let code = trial.perform(disturbance)
      let halves = try sweeper.baseline.halves(in: trial.folder)
      if !halves.isEmpty { return .init(wrong: ["half files were to be seen:"] + halves) }
      switch code {
      case 0:
        var verdict = try sweeper.compare(trial)
        verdict.outcome = Self.done
        return verdict
      case 3 where !disturbance.isTransparent: return try sweeper.finish(trial)
      case 3: return .init(wrong: ["somebody noticed: \(trial.message)"])
      case -SIGALRM: return .init(wrong: ["hangs"])
      default: return .init(wrong: ["ended with \(code): \(trial.message)"])
      }
    }
    print(Self.table(tries.map(\.row), outcomes))
    print("\(tries.count) faults at \(sweeper.baseline.kinds.count) calls, each done or mended by running again")
  }

  private static let done = "done"

  private static func faults() -> [csweep_fault] {
    var count: Int32 = 0
    let first = csweep_faults(&count)
    return Array(UnsafeBufferPointer(start: first, count: Int(count)))
  }

  /// What is tried, each with the row of the table that it counts in.
  private func tries(_ kinds: [Int], _ faults: [csweep_fault]) -> [(disturbance: Disturbance, row: String)] {
    var tries: [(Disturbance, String)] = []
    for at in stride(from: 1, through: kinds.count, by: options.every) {
      let kind = kinds[at - 1]
      for fault in faults where fault.kind == kind {
        let row = "\(String(cString: csweep_name(fault.kind))) \(String(cString: fault.name))"
        func add(_ mode: Int, _ how: String) {
          tries.append(
            (.init(mode: mode, at: at, fault: Int(fault.fault), isTransparent: fault.is_transparent != 0), row + how))
        }
        add(CSWEEP_FAIL_ONCE, ", once")
        // Who is interrupted for ever may try for ever.
        if fault.is_transparent == 0 || Int(fault.fault) == CSWEEP_SHORT { add(CSWEEP_FAIL_FOREVER, ", from then on") }
        if fault.can_be_late != 0 { add(CSWEEP_FAIL_LATE, ", though done") }
      }
      tries.append((.init(mode: CSWEEP_DISK_FULL, at: at), "disk full from then on"))
      tries.append((.init(mode: CSWEEP_DISK_GONE, at: at), "disk gone from then on"))
    }
    return tries
  }

  /// For each way of failing, how often the work was done all the same, and how often it ended with an error.
  private static func table(_ rows: [String], _ outcomes: [String]) -> String {
    var counts: [String: (all: Int, done: Int)] = [:]
    var order: [String] = []
    for (row, outcome) in zip(rows, outcomes) {
      if counts[row] == nil { order.append(row) }
      counts[row, default: (0, 0)].all += 1
      if outcome == done { counts[row, default: (0, 0)].done += 1 }
    }
    let lines = order.sorted().map { row -> [String] in
      let count = counts[row] ?? (0, 0)
      return [row, "\(count.all)", "\(count.done)", "\(count.all - count.done)"]
    }
    return Sweeper.columns([["fault", "tried", "done", "error"]] + lines, first: 40)
  }
}
