import FileSystem
import Foundation
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

/// A dry run gives the answers that a run gives, and leaves everything as it is.
struct DryRunTests {
  /// Demands that a dry run changes nothing that can be seen, and that the run behind it gives the same answers
  /// under the same names, and no other.
  private func expectSame(_ bench: Exchangebench, _ datum: String? = nil, _ comment: Comment? = nil) throws {
    let before = try RestartTests.State(bench)
    let proef = try bench.proef(datum)
    #expect(proef.storingen.isEmpty, comment)
    #expect(try RestartTests.State(bench) == before, comment)
    let uitkomsten = try bench.run(datum)
    #expect(proef.uitkomsten.map(Uitslag.init) == uitkomsten.map(Uitslag.init), comment)
    let outbox = try bench.files("Outbox")
    for path in outbox where before.files["Outbox/\(path)"] == nil {
      #expect(proef.antwoorden[path] != nil, "\(path) is missing; \(String(describing: comment))")
    }
    for (path, bytes) in proef.antwoorden {
      #expect(outbox.contains(path), "\(path); \(String(describing: comment))")
      if outbox.contains(path) { #expect(try bench.bytes("Outbox/\(path)") == bytes, comment) }
    }
  }

  /// What an outcome says, without the folder of its answers.
  private struct Uitslag: Equatable {
    let naam: String
    let status: Uitkomst.Status
    let telling: Telling
    let signalen: [String]
    let mutaties: Mutatietelling
    let nagekomen: [Nagekomen]
    let antwoorden: [String]

    init(_ uitkomst: Uitkomst) {
      (naam, status, telling, nagekomen) = (uitkomst.naam, uitkomst.status, uitkomst.telling, uitkomst.nagekomen)
      mutaties = uitkomst.mutaties
      signalen = uitkomst.signalen.map { "\($0.aantal) \($0.controle.code)" }
      antwoorden = uitkomst.antwoorden.map(Folders.name(of:))
    }
  }

  // MARK: The same answers

  /// Into an empty register: each batch changes what those before it brought.
  @Test func deliveriesBuildOnEachOther() throws {
    try Levensloop.with { bench in
      for nummer in 1...Levensloop.batches.count { try bench.deliver(Levensloop.delivery(nummer)) }
      try expectSame(bench, "2009-06-09")
      // V before T again: everything was approved, so each saw what those before it did.
      let fout = try bench.feedback("01AA007T.B01").filter { $0.hasPrefix("402") }.map { Array($0)[29..<35] }
      #expect(fout.map { String($0) } == ["000000"])
    }
  }

  /// Refused, packed, in the folder of an institution, given again, with a gap, about persons in doubt; with answers
  /// whose names are taken.
  @Test func everyKindOfDelivery() throws {
    try BesluitTests.with { bench in
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2) + BesluitTests.pietersen(3)))
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      try bench.run()
      try bench.beslis([(1, .kandidaat(2)), (2, .nieuw)])
      // Of 01AA a new delivery takes the decided meldingen along.
      try bench.deliver(Delivery(batchnummer: "002", Regels.goed(1, volgnummer: "2") + BesluitTests.jansen(2)))
      try bench.deliver(Delivery(batchnummer: "003").with { $0.meldingen = 7 })
      try bench.deliver(Delivery(batchnummer: "005", BesluitTests.pietersen(1)), map: "01AA")
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      try bench.deliver(Array("geen aanlevering\r\n".utf8), as: "onzin")
      let packed = try gzipMember(Delivery(batchnummer: "002").with { $0.brin = "02BB" }.bytes)
      try bench.deliver(packed, as: "02BB002A.B01.gz")
      try Data("van een ander".utf8).write(to: bench.work.appending(path: "Outbox/02BB002T.B01.gz"))
      try expectSame(bench, "2009-06-20")
      let outbox = try bench.files("Outbox")
      #expect(outbox.count { $0.hasPrefix("02BB002T.B01") } == 2)
      #expect(outbox.contains("01AA/01AA003T.B01.gz"))
    }
  }

  /// What was decided is reported without a delivery.
  @Test func decidedMeldingenWithoutADelivery() throws {
    try BesluitTests.with { bench in
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2)), map: "01AA")
      try bench.run()
      try bench.beslis([(1, .kandidaat(1))])
      try expectSame(bench, "2009-06-20")
      #expect(try bench.files("Outbox").contains("01AA/01AA002T.B01.gz"))
    }
  }

  /// Wherever a run was ended, a dry run says what the next one does.
  @Test(arguments: [1, 2]) func whatAnEndedRunLeft(first: Int) throws {
    try Exchangebench.withFolder { folder in
      _ = try Exchangebench(folder.appending(path: "empty"), controles: .bestand)
      let empty = folder.appending(path: "empty/register.sqlite")
      func bench(_ naam: String) throws -> Exchangebench {
        let bench = try Exchangebench(folder.appending(path: naam), controles: .bestand, register: empty)
        try bench.deliver(Delivery(Regels.goed() + Regels.fout(2)))
        try bench.deliver(Delivery(batchnummer: "002").with { $0.meldingen = 2 })
        return bench
      }
      let calls = FailingCalls(.forever, at: .max)
      #expect(try bench("undisturbed").run(folders: Folders(system: calls.system)).isEmpty)
      for failing in stride(from: first, through: calls.count, by: 2) {
        let ended = try bench("\(failing)")
        do {
          _ = try ended.run(folders: Folders(system: FailingCalls(.forever, at: failing).system))
        } catch let error as BronError {
          #expect(error.code == .system)
        }
        // Another day: what was claimed keeps the one of its claim.
        try expectSame(ended, "2009-06-16", "call \(failing)")
      }
    }
  }

  // MARK: Nothing else

  /// Also where nobody may write: nothing outside its folder is made, written, moved or locked.
  @Test func nothingOutsideItsFolderIsTouched() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.run()
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()), map: "01AA")
      try bench.deliver(Delivery(batchnummer: "003").with { $0.records = 9 })
      let map = bench.proefmap
      let live = SystemCalls.live
      var system = live
      @Sendable func isOwn(_ path: String) -> Bool { path == map || path.hasPrefix(map + "/") }
      system.open = { path, flags, mode in
        if flags & (O_WRONLY | O_RDWR | O_CREAT) != 0, !isOwn(path) { return -Int(EACCES) }
        return live.open(path, flags, mode)
      }
      system.mkdir = { isOwn($0) ? live.mkdir($0, $1) : -Int(EACCES) }
      system.unlink = { isOwn($0) ? live.unlink($0) : -Int(EACCES) }
      system.renameNoReplace = { isOwn($0) && isOwn($1) ? live.renameNoReplace($0, $1) : -Int(EACCES) }
      // The inbox is held by a run that goes on: a dry run waits for nobody.
      let held = try Folders().lock(bench.mappen.work)
      let proef = try withExtendedLifetime(held) { try bench.proef(folders: Folders(system: system)) }
      #expect(proef.storingen.isEmpty && proef.uitkomsten.map(\.status) == [.aangenomen, .geweigerd])
      #expect(
        proef.antwoorden.keys.sorted() == [
          "01AA/01AA002A.B01.ontvangst.xml.gz", "01AA/01AA002T.B01.gz", "01AA003A.B01.ontvangst.xml.gz",
        ])
    }
  }

  /// What another run takes meanwhile is not passed over: what comes behind it would get another answer.
  @Test func aFileThatAnotherRunTakesIsTold() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["001", "002", "003"] { try bench.deliver(Delivery(batchnummer: nummer, Regels.fout())) }
      let proef = try bench.beginProef()
      try bench.run()
      var done: [String] = []
      let storingen = try proef.run(progress: { _, _ in }) { done.append($0.naam) }
      #expect(done.isEmpty && storingen.count == 3)
    }
  }

  // MARK: Its folder

  /// Each dry run begins with an empty folder, and takes away only what one wrote.
  @Test func whatAnEarlierDryRunLeftGoes() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(Regels.fout()), map: "01AA")
      let first = try bench.proef()
      #expect(first.antwoorden.count == 2)
      // One that was ended while it wrote leaves the beginning of an answer.
      let half = Folders.join(bench.proefmap, "01AA/.01AA001T.B01.gz.tmp")
      try Data("half".utf8).write(to: URL(filePath: half))
      let note = Folders.join(bench.proefmap, "lees mij.txt")
      try Data("van ons".utf8).write(to: URL(filePath: note))
      try bench.run()
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      #expect(try bench.proef().antwoorden.keys.sorted() == ["01AA002A.B01.ontvangst.xml.gz", "01AA002T.B01.gz"])
      #expect(try Folders().kind(of: half) == nil && Folders().kind(of: note) == .file)
      // An answer that somebody changed is his.
      let answer = Folders.join(bench.proefmap, "01AA002T.B01.gz")
      try Data("veranderd".utf8).write(to: URL(filePath: answer))
      #expect(throws: BronError.self) { try bench.proef() }
      #expect(try Folders().bytes(of: answer) == Array("veranderd".utf8))
      #expect(try Folders().kind(of: Folders.join(bench.proefmap, "01AA002A.B01.ontvangst.xml.gz")) == .file)
      try Folders().remove(answer)
      #expect(try bench.proef().antwoorden.count == 2)
    }
  }

  /// The list has a line for each answer, whatever is in its name.
  @Test func namesWithLineEndsAreListed() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for naam in ["een\ntwee", "een\r\ntwee", "een\\ntwee"] { try bench.deliver(Delivery(), as: naam) }
      for _ in 1...2 { #expect(try bench.proef().antwoorden.count == 3) }
    }
  }

  /// Wherever a dry run is ended, the next one is not in its way.
  @Test func anEndedDryRunDoesNotBlockTheNext() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(Regels.fout()), map: "01AA")
      try bench.deliver(Delivery(batchnummer: "002").with { $0.records = 9 })
      let calls = FailingCalls(.forever, at: .max)
      let expected = try bench.proef(folders: Folders(system: calls.system)).antwoorden
      #expect(expected.count == 3)
      for failing in 1...calls.count {
        do {
          _ = try bench.proef(folders: Folders(system: FailingCalls(.forever, at: failing).system))
        } catch let error as BronError {
          #expect(error.code == .system, "call \(failing): \(error)")
        }
        #expect(try bench.proef().antwoorden == expected, "call \(failing)")
      }
    }
  }

  /// A folder in which answers would be lost among others, or taken for something else.
  @Test(arguments: ["Outbox", "Outbox/nieuw", "Inbox", "Inbox/01AA", "Inbox/.work/x", "Archive", "link/nieuw", "vol"])
  func someFoldersAreRefused(map: String) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(Regels.fout()))
      try bench.run()
      let link = bench.work.appending(path: "link")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(filePath: bench.mappen.outbox))
      try Folders().make(bench.work.appending(path: "vol").path)
      try Data().write(to: bench.work.appending(path: "vol/iets"))
      let before = try Exchangebench.files(below: bench.work)
      #expect {
        try bench.proef(in: bench.work.appending(path: map).path)
      } throws: { error in
        (error as? BronError)?.code == .usage
      }
      #expect(try Exchangebench.files(below: bench.work) == before)
    }
  }
}

extension Exchangebench {
  /// The folder of dry runs.
  var proefmap: String { work.appending(path: "Proef").path }

  /// A dry run that is about to begin.
  func beginProef(
    _ datum: String? = nil, in map: String? = nil, drempel: Afname.Drempel = .init(aantal: 10, procent: 10),
    folders: Folders = Folders()
  ) throws -> Uitwisseling {
    try Uitwisseling.proef(
      mappen: mappen, in: map ?? proefmap, grondslag: grondslag, register: register.url,
      datum: try #require(Datum(text: datum ?? "2009-06-15")), weigertGat: false, drempel: drempel, folders: folders,
      logger: Self.quiet)
  }

  /// What a dry run says, and its answers by their names.
  func proef(
    _ datum: String? = nil, in map: String? = nil, drempel: Afname.Drempel = .init(aantal: 10, procent: 10),
    folders: Folders = Folders()
  ) throws -> (
    uitkomsten: [Uitkomst], storingen: [Storing], antwoorden: [String: [UInt8]]
  ) {
    var uitkomsten: [Uitkomst] = []
    let storingen = try beginProef(datum, in: map, drempel: drempel, folders: folders).run(progress: { _, _ in }) {
      uitkomsten.append($0)
    }
    var antwoorden: [String: [UInt8]] = [:]
    for path in try files("Proef") where path.hasSuffix(".gz") { antwoorden[path] = try bytes("Proef/\(path)") }
    return (uitkomsten, storingen, antwoorden)
  }
}
