import FileSystem
import Foundation
import Testing

/// `bronbatch register decide`, as the one who decides sees it.
struct DecideTests {
  private static let specs = Exchangebench.root.appending(path: "Specs").path

  private func bronbatch(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    try Command.run(
      Command.bronbatch(), arguments + ["--specs", Self.specs, "--reference", folder.path, "--date", "2009-06-20"],
      in: folder)
  }

  private func decide(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    try bronbatch(["register", "decide"] + arguments, in: folder)
  }

  /// A register with two cases that wait for each other, and one by itself.
  private func withCases(_ body: (URL) throws -> Void) throws {
    try Exchangebench.withFolder { folder in
      try Data(BesluitTests.persons.utf8).write(to: folder.appending(path: "personen.csv"))
      let delivery = Delivery(
        [Regels.sleutel(1, Regels.een, leerling: "77")] + Regels.inschrijving(1) + BesluitTests.jansen(2)
          + BesluitTests.jansen(3, leerling: "78") + BesluitTests.pietersen(4))
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      try Data(delivery.bytes).write(to: inbox.appending(path: delivery.naam))
      #expect(try bronbatch(["run", "--quiet"], in: folder).code == 0)
      try body(folder)
    }
  }

  @Test func theListTellsCandidatesApart() throws {
    try withCases { folder in
      let done = try decide([], in: folder)
      #expect(done.code == 0 && done.errors.isEmpty)
      #expect(
        done.output == """
          Zaak 1  BRIN 01AA, leerlingnummer 77
            3 meldingen wachten sinds 2009-06-20
              01AA001A.B01  batch 1  melding 1  ontvangen 2009-06-20  wacht mee
              01AA001A.B01  batch 1  melding 2  ontvangen 2009-06-20
              01AA001A.B01  batch 1  melding 3  ontvangen 2009-06-20  wacht mee
            2 kandidaten
               1  GBA, postcode 9722, als in de melding
               2  GBA, postcode 1234, anders dan in de melding
            Misschien dezelfde persoon, en pas te verwerken als ook besloten: zaak 2

          Zaak 2  BRIN 01AA, leerlingnummer 78
            3 meldingen wachten sinds 2009-06-20
              01AA001A.B01  batch 1  melding 1  ontvangen 2009-06-20  wacht mee
              01AA001A.B01  batch 1  melding 2  ontvangen 2009-06-20  wacht mee
              01AA001A.B01  batch 1  melding 3  ontvangen 2009-06-20
            2 kandidaten
               1  GBA, postcode 9722, als in de melding
               2  GBA, postcode 1234, anders dan in de melding
            Misschien dezelfde persoon, en pas te verwerken als ook besloten: zaak 1

          Zaak 3  BRIN 01AA, leerlingnummer 20
            1 melding wacht sinds 2009-06-20
              01AA001A.B01  batch 1  melding 4  ontvangen 2009-06-20
            2 kandidaten
               1  GBA, postcode 9722, als in de melding
               2  GBA, postcode 1234, anders dan in de melding

          3 te beslissen: bronbatch register decide ZAAK --candidate N | --number NUMMER | --new

          """)
      let shown = try decide(["--show-personal-data"], in: folder)
      #expect(shown.output.contains("  JANSEN, JAN PIET, geboren 1990-01-01, M, postcode 9722TB\n"))
      #expect(shown.output.contains("     2  GBA, 210000119, Jan Piet Jansen, 1990-01-01, M, 1234AB\n"))
    }
  }

  /// Taken over as a whole, or not at all: every wrong line is named, without what stands in it.
  @Test func aFileDecidesManyOrNone() throws {
    try withCases { folder in
      let file = folder.appending(path: "besluiten.csv")
      func decide(_ text: String, _ arguments: [String] = []) throws -> Command.Outcome {
        try Data(text.utf8).write(to: file)
        return try self.decide(["--file", "besluiten.csv"] + arguments, in: folder)
      }
      let wrong = try decide("case;decision;opmerking\n1;2;\n9;new;\n2;210000004;x\n\n3;7;\n1;=2;\n")
      #expect(wrong.code == 2 && wrong.output.isEmpty)
      #expect(
        wrong.errors == """
          bronbatch: besluiten.csv:3: there is no case 9
          bronbatch: besluiten.csv:4: who has the number for case 2 has another birth date or sex than the melding
          bronbatch: besluiten.csv:6: case 3 has 2 candidates, and no number 7
          bronbatch: besluiten.csv:7: case 1 was decided already on 2009-06-20
          bronbatch: nothing was decided

          """)
      let unreadable = try decide("case;decision\nx;1\n1;-1\n2;misschien\n")
      #expect(unreadable.code == 2)
      #expect(
        unreadable.errors.split(separator: "\n").map { $0.prefix(27) } == [
          "bronbatch: besluiten.csv:2:", "bronbatch: besluiten.csv:3:", "bronbatch: besluiten.csv:4:",
          "bronbatch: nothing was deci",
        ])
      for (text, error) in [
        ("zaak;decision\n1;1\n", "besluiten.csv:1: the column 'case' is missing"),
        ("case;decision\n1\n", "besluiten.csv:2: the row has 1 fields, the header has 2"),
        ("", "besluiten.csv:1: the table has no header row"),
      ] {
        let done = try decide(text)
        #expect(done.code == 2 && done.errors.contains(error), "\(done.errors)")
      }
      #expect(try self.decide(["--file", "er-is-geen.csv"], in: folder).code == 2)
      let right = "case;decision\n1;2\n2;=1\n3;new\n"
      let proef = try decide(right, ["--dry-run"])
      #expect(proef.output.contains("Zaak 3: besloten; 1 melding in de volgende terugkoppeling (proef: niets bewaard)"))
      #expect(try self.decide([], in: folder).output.contains("3 te beslissen"))
      let done = try decide(right)
      #expect(done.code == 0 && done.errors.isEmpty)
      #expect(
        try self.decide([], in: folder).output == "0 te beslissen\nBesloten, en nog niet teruggekoppeld: 1, 2, 3\n")
      let status = try Command.run(
        Command.bronbatch(), ["register", "status", "--specs", Self.specs], in: folder)
      #expect(status.output.hasSuffix("in behandeling    4\nte beslissen      0\nbesloten          3\n"))
    }
  }

  /// What nobody means well with costs a short error, and shows nothing of what it holds.
  @Test func aSenselessFileIsRefusedInFewWords() throws {
    try withCases { folder in
      let head = "case;decision\n"
      let files: [(bytes: [UInt8], error: String)] = [
        (Array((head + String(repeating: "9;new\n", count: 50)).utf8), "bronbatch: and 30 more lines\n"),
        (Array((head + String(repeating: "GEHEIM;210000004\n", count: 100_001)).utf8), "more than 100000 decisions"),
        (Array((head + "1;\"" + String(repeating: "GEHEIM", count: 200_000)).utf8), "more than 1048576 bytes"),
        (Array((head + "1;2;GEHEIM\n").utf8), "besluiten.csv:2: the row has 3 fields, the header has 2"),
        (Array(head.utf8) + [0x31, 0x3B, 0xFF, 0x0A], "besluiten.csv:2: the table is not UTF-8"),
      ]
      for (bytes, error) in files {
        try Data(bytes).write(to: folder.appending(path: "besluiten.csv"))
        let done = try decide(["--file", "besluiten.csv"], in: folder)
        #expect(done.code == 2 && done.output.isEmpty)
        #expect(done.errors.contains(error) && done.errors.utf8.count < 2_048, "\(done.errors.prefix(300))")
        #expect(!done.errors.contains("GEHEIM") && !done.errors.contains("210000004"))
      }
    }
  }

  /// From decision to feedback: what `run` and `show` say of it.
  @Test func runAndShowTellOfIt() throws {
    try withCases { folder in
      let one = try decide(["1", "--candidate", "1"], in: folder)
      #expect(one.output == "Zaak 1: besloten; 3 meldingen in behandeling tot ook zaak 2 is besloten\n")
      #expect(
        try decide(["1", "--undo"], in: folder).output == "Zaak 1: besluit teruggenomen; 3 meldingen in behandeling\n")
      for arguments in [["1", "--candidate", "1"], ["2", "--number", "210000119"], ["3", "--new"]] {
        #expect(try decide(arguments, in: folder).code == 0)
      }
      let run = try bronbatch(["run"], in: folder)
      #expect(run.code == 0, "\(run.errors)")
      #expect(
        run.output.hasPrefix(
          """
          01AA002T.B01
            besloten meldingen van eerdere aanleveringen: 4 goedgekeurd, 0 afgekeurd
            in het register   toegevoegd   gewijzigd  verwijderd
              personen                 4           0           0
              inschrijvingen           4           0           0
              perioden                 4           0           0
            → Outbox/01AA002T.B01.gz
          """), "\(run.output)")
      let show = try Command.run(
        Command.bronbatch(), ["show", "--overview", "Outbox/01AA002T.B01.gz", "--specs", Self.specs], in: folder)
      #expect(show.output.contains("4 meldingen: tot nu toe 4 goedgekeurd, 0 afgekeurd, 0 in behandeling"))
      #expect(try decide(["3", "--undo"], in: folder).code == 2)
    }
  }

  @Test(arguments: [
    ["1"], ["--new"], ["1", "--new", "--undo"], ["--file", "x", "--new"], ["1", "--file", "x"], ["--dry-run"],
    ["1", "--candidate", "een"],
  ])
  func wrongUse(arguments: [String]) throws {
    try Exchangebench.withFolder { folder in
      let done = try decide(arguments, in: folder)
      #expect(done.code == 2 && !done.errors.isEmpty && done.output.isEmpty)
    }
  }
}
