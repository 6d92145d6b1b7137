import FileSystem
import Foundation
import ProgrammaVanEisen
import Register
import Testing
import XMLBatch

@testable import Exchange

/// A history is taken in as if every delivery had come on its day, whatever ends the process.
struct MigratieTests {
  /// Two institutions, three years, both formats, packed and not, with a gap, a double and a broken file.
  private func vul(_ bench: Exchangebench) throws {
    try bench.bewaar(.van("20080901", 1, Regels.goed()), in: "2008/01AA")
    try bench.bewaar(.van("20090101", 1).with { $0.brin = "02BB" }, in: "2009")
    try bench.bewaar(.van("20090201", 2, Regels.goed(1, volgnummer: "2") + Regels.fout(2)), in: "2009/01AA")
    try bench.bewaar(.van("20090201", 2, Regels.goed(1, volgnummer: "2") + Regels.fout(2)), in: "dubbel")
    try bench.bewaar(try gzipMember(Delivery.van("20090301", 4).bytes), as: "2009/01AA/01AA004A.B01.gz")
    try bench.bewaar(.van("20090401", 5).with { $0.records = 7 }, in: "2009/01AA")
    try bench.bewaar(
      try xml(.van("20100801", 2, Regels.goed(1, Regels.twee)).with { $0.brin = "02BB" }),
      as: "2010/02BB002A.B01.xml")
  }

  private func xml(_ delivery: Delivery) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Omzetting.naarXML(
      Exchangebench.pve(), naam: delivery.naam, open: { MemorySource(delivery.bytes) }, write: { bytes += $0 })
    return bytes
  }

  /// The rows of the register and the journal, without those that only a migration has.
  private func tables(_ bench: Exchangebench) throws -> [String] {
    try bench.tables().filter { !$0.hasPrefix("migratie") }
  }

  /// The same register, answers and archive as those of runs on the days of the deliveries.
  @Test func eachDeliveryHasItsOwnDay() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try vul(bench)
      let before = try Exchangebench.files(below: URL(filePath: bench.historie)).map {
        try bench.bytes("Historie/\($0)")
      }
      #expect(try bench.migreer().totaal.aangenomen == 5)
      let after = try Exchangebench.files(below: URL(filePath: bench.historie)).map {
        try bench.bytes("Historie/\($0)")
      }
      #expect(before == after)
      try Exchangebench.with(controles: .bestand) { nightly in
        for bestand in try bench.migratie().plan().leveringen {
          try nightly.deliver(try bench.bytes("Historie/\(bestand.pad)"), as: bestand.naam, map: bestand.map)
          try nightly.run(bestand.datum.dashed)
        }
        #expect(try tables(bench) == tables(nightly))
        for folder in ["Outbox", "Archive", "Rejected"] {
          #expect(try bench.files(folder) == nightly.files(folder))
          for path in try bench.files(folder) {
            #expect(try bench.bytes("\(folder)/\(path)") == nightly.bytes("\(folder)/\(path)"), "\(folder)/\(path)")
          }
        }
      }
    }
  }

  // MARK: Ended and taken up again

  /// Wherever it is ended, the next one finishes it, and reports as if nothing had happened.
  @Test(arguments: [1, 5]) func whateverEndsItTheNextOneFinishesIt(first: Int) throws {
    try Exchangebench.withFolder { folder in
      _ = try Exchangebench(folder.appending(path: "empty"), controles: .bestand)
      let empty = folder.appending(path: "empty/register.sqlite")
      func bench(_ naam: String) throws -> Exchangebench {
        let bench = try Exchangebench(folder.appending(path: naam), controles: .bestand, register: empty)
        try vul(bench)
        return bench
      }
      let calls = FailingCalls(.forever, at: .max)
      let undisturbed = try bench("undisturbed")
      let expected = try undisturbed.migreer(folders: Folders(system: calls.system))
      #expect(expected.storing == nil && calls.count > 40)
      for failing in stride(from: first, through: calls.count, by: 8) {
        let ended = try bench("\(failing)")
        let half = try ended.migreer(folders: Folders(system: FailingCalls(.forever, at: failing).system))
        #expect(half.storing != nil && half.totaal.aanleveringen == expected.totaal.aanleveringen, "call \(failing)")
        let whole = try ended.migreer()
        #expect(whole.storing == nil)
        #expect(whole.regels == expected.regels && whole.register == expected.register, "call \(failing)")
        #expect(whole.geweigerd == expected.geweigerd)
        let (left, right) = (try RestartTests.State(ended), try RestartTests.State(undisturbed))
        #expect(left.files == right.files, "call \(failing)")
        // The folders have different names.
        #expect(try tables(ended) == tables(undisturbed), "call \(failing)")
      }
    }
  }

  /// A second time there is nothing to do; what was added since is.
  @Test func onlyWhatIsNewIsDone() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try vul(bench)
      let first = try bench.migreer()
      let state = try RestartTests.State(bench)
      let migratie = try bench.migratie()
      var done: [String] = []
      let again = try migratie.voer(try migratie.plan(), register: bench.register) { _ in
      } each: {
        done.append($0.naam)
      }
      #expect(done.isEmpty && again.regels == first.regels && again.register == first.register)
      #expect(try RestartTests.State(bench) == state)
      try bench.bewaar(.van("20110101", 3).with { $0.brin = "02BB" })
      #expect(try bench.migreer().totaal.aanleveringen == first.totaal.aanleveringen + 1)
    }
  }

  /// A file that takes the place of one that was claimed and not decided is processed on its own day; of one that is
  /// gone nothing is left.
  @Test func whatWasOnlyClaimedIsTakenAnew() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.bewaar(.van("20100201", 1), as: "a")
      try bench.bewaar(.van("20100301", 2), as: "b")
      let plan = try bench.migratie().plan()
      try bench.register.write { db in
        let journal = Journaaltransactie(db: db)
        let datum = try #require(Datum(text: "2012-01-01"))
        let begin = try journal.migratie(bron: try bench.migratie().bron, datum: datum)
        for bestand in plan.leveringen { _ = try journal.claim(bestand, voor: begin.id) }
      }
      try bench.bewaar(.van("20090505", 1), as: "a")
      try FileManager.default.removeItem(atPath: Folders.join(bench.historie, "b"))
      let afstemming = try bench.migreer()
      #expect(afstemming.totaal.aanleveringen == 1)
      let rows = try bench.register.read {
        try String.fetchAll($0, sql: "SELECT naam || ' ' || datum || ' ' || afgerond FROM aanlevering")
      }
      #expect(rows == ["01AA001A.B01 20090505 1"])
    }
  }

  /// Killed between a decision and its answer, with the file replaced or gone before the next time.
  @Test func whatWasDecidedIsAnsweredWithoutItsFile() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.bewaar(.van("20100201", 1), as: "a")
      try bench.bewaar(.van("20100301", 2), as: "b")
      try bench.migreer()
      let answers = try bench.files("Outbox")
      #expect(answers.count == 4)
      for naam in answers { try FileManager.default.removeItem(at: bench.work.appending(path: "Outbox/\(naam)")) }
      try bench.register.write { try $0.execute(sql: "UPDATE aanlevering SET afgerond = 0") }
      try bench.bewaar(.van("20100401", 3), as: "a")
      try FileManager.default.removeItem(atPath: Folders.join(bench.historie, "b"))
      try bench.migreer()
      let later = try bench.files("Outbox")
      #expect(Set(later).isSuperset(of: answers) && later.count == 6)
      let open = try bench.register.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM aanlevering WHERE afgerond = 0")
      }
      #expect(open == 0)
    }
  }

  /// What a migration took and did not finish is not a run's to finish: the file and the answers are not where a run
  /// has them.
  @Test func aRunLeavesWhatIsOpenAlone() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try vul(bench)
      let first = try bench.migreer()
      let exchange = try bench.exchange("2012-01-01")
      for status in ["status", "'geclaimd'"] {
        try bench.register.write { try $0.execute(sql: "UPDATE aanlevering SET afgerond = 0, status = \(status)") }
        #expect(try exchange.openstaande("01AA").isEmpty && exchange.vermiste("01AA").isEmpty)
        #expect(try bench.register.read { try Journaaltransactie(db: $0).open() }.isEmpty)
      }
      // A file of the same name that comes in now is another delivery.
      try bench.deliver(.van("20090101", 1))
      try bench.run("2012-01-01")
      let open = try bench.register.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM aanlevering WHERE afgerond = 0")
      }
      #expect(open == first.totaal.aanleveringen)
    }
  }

  /// What a run processed before is not done again, and told apart.
  @Test func whatWasProcessedElsewhereIsTold() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery.van("20090101", 1, Regels.goed()))
      try bench.run("2009-01-01")
      try bench.bewaar(.van("20090101", 1, Regels.goed()))
      try bench.bewaar(.van("20090102", 2))
      let afstemming = try bench.migreer()
      #expect(afstemming.totaal.elders == 1 && afstemming.totaal.aangenomen == 1)
      #expect(afstemming.register.first?.voor == 1 && afstemming.register.allSatisfy { $0.verschil == 0 })
      // What comes from elsewhere later is what makes the difference.
      try bench.deliver(Delivery(batchnummer: "003", Regels.goed(1, Regels.twee)))
      try bench.run("2009-06-15")
      let later = try bench.migreer()
      #expect(later.vanAnderen == 1 && later.register.first?.verschil == 1)
    }
  }

  /// A file that is written to between the plan and its turn stops the work: the plan was made of something else.
  @Test func aChangedFileStopsIt() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.bewaar(.van("20090101", 1))
      let migratie = try bench.migratie()
      let plan = try migratie.plan()
      try bench.bewaar(.van("20090101", 1, Regels.fout() + Regels.fout(2)))
      let afstemming = try migratie.voer(plan, register: bench.register)
      #expect((afstemming.storing?.fout as? BronError)?.code == .changed)
      #expect(afstemming.open.map(\.pad) == ["01AA001A.B01"] && afstemming.totaal.open == 1)
      #expect(try bench.migreer().totaal.meldingen == 2)
    }
  }

  // MARK: Dry run

  /// It says what becomes of everything, and leaves everything as it is.
  @Test func aDryRunTouchesNothing() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try vul(bench)
      let before = try RestartTests.State(bench)
      let url = "sqlite:\(bench.work.appending(path: "register.sqlite").path)"
      let copy = try Uitwisseling.copyOfRegister(url: url, pve: try Exchangebench.pve(.bestand))
      let proef = try bench.migreer(in: copy, isProef: true)
      #expect(try RestartTests.State(bench) == before)
      let echt = try bench.migreer()
      #expect(proef.regels == echt.regels && proef.register == echt.register && proef.geweigerd == echt.geweigerd)
      #expect(echt.geweigerd.map(\.codes) == [["X012"]])
    }
  }

  // MARK: Sums

  /// Everything that goes in comes out somewhere.
  @Test func itAddsUp() throws {
    try BesluitTests.with { bench in
      try bench.bewaar(.van("20090615", 1, Regels.goed(1) + BesluitTests.jansen(2) + Regels.fout(3)))
      try bench.bewaar(.van("20090616", 2, Regels.goed(1, volgnummer: "2")))
      try bench.bewaar(.van("20100101", 3).with { $0.meldingen = 8 })
      try bench.bewaar(.van("20100101", 1).with { $0.brin = "02BB" })
      let afstemming = try bench.migreer()
      #expect(afstemming.regels.map { "\($0.brin) \($0.jaar)" } == ["01AA 2009", "01AA 2010", "02BB 2010"])
      let totaal = afstemming.totaal
      #expect(totaal.aanleveringen == 4 && totaal.aangenomen == 3 && totaal.geweigerd == 1 && totaal.open == 0)
      #expect(totaal.meldingen == 5 && totaal.telling == Telling(goed: 1, fout: 3, inBehandeling: 1))
      #expect(totaal.onverklaard == 0 && totaal.meldingenGeweigerd == 1)
      #expect(totaal.signalen[.init(code: "X011", ernst: "A")] == 1)
      for regel in afstemming.register {
        #expect(regel.na == regel.voor + regel.mutaties.toegevoegd - regel.mutaties.verwijderd, "\(regel.soort)")
      }
      #expect(afstemming.register.map(\.na).prefix(2) == [1, 1])
      // What is decided later is told as such.
      try bench.beslis([(1, .nieuw)])
      try bench.run("2010-06-01")
      let later = try bench.migreer()
      #expect(later.sindsdienBeslist == 1 && later.totaal.telling.inBehandeling == 0)
      #expect(later.totaal.onverklaard == 0)
    }
  }
}
