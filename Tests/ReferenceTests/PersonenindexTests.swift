import FileSystem
import Foundation
import Records
import Synchronization
import TestSupport
import Testing

@testable import Reference

/// The index beside a `personen.csv`: it finds what a plain list finds, and never anybody by bytes that are not
/// those of the table as it is.
struct PersonenindexTests {
  private let folder: TemporaryFolder
  private var lijst = Personenlijst(count: 600, seed: 7)

  init() throws {
    folder = try TemporaryFolder()
    try folder.put(lijst.csv, in: "personen.csv")
  }

  /// A smaller table, for who opens it often.
  private mutating func verklein() throws {
    lijst = Personenlijst(count: 40, seed: 7)
    try folder.put(lijst.csv, in: "personen.csv")
  }

  /// The persons, with an index however small the table is.
  private func open(_ folders: Folders = Folders(), groot: Int = 0) throws -> Personen {
    try #require(try Personen(folder: folder.path, folders: folders, groot: groot))
  }

  private static func bytes(_ text: String) -> [UInt8] {
    // Đ is not in ISO-8859-1, and has nothing to take off.
    text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
  }

  private static func sleutel(_ rij: [String]) -> Zoeksleutel {
    .init(achternaam: bytes(rij[4]), voornamen: bytes(rij[5]), geboortedatum: bytes(rij[2]), geslacht: bytes(rij[3]))
  }

  private func rij(_ persoon: Persoon) -> [[UInt8]] {
    [.bsn, .onderwijsnummer, .geboortedatum, .geslacht, .achternaam, .voornamen, .plaatsnaam].map { persoon[$0] }
  }

  /// Holds look-ups against the list: of every `step`th person, and of numbers that nobody has.
  private func expectAll(_ personen: Personen, step: Int = 1) throws {
    for index in stride(from: 0, to: lijst.rijen.count, by: step) {
      let eigen = lijst.rijen[index]
      for nummer in Set([eigen[0], eigen[1], "\(100_000_000 + index)", "", "x"]) where !nummer.isEmpty {
        let bsn = try personen.persoon(bsn: ShortBytes(exactly: Self.bytes(nummer)) ?? []).map { [rij($0)] } ?? []
        let onderwijsnummer =
          try personen.persoon(onderwijsnummer: ShortBytes(exactly: Self.bytes(nummer)) ?? []).map { [rij($0)] } ?? []
        #expect(bsn == lijst.nummer(nummer, kolom: 0).map { lijst.rijen[$0].map(Self.bytes) })
        #expect(onderwijsnummer == lijst.nummer(nummer, kolom: 1).map { lijst.rijen[$0].map(Self.bytes) })
      }
      let gevonden = try personen.zoek(Self.sleutel(eigen)).map(rij)
      #expect(gevonden == lijst.zoek(eigen).map { lijst.rijen[$0].map(Self.bytes) })
    }
  }

  /// It holds what the table holds.
  @Test func itIsItsOwnersAlone() throws {
    _ = try open()
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("personen.csv.index"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: [0, Personen.groot]) func itFindsWhatAPlainListFinds(groot: Int) throws {
    let personen = try open(groot: groot)
    #expect(personen.geenIndex == nil)
    try expectAll(personen)
    #expect(try folder.names() == (groot == 0 ? ["personen.csv", "personen.csv.index"] : ["personen.csv"]))
  }

  @Test func itIsMadeOnceAndForTheOwnerAlone() throws {
    _ = try open()
    let first = try FileManager.default.attributesOfItem(atPath: folder.file("personen.csv.index"))
    #expect(first[.posixPermissions] as? Int == 0o600)
    try expectAll(try open(), step: 90)
    let second = try FileManager.default.attributesOfItem(atPath: folder.file("personen.csv.index"))
    #expect(first[.systemFileNumber] as? Int == second[.systemFileNumber] as? Int)
    #expect(first[.modificationDate] as? Date == second[.modificationDate] as? Date)
  }

  @Test func aTableOfTheSameSizeAndTimeIsNoticed() throws {
    let first = try open()
    let csv = folder.file("personen.csv")
    let time = try #require(
      try FileManager.default.attributesOfItem(atPath: csv)[.modificationDate] as? Date)
    let handle = try FileHandle(forUpdating: URL(filePath: csv))
    try handle.write(contentsOf: Data(lijst.csv.replacing("Jansen", with: "Janzen").utf8))
    try handle.close()
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: csv)
    let jansen = try #require(lijst.rijen.first { $0[4] == "Jansen" })
    var janzen = jansen
    janzen[4] = "Janzen"
    #expect(try open().zoek(Self.sleutel(jansen)).isEmpty)
    #expect(try open().zoek(Self.sleutel(janzen)).count == lijst.zoek(jansen).count)
    // Who had the table open goes on with the persons as they were.
    try expectAll(first, step: 90)
  }

  @Test mutating func aDamagedIndexIsMadeAnew() throws {
    try verklein()
    _ = try open()
    let whole = try folder.bytes(of: "personen.csv.index")
    var damaged: [[UInt8]] = [[], [0], Array("something else altogether".utf8), whole + [0]]
    for place in stride(from: 0, to: whole.count, by: whole.count / 16) {
      damaged.append(Array(whole[..<place]))
      damaged.append(whole)
      damaged[damaged.count - 1][place] ^= 0x10
    }
    for place in whole.count - Personenindex.staart..<whole.count where place % 8 == 0 {
      damaged.append(whole)
      damaged[damaged.count - 1][place] ^= 1
    }
    for bytes in damaged where bytes != whole {
      try folder.put(bytes, in: "personen.csv.index")
      try expectAll(try open(), step: 10)
      #expect(try folder.bytes(of: "personen.csv.index") == whole)
    }
    // What a process that was ended left behind is written over.
    try FileManager.default.removeItem(atPath: folder.file("personen.csv.index"))
    try folder.put(whole + whole, in: ".personen.csv.index.tmp")
    try expectAll(try open(), step: 10)
    #expect(try folder.names() == ["personen.csv", "personen.csv.index"])
  }

  @Test func anIndexThatIsDamagedWhileInUseGivesNobodyElse() throws {
    let personen = try open()
    let handle = try FileHandle(forUpdating: URL(filePath: folder.file("personen.csv.index")))
    try handle.truncate(atOffset: 100)
    try handle.close()
    let error = #expect(throws: BronError.self) { try personen.persoon(bsn: ShortBytes(Self.bytes(lijst.rijen[5][0]))) }
    #expect(error?.code == .changed)
  }

  @Test func severalAtOnceMakeItOnce() async throws {
    let made = Mutex(0)
    var system = SystemCalls.live
    system.renameNoReplace = { from, to in
      made.withLock { $0 += 1 }
      return SystemCalls.live.renameNoReplace(from, to)
    }
    let folders = Folders(system: system)
    let path = folder.path
    let opened = try await withThrowingTaskGroup { group in
      for _ in 0..<4 { group.addTask { try Personen(folder: path, folders: folders, groot: 0) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for personen in opened { try expectAll(try #require(personen), step: 90) }
    #expect(made.withLock { $0 } == 1)
  }

  @Test func whereItCannotBeWrittenThePersonsAreInMemory() throws {
    var system = SystemCalls.live
    system.open = { path, flags, mode in
      flags & O_CREAT != 0 ? -Int(EROFS) : SystemCalls.live.open(path, flags, mode)
    }
    let personen = try open(Folders(system: system))
    #expect(personen.geenIndex?.place?.file == folder.file(".personen.csv.index.tmp"))
    try expectAll(personen, step: 90)
    #expect(try folder.names() == ["personen.csv"])
  }

  /// Whatever call fails, the persons are the right ones or there is an error, and the next time all is well.
  @Test mutating func anyCallMayFail() throws {
    try verklein()
    let rij = try #require(lijst.rijen.first { !$0[0].isEmpty })
    for failing in 1... {
      let calls = Mutex(0)
      try? FileManager.default.removeItem(atPath: folder.file("personen.csv.index"))
      let folders = Folders(
        system: .failing {
          calls.withLock {
            $0 += 1; return $0 == failing
          }
        })
      do {
        let found = try open(folders).persoon(bsn: ShortBytes(Self.bytes(rij[0])))
        #expect(found.map(self.rij) == rij.map(Self.bytes))
      } catch let error as BronError {
        #expect(error.code == .system)
      }
      #expect(try open().persoon(bsn: ShortBytes(Self.bytes(rij[0]))).map(self.rij) == rij.map(Self.bytes))
      #expect(try folder.names() == ["personen.csv", "personen.csv.index"])
      if calls.withLock({ $0 }) < failing {
        #expect(failing > 20)
        break
      }
    }
  }

  @Test func namesOfTheSameHashAreKeptApart() throws {
    let namen = ["JJAKAILDDEHPBBDL", "MODJOEGNIGEBADDP"]
    try folder.put(
      Personenlijst.kop + "\n999990019;;19930117;M;\(namen[0]);Jan;A\n999990020;;19930117;M;\(namen[1]);Jan;B\n",
      in: "personen.csv")
    let sleutels = namen.map { Self.sleutel(["", "", "19930117", "M", $0, "Jan"]) }
    #expect(sleutels[0].vasteHash == sleutels[1].vasteHash)
    #expect(try sleutels.map { try open().zoek($0).map { $0[.plaatsnaam] } } == [[[0x41]], [[0x42]]])
  }

  @Test(arguments: [0, Personen.groot]) func aNumberThatStandsThereTwiceNamesTheLine(groot: Int) throws {
    for (kolom, wat) in [(0, "a bsn"), (1, "an onderwijsnummer")] {
      var dubbel = lijst
      let eerste = try #require(dubbel.rijen.firstIndex { !$0[kolom].isEmpty })
      for place in [400, 500] { dubbel.rijen[place][kolom] = dubbel.rijen[eerste][kolom] }
      try folder.put(dubbel.csv, in: "personen.csv")
      let error = #expect(throws: BronError.self) { try open(groot: groot) }
      #expect(error?.code == .reference)
      #expect(error?.place?.line == 402)
      #expect(error?.message.hasPrefix("\(wat) stands in the table twice") == true)
      #expect(try folder.names() == ["personen.csv"])
    }
  }
}

extension SystemCalls {
  /// Calls of which those fail, with EIO and nothing done, for which `fails` says so.
  fileprivate static func failing(_ fails: @escaping @Sendable () -> Bool) -> SystemCalls {
    let live = SystemCalls.live
    var system = live
    system.open = { fails() ? -Int(EIO) : live.open($0, $1, $2) }
    system.read = { fails() ? -Int(EIO) : live.read($0, $1) }
    system.readAt = { fails() ? -Int(EIO) : live.readAt($0, $1, $2) }
    system.write = { fails() ? -Int(EIO) : live.write($0, $1) }
    system.fsync = { fails() ? -Int(EIO) : live.fsync($0) }
    system.fstat = { fails() ? -Int(EIO) : live.fstat($0, &$1) }
    system.lstat = { fails() ? -Int(EIO) : live.lstat($0, &$1) }
    system.lock = { fails() ? -Int(EIO) : live.lock($0) }
    system.unlink = { fails() ? -Int(EIO) : live.unlink($0) }
    system.renameNoReplace = { fails() ? -Int(EIO) : live.renameNoReplace($0, $1) }
    return system
  }
}
