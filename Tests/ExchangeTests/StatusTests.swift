import FileSystem
import Foundation
import Testing

@testable import Exchange

/// What is told of the work, and that telling it changes nothing.
struct StatusTests {
  private func toestand(_ bench: Exchangebench, meeste: Int = 10) throws -> Toestand {
    try Toestand(
      bench.mappen, register: "sqlite:\(bench.work.appending(path: "register.sqlite").path)", meeste: meeste)
  }

  @Test func whatWaitsIsToldByAanleverpunt() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for naam in ["01AA001A.B01", "01AA002A.B01", "01AA001A.B02", "02BB001A.E01.gz", "vreemd", "later.part"] {
        try bench.deliver([1, 2], as: naam, map: naam.hasPrefix("02") ? "02BB" : "")
      }
      try FileManager.default.createSymbolicLink(
        atPath: Folders.join(bench.mappen.inbox, "01AA009A.B01"), withDestinationPath: "/etc/hosts")
      let nu = Int(Date().timeIntervalSince1970)
      let toestand = try toestand(bench)
      #expect(
        toestand.wachtrijen.map { "\($0.leverancier?.description ?? "-") \($0.aantal) \($0.bytes)" } == [
          "01AA 01 BO 2 4", "01AA 02 BO 1 2", "02BB 01 ED 1 2", "- 1 2",
        ])
      #expect(toestand.wachtrijen[2].oudste == "02BB/02BB001A.E01.gz")
      #expect(toestand.wachtrijen.allSatisfy { (nu - 60...nu + 1).contains($0.sinds) })
      #expect(toestand.achterblijvers.map(\.plaats) == ["01AA009A.B01"])
      #expect(toestand.antwoorden.isEmpty && toestand.teBeslissen?.inBehandeling == 0)
    }
  }

  @Test func whatIsInWorkIsToldAndWhetherSomebodyIsBusyWithIt() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver([1], as: "01AA001A.B01", map: ".work/01AA")
      #expect(try toestand(bench).werk.map(\.isInHanden) == [false])
      let lock = try Folders().lock(Folders.join(bench.mappen.inbox, ".work/01AA"))
      #expect(try toestand(bench).werk.map { "\($0.naam) \($0.isInHanden)" } == ["01AA001A.B01 true"])
      withExtendedLifetime(lock) {}
    }
  }

  @Test func aRefusedDeliveryIsToldUntilItIsMadeGood() throws {
    try RegisterkeuringTests.with { bench in
      let before = try bench.tables()
      let now = try toestand(bench)
      #expect(now.geweigerd.map { "\($0.naam) \($0.codes)" } == ["01AA002A.B01 [\"X011\"]"])
      #expect(now.overgeslagen.map { "\($0.leverancier) \($0.nummers)" } == ["01AA 01 BO [2]"])
      #expect(
        now.antwoorden.map { "\($0.naam) \($0.status) \($0.telling.goed) \($0.telling.inBehandeling)" } == [
          "01AA003A.B01 aangenomen 0 1", "01AA001A.B01 herhaald 0 0", "01AA002A.B01 geweigerd 0 0",
          "01AA001A.B01 aangenomen 2 0",
        ])
      #expect(now.teBeslissen == .init(inBehandeling: 1, teBeslissen: 1, besloten: []))
      #expect(now.laatste?.dashed == "2009-07-01")
      #expect(try toestand(bench, meeste: 2).antwoorden.count == 2)
      #expect(try bench.tables() == before)
      try bench.deliver(Delivery(batchnummer: "002", Regels.goed(1, volgnummer: "3")))
      try bench.run("2009-07-02")
      let later = try toestand(bench)
      #expect(later.geweigerd.isEmpty && later.aantalGeweigerd == 0 && later.overgeslagen.isEmpty)
    }
  }

  @Test func theProgramTellsItAndSaysWhatToDo() throws {
    try Exchangebench.withFolder { folder in
      let specs = ["--specs", Exchangebench.root.appending(path: "Specs").path]
      func bronbatch(_ arguments: [String]) throws -> Command.Outcome {
        try Command.run(Command.bronbatch(), arguments + specs, in: folder)
      }
      #expect(try bronbatch(["status"]).output == "Inbox: leeg\n\nEr is nog geen register.\n")
      #expect(try Exchangebench.files(below: folder).isEmpty)
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      try Data(Delivery().bytes).write(to: inbox.appending(path: "01AA001A.B01"))
      try Data(Delivery(batchnummer: "002").with { $0.records = 9 }.bytes).write(
        to: inbox.appending(path: "01AA002A.B01"))
      let run = try bronbatch(["run", "--date", "2009-06-15", "--reference", Exchangebench.sample("bo")])
      #expect(run.code == 1, "\(run.errors)")
      let told = try bronbatch(["status"])
      #expect(told.code == 0 && told.errors.isEmpty)
      #expect(
        told.output == """
          Inbox: leeg

          Geweigerd, en nog niet opnieuw aangeleverd: 1
            01AA002A.B01  2009-06-15
              X012  Aantal records klopt niet
                Wat te doen: Maak het bestand opnieuw aan. Blijft het verschil bestaan, vraag de leverancier
                  dan of het voorlooprecord is meegeteld.

          Laatste antwoorden
            2009-06-15  01AA002A.B01        geweigerd
            2009-06-15  01AA001A.B01        aangenomen: 1 melding, 1 goedgekeurd, 0 afgekeurd

          """)
      let json = try bronbatch(["status", "--json"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(
        Set(object.keys) == [
          "answers", "inWork", "lastAccepted", "leftInInbox", "pending", "queue", "refused", "refusedCount", "skipped",
          "toDecide",
        ])
      #expect(object["lastAccepted"] as? String == "2009-06-15")
      #expect(((object["refused"] as? [[String: Any]])?.first?["reasons"] as? [Any])?.count == 1)
    }
  }
}
