import Foundation
import Testing

/// Options from file, environment and command line.
struct ConfigTests {
  private func bronbatch(
    _ arguments: [String], in folder: URL, _ environment: [String: String] = [:]
  ) throws -> Command.Outcome {
    try Command.run(Command.bronbatch(), arguments, in: folder, environment: environment)
  }

  private func withFile(_ text: String, _ body: (URL) throws -> Void) throws {
    try Exchangebench.withFolder { folder in
      try Data(text.utf8).write(to: folder.appending(path: "bronbatch.yaml"))
      try body(folder)
    }
  }

  /// By option, value and source as `config` tells them.
  private func inForce(
    _ arguments: [String] = [], in folder: URL, _ environment: [String: String] = [:]
  ) throws -> [String: String] {
    let done = try bronbatch(["config", "--json"] + arguments, in: folder, environment)
    #expect(done.code == 0 && done.errors.isEmpty, "\(done.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: [String: String]]
    return try #require(object).mapValues { "\($0["value"] ?? "?") from \($0["source"] ?? "?")" }
  }

  @Test func theNearestCounts() throws {
    try withFile("# ours\ninbox: In\noutbox: Uit\nrefuse-gaps: true\nquiet: false\nsettle: 2\n") { folder in
      let environment = ["BRONBATCH_OUTBOX": "Weg", "BRONBATCH_QUIET": "true"]
      let values = try inForce(["--settle", "3", "--specs=S"], in: folder, environment)
      #expect(values["inbox"] == "In from bronbatch.yaml:2")
      #expect(values["outbox"] == "Weg from BRONBATCH_OUTBOX")
      #expect(values["refuse-gaps"] == "true from bronbatch.yaml:4")
      #expect(values["quiet"] == "true from BRONBATCH_QUIET")
      #expect(values["settle"] == "3 from --settle")
      #expect(values["reference"] == "S/reference from default")
      #expect(values["archive"] == "./Archive from default")
      #expect(values["all-faults"] == "false from default")
      try FileManager.default.moveItem(
        at: folder.appending(path: "bronbatch.yaml"), to: folder.appending(path: "other.yaml"))
      #expect(try inForce(in: folder)["inbox"] == "Inbox from default")
      #expect(try inForce(["--config", "other.yaml"], in: folder)["inbox"] == "In from other.yaml:2")
      #expect(try inForce(in: folder, ["BRONBATCH_CONFIG": "other.yaml"])["inbox"] == "In from other.yaml:2")
      // Of `run`, and not of `config` and its own flag of that name.
      #expect(try inForce(in: folder)["json"] == "false from default")
      #expect(try inForce(in: folder, ["BRONBATCH_JSON": "true"])["json"] == "true from BRONBATCH_JSON")
      let table = try bronbatch(["config", "--config=other.yaml"], in: folder)
      #expect(table.output.hasPrefix("inbox           In "), "\(table.output)")
      #expect(try bronbatch(["config", "--config", "nothing.yaml"], in: folder).code == 3)
    }
  }

  @Test func everyFaultIsNamedAtOnce() throws {
    let text = "inbocks: In\nsettle: soon\nrefuse-gaps: yes please\noutbox: [a, b]\ndate: 2009-02-30\ngrace: -1\n"
    try withFile(text) { folder in
      for command in ["config", "run", "watch", "status"] {
        let done = try bronbatch([command], in: folder, ["BRONBATCH_INBOCKS": "In", "BRONBATCH_SETTLE": "99999999"])
        #expect(done.code == 2 && done.output.isEmpty)
        for fault in [
          "bronbatch.yaml:1: there is no option 'inbocks'; nearest is 'inbox'",
          "bronbatch.yaml:2: settle: The value 'soon' is invalid for '--settle <seconds>'",
          "bronbatch.yaml:3: refuse-gaps: it is true or false, and not 'yes please'",
          "bronbatch.yaml:4: outbox takes one value",
          "bronbatch.yaml:5: date: '2009-02-30' is no date",
          "bronbatch.yaml:6: grace: --grace takes a number of seconds from 0.1 to 86400.",
          "environment: there is no option 'BRONBATCH_INBOCKS'; nearest is 'BRONBATCH_INBOX'",
          "BRONBATCH_SETTLE: settle: --settle takes a number of seconds from 0 to 86400.",
        ] {
          #expect(done.errors.contains(fault), "\(command), \(fault): \(done.errors)")
        }
      }
      #expect(try Exchangebench.files(below: folder) == ["bronbatch.yaml"])
    }
  }

  @Test(arguments: ["inbox: [", "- inbox", "inbox: a\ninbox: b\n", "inbox"])
  func aFileThatIsNoneIsNamed(text: String) throws {
    try withFile(text) { folder in
      let done = try bronbatch(["config"], in: folder)
      #expect(done.code == 2 && done.errors.contains("bronbatch.yaml"), "\(done.errors)")
    }
  }

  @Test func commandsGoByIt() throws {
    let specs = Exchangebench.root.appending(path: "Specs").path
    let text = """
      inbox: In
      outbox: Uit
      specs: "\(specs)"
      reference: "\(Exchangebench.sample("bo"))"
      register: sqlite:register.sqlite
      date: 2009-06-15
      quiet: true
      """
    try withFile(text) { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "In"), withIntermediateDirectories: true)
      try Data(Delivery().bytes).write(to: folder.appending(path: "In/01AA001A.B01"))
      let run = try bronbatch(["run"], in: folder)
      #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
      let answers = try Exchangebench.files(below: folder.appending(path: "Uit"))
      #expect(answers == ["01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz"])
      #expect(try bronbatch(["register", "verify"], in: folder).output == "Het register is in orde.\n")
      #expect(try bronbatch(["status"], in: folder).output.contains("01AA001A.B01        aangenomen"))
      // Its date is another option of the same name.
      let made = ["generate", "--sector", "BO", "--meldingen", "1", "--seed", "1", "--output"]
      #expect(try bronbatch(made + ["one"], in: folder).code == 0)
      #expect(
        try bronbatch(made + ["two"], in: folder, ["BRONBATCH_DATE": "2010-03-03", "BRONBATCH_OUTBOX": "x"]).code == 0)
      #expect(
        try Data(contentsOf: folder.appending(path: "one")) == Data(contentsOf: folder.appending(path: "two")))
    }
  }

  /// The page is made from the table that the program goes by.
  @Test func thePageIsThatOfTheOptions() throws {
    try Exchangebench.withFolder { folder in
      let page = try bronbatch(["config", "--page"], in: folder)
      try Golden.expect(page.output, "../../Documentation/configuration.md")
      let options = try ["run", "watch"].flatMap { command in
        try bronbatch([command, "--help"], in: folder).output.split(separator: "\n").compactMap { line in
          line.split(separator: " ").first.flatMap { $0.hasPrefix("--") ? $0.dropFirst(2) : nil }
        }
      }
      let ours = Set(options.map(String.init)).subtracting([
        "config", "version", "help", "dry-run", "dry-run-folder", "warn-removed-share", "warn-removed-count",
      ])
      let named = Set(
        page.output.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
          String(row.dropFirst(3).prefix { $0 != "`" })
        })
      #expect(ours.count > 15 && named == ours, "\(named.symmetricDifference(ours))")
    }
  }
}
