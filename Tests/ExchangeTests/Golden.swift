import Foundation
import Testing

/// Texts that the program must go on to print.
enum Golden {
  /// Compares with a committed text. Where the output was changed on purpose, the environment
  /// variable `BRONBATCH_WRITE_GOLDEN=1` writes it anew; look at the difference before committing it.
  static func expect(_ output: String, _ name: String) throws {
    try expect(output, in: "Tests/Golden/\(name)")
  }

  /// Compares with a committed text that lies elsewhere in the project.
  static func expect(_ output: String, in path: String) throws {
    let file = Exchangebench.root.appending(path: path)
    if ProcessInfo.processInfo.environment["BRONBATCH_WRITE_GOLDEN"] == "1" {
      try Data(output.utf8).write(to: file)
    }
    #expect(output == (try String(contentsOf: file, encoding: .utf8)))
  }
}
