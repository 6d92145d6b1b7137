import CSweep
import FileSystem

/// The work without any disturbance: what it asked of the system, and what it left.
struct Baseline {
  /// By call, its kind.
  let kinds: [Int]
  /// By call, the step of the work.
  let phases: [Int]
  /// What the work left.
  let outcome: [String]
  /// The files among that, in the folders that others look into.
  let answers: Set<String>

  /// Does the work, twice: that which is counted must be the same every time.
  init(_ werklast: Werklast, below root: String) throws {
    var traces: [[UInt8]] = []
    var outcomes: [[String]] = []
    for _ in 1...2 {
      let trial = try Trial(werklast, below: root)
      let code = trial.perform()
      guard code == 0 else { throw BronError(.register, "the undisturbed work ended with \(code): \(trial.message)") }
      let calls = Int(csweep_shared().pointee.calls)
      guard calls < CSWEEP_TRACED else { throw BronError(.usage, "there are more calls than can be kept: \(calls)") }
      traces.append(Array(UnsafeBufferPointer(start: csweep_trace(), count: calls)))
      outcomes.append(try trial.outcome())
      try trial.remove()
    }
    guard traces[0] == traces[1], outcomes[0] == outcomes[1] else {
      throw BronError(.register, "the work is not the same twice, so it cannot be compared")
    }
    kinds = traces[0].map { Int($0) / 8 }
    phases = traces[0].map { Int($0) % 8 }
    outcome = outcomes[0]
    answers = Set(outcome.filter { line in Self.visible.contains { line.hasPrefix($0) } })
  }

  /// The folders in which a file is either whole, or not there.
  private static let visible = ["Outbox/", "Archive/", "Rejected/"]

  /// The files in those folders that are not what they should be in the end; names that begin with a dot
  /// are nobody's business yet.
  func halves(in folder: String) throws -> [String] {
    try Werklast.files(in: folder).filter { file in
      Self.visible.contains { file.path.hasPrefix($0) } && !Folders.name(of: file.path).hasPrefix(".")
    }.map { "\($0.path) \($0.mode) \($0.sha256)" }.filter { !answers.contains($0) }
  }

  /// The first lines in which an outcome differs from that of the undisturbed work.
  func differences(_ other: [String]) -> [String] {
    other.difference(from: outcome).prefix(12).map {
      switch $0 {
      case .insert(_, let line, _): "  + \(line.prefix(200))"
      case .remove(_, let line, _): "  - \(line.prefix(200))"
      }
    }
  }
}
