import FileSystem
import Foundation
import Testing

@testable import Exchange

/// What somebody sees who types `bronbatch migrate`.
struct MigrateCommandTests {
  private func run(_ folder: URL, _ arguments: [String]) throws -> Command.Outcome {
    try Command.run(
      Command.bronbatch(),
      [
        "migrate", "Historie", "--specs", Exchangebench.root.appending(path: "Specs").path, "--reference",
        Exchangebench.sample("bo"), "--date", "2012-01-01",
      ] + arguments, in: folder)
  }

  private func bewaar(_ delivery: Delivery, _ folder: URL, as pad: String? = nil) throws {
    let path = folder.appending(path: "Historie/\(pad ?? delivery.naam)")
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(delivery.bytes).write(to: path)
  }

  /// Planned, tried, done, and compared with its own answers.
  @Test func fromPlanToComparison() throws {
    try Exchangebench.withFolder { folder in
      try bewaar(.van("20080901", 999, Regels.goed()), folder, as: "2008/01AA/01AA999A.B01")
      try bewaar(.van("20080901", 999, Regels.goed()), folder, as: "kopie/een.txt")
      try bewaar(.van("20090301", 2, Regels.goed(1, Regels.twee) + Regels.fout(2)), folder)
      try bewaar(.van("20090401", 3).with { $0.records = 7 }, folder)
      let plan = try run(folder, ["--plan"])
      #expect(plan.code == 1)
      #expect(try Exchangebench.files(below: folder).allSatisfy { $0.hasPrefix("Historie/") })
      let proef = try run(folder, ["--dry-run"])
      #expect(proef.code == 1)
      #expect(try Exchangebench.files(below: folder).allSatisfy { $0.hasPrefix("Historie/") })
      let echt = try run(folder, ["--report", "a.json", "--report", "a.txt"])
      #expect(echt.code == 1 && echt.output.hasPrefix(plan.output))
      #expect(proef.output.replacing(" van een proef: alles is zoals het was", with: "") == echt.output)
      #expect(try String(contentsOf: folder.appending(path: "a.txt"), encoding: .utf8) == echt.output)
      let vergeleken = try run(folder, ["--compare", "Outbox-migrate", "--report", "b.json"])
      #expect(vergeleken.code == 1 && vergeleken.output.hasPrefix(echt.output))
      try Golden.expect(vergeleken.output, "migrate.txt")
      try Golden.expect(try String(contentsOf: folder.appending(path: "b.json"), encoding: .utf8), "migrate.json")
      let namen = Set(try Exchangebench.files(below: folder).map { $0.split(separator: "/")[0] })
      #expect(namen.isSuperset(of: ["Outbox-migrate", "Archive", "Rejected", "bronbatch.sqlite"]))
      #expect(!namen.contains("Outbox") && !namen.contains("Inbox"))
    }
  }

  @Test(
    arguments: [
      (["--plan", "--dry-run"], 2), (["--plan", "--compare", "x"], 2), (["--answers", "Historie/uit"], 2),
      (["--compare", "nergens"], 2), (["--report", "nergens/a.json"], 2),
      (["--quiet"], 0),
    ] as [([String], Int32)])
  func exitCodes(arguments: [String], code: Int32) throws {
    try Exchangebench.withFolder { folder in
      try bewaar(.van("20090301", 2), folder)
      let done = try run(folder, arguments)
      #expect(done.code == code, "\(done.errors)")
      if code == 0 { #expect(done.output.isEmpty) }
    }
  }
}
