import Foundation

/// Another program, run to its end.
enum Command {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
    /// The most memory that it held at once, in bytes; 0 where it ended before that could be seen.
    var peak = 0
  }

  /// The program `bronbatch` beside the tests that run.
  static func bronbatch() throws -> String {
    try URL(filePath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .deletingLastPathComponent().appending(path: "bronbatch").path
  }

  /// Runs `program` and waits for its end.
  ///
  /// - Parameter measured: whether its memory is watched meanwhile.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    measured: Bool = false
  ) throws -> Outcome {
    try Exchangebench.withFolder { captured in
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      process.currentDirectoryURL = folder
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      // Files instead of pipes: nothing waits for a reader.
      let (output, errors) = (captured.appending(path: "out"), captured.appending(path: "err"))
      for file in [output, errors] { try Data().write(to: file) }
      let handles = (try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors))
      (process.standardOutput, process.standardError) = handles
      try process.run()
      var peak = 0
      while measured && process.isRunning {
        peak = max(peak, Self.peak(of: process.processIdentifier) ?? 0)
        usleep(2_000)
      }
      process.waitUntilExit()
      try handles.0.close()
      try handles.1.close()
      return Outcome(
        code: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
        errors: try String(contentsOf: errors, encoding: .utf8), peak: peak)
    }
  }

  /// VmHWM of a process, in bytes; nil once it is gone.
  private static func peak(of process: Int32) -> Int? {
    guard let status = FileManager.default.contents(atPath: "/proc/\(process)/status") else { return nil }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1_024 }
  }
}
