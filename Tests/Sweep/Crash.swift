import ArgumentParser
import CSweep
import FileSystem
import Foundation

/// `sweep crash`.
struct Crash: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Kill the work before, in and behind every system call, start it again, and compare.",
    discussion: """
      Ends with 0 where, wherever the work was killed, no half file was to be seen, and the next run left the very \
      files and register that undisturbed work leaves.
      """)

  @OptionGroup var options: SweepOptions
  @Option(help: "Kill the work that follows too, at one call in so many; 0 for not at all.")
  var again = 0

  func run() throws {
    let sweeper = try Sweeper(options)
    let tries = tries(sweeper.baseline.kinds)
    let outcomes = try sweeper.share(tries) { disturbance, trial in
      let code = trial.perform(disturbance)
      if code != -SIGKILL { return .init(wrong: ["was not killed, but ended with \(code): \(trial.message)"]) }
      let halves = try sweeper.baseline.halves(in: trial.folder)
      if !halves.isEmpty { return .init(wrong: ["half files were to be seen:"] + halves) }
      return try disturbance.again.map { try killAgain(at: $0, trial, sweeper) } ?? sweeper.finish(trial)
    }
    print(sweeper.table(tries.filter { $0.again == nil }))
    let twice = tries.count { $0.again != nil }
    print("\(tries.count - twice) crashes at \(sweeper.baseline.kinds.count) calls, each mended by running again")
    if twice > 0 {
      let missed = outcomes.count { $0 == Self.notKilled }
      print("\(twice - missed) of them with a second crash while that ran, mended too")
    }
  }

  /// Before and behind each call, and in the middle of what is written.
  private func tries(_ kinds: [Int]) -> [Disturbance] {
    var tries: [Disturbance] = []
    for at in stride(from: 1, through: kinds.count, by: options.every) {
      tries.append(.init(mode: CSWEEP_KILL_BEFORE, at: at))
      tries.append(.init(mode: CSWEEP_KILL_AFTER, at: at))
      if [CSWEEP_WRITE, CSWEEP_DB_WRITE].contains(kinds[at - 1]) {
        tries.append(.init(mode: CSWEEP_KILL_HALF, at: at))
      }
    }
    if again == 0 { return tries }
    for at in stride(from: 1, through: kinds.count, by: again) {
      // What follows takes about as many calls as were not made yet, and some to see what was done.
      for second in stride(from: 1, through: kinds.count - at + 150, by: again) {
        tries.append(.init(mode: CSWEEP_KILL_AFTER, at: at, again: second))
      }
    }
    return tries
  }

  private static let notKilled = "done before the second crash"

  private func killAgain(at call: Int, _ trial: Trial, _ sweeper: Sweeper) throws -> Sweeper.Verdict {
    let code = trial.perform(.init(mode: CSWEEP_KILL_AFTER, at: call))
    if code != 0 && code != -SIGKILL { return .init(wrong: ["the second run ended with \(code): \(trial.message)"]) }
    let halves = try sweeper.baseline.halves(in: trial.folder)
    if !halves.isEmpty { return .init(wrong: ["half files were to be seen after the second crash:"] + halves) }
    var verdict = try sweeper.finish(trial)
    if code == 0 { verdict.outcome = Self.notKilled }
    return verdict
  }
}
