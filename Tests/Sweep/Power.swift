import ArgumentParser
import CSweep
import Glibc

/// `sweep power`.
struct Power: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "As crash, and the disk loses all that no fsync made it keep.",
    discussion: """
      Behind every call that changes something the work is killed, and bytes that were not synced, names that were not \
      synced, or both are taken back: at once, or when the next run has done the work. Then no half file may be to be \
      seen, and what the next run leaves must be what undisturbed work leaves.
      """)

  @OptionGroup var options: SweepOptions

  func run() throws {
    let sweeper = try Sweeper(options)
    let tries = tries(sweeper.baseline.kinds)
    _ = try sweeper.share(tries) { disturbance, trial in
      guard let loss = disturbance.loss else { return .init(wrong: ["nothing is lost"]) }
      let code = trial.perform(disturbance)
      if code != -SIGKILL { return .init(wrong: ["was not killed, but ended with \(code): \(trial.message)"]) }
      if disturbance.losesLater {
        let code = trial.perform()
        if code != 0 { return .init(wrong: ["the next run ended with \(code): \(trial.message)"]) }
      }
      try trial.losePower(loss)
      let halves = try sweeper.baseline.halves(in: trial.folder)
      if !halves.isEmpty { return .init(wrong: ["half files were to be seen:"] + halves) }
      return try sweeper.finish(trial)
    }
    print(sweeper.table(tries))
    print("\(tries.count) times the power went at \(sweeper.baseline.kinds.count) calls, each mended by running again")
  }

  private static let changes = [
    CSWEEP_OPEN, CSWEEP_WRITE, CSWEEP_FSYNC, CSWEEP_MKDIR, CSWEEP_UNLINK, CSWEEP_RENAME, CSWEEP_DB_OPEN,
    CSWEEP_DB_WRITE, CSWEEP_DB_TRUNCATE, CSWEEP_DB_SYNC, CSWEEP_DB_DELETE,
  ]

  private func tries(_ kinds: [Int]) -> [Disturbance] {
    let changing = kinds.indices.filter { Self.changes.contains(kinds[$0]) }.map { $0 + 1 }
    return stride(from: 0, to: changing.count, by: options.every).map { changing[$0] }.flatMap { at in
      [(true, true), (true, false), (false, true)].flatMap { bytes, names in
        [false, true].map { later in
          Disturbance(
            mode: CSWEEP_KILL_AFTER, at: at, loss: .init(bytes: bytes, names: names), losesLater: later)
        }
      }
    }
  }
}
