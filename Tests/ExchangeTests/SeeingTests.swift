import Foundation
import FoundationNetworking
import Glibc
import Testing

/// What can be seen of the work from outside: log lines and metrics.
struct SeeingTests {
  private func withDeliveries(_ body: (URL, [String]) throws -> Void) throws {
    try Exchangebench.withFolder { folder in
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      try Data(Delivery(Regels.goed() + Regels.fout(2)).bytes).write(to: inbox.appending(path: "01AA001A.B01"))
      try Data(Delivery(batchnummer: "002").with { $0.records = 9 }.bytes).write(
        to: inbox.appending(path: "01AA002A.B01"))
      let run = [
        "run", "--quiet", "--specs", Exchangebench.root.appending(path: "Specs").path, "--reference",
        Exchangebench.sample("bo"), "--date", "2009-06-15",
      ]
      try body(folder, run)
    }
  }

  @Test func everyDeliveryAndStateIsALineOfTheLog() throws {
    try withDeliveries { folder, run in
      let done = try Command.run(
        Command.bronbatch(), run + ["--log-format", "json", "--log-level", "info"], in: folder)
      #expect(done.code == 1 && done.output.isEmpty)
      let lines = try done.errors.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
      }
      let told = lines.filter { $0["level"] == "info" }
      #expect(told.allSatisfy { $0["time"]?.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/#) != nil })
      #expect(
        told.map { "\($0["message"] ?? "") \($0["file"] ?? "") \($0["status"] ?? "-")" } == [
          "delivery claimed 01AA001A.B01 -", "delivery decided 01AA001A.B01 aangenomen",
          "delivery finished 01AA001A.B01 aangenomen", "delivery claimed 01AA002A.B01 -",
          "delivery decided 01AA002A.B01 geweigerd", "delivery finished 01AA002A.B01 geweigerd",
        ])
      let (first, last) = (told[2], told[5])
      #expect([first["meldingen"], first["approved"], first["rejected"], first["pending"]] == ["2", "1", "1", "0"])
      #expect(last["faults"] == "X012")
      // Nobody in it.
      #expect(!["210000", "1991", "achternaam"].contains { done.errors.contains($0) })
    }
  }

  /// Counters go on from run to run, and a file that cannot be written stops nothing.
  @Test func whatIsDoneIsCounted() throws {
    try withDeliveries { folder, run in
      let file = folder.appending(path: "bronbatch.prom")
      func metrics() throws -> [String: Double] {
        var values: [String: Double] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
          let parts = line.split(separator: " ")
          values[String(parts[0])] = Double(parts[1])
        }
        return values
      }
      #expect(try Command.run(Command.bronbatch(), run + ["--metrics", "bronbatch.prom"], in: folder).code == 1)
      let first = try metrics()
      #expect(first["bronbatch_deliveries_total{outcome=\"accepted\"}"] == 1)
      #expect(first["bronbatch_deliveries_total{outcome=\"refused\"}"] == 1)
      #expect(first["bronbatch_meldingen_total{status=\"approved\"}"] == 1)
      #expect(first["bronbatch_meldingen_total{status=\"rejected\"}"] == 1)
      #expect(first["bronbatch_file_faults_total{code=\"X012\"}"] == 1)
      #expect(
        first.keys.contains { $0.hasPrefix("bronbatch_signals_total{code=\"") && $0.hasSuffix("severity=\"A\"}") })
      #expect((first["bronbatch_stage_seconds_sum{stage=\"decide\"}"] ?? 0) > 0)
      #expect(first["bronbatch_stage_seconds_count{stage=\"decide\"}"] == 2)
      #expect(first["bronbatch_queue_files"] == 0 && first["bronbatch_unfinished"] == 0)
      let success = try #require(first["bronbatch_last_success_timestamp_seconds"])
      try Data(Delivery(batchnummer: "002", Regels.fout()).bytes).write(
        to: folder.appending(path: "Inbox/01AA002A.B01"))
      try Data(Delivery(batchnummer: "003").bytes).write(to: folder.appending(path: "Inbox/01AA003A.B01.part"))
      #expect(try Command.run(Command.bronbatch(), run + ["--metrics", "bronbatch.prom"], in: folder).code == 0)
      let second = try metrics()
      #expect(second["bronbatch_stage_seconds_count{stage=\"decide\"}"] == 3)
      #expect(second["bronbatch_deliveries_total{outcome=\"accepted\"}"] == 2)
      #expect(second["bronbatch_meldingen_total{status=\"rejected\"}"] == 2)
      #expect((second["bronbatch_last_success_timestamp_seconds"] ?? 0) > success)
      #expect(try Exchangebench.files(below: folder).filter { $0.contains("prom") } == ["bronbatch.prom"])
      // What stands there that nobody counted is no number to go on from.
      let odd =
        "# TYPE bronbatch_deliveries_total counter\n"
        + ["nan", "inf", "-1", "1e300", "x"].map { "bronbatch_deliveries_total{outcome=\"\($0)\"} \($0)\n" }.joined()
      try Data((odd + "# TYPE other counter\nother 1\n").utf8).write(to: file)
      #expect(try Command.run(Command.bronbatch(), run + ["--metrics", "bronbatch.prom"], in: folder).code == 0)
      #expect(try !metrics().keys.contains { $0.contains("deliveries") || $0 == "other" })
      try Data(Delivery(batchnummer: "003", Regels.fout()).bytes).write(
        to: folder.appending(path: "Inbox/01AA003A.B01"))
      let nowhere = try Command.run(
        Command.bronbatch(), run + ["--log-level", "warning", "--metrics", "no/such/folder"], in: folder)
      #expect(nowhere.code == 0 && nowhere.errors.contains("the metrics could not be written"), "\(nowhere.errors)")
    }
  }

  /// Over HTTP, and to this machine alone.
  @Test func aWatchGivesItsMetrics() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "Inbox"), withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let dienst = try WatchTests.Dienst(folder, ["--metrics-port", "0", "--quiet", "--log-level", "notice"])
    try dienst.wait("the metrics") { try dienst.errors().contains("/metrics") }
    let address = try #require(try dienst.errors().firstMatch(of: #/http://127\.0\.0\.1:(\d+)/metrics/#))
    func get(_ path: String) async throws -> (code: Int?, type: String?, text: String) {
      let url = try #require(URL(string: "http://127.0.0.1:\(address.1)\(path)"))
      let (data, response) = try await URLSession.shared.data(from: url)
      let answer = response as? HTTPURLResponse
      return (
        answer?.statusCode, answer?.value(forHTTPHeaderField: "Content-Type"), String(decoding: data, as: UTF8.self)
      )
    }
    let inbox = folder.appending(path: "Inbox")
    try Data(Delivery(Regels.goed() + Regels.fout(2)).bytes).write(to: inbox.appending(path: "x.part"))
    try FileManager.default.moveItem(at: inbox.appending(path: "x.part"), to: inbox.appending(path: "01AA001A.B01"))
    try dienst.waitFor("Archive/2009/06/01AA001A.B01")
    try Data().write(to: inbox.appending(path: "01AA002A.B01.part"))
    var answer = try await get("/metrics")
    // The delivery is counted just behind its being put away.
    for _ in 0..<1_000 where !answer.text.contains("outcome") { answer = try await get("/metrics") }
    #expect(answer.code == 200 && answer.type == "text/plain; version=0.0.4; charset=utf-8")
    for line in [
      "# TYPE bronbatch_deliveries_total counter", "bronbatch_deliveries_total{outcome=\"accepted\"} 1",
      "bronbatch_meldingen_total{status=\"rejected\"} 1", "bronbatch_stage_seconds_count{stage=\"read\"} 1",
      "bronbatch_queue_files 0",
    ] {
      #expect(answer.text.split(separator: "\n").contains(Substring(line)), "\(line)")
    }
    #expect(!["210000", "1991", "achternaam"].contains { answer.text.contains($0) })
    for path in ["/", "/metrics/x", "/../etc/passwd", "/Inbox"] { #expect(try await get(path).code == 404) }
    let other = try Command.run(
      Command.bronbatch(),
      [
        "watch", "--metrics-port", String(address.1), "--specs", Exchangebench.root.appending(path: "Specs").path,
        "--reference", Exchangebench.sample("bo"), "--inbox", "Other/Inbox", "--register", "sqlite:other.sqlite",
      ], in: folder)
    #expect(other.code == 3 && other.errors.contains("metrics cannot be given at 127.0.0.1:\(address.1)"))
    dienst.signal(SIGTERM)
    #expect(dienst.code() == 0)
  }
}
