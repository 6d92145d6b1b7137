import Exchange
import FileSystem
import Foundation
import Register
import Testing

/// Several processes that share an inbox and a register.
struct SamenTests {
  private func ronde(_ bench: Exchangebench, wacht: Bool) throws -> (namen: [String], isElders: Bool) {
    var namen: [String] = []
    let verslag = try bench.exchange().ronde(Rondgang(wachtOpAnderen: wacht), progress: { _, _ in }) {
      namen.append($0.naam)
    }
    #expect(verslag.storingen.isEmpty)
    return (namen, verslag.isElders)
  }

  /// Who finds an institution in other hands goes on with the next one.
  @Test func anInstitutionIsInOneHand() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let folders = Folders()
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()), map: "01AA")
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      try bench.deliver([1], as: "vreemd")
      let work = Folders.join(bench.mappen.inbox, ".work")
      try folders.make(Folders.join(work, "01AA"))
      var lock: Lock? = try folders.lock(Folders.join(work, "01AA"))
      // What the other one took is not taken up again either.
      try bench.deliver(Delivery(batchnummer: "003", Regels.fout()), map: ".work/01AA")
      let gedaan = try ronde(bench, wacht: false)
      #expect(gedaan.namen == ["02BB001A.B01", "vreemd"] && gedaan.isElders)
      withExtendedLifetime(lock) {}
      lock = nil
      #expect(try ronde(bench, wacht: false).namen == ["01AA003A.B01", "01AA001A.B01", "01AA002A.B01"])
    }
  }

  /// Who has to wait sees what came meanwhile, and nothing of what is done.
  @Test func whoWaitsLooksAgain() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let work = Folders.join(bench.mappen.inbox, ".work/01AA")
      try Folders().make(work)
      let lock = Mutexed<Lock?>(try Folders().lock(work))
      let (first, next) = (
        Folders.join(bench.mappen.inbox, "01AA001A.B01"), Delivery(batchnummer: "002", Regels.fout())
      )
      let second = URL(filePath: Folders.join(bench.mappen.inbox, next.naam))
      var system = SystemCalls.live
      system.lock = { descriptor in
        // While this one waits, the other one finishes the first delivery and a second one comes.
        #expect(throws: Never.self) {
          try Folders().remove(first)
          try Data(next.bytes).write(to: second)
        }
        lock.value = nil
        return SystemCalls.live.lock(descriptor)
      }
      var namen: [String] = []
      let storingen = try bench.run(folders: Folders(system: system)) { namen.append($0.naam) }
      #expect(storingen.isEmpty && namen == ["01AA002A.B01"])
    }
  }

  /// Since this run looked into the inbox another one had the institution, took its first delivery, and was ended.
  @Test func whatAnEndedRunTookComesFirst() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      let inbox = bench.mappen.inbox
      var system = SystemCalls.live
      system.tryLock = { descriptor in
        _ = rename(Folders.join(inbox, "01AA001A.B01"), Folders.join(inbox, ".work/01AA001A.B01"))
        return SystemCalls.live.tryLock(descriptor)
      }
      var namen: [String] = []
      let storingen = try bench.run(folders: Folders(system: system)) { namen.append($0.naam) }
      #expect(storingen.isEmpty && namen == ["01AA001A.B01", "01AA002A.B01"])
    }
  }

  /// Somebody takes away the empty folder by which one run holds the institution, and another run does its delivery.
  @Test func whoeverTakesWorkAwayHarmsNothing() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let work = Folders.join(bench.mappen.inbox, ".work")
      let (folder, claimed) = (Folders.join(work, "01AA"), Folders.join(work, "01AA001A.B01"))
      let others = Mutexed<[Uitkomst.Status]?>(nil)
      var system = SystemCalls.live
      system.read = { descriptor, buffer in
        if others.value == nil, access(claimed, F_OK) == 0, rmdir(folder) == 0 {
          others.value = []
          #expect(throws: Never.self) { others.value = try bench.run().map(\.status) }
        }
        return SystemCalls.live.read(descriptor, buffer)
      }
      let storingen = try bench.run(folders: Folders(system: system))
      #expect(others.value == [.aangenomen] && storingen.map(\.naam) == ["01AA001A.B01"])
      #expect(try bench.run().isEmpty)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01"] && bench.files("Inbox").isEmpty)
      // It is known as what it was.
      try bench.deliver(Delivery())
      #expect(try bench.run().map(\.status) == [.herhaald])
    }
  }

  /// Two programs at once: each delivery is answered once, in the order of its institution.
  @Test func twoProgramsShareTheWork() throws {
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder, controles: .bestand)
      let brins = ["01AA", "02BB", "03CC"]
      for brin in brins {
        for nummer in 1...4 {
          try bench.deliver(
            Delivery(batchnummer: "00\(nummer)", Regels.fout()).with { $0.brin = brin },
            map: nummer % 2 == 0 ? brin : "")
        }
      }
      let uitkomsten = Mutexed<[Command.Outcome]>([])
      DispatchQueue.concurrentPerform(iterations: 2) { _ in
        #expect(throws: Never.self) {
          let done = try Command.run(
            Command.bronbatch(),
            [
              "run", "--specs", Exchangebench.root.appending(path: "Specs").path, "--reference",
              Exchangebench.sample("bo"), "--date", "2009-06-15", "--register", "sqlite:register.sqlite",
            ], in: folder)
          uitkomsten.update { $0.append(done) }
        }
      }
      let done = uitkomsten.value
      #expect(done.map(\.code) == [0, 0], "\(done.map(\.errors))")
      let text = done.map(\.output).joined()
      for brin in brins {
        // In order means without a gap, and each got its own feedback.
        let namen = (1...4).map { "\(brin)00\($0)A.B01" }
        for naam in namen { #expect(text.components(separatedBy: "\(naam)  BRIN").count == 2) }
        for nummer in 1...4 {
          let map = nummer % 2 == 0 ? "/\(brin)" : ""
          #expect(try bench.receipt(namen[nummer - 1], in: "Outbox\(map)").fouten.isEmpty)
          #expect(
            try bench.receipt(namen[nummer - 1], in: "Outbox\(map)")["terugkoppelbestand"]
              == "\(brin)00\(nummer)T.B01.gz")
        }
      }
      #expect(try bench.files("Inbox").isEmpty)
      #expect(try bench.files("Archive").count == 12)
    }
  }

  /// Writing to the register is done in turn, however long the other one takes.
  @Test func writingIsDoneInTurn() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let beurt = Mutexed<Lock?>(try Folders().lock(bench.work.path))
      let gedaan = Mutexed<[String]>([])
      let thread = DispatchQueue(label: "other")
      let klaar = DispatchSemaphore(value: 0)
      let register = bench.register
      thread.async {
        #expect(throws: Never.self) { try register.write { _ in gedaan.update { $0.append("written") } } }
        klaar.signal()
      }
      usleep(50_000)
      gedaan.update { $0.append("turn over") }
      beurt.value = nil
      klaar.wait()
      #expect(gedaan.value == ["turn over", "written"])
    }
  }
}
