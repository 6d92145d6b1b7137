import FileSystem
import Foundation
import TestSupport

/// Two processes of the program, started again whenever they end, and killed now and then.
struct Werkers {
  /// A process, and when it is killed.
  private struct Werker {
    let process: Process
    let end: ContinuousClock.Instant?
    let errors: String
  }

  private static let count = 2
  private let place: Soakplaats
  private let command: String
  private let program: String
  private var random: SeededGenerator
  private var running: [Werker?] = [nil, nil]
  private var started = 0
  private var killed = 0
  private var codes: [Int32: Int] = [:]
  /// What a process did that it may not.
  private(set) var wrong: [String] = []

  init(_ place: Soakplaats, command: String, seed: UInt64) throws {
    self.place = place
    self.command = command
    random = SeededGenerator(seed: seed &+ 1)
    program =
      URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .deletingLastPathComponent().appending(path: "bronbatch").path
  }

  /// How it went, in words.
  var account: String {
    let ended = codes.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
    return "\(started) processes: \(killed) killed, the others ended by themselves: \(ended)"
  }

  /// Starts who is not there, and kills whose time has come.
  mutating func look(mayKill: Bool) throws {
    for index in 0..<Self.count {
      if let werker = running[index] {
        if werker.process.isRunning {
          if let end = werker.end, ContinuousClock.now > end { kill(werker.process.processIdentifier, SIGKILL) }
          continue
        }
        try close(werker)
      }
      running[index] = try start(mayKill: mayKill)
    }
  }

  /// Waits for them, and lets one more see that nothing is left.
  mutating func finish() throws {
    for werker in running.compactMap({ $0 }) {
      if command == "watch" { kill(werker.process.processIdentifier, SIGTERM) }
      werker.process.waitUntilExit()
      try close(werker)
    }
    running = [nil, nil]
  }

  private mutating func close(_ werker: Werker) throws {
    let code = werker.process.terminationStatus
    if werker.process.terminationReason == .uncaughtSignal {
      if code == SIGKILL { killed += 1 } else { wrong.append("a process was ended by signal \(code)") }
    } else {
      codes[code, default: 0] += 1
      if code != 0 && code != 1 {
        wrong.append("a process ended with \(code): \(try String(contentsOfFile: werker.errors, encoding: .utf8))")
      }
    }
    try FileManager.default.removeItem(atPath: werker.errors)
  }

  private mutating func start(mayKill: Bool) throws -> Werker {
    started += 1
    let errors = place.path("errors-\(started)")
    try Data().write(to: URL(filePath: errors))
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = [
      command, "--inbox", place.path("Disturbed/Inbox"), "--outbox", place.path("Disturbed/Outbox"),
      "--register", "sqlite:" + place.path("Disturbed/register.sqlite"), "--specs", Werklast.specs,
      "--reference", place.path("Reference"), "--date", "2010-02-01", "--quiet",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let handle = try FileHandle(forWritingTo: URL(filePath: errors))
    process.standardError = handle
    try process.run()
    try handle.close()
    // Some are killed before they found anything to do, some in the middle of it, and some live on: most within a
    // second, so that many are, and a few after many deliveries.
    let isKilled = mayKill && (command == "watch" || Int.random(in: 0..<4, using: &random) > 0)
    let milliseconds = Int(50 * pow(400, Double.random(in: 0..<1, using: &random)))
    return Werker(
      process: process, end: isKilled ? ContinuousClock.now + .milliseconds(milliseconds) : nil, errors: errors)
  }
}
