import FileSystem
import Foundation
import Testing

/// Whatever ends a run, the next one finishes the work, and leaves what an undisturbed run leaves.
struct RestartTests {
  /// What can be seen of a bench: its files with their bytes, and every row of its register.
  struct State: Equatable {
    let files: [String: [UInt8]]
    let tables: [String]

    init(_ bench: Exchangebench) throws {
      var files: [String: [UInt8]] = [:]
      for folder in ["Inbox", "Outbox", "Archive", "Rejected"] {
        for path in try bench.files(folder) { files["\(folder)/\(path)"] = try bench.bytes("\(folder)/\(path)") }
      }
      self.files = files
      tables = try bench.tables()
    }
  }

  /// An accepted delivery and a refused one.
  private func deliver(_ bench: Exchangebench) throws {
    try bench.deliver(Delivery(Regels.goed() + Regels.fout(2)))
    try bench.deliver(Delivery(batchnummer: "002").with { $0.meldingen = 2 })
  }

  /// Gives `body` an undisturbed run: the number of its system calls, the state that it left, and
  /// an empty register to begin others with.
  private func withUndisturbed(
    _ mode: FailingCalls.Mode, _ body: (Int, State, (Exchangebench) throws -> Void, URL) throws -> Void
  ) throws {
    try Exchangebench.withFolder { folder in
      // Closed once the bench is gone, so that the one file is the whole register.
      _ = try Exchangebench(folder.appending(path: "empty"), controles: .bestand)
      let empty = folder.appending(path: "empty/register.sqlite")
      let calls = FailingCalls(mode, at: .max)
      let bench = try Exchangebench(folder.appending(path: "undisturbed"), controles: .bestand, register: empty)
      try deliver(bench)
      #expect(try bench.run(folders: Folders(system: calls.system)).isEmpty)
      let state = try State(bench)
      #expect(state.files.count == 6)
      try body(calls.count, state, deliver, empty)
    }
  }

  /// In two parts, the odd calls and the even ones, so that two processors share the work.
  @Test(arguments: [FailingCalls.Mode.once, .afterwards, .forever], [1, 2])
  func everyFailingCallIsMendedByRunningAgain(mode: FailingCalls.Mode, first: Int) throws {
    try withUndisturbed(mode) { count, expected, deliver, empty in
      #expect(count > 40)
      for failing in stride(from: first, through: count, by: 2) {
        try Exchangebench.withFolder { folder in
          let bench = try Exchangebench(folder, controles: .bestand, register: empty)
          try deliver(bench)
          let calls = FailingCalls(mode, at: failing)
          do {
            _ = try bench.run(folders: Folders(system: calls.system))
          } catch let error as BronError {
            #expect(error.code == .system, "call \(failing): \(error)")
          }
          try bench.run()
          #expect(try State(bench) == expected, "call \(failing)")
        }
      }
    }
  }

  /// The date of the claim is the date of the answer, whenever the work is finished.
  @Test func restartKeepsTheDate() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      // The write of the feedback is the first one.
      var system = SystemCalls.live
      system.write = { _, _ in -Int(EIO) }
      #expect(try bench.run(folders: Folders(system: system)).count == 1)
      #expect(try bench.files("Inbox") == [".work/01AA001A.B01"])
      #expect(try bench.run("2009-08-01").map(\.status) == [.aangenomen])
      #expect(try bench.receipt("01AA001A.B01")["datumOntvangst"] == "2009-06-15")
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01"])
    }
  }

  /// What cannot be finished stops its own institution, and no other.
  @Test func otherInstitutionsGoOn() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()), map: "01AA")
      try bench.deliver(Delivery(Regels.fout()).with { $0.brin = "02BB" })
      var system = SystemCalls.live
      system.open = { path, flags, mode in
        path.hasSuffix("01AA001A.B01") ? -Int(EACCES) : SystemCalls.live.open(path, flags, mode)
      }
      var done: [String] = []
      let storingen = try bench.run(folders: Folders(system: system)) { done.append($0.naam) }
      #expect(storingen.map(\.naam) == ["01AA001A.B01"])
      #expect(done == ["02BB001A.B01"])
      #expect(try bench.run().map(\.naam) == ["01AA001A.B01", "01AA002A.B01"])
    }
  }

  /// A file that its sender still writes to is left for the next run.
  @Test func fileThatChangesIsNotProcessed() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      let path = Folders.join(bench.mappen.inbox, ".work/01AA001A.B01")
      var system = SystemCalls.live
      system.read = { descriptor, buffer in
        let count = SystemCalls.live.read(descriptor, buffer)
        if count == 0, let file = FileHandle(forWritingAtPath: path) {
          file.seekToEndOfFile()
          file.write(Data("meer".utf8))
          file.closeFile()
        }
        return count
      }
      let storingen = try bench.run(folders: Folders(system: system))
      #expect((storingen.first?.fout as? BronError)?.code == .changed)
      #expect(try bench.isEmptyRegister())
      #expect(try bench.files("Outbox").isEmpty)
    }
  }

  /// The archive may lie on another file system than the inbox.
  @Test func archiveMayBeElsewhere() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.deliver(Delivery(batchnummer: "002").with { $0.meldingen = 2 })
      var system = SystemCalls.live
      system.renameNoReplace = { from, to in
        from.contains("/Inbox/") != to.contains("/Inbox/") ? -Int(EXDEV) : SystemCalls.live.renameNoReplace(from, to)
      }
      #expect(try bench.run(folders: Folders(system: system)).isEmpty)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01"])
      #expect(try bench.bytes("Archive/2009/06/01AA001A.B01") == Delivery().bytes)
      #expect(try bench.files("Rejected") == ["01AA002A.B01", "01AA002A.B01.ontvangst.xml.gz"])
      #expect(try bench.files("Inbox").isEmpty)
    }
  }
}
