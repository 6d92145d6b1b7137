import Foundation
import Testing

/// A spread of the calls at which `make crash` kills the program and has the power go, and `make faults` has one fail.
struct SweepTests {
  /// Runs the sweep, and gives what it says.
  private func sweep(_ arguments: String...) throws -> String {
    try Exchangebench.withFolder { folder in
      let program = URL(filePath: try Command.bronbatch()).deletingLastPathComponent().appending(path: "sweep").path
      let outcome = try Command.run(program, arguments + ["--folder", folder.path])
      #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
      #expect(try Exchangebench.files(below: folder).isEmpty)
      return outcome.output
    }
  }

  @Test func whereverItIsKilledTheNextRunFinishesIt() throws {
    let text = try sweep("crash", "--every", "97", "--again", "400")
    #expect(text.contains("each mended by running again") && text.contains("mended too"), "\(text)")
  }

  @Test func whateverTheDiskForgetsTheNextRunFinishesIt() throws {
    let text = try sweep("power", "--every", "149")
    #expect(text.contains("each mended by running again"), "\(text)")
  }

  @Test func whateverFailsTheNextRunFinishesIt() throws {
    let text = try sweep("faults", "--every", "149")
    #expect(text.contains("each done or mended by running again"), "\(text)")
  }
}
