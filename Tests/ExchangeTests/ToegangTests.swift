import Foundation
import Testing

/// Whatever is written about persons can be read by its owner alone, also where the umask would let others.
struct ToegangTests {
  private func run(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    try Command.run(
      "/bin/sh", ["-c", "umask 000; exec \"$0\" \"$@\"", try Command.bronbatch()] + arguments, in: folder)
  }

  @Test func filesAndFoldersAreTheirOwnersAlone() throws {
    try Exchangebench.withFolder { folder in
      let work = folder.appending(path: "work")
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
      let inbox = work.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      // What somebody else put there keeps the rights that he gave it.
      let given = ["01AA001A.B01": Delivery().bytes, "02BB001A.B01": Array("GEHEIMERIK".utf8)]
      for (name, bytes) in given { try Data(bytes).write(to: inbox.appending(path: name)) }
      let specs = ["--specs", Exchangebench.root.appending(path: "Specs").path]
      for arguments in [["--dry-run", "--dry-run-folder", "Proef/01"], []] {
        let done = try run(
          ["run", "--date", "2009-06-15", "--reference", Exchangebench.sample("bo")] + arguments + specs, in: work)
        #expect(done.code == 1, "\(done.errors)")
      }
      for arguments in [
        ["register", "export", "--output", "Export"] + specs,
        [
          "generate", "--sector", "BO", "--meldingen", "1", "--seed", "1", "--output", "99ZZ001A.B01", "--persons",
          "personen.csv", "--specs", specs[1],
        ],
      ] {
        let done = try run(arguments, in: work)
        #expect(done.code == 0, "\(arguments): \(done.errors)")
      }
      var seen: Set<String> = []
      for path in try FileManager.default.subpathsOfDirectory(atPath: work.path) {
        if path == "Inbox" || given.keys.contains(where: { path.hasSuffix($0) }) { continue }
        let attributes = try FileManager.default.attributesOfItem(atPath: work.appending(path: path).path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        #expect(mode == (isFolder ? 0o700 : 0o600), "\(path): \(String(mode, radix: 8))")
        seen.insert(path.split(separator: "/").first.map(String.init) ?? "")
      }
      #expect(
        seen.isSuperset(of: [
          "Outbox", "Archive", "Rejected", "bronbatch.sqlite", "Export", "personen.csv", "99ZZ001A.B01", "Proef",
        ]))
    }
  }

  /// What SQLite keeps beside the register while it is in use holds persons too.
  @Test func whatLiesBesideTheRegisterIsItsOwnersAlone() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(Regels.fout()))
      try bench.run()
      for file in ["register.sqlite", "register.sqlite-wal", "register.sqlite-shm"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: bench.work.appending(path: file).path)
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
      }
    }
  }
}
