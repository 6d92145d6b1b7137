import Foundation
import Testing

/// A dry run warns of a delivery that takes away much of what an institution has.
struct AfnameTests {
  private static let specs = Exchangebench.root.appending(path: "Specs").path

  private func bronbatch(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    try Command.run(Command.bronbatch(), arguments + ["--specs", Self.specs], in: folder)
  }

  private func proef(_ arguments: [String] = [], in folder: URL) throws -> Command.Outcome {
    try bronbatch(["run", "--dry-run", "--reference", ".", "--date", "2010-02-01"] + arguments, in: folder)
  }

  /// A delivery that takes away the first inschrijvingen of another one, and gives some of them again.
  private func verwijdering(van bytes: Data, aantal: Int, opnieuw: Int) -> Delivery {
    let lines = String(decoding: bytes, as: UTF8.self).dropLast().split(separator: "\r\n").map(String.init)
    let meldingen = Dictionary(grouping: lines.dropFirst()) { $0.dropFirst(3).prefix(6) }.sorted { $0.key < $1.key }
    let nieuw = meldingen.map(\.value).filter { $0.contains { $0.hasPrefix("320") && Array($0)[9] == "T" } }
    var regels: [String] = []
    var nummer = 0
    func voegToe(_ melding: [String]) {
      nummer += 1
      regels += melding.map { $0.prefix(3) + Regels.melding(nummer) + $0.dropFirst(9) }
    }
    for (index, melding) in nieuw.prefix(aantal).enumerated() {
      let inschrijving = melding.first { $0.hasPrefix("320") } ?? ""
      voegToe([melding[0], inschrijving.prefix(9) + "V" + inschrijving.dropFirst(10)])
      if index < opnieuw { voegToe(melding) }
    }
    return Delivery(batchnummer: "002", regels).with {
      $0.brin = "99ZZ"
      $0.datum = "20100201"
    }
  }

  /// Twelve of 38 inschrijvingen, 31.6 percent, and the 22 of 68 perioden that hang on them; the four BPVs are few.
  @Test func muchIsTold() throws {
    try Exchangebench.withFolder { folder in
      let made = try bronbatch(
        ["generate", "--meldingen", "40", "--seed", "1", "--sector", "BO", "--output", "99ZZ001A.B01"]
          + ["--persons", "personen.csv"], in: folder)
      #expect(made.code == 0, "\(made.errors)")
      let bytes = try Data(contentsOf: folder.appending(path: "99ZZ001A.B01"))
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      try bytes.write(to: inbox.appending(path: "99ZZ001A.B01"))
      let run = ["run", "--quiet", "--reference", ".", "--date", "2010-02-01"]
      #expect(try bronbatch(run, in: folder).code == 0)
      func deliver(opnieuw: Int) throws {
        let delivery = verwijdering(van: bytes, aantal: 12, opnieuw: opnieuw)
        try Data(delivery.bytes).write(to: inbox.appending(path: delivery.naam))
      }
      try deliver(opnieuw: 0)
      let inschrijvingen = "LET OP: hierna ontbreken 12 van de 38 inschrijvingen van BRIN 99ZZ, BO (31%)\n"
      let perioden = "LET OP: hierna ontbreken 22 van de 68 perioden van BRIN 99ZZ, BO (32%)\n"
      let done = try proef(in: folder)
      #expect(done.code == 0, "\(done.errors)")
      #expect(
        done.output.hasPrefix(
          """
          99ZZ002A.B01  BRIN 99ZZ, aanleverpunt 01, BO, batch 2
            aangenomen: 12 meldingen, 12 goedgekeurd, 0 afgekeurd
            in het register   toegevoegd   gewijzigd  verwijderd
              inschrijvingen           0           0          12
              perioden                 0           0          22
              BPV's                    0           0           4
              diploma's                0           0           2
            \(inschrijvingen)  \(perioden)
          """), "\(done.output)")
      #expect(done.output.hasSuffix("Dit was een proef: register, inbox en nummers zijn zoals ze waren.\n"))
      for (arguments, expected) in [
        ([], [inschrijvingen, perioden]), (["--warn-removed-share", "31"], [inschrijvingen, perioden]),
        (["--warn-removed-share", "32"], [perioden]), (["--warn-removed-share", "33"], []),
        (["--warn-removed-count", "12"], [inschrijvingen, perioden]), (["--warn-removed-count", "13"], [perioden]),
        (["--warn-removed-count", "23"], []),
      ] {
        let quiet = try proef(["--quiet"] + arguments, in: folder)
        #expect(quiet.code == 0 && quiet.output.isEmpty)
        #expect(quiet.errors == expected.map { "99ZZ002A.B01: " + $0 }.joined(), "\(arguments)")
      }
      // What comes back in the same delivery was not taken away: three are left, and then none.
      try deliver(opnieuw: 9)
      let few = try proef(["--quiet", "--warn-removed-count", "1", "--warn-removed-share", "7"], in: folder)
      #expect(
        few.errors.hasPrefix("99ZZ002A.B01: LET OP: hierna ontbreken 3 van de 38 inschrijvingen"), "\(few.errors)")
      try deliver(opnieuw: 12)
      #expect(
        try proef(["--quiet", "--warn-removed-count", "1", "--warn-removed-share", "0"], in: folder).errors.isEmpty)
    }
  }
}
