import ArgumentParser
import CSweep
import FileSystem
import Foundation

/// Tries disturbances one after another, in several processes, and says what was not mended.
struct Sweeper {
  let options: SweepOptions
  let werklast: Werklast
  let baseline: Baseline

  /// Reads what is needed and does the undisturbed work.
  init(_ options: SweepOptions) throws {
    self.options = options
    werklast = try Werklast()
    baseline = try Baseline(werklast, below: options.folder)
  }

  /// What became of a try: how it is counted, and what is wrong with it.
  struct Verdict {
    var outcome = "mended"
    var wrong: [String] = []
  }

  /// Gives every disturbance to `check`, with a folder for it, and gives the outcome of each. What is wrong
  /// is printed, its folder is kept, and in the end it is a failure.
  func share(_ tries: [Disturbance], _ check: (Disturbance, Trial) throws -> Verdict) throws -> [String] {
    // What is not printed yet would be printed by every copy.
    fflush(nil)
    let results = (0..<options.jobs).map { Folders.join(options.folder, "sweep-result-\(getpid())-\($0)") }
    var children: [pid_t] = []
    for job in 0..<options.jobs {
      let child = csweep_fork()
      if child > 0 { children.append(child) }
      if child != 0 { continue }
      csweep_renew()
      var isRight = true
      var text = ""
      for disturbance in stride(from: job, to: tries.count, by: options.jobs).map({ tries[$0] }) {
        let verdict = attempt(disturbance, check)
        if !verdict.wrong.isEmpty { isRight = false }
        text += verdict.outcome + "\n"
      }
      let isWritten = FileManager.default.createFile(atPath: results[job], contents: Data(text.utf8))
      csweep_exit(isRight && isWritten ? 0 : 1)
    }
    let codes = children.map(csweep_wait)
    let lines = try results.map { path in
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try FileManager.default.removeItem(atPath: path)
      return text.split(separator: "\n").map(String.init)
    }
    if codes != codes.map({ _ in 0 }) || codes.count != options.jobs { throw ExitCode.failure }
    return tries.indices.map { lines[$0 % options.jobs][$0 / options.jobs] }
  }

  private func attempt(_ disturbance: Disturbance, _ check: (Disturbance, Trial) throws -> Verdict) -> Verdict {
    do {
      let trial = try Trial(werklast, below: options.folder, keepsChanges: disturbance.loss != nil)
      let verdict = try check(disturbance, trial)
      if verdict.wrong.isEmpty {
        try trial.remove()
      } else {
        print("\(name(disturbance)): \(verdict.wrong.joined(separator: "\n"))\n  in \(trial.folder)")
        fflush(nil)
      }
      return verdict
    } catch {
      print("\(name(disturbance)): \(error)")
      fflush(nil)
      return Verdict(outcome: "not tried", wrong: ["\(error)"])
    }
  }

  private func name(_ disturbance: Disturbance) -> String {
    "call \(disturbance.at) (\(String(cString: csweep_name(Int32(baseline.kinds[disturbance.at - 1]))))), \(disturbance)"
  }

  /// How many calls of each kind each step makes, and how many disturbances of them were tried.
  func table(_ tries: [Disturbance]) -> String {
    let tried = Dictionary(grouping: tries) { baseline.kinds[$0.at - 1] }.mapValues(\.count)
    let rows = Set(baseline.kinds).sorted().map { kind in
      let calls = Werklast.steps.indices.map { step in
        zip(baseline.kinds, baseline.phases).count { $0 == kind && $1 == step }
      }
      return [String(cString: csweep_name(Int32(kind)))] + (calls + [tried[kind] ?? 0]).map(String.init)
    }
    let head = ["call"] + Werklast.steps + ["tried"]
    let total =
      ["all"] + Werklast.steps.indices.map { step in "\(baseline.phases.count { $0 == step })" } + ["\(tries.count)"]
    return Self.columns([head] + rows + [total], first: 20)
  }

  /// Rows of which the first column is text and the others are numbers.
  static func columns(_ rows: [[String]], first: Int) -> String {
    rows.map { row in
      row[0].padding(toLength: first, withPad: " ", startingAt: 0)
        + row.dropFirst().map { String(repeating: " ", count: max(0, 8 - $0.count)) + $0 }.joined()
    }.joined(separator: "\n")
  }

  /// Does the work that is left, and says how it differs from what it should be.
  func finish(_ trial: Trial) throws -> Verdict {
    let code = trial.perform()
    if code != 0 { return .init(wrong: ["the next run ended with \(code): \(trial.message)"]) }
    return try compare(trial)
  }

  /// Says how what lies there differs from what it should be.
  func compare(_ trial: Trial) throws -> Verdict {
    let outcome = try trial.outcome()
    return .init(wrong: outcome == baseline.outcome ? [] : ["the outcome differs:"] + baseline.differences(outcome))
  }
}
