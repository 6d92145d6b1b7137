import FileSystem
import Foundation
import Glibc
import Testing

/// The service as it is: a process, real files, real signals. It waits for what must come, and never for a time.
struct WatchTests {
  /// `bronbatch watch` in a folder.
  final class Dienst {
    let folder: URL
    private let process = Process()
    private let captured: (output: URL, errors: URL)

    init(_ folder: URL, _ arguments: [String] = []) throws {
      self.folder = folder
      captured = (folder.appending(path: "out"), folder.appending(path: "err"))
      for file in [captured.output, captured.errors] { try Data().write(to: file) }
      process.executableURL = URL(filePath: try Command.bronbatch())
      process.arguments =
        [
          "watch", "--specs", Exchangebench.root.appending(path: "Specs").path, "--reference",
          Exchangebench.sample("bo"), "--date", "2009-06-15", "--register", "sqlite:register.sqlite",
        ] + arguments
      process.currentDirectoryURL = folder
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: captured.output)
      process.standardError = try FileHandle(forWritingTo: captured.errors)
      try process.run()
      try wait("the watch") { try errors().contains("watching") }
    }

    func errors() throws -> String { try String(contentsOf: captured.errors, encoding: .utf8) }
    func output() throws -> String { try String(contentsOf: captured.output, encoding: .utf8) }

    /// Waits until something is so; a fault of the test where it takes longer than anything could.
    func wait(_ what: String, _ isSo: () throws -> Bool) throws {
      for _ in 0..<6_000 {
        if try isSo() { return }
        usleep(20_000)
      }
      process.terminate()
      Issue.record("\(what) never came: \(try errors())")
    }

    func waitFor(_ path: String) throws {
      try wait(path) { FileManager.default.fileExists(atPath: folder.appending(path: path).path) }
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func code() -> Int32 {
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test func aFileIsTakenWhenItComesAndAgainWithTheSameAnswer() throws {
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder, controles: .bestand)
      let dienst = try Dienst(folder, ["--rescan", "3600"])
      let inbox = folder.appending(path: "Inbox")
      // Renamed into place.
      try bench.deliver(Delivery(), as: "x.part")
      try FileManager.default.moveItem(
        at: inbox.appending(path: "x.part"), to: inbox.appending(path: "01AA001A.B01"))
      try dienst.waitFor("Archive/2009/06/01AA001A.B01")
      // Into a folder that was not there.
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()), map: "01AA")
      try dienst.waitFor("Outbox/01AA/01AA002A.B01.ontvangst.xml.gz")
      let answers = try bench.files("Outbox").map { try bench.bytes("Outbox/\($0)") }
      let persons = try bench.register.inhoud()
      // The same again: the same answer, and nothing changes.
      try bench.deliver(Delivery())
      try dienst.wait("the answer") { try dienst.output().contains("eerder beantwoord") }
      #expect(try bench.files("Outbox").map { try bench.bytes("Outbox/\($0)") } == answers)
      #expect(try bench.register.inhoud() == persons)
      dienst.signal(SIGTERM)
      #expect(dienst.code() == 0)
      #expect(try bench.files("Inbox").isEmpty)
      #expect(try dienst.errors().contains("stopping behind the delivery at hand"))
    }
  }

  @Test func aRefusedFileIsInTheCodeAndSIGINTEndsItToo() throws {
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder, controles: .bestand)
      let dienst = try Dienst(folder, ["--poll", "--rescan", "0.2", "--settle", "0.2", "--done-files"])
      try bench.deliver([1], as: "01AA001A.B01")
      try bench.deliver([], as: "01AA001A.B01.done")
      try dienst.waitFor("Rejected/01AA001A.B01")
      dienst.signal(SIGINT)
      #expect(dienst.code() == 1)
      #expect(try bench.files("Inbox").isEmpty)
    }
  }

  /// The delivery at hand waits for its turn at the register, which does not come.
  @Test(arguments: [("0.2", 1), ("3600", 2)])
  func whatTakesTooLongIsLeftForTheNextStart(grace: String, signals: Int) throws {
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder, controles: .bestand)
      let dienst = try Dienst(folder, ["--grace", grace])
      var beurt: Lock? = try Folders().lock(folder.path)
      try bench.deliver(Delivery())
      try dienst.waitFor("Inbox/.work/01AA001A.B01")
      dienst.signal(SIGTERM)
      if signals == 2 {
        try dienst.wait("the end") { try dienst.errors().contains("stopping") }
        dienst.signal(SIGTERM)
      }
      #expect(dienst.code() == 3)
      #expect(try dienst.errors().contains("the next start completes it"))
      #expect(try bench.files("Inbox") == [".work/01AA001A.B01"])
      withExtendedLifetime(beurt) {}
      beurt = nil
      let again = try Dienst(folder)
      try again.waitFor("Archive/2009/06/01AA001A.B01")
      again.signal(SIGTERM)
      #expect(again.code() == 0)
      #expect(try bench.files("Outbox") == ["01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz"])
    }
  }
}
