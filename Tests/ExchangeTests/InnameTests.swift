import Exchange
import FileSystem
import Foundation
import Glibc
import Testing

/// What becomes of whatever may lie in an inbox.
struct InnameTests {
  /// Goes round once; gives the names of what was processed, and what is left.
  private func ronde(
    _ bench: Exchangebench, _ rondgang: Rondgang = Rondgang(), system: SystemCalls = .live
  ) throws -> (namen: [String], verslag: Rondeverslag) {
    var namen: [String] = []
    let verslag = try bench.exchange(folders: Folders(system: system)).ronde(rondgang, progress: { _, _ in }) {
      namen.append($0.naam)
    }
    return (namen, verslag)
  }

  private func path(_ bench: Exchangebench, _ name: String) -> String { Folders.join(bench.mappen.inbox, name) }

  private func redenen(_ verslag: Rondeverslag) -> [String: Achterblijver.Reden] {
    Dictionary(verslag.achterblijvers.map { ($0.plaats, $0.reden) }, uniquingKeysWith: { $1 })
  }

  // MARK: What is lost

  /// Somebody takes a file out of `.work`, after it was taken and before anything was decided.
  @Test func whatIsLostIsToldUntilItComesBack() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(), map: "01AA")
      var system = SystemCalls.live
      let open = system.open
      system.open = { path, flags, mode in
        path.contains("/.work/") && path.hasSuffix(".B01") ? -Int(EIO) : open(path, flags, mode)
      }
      let gestoord = try ronde(bench, system: system)
      #expect(gestoord.verslag.storingen.map(\.naam) == ["01AA001A.B01"])
      try Folders().remove(path(bench, ".work/01AA/01AA001A.B01"))

      try bench.deliver(Delivery(batchnummer: "002"), map: "01AA")
      let zonder = try ronde(bench)
      #expect(zonder.namen == ["01AA002A.B01"] && zonder.verslag.storingen.isEmpty)
      #expect(redenen(zonder.verslag) == ["01AA/01AA001A.B01": .vermist])
      #expect(redenen(try ronde(bench).verslag) == ["01AA/01AA001A.B01": .vermist])

      try bench.deliver(Delivery(), map: "01AA")
      let terug = try ronde(bench)
      #expect(terug.namen == ["01AA001A.B01"] && terug.verslag.achterblijvers.isEmpty)
    }
  }

  // MARK: What cannot be a delivery

  @Test func whatCannotBeADeliveryIsToldAndLeft() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try Folders().make(path(bench, "01AA/sub"))
      try Folders().make(path(bench, "school"))
      try bench.deliver([1], as: "x", map: "school")
      for (link, target) in [("01AA002A.B01", "/etc/passwd"), ("02BB", "/etc"), ("01AA/01AA003A.B01", "none")] {
        try FileManager.default.createSymbolicLink(atPath: path(bench, link), withDestinationPath: target)
      }
      #expect(mkfifo(path(bench, "01AA/01AA004A.B01"), 0o600) == 0)
      let bytes = Array(path(bench, "01AA\u{07}").utf8) + [0xFE, 0]
      let made = bytes.withUnsafeBufferPointer { name in
        name.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
      }
      #expect(made >= 0 && close(made) == 0)

      // Twice: nothing of it goes away by itself.
      for namen in [["01AA001A.B01"], []] {
        let gedaan = try ronde(bench)
        #expect(gedaan.namen == namen)
        #expect(gedaan.verslag.storingen.isEmpty)
        #expect(
          redenen(gedaan.verslag) == [
            "01AA\\x07\\xFE": .naam, "01AA002A.B01": .koppeling, "02BB": .koppeling, "01AA/01AA003A.B01": .koppeling,
            "01AA/01AA004A.B01": .geenBestand, "school": .map, "01AA/sub": .map,
          ])
        #expect(gedaan.verslag.achterblijvers.allSatisfy { !$0.isOnderweg })
      }
      #expect(try bench.files("Outbox") == ["01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz"])
    }
  }

  /// Names are told; only those that the contract says are ignored are not.
  @Test func unfinishedNamesAreIgnoredWhateverTheyAre() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for name in [".verborgen", "map.part", "x.tmp", "y.filepart", "z.done"] {
        try FileManager.default.createSymbolicLink(atPath: path(bench, name), withDestinationPath: "none")
      }
      let gedaan = try ronde(bench)
      #expect(gedaan.namen.isEmpty && gedaan.verslag.achterblijvers.isEmpty)
    }
  }

  /// The exchange may lie in the inbox as a whole.
  @Test func foldersOfTheExchangeAreItsOwn() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let eigen = ["Outbox", "Archive", "Rejected"].map { path(bench, $0) }
      for folder in eigen { try Folders().make(folder) }
      let mappen = Mappen(inbox: bench.mappen.inbox, outbox: eigen[0], archive: eigen[1], rejected: eigen[2])
      var namen: [String] = []
      try bench.deliver(Delivery())
      let verslag = try bench.exchange(mappen: mappen).ronde(Rondgang(), progress: { _, _ in }) {
        namen.append($0.naam)
      }
      #expect(namen == ["01AA001A.B01"])
      #expect(verslag.achterblijvers.isEmpty)
    }
  }

  @Test func aNameThatCannotBeShownIsRefusedAndWrittenOut() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let naam = "01AA\u{1B}[31m\n.B01"
      try bench.deliver(Delivery(), as: naam)
      #expect(try bench.run().map(\.status) == [.geweigerd])
      #expect(try bench.receipt(naam)["bestandsnaam"] == "01AA\\x1B[31m\\x0A.B01")
      #expect(try bench.receipt(naam).fouten.map(\.code).contains("X031"))
    }
  }

  /// The numbers of a header become part of the names of answers: none of them leads out of the folder.
  @Test(arguments: ["../.", "/etc", "..//"])
  func aHeaderCannotLeaveTheFolder(brin: String) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery().with { $0.brin = brin }, as: "01AA001A.B01")
      try bench.deliver(Delivery().with { $0.aanleverpunt = "./" }, as: "01AA002A.B01")
      #expect(try bench.run().map(\.status) == [.geweigerd, .geweigerd])
      #expect(try bench.files("Outbox") == ["01AA001A.B01.ontvangst.xml.gz", "01AA002A.B01.ontvangst.xml.gz"])
      #expect(try bench.files("").allSatisfy { !$0.contains("T.B") })
    }
  }

  // MARK: What cannot be read

  @Test func aFileThatMayNotBeReadIsAFaultOfItsInstitution() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      try bench.deliver([1], as: "vreemd 1")
      try bench.deliver([1], as: "vreemd 2")
      var system = SystemCalls.live
      system.open = { path, flags, mode in
        ["01AA001A.B01", "vreemd 1"].contains { path.hasSuffix($0) }
          ? -Int(EACCES) : SystemCalls.live.open(path, flags, mode)
      }
      let gedaan = try ronde(bench, system: system)
      // Names that are none of a delivery have no order among them.
      #expect(gedaan.namen == ["02BB001A.B01", "vreemd 2"])
      #expect(gedaan.verslag.storingen.map(\.naam) == ["01AA001A.B01", "vreemd 1"])
      #expect(try ronde(bench).namen == ["01AA001A.B01", "01AA002A.B01", "vreemd 1"])
    }
  }

  @Test func aFolderThatMayNotBeListedStopsItsInstitutionAlone() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(), map: "01AA")
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" }, map: "02BB")
      var system = SystemCalls.live
      system.names = { path, names in
        path.hasSuffix("Inbox/01AA") ? -Int(EACCES) : SystemCalls.live.names(path, &names)
      }
      let gedaan = try ronde(bench, system: system)
      #expect(gedaan.namen == ["02BB001A.B01"])
      #expect(gedaan.verslag.storingen.map(\.naam) == ["01AA/"])
      #expect(try ronde(bench).namen == ["01AA001A.B01", "01AA002A.B01"])
    }
  }

  // MARK: What changes meanwhile

  @Test func aFileThatIsGoneIsNoFault() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let file = path(bench, "01AA001A.B01")
      var system = SystemCalls.live
      system.renameNoReplace = { from, to in
        if from == file { unlink(from) }
        return SystemCalls.live.renameNoReplace(from, to)
      }
      let gedaan = try ronde(bench, system: system)
      #expect(gedaan.namen.isEmpty && gedaan.verslag.storingen.isEmpty)
      #expect(try bench.files("Inbox").isEmpty)
    }
  }

  @Test func aLinkThatTakesThePlaceOfAFileGoesBack() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let file = path(bench, "01AA001A.B01")
      var system = SystemCalls.live
      system.renameNoReplace = { from, to in
        if from == file {
          unlink(from)
          symlink("/etc/passwd", from)
        }
        return SystemCalls.live.renameNoReplace(from, to)
      }
      #expect(try ronde(bench, system: system).namen.isEmpty)
      #expect(redenen(try ronde(bench).verslag) == ["01AA001A.B01": .koppeling])
    }
  }

  /// Taking a file is a rename: who puts another one in its place has given another delivery.
  @Test func whatReplacesAFileThatWasTakenIsTheNextDelivery() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let file = path(bench, "01AA001A.B01")
      let second = Delivery(batchnummer: "001", Regels.fout())
      var system = SystemCalls.live
      system.renameNoReplace = { from, to in
        let result = SystemCalls.live.renameNoReplace(from, to)
        if from == file { #expect(FileManager.default.createFile(atPath: file, contents: Data(second.bytes))) }
        return result
      }
      #expect(try ronde(bench, system: system).namen == ["01AA001A.B01"])
      #expect(try bench.bytes("Archive/2009/06/01AA001A.B01") == Delivery().bytes)
      #expect(try bench.run().map(\.status) == [.geweigerd])
      #expect(try bench.receipt("01AA001A.B01-" + second.sha256.prefix(8)).fouten.map(\.code) == ["X009"])
    }
  }

  /// A sender who writes on in a file that was processed is told to the operator; the answer stands.
  @Test func whatIsWrittenBehindTheAnswerIsTold() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let work = path(bench, ".work/01AA001A.B01")
      var system = SystemCalls.live
      system.renameNoReplace = { from, to in
        // The receipt is the last that is written before the file is put away.
        if to.hasSuffix("ontvangst.xml.gz"), let file = FileHandle(forWritingAtPath: work) {
          file.seekToEndOfFile()
          file.write(Data("meer".utf8))
          file.closeFile()
        }
        return SystemCalls.live.renameNoReplace(from, to)
      }
      let log = Logboek()
      let storingen = try bench.run(folders: Folders(system: system), logger: log.logger)
      #expect(storingen.isEmpty)
      #expect(log.lines.contains { $0.contains("written to after it was processed") && $0.contains("01AA001A.B01") })
      #expect(try bench.receipt("01AA001A.B01")["sha256"] == Delivery().sha256)
    }
  }

  // MARK: When a file is whole

  @Test func aFileIsTakenOnceItKeptStill() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let klok = Klok()
      let rondgang = Rondgang(rijpheid: Rijpheid(Inname(rust: .seconds(5)), nu: { klok.tijd }))
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      var gedaan = try ronde(bench, rondgang)
      #expect(gedaan.namen.isEmpty && gedaan.verslag.wachttijd == .seconds(5))
      #expect(redenen(gedaan.verslag).values.allSatisfy { $0 == .groeit } && gedaan.verslag.achterblijvers.count == 3)
      klok.tijd += .seconds(3)
      // It grows on; what comes behind it waits, and nobody else does.
      try bench.deliver(Delivery(Regels.goed() + Regels.fout(2)))
      gedaan = try ronde(bench, rondgang)
      #expect(gedaan.namen.isEmpty && gedaan.verslag.wachttijd == .seconds(2))
      klok.tijd += .seconds(2)
      gedaan = try ronde(bench, rondgang)
      #expect(gedaan.namen == ["02BB001A.B01"] && gedaan.verslag.wachttijd == .seconds(3))
      klok.tijd += .seconds(3)
      gedaan = try ronde(bench, rondgang)
      #expect(gedaan.namen == ["01AA001A.B01", "01AA002A.B01"] && gedaan.verslag.wachttijd == nil)
    }
  }

  @Test func whatTheKernelSaysSparesTheWait() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let klok = Klok()
      let rijpheid = Rijpheid(Inname(stilte: .seconds(5)), nu: { klok.tijd })
      let rondgang = Rondgang(rijpheid: rijpheid)
      try bench.deliver(Delivery())
      let file = path(bench, "01AA001A.B01")
      // Written to again after it was closed: not whole.
      rijpheid.hoor(.whole(path: file))
      rijpheid.hoor(.written(path: file))
      #expect(try ronde(bench, rondgang).namen.isEmpty)
      // The kernel lost count: nothing that it said before still holds.
      rijpheid.hoor(.whole(path: file))
      rijpheid.hoor(.lost)
      #expect(try ronde(bench, rondgang).namen.isEmpty)
      rijpheid.hoor(.whole(path: file))
      #expect(try ronde(bench, rondgang).namen == ["01AA001A.B01"])
      // The name again, and nothing was heard of it.
      try bench.deliver(Delivery())
      #expect(try ronde(bench, rondgang).namen.isEmpty)
    }
  }

  @Test func aMarkSaysThatAFileIsWholeAndGoesWithIt() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let rondgang = Rondgang(rijpheid: Rijpheid(Inname(metMerk: true)))
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()), map: "01AA")
      try bench.deliver([], as: "01AA002A.B01.done", map: "01AA")
      let gedaan = try ronde(bench, rondgang)
      #expect(gedaan.namen == ["01AA002A.B01"])
      #expect(redenen(gedaan.verslag) == ["01AA001A.B01": .zonderMerk])
      #expect(try bench.files("Inbox") == ["01AA001A.B01"])
      try bench.deliver([], as: "01AA001A.B01.done")
      #expect(try ronde(bench, rondgang).namen == ["01AA001A.B01"])
      #expect(try bench.files("Inbox").isEmpty)
    }
  }

  /// A run that ends between the claim and the mark leaves no mark for the next file of that name.
  @Test func theMarkOfAFileThatWasTakenGoesAllTheSame() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let rondgang = Rondgang(rijpheid: Rijpheid(Inname(metMerk: true)))
      try bench.deliver(Delivery())
      try bench.deliver([], as: "01AA001A.B01.done")
      var system = SystemCalls.live
      system.unlink = { _ in -Int(EIO) }
      #expect(try ronde(bench, rondgang, system: system).verslag.storingen.count == 1)
      #expect(try bench.files("Inbox") == [".work/01AA001A.B01", "01AA001A.B01.done"])
      #expect(try ronde(bench, rondgang).namen == ["01AA001A.B01"])
      #expect(try bench.files("Inbox").isEmpty)
    }
  }

  // MARK: Several at once

  @Test func twoFilesOfOneBatchAreOneDelivery() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.deliver(try gzipMember(Delivery().bytes), as: "01AA001A.B01.gz")
      try bench.deliver(Delivery(Regels.fout()), map: "01AA")
      #expect(try bench.run().map(\.status) == [.aangenomen, .geweigerd, .herhaald])
      #expect(try bench.receipt("01AA001A.B01", in: "Outbox/01AA").fouten.map(\.code) == ["X009"])
    }
  }
}
