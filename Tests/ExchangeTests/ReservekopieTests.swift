import Exchange
import FileSystem
import Foundation
import GRDB
import Register
import Testing

/// Copies of a register that is in use, and what becomes of them.
struct ReservekopieTests {
  /// The fourth is so large that progress is told while it is being written.
  private static let deliveries = (1...6).map { nummer in
    let fout = (2...(nummer == 4 ? 1_000 : 2)).flatMap { Regels.fout($0) }
    return Delivery(batchnummer: "00\(nummer)", Regels.goed(1, volgnummer: "\(nummer)") + fout)
  }

  private func url(_ bench: Exchangebench) -> String { "sqlite:\(bench.work.appending(path: "register.sqlite").path)" }

  /// What is wrong with a copy, and the number of its last delivery.
  private func keur(_ path: String) throws -> (fouten: [String], batch: Int) {
    let register = try Uitwisseling.kopie(van: "sqlite:\(path)", pve: try Exchangebench.pve(.bestand))
    return (
      try Registerkeuring(register, pve: try Exchangebench.pve(.bestand)).fouten(),
      try LaatsteAanlevering.alle(register).first?.batchnummer ?? 0
    )
  }

  /// Copies are made while a delivery is being written, and behind it; each is a state that the register had. One of
  /// them is brought back elsewhere, and what came after it is put in again: then nothing is lost, and nothing is
  /// different.
  @Test func aCopyMadeUnderLoadIsBroughtBackAndGoesOn() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      var copies: [(path: String, batch: Int)] = []
      func copy() {
        #expect(throws: Never.self) {
          let path = bench.work.appending(path: "copy-\(copies.count)").path
          try Reservekopie.maak(van: url(bench), als: path)
          let (fouten, batch) = try keur(path)
          #expect(fouten == [])
          copies.append((path, batch))
        }
      }
      for delivery in Self.deliveries { try bench.deliver(delivery) }
      let storingen = try bench.exchange().run(progress: { _, _ in copy() }, each: { _ in copy() })
      #expect(storingen.isEmpty)
      #expect(copies.map(\.batch) == [1, 2, 3, 3, 4, 5, 6])
      let copy = try #require(copies.last { $0.batch == 3 })
      // The archive and the outbox of then, the register of before.
      try Exchangebench.withFolder { folder in
        let path = folder.appending(path: "register.sqlite").path
        #expect(try Reservekopie.zetTerug(copy.path, als: "sqlite:\(path)", vervang: false) == nil)
        for map in ["Archive", "Outbox"] {
          try FileManager.default.copyItem(
            at: bench.work.appending(path: map), to: folder.appending(path: map))
        }
        let other = try Exchangebench(folder, controles: .bestand)
        let keuring = Archiefkeuring(other.register, archive: other.mappen.archive)
        let later = try keuring.opVolgorde(try keuring.vergelijk().onbekend, pve: other.grondslag.pve)
        #expect(later == Self.deliveries.dropFirst(copy.batch).map { "2009/06/\($0.naam)" })
        for place in later {
          let file = URL(filePath: other.mappen.archive).appending(path: place)
          try FileManager.default.copyItem(
            at: file, to: URL(filePath: Folders.join(other.mappen.inbox, file.lastPathComponent)))
        }
        #expect(try other.run().map(\.status) == later.map { _ in .aangenomen })
        let (now, then) = (Set(try other.tables()), Set(try bench.tables()))
        let anders = now.symmetricDifference(then).map { $0.prefix(40) }
        #expect(anders == [])
        for map in ["Archive", "Outbox", "Inbox"] {
          #expect(try other.files(map) == bench.files(map))
          for file in try bench.files(map) {
            #expect(try other.bytes("\(map)/\(file)") == bench.bytes("\(map)/\(file)"))
          }
        }
        #expect(try Registerkeuring(other.register, pve: other.grondslag.pve).fouten() == [])
        #expect(try keuring.vergelijk().fouten == [])
      }
    }
  }

  @Test func aCopyIsItsOwnersAndTakesNoName() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let path = bench.work.appending(path: "copy").path
      // What a copy that was ended left behind goes; that of one that is being made stays.
      let (left, other) = (bench.work.appending(path: ".copy.999999999.tmp"), bench.work.appending(path: ".copy.1.tmp"))
      for file in [left, other] { try Data([1]).write(to: file) }
      try Reservekopie.maak(van: url(bench), als: path)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      #expect(try bench.files("").filter { $0.contains("copy") } == [".copy.1.tmp", "copy"])
      let bytes = try bench.bytes("copy")
      #expect(throws: BronError.self) { try Reservekopie.maak(van: url(bench), als: path) }
      #expect(throws: BronError.self) { try Reservekopie.maak(van: "sqlite:\(path)-not-there", als: path + "2") }
      #expect(try bench.bytes("copy") == bytes)
      #expect(try bench.files("").filter { $0.contains("copy") } == [".copy.1.tmp", "copy"])
    }
  }

  @Test func aRegisterInUseIsNotReplaced() throws {
    try Exchangebench.withFolder { folder in
      let path = folder.appending(path: "copy").path
      let register = "sqlite:\(folder.appending(path: "bench/register.sqlite").path)"
      try {
        let bench = try Exchangebench(folder.appending(path: "bench"), controles: .bestand)
        try Reservekopie.maak(van: register, als: path)
        try bench.deliver(Delivery())
        try bench.run()
        #expect(throws: BronError.self) { try Reservekopie.zetTerug(path, als: register, vervang: false) }
        let error = #expect(throws: BronError.self) {
          try Reservekopie.zetTerug(path, als: register, vervang: true)
        }
        #expect(error?.message == "the register is in use")
        #expect(try bench.register.inhoud().personen == 1)
      }()
      // Nobody has it open any more.
      let vervangen = try #require(try Reservekopie.zetTerug(path, als: register, vervang: true))
      #expect(try keur(String(register.dropFirst(7))).batch == 0)
      #expect(try keur(vervangen).batch == 1)
      #expect(
        try Exchangebench.files(below: folder.appending(path: "bench")).filter { $0.hasPrefix("register") } == [
          "register.sqlite", "register.sqlite.replaced",
        ])
    }
  }

  /// The reason for most restores: nobody can open the register.
  @Test func aRegisterThatIsNoneIsReplaced() throws {
    try Exchangebench.withFolder { folder in
      let (copy, register) = (folder.appending(path: "copy").path, folder.appending(path: "broken.sqlite"))
      let source = folder.appending(path: "source.sqlite").path
      _ = try Uitwisseling.openRegister(url: "sqlite:\(source)", pve: try Exchangebench.pve(.bestand))
      try Reservekopie.maak(van: "sqlite:\(source)", als: copy)
      for ending in ["", "-wal"] {
        try Data("this is no database, and never was one".utf8).write(to: URL(filePath: register.path + ending))
      }
      let vervangen = try Reservekopie.zetTerug(copy, als: "sqlite:\(register.path)", vervang: true)
      #expect(vervangen == register.path + ".replaced")
      let files = try Exchangebench.files(below: folder).filter { $0.hasPrefix("broken") }
      // A log that is none is taken away by SQLite itself.
      #expect(files == ["broken.sqlite", "broken.sqlite.replaced"])
      #expect(try keur(register.path).fouten == [])
    }
  }

  @Test func theProgramKeepsAndBringsBack() throws {
    try Exchangebench.withFolder { folder in
      let specs = ["--specs", Exchangebench.root.appending(path: "Specs").path]
      func bronbatch(_ arguments: [String]) throws -> Command.Outcome {
        try Command.run(Command.bronbatch(), arguments, in: folder)
      }
      func run(_ delivery: Delivery) throws {
        let inbox = folder.appending(path: "Inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        try Data(delivery.bytes).write(to: inbox.appending(path: delivery.naam))
        let done = try bronbatch(
          ["run", "--quiet", "--date", "2009-06-15", "--reference", Exchangebench.sample("bo")] + specs)
        #expect(done.code == 0, "\(done.errors)")
      }
      try run(Delivery())
      #expect(try bronbatch(["register", "backup", "copy"]).code == 0)
      try run(Delivery(batchnummer: "002", Regels.fout()))
      #expect(try bronbatch(["register", "restore", "copy"] + specs).code == 2)
      let restored = try bronbatch(["register", "restore", "copy", "--replace"] + specs)
      #expect(restored.code == 0 && restored.errors.isEmpty, "\(restored.errors)")
      #expect(
        restored.output == """
          Teruggezet als sqlite:bronbatch.sqlite
          Het vorige register is bewaard als bronbatch.sqlite.replaced

          Het register gaat tot en met:
            BRIN 01AA  aanleverpunt 01  BO  batch   1  2009-06-15

          In het archief, en dit register kent ze niet; lever ze in deze volgorde:
            Archive/2009/06/01AA002A.B01

          """)
      let unknown = try bronbatch(["register", "verify"] + specs)
      #expect(unknown.code == 3)
      #expect(unknown.errors == "bronbatch: 1 files in the archive were never accepted: 2009/06/01AA002A.B01\n")
      try run(Delivery(batchnummer: "002", Regels.fout()))
      let whole = try bronbatch(["register", "verify"] + specs)
      #expect(whole.code == 0 && whole.output == "Het register is in orde.\n" && whole.errors.isEmpty)
      // A copy that is damaged stays where it is.
      let copy = try FileHandle(forUpdating: folder.appending(path: "copy"))
      try copy.seek(toOffset: 4_096)
      try copy.write(contentsOf: Data(repeating: 0xEE, count: 64))
      try copy.close()
      let damaged = try bronbatch(["register", "restore", "copy", "--register", "sqlite:other.sqlite"] + specs)
      #expect(damaged.code == 3, "\(damaged.output)\(damaged.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "other.sqlite").path))
    }
  }
}
