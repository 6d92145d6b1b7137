import FileSystem
import Foundation
import Testing

/// The program as scripts see it: exit codes and output.
struct CommandLineTests {
  private static let specs = Exchangebench.root.appending(path: "Specs").path

  /// Runs the program in a folder; `--specs` is added.
  private func bronbatch(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    try Command.run(Command.bronbatch(), arguments, in: folder, environment: ["COLUMNS": "80"])
  }

  private func run(in folder: URL, _ arguments: [String] = [], reference: String = Exchangebench.sample("bo")) throws
    -> Command.Outcome
  {
    try bronbatch(
      ["run", "--specs", Self.specs, "--reference", reference, "--date", "2009-06-15"] + arguments, in: folder)
  }

  private func deliver(_ delivery: Delivery, in folder: URL) throws {
    let inbox = folder.appending(path: "Inbox")
    try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
    try Data(delivery.bytes).write(to: inbox.appending(path: delivery.naam))
  }

  @Test func codeIsZeroWhereAllIsAccepted() throws {
    try Exchangebench.withFolder { folder in
      let nothing = try run(in: folder)
      #expect(nothing.code == 0)
      #expect(nothing.output == "Geen aanleveringen gevonden in Inbox.\n")
      // A melding that is rejected is normal work.
      try deliver(Delivery(Regels.fout()), in: folder)
      let done = try run(in: folder)
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.output.contains("1 melding, 0 goedgekeurd, 1 afgekeurd"))
      #expect(
        try Exchangebench.files(below: folder.appending(path: "Outbox")) == [
          "01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz",
        ])
      #expect(try Exchangebench.files(below: folder.appending(path: "Archive")) == ["2009/06/01AA001A.B01"])
    }
  }

  @Test func codeIsOneWhereAFileIsRefused() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery().with { $0.records = 9 }, in: folder)
      let done = try run(in: folder)
      #expect(done.code == 1, "\(done.errors)")
      #expect(done.output.contains("X012 A  regel 1: Aantal records klopt niet (geteld zijn er 4)"))
      try deliver(Delivery().with { $0.records = 9 }, in: folder)
      let quiet = try run(in: folder, ["--quiet"])
      #expect(quiet.code == 1 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }
  }

  @Test(arguments: [
    ["run", "--no-such-option"], ["run", "--date", "2009-02-30"], ["run", "--date", "20090615"], ["no-such-command"],
    ["show"], ["run", "--register", "postgres:x"], ["run", "--dry-run", "--register", "postgres:x"],
    ["run", "--dry-run-folder", "x"], ["run", "--dry-run", "--dry-run-folder", ""],
    ["run", "--warn-removed-share", "20"], ["run", "--warn-removed-count", "20"],
    ["run", "--dry-run", "--warn-removed-share", "101"], ["run", "--dry-run", "--warn-removed-count", "0"],
    ["run", "--dry-run", "--dry-run-folder", "Inbox"], ["run", "--max-bytes", "0"], ["run", "--max-ratio", "0"],
    ["run", "--outbox", "Inbox"], ["run", "--outbox", "./Inbox/."], ["run", "--archive", "Inbox/01AA"],
    ["run", "--rejected", "Inbox/.work/x"], ["run", "--rejected", "Archive"],
    ["register", "prune"], ["register", "prune", "--before", "2009-02-30"],
    ["register", "prune", "--before", "20090701"],
    ["explain", "--specs", Self.specs, "999"], ["explain", "--specs", "no/such", "742"],
  ])
  func codeIsTwoForWrongUse(arguments: [String]) throws {
    try Exchangebench.withFolder { folder in
      let common =
        arguments.count > 1 && arguments[0] == "run"
        ? ["--specs", Self.specs, "--reference", Exchangebench.sample("bo")] : []
      let done = try bronbatch(arguments + common, in: folder)
      #expect(done.code == 2, "\(done.errors)")
      #expect(!done.errors.isEmpty && done.output.isEmpty)
    }
  }

  /// The codes are those of a run; and no register is made, nor anything but the answers.
  @Test func aDryRunEndsAsARunWould() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(), in: folder)
      let done = try run(in: folder, ["--dry-run"])
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.output.contains("→ Outbox-dry-run/01AA001T.B01.gz\n"))
      try deliver(Delivery(batchnummer: "002").with { $0.records = 9 }, in: folder)
      #expect(try run(in: folder, ["--dry-run", "--dry-run-folder", "proef/eerste"]).code == 1)
      #expect(
        try Exchangebench.files(below: folder) == [
          "Inbox/01AA001A.B01", "Inbox/01AA002A.B01", "Outbox-dry-run/.dry-run",
          "Outbox-dry-run/01AA001A.B01.ontvangst.xml.gz", "Outbox-dry-run/01AA001T.B01.gz", "proef/eerste/.dry-run",
          "proef/eerste/01AA001A.B01.ontvangst.xml.gz", "proef/eerste/01AA001T.B01.gz",
          "proef/eerste/01AA002A.B01.ontvangst.xml.gz",
        ])
      let list = try Command.run(
        "/usr/bin/env", ["sha256sum", "--check", "--quiet", ".dry-run"], in: folder.appending(path: "proef/eerste"))
      #expect(list.code == 0, "\(list.errors)")
      try Data().write(to: folder.appending(path: "bezet"))
      #expect(try run(in: folder, ["--dry-run", "--dry-run-folder", "bezet"]).code == 2)
    }
  }

  @Test func whatIsReadOfADeliveryHasLimits() throws {
    try Exchangebench.withFolder { folder in
      let bytes = Delivery().bytes
      try deliver(Delivery(), in: folder)
      let check = ["check", "Inbox/01AA001A.B01", "--specs", Self.specs, "--date", "2009-06-15"]
      #expect(try bronbatch(check + ["--max-bytes", "\(bytes.count)"], in: folder).code == 0)
      let checked = try bronbatch(check + ["--max-bytes", "\(bytes.count - 1)"], in: folder)
      #expect(checked.code == 1 && checked.output.contains("X033"), "\(checked.output)\(checked.errors)")
      let large = try run(in: folder, ["--max-bytes", "\(bytes.count - 1)"])
      #expect(large.code == 1 && large.output.contains("X033"), "\(large.output)\(large.errors)")
      // Beyond its first mebibyte a packed file may only be so many times what it is packed.
      let packed = try gzipMember(bytes + [UInt8](repeating: 0x20, count: 2 << 20))
      for (ratio, isRefused) in [("100000", false), ("50", true)] {
        try Data(packed).write(to: folder.appending(path: "Inbox/01AA001A.B01.gz"))
        let done = try run(in: folder, ["--max-ratio", ratio])
        #expect(done.code == 1 && done.output.contains("X033") == isRefused, "\(done.output)\(done.errors)")
      }
    }
  }

  @Test func pruneSaysWhatGoesAndWithYesItGoes() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(), in: folder)
      #expect(try run(in: folder).code == 0)
      func prune(_ arguments: [String]) throws -> String {
        let done = try bronbatch(["register", "prune", "--specs", Self.specs] + arguments, in: folder)
        #expect(done.code == 0 && done.errors.isEmpty, "\(done.errors)")
        return done.output
      }
      let counts = "  bewaarde antwoorden              1\n  bestanden in het archief         1\n"
      let nothing = "\nEr is niets verwijderd. Met --yes gebeurt het.\n"
      #expect(try prune(["--before", "2009-07-01"]) == "Zou verwijderd worden:\n" + counts + nothing)
      #expect(try Exchangebench.files(below: folder.appending(path: "Archive")) == ["2009/06/01AA001A.B01"])
      #expect(try prune(["--before", "2009-07-01", "--yes"]) == "Verwijderd:\n" + counts)
      #expect(try Exchangebench.files(below: folder.appending(path: "Archive")).isEmpty)
      #expect(
        try prune(["--before", "2009-07-01"]) == "Zou verwijderd worden:\n" + counts.replacing("1\n", with: "0\n")
          + nothing)
      // It comes again: known, and its answer is gone.
      try deliver(Delivery(), in: folder)
      let again = try run(in: folder)
      #expect(again.code == 1 && again.output.contains("X009"), "\(again.output)")
    }
  }

  @Test func codeIsThreeWithoutPersons() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(), in: folder)
      let done = try run(in: folder, reference: folder.path)
      #expect(done.code == 3)
      #expect(done.errors.contains("personen.csv is missing"))
      #expect(try Exchangebench.files(below: folder) == ["Inbox/01AA001A.B01"])
    }
  }

  @Test func codeIsThreeWhereSomethingCannotBeFinished() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(), in: folder)
      // A file where the folder of the archive must be.
      try Data().write(to: folder.appending(path: "Archive"))
      let done = try run(in: folder)
      #expect(done.code == 3)
      #expect(done.errors.contains("01AA001A.B01 could not be finished"))
      try FileManager.default.removeItem(at: folder.appending(path: "Archive"))
      #expect(try run(in: folder).code == 0)
      #expect(try Exchangebench.files(below: folder.appending(path: "Archive")) == ["2009/06/01AA001A.B01"])
    }
  }

  @Test(arguments: [
    ("help.txt", ["--help"]),
    ("show-aanlevering.txt", ["show", "vavo/01AA001A.A01"]),
    ("show-terugkoppeling.txt", ["show", "bo/01AA002T.B01"]),
    ("show-records.txt", ["show", "--records", "vavo/01AA001T.A01"]),
    ("explain-207.txt", ["explain", "207"]), ("explain-814.txt", ["explain", "814"]),
    ("explain-X203.txt", ["explain", "(x203)"]),
  ])
  func outputIsAsItWas(golden: String, arguments: [String]) throws {
    try Exchangebench.withFolder { folder in
      let common = arguments[0] == "--help" ? [] : ["--specs", Self.specs]
      let done = try bronbatch(
        arguments.map { $0.contains("/") ? Exchangebench.sample($0) : $0 } + common, in: folder)
      #expect(done.code == 0 && done.errors.isEmpty)
      try Golden.expect(done.output, golden)
    }
  }

  /// All that machines are told; the seconds alone are other ones each time.
  @Test func aRunIsOneObjectForMachines() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(Regels.goed() + Regels.fout(2)), in: folder)
      try deliver(Delivery(batchnummer: "002").with { $0.records = 9 }, in: folder)
      try Data("x".utf8).write(to: folder.appending(path: "Inbox/02BB001A.B01.part"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "Inbox/map"), withIntermediateDirectories: true)
      func json(_ arguments: [String] = []) throws -> String {
        let done = try run(in: folder, ["--json"] + arguments)
        #expect(done.code == 1 && done.output.hasSuffix("}\n"), "\(done.errors)")
        #expect(done.output.count { $0 == "\n" } == 1)
        return done.output.replacing(#/"seconds":[0-9.]+/#, with: "\"seconds\":0")
      }
      let proef = try json(["--dry-run"])
      let echt = try json()
      try Golden.expect(echt.replacing(",\"", with: ",\n\""), "run.json")
      #expect(
        proef.replacing("\"dryRun\":true", with: "\"dryRun\":false").replacing("Outbox-dry-run", with: "Outbox")
          == echt)
      #expect(!["210000", "1991", "achternaam"].contains { echt.contains($0) })
    }
  }

  @Test func aFileThatCannotBeFinishedIsInTheObject() throws {
    try Exchangebench.withFolder { folder in
      try deliver(Delivery(), in: folder)
      try Data().write(to: folder.appending(path: "Archive"))
      let done = try run(in: folder, ["--json", "--quiet"])
      #expect(done.code == 3 && done.output.contains("\"exitCode\":3"))
      #expect(done.output.contains("\"unfinished\":[{\"error\":\""), "\(done.output)")
    }
  }

  /// Nothing is written where something else could not be.
  @Test func whatGenerateCannotWriteIsSaidFirst() throws {
    try Exchangebench.withFolder { folder in
      for persons in ["map/personen.csv", "map"] {
        let made = try bronbatch(
          [
            "generate", "--sector", "BO", "--meldingen", "1", "--seed", "1", "--output", "x.B01", "--persons", persons,
            "--specs", Self.specs,
          ], in: folder)
        #expect(made.code == 2, "\(made.errors)")
        #expect(try Exchangebench.files(below: folder).isEmpty)
        try FileManager.default.createDirectory(at: folder.appending(path: "map"), withIntermediateDirectories: true)
      }
    }
  }

  @Test func anUnknownCodeGivesTheOnesNearIt() throws {
    try Exchangebench.withFolder { folder in
      let done = try bronbatch(["explain", "X206", "--specs", Self.specs], in: folder)
      #expect(done.code == 2 && done.output.isEmpty)
      #expect(
        done.errors == "bronbatch: there is no check with code 'X206'. Near it are: X203, X204, X205, X207, X208\n")
    }
  }

  @Test func docsWritesThePagesAndSaysWhere() throws {
    try Exchangebench.withFolder { folder in
      for _ in 1...2 {
        let done = try bronbatch(["docs", "--specs", Self.specs, "--output", "pve/paginas"], in: folder)
        #expect(done.code == 0 && done.errors.isEmpty, "\(done.errors)")
        #expect(done.output == "pve/paginas/index.html\n")
      }
      let files = try Exchangebench.files(below: folder)
      for name in ["index.html", "record-320.html", "controle-830.html", "stijl.css"] {
        #expect(files.contains("pve/paginas/\(name)"))
      }
      #expect(files.allSatisfy { $0.hasSuffix(".html") || $0.hasSuffix(".css") })
    }
  }
}
