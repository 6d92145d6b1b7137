import Foundation
import ProgrammaVanEisen
import Testing

@testable import Exchange

/// The night as numbers, and as a page.
struct ReportTests {
  @Test func theNumbersAreThoseOfTheJournal() throws {
    try RegisterkeuringTests.with { bench in
      let pve = bench.grondslag.pve
      let night = try #require(try Nachtcijfers(bench.register, pve: pve, tot: nil, dagen: 10))
      #expect(night.datum.dashed == "2009-07-01")
      #expect(
        night.dagen.map { "\($0.datum) \($0.aangenomen) \($0.geweigerd) \($0.telling.goed)" } == [
          "20090615 1 0 2", "20090616 0 1 0", "20090701 1 0 0",
        ])
      #expect(
        night.instellingen.map { "\($0.brin) \($0.aangenomen) \($0.telling.fout) \($0.wachtSinds?.dashed ?? "")" }
          == ["01AA 1 1 2009-07-01"])
      #expect(night.instellingen.map { $0.verloop.map(\.goed) } == [[2, 0, 0]])
      #expect(night.codes.allSatisfy { $0.instellingen == ["01AA"] && $0.aantal > 0 && !$0.tekst.isEmpty })
      #expect(night.codes.first?.ernst == "A")
      let earlier = try #require(
        try Nachtcijfers(bench.register, pve: pve, tot: Datum(text: "2009-06-30"), dagen: 1))
      #expect(earlier.datum.dashed == "2009-06-16" && earlier.dagen.count == 1)
      #expect(earlier.codes.map { "\($0.code) \($0.ernst) \($0.aantal)" } == ["X011 A 1"])
      #expect(try Nachtcijfers(bench.register, pve: pve, tot: Datum(text: "2009-01-01"), dagen: 5) == nil)
    }
  }

  @Test func theProgramWritesThePage() throws {
    try Exchangebench.withFolder { folder in
      let specs = ["--specs", Exchangebench.root.appending(path: "Specs").path]
      let report = ["report", "--output", "night.html"] + specs
      #expect(try Command.run(Command.bronbatch(), report, in: folder).code == 2)
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      try Data(Delivery(Regels.goed() + Regels.fout(2)).bytes).write(to: inbox.appending(path: "01AA001A.B01"))
      let run = ["run", "--quiet", "--date", "2009-06-15", "--reference", Exchangebench.sample("bo")] + specs
      #expect(try Command.run(Command.bronbatch(), run, in: folder).code == 0)
      try Data(Delivery(batchnummer: "002").bytes).write(to: inbox.appending(path: "01AA002A.B01"))
      for _ in 1...2 {
        let done = try Command.run(Command.bronbatch(), report, in: folder)
        #expect(done.code == 0 && done.output == "night.html\n" && done.errors.isEmpty, "\(done.errors)")
      }
      let page = try String(contentsOf: folder.appending(path: "night.html"), encoding: .utf8)
      for text in ["Nachtverslag 2009-06-15", "<b>1</b>meldingen afgekeurd (50,0%)", "01AA 01 BO: 1 in de inbox"] {
        #expect(page.contains(text), "\(text)")
      }
      #expect(!["210000", "1991", "achternaam"].contains { page.contains($0) })
      #expect(try Exchangebench.files(below: folder).contains("Inbox/01AA002A.B01"))
    }
  }
}
