import Foundation
import TestSupport
import Synchronization
import Testing

@testable import FileSystem

struct FoldersTests {
  private let folder: TemporaryFolder
  private let folders = Folders()
  private let text = Array("terugkoppeling\r\n".utf8)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ bytes: [UInt8], to name: String, folders: Folders = Folders()) throws -> Folders.Outcome {
    try folders.write(to: folder.file(name)) { put in
      for byte in bytes { try withUnsafeBytes(of: byte) { try put($0) } }
    }
  }

  @Test func aFileIsWrittenOnce() throws {
    #expect(try write(text, to: "a") == .done)
    #expect(try write(text, to: "a") == .same)
    #expect(try write(text + text, to: "a") == .taken)
    #expect(try write([], to: "a") == .taken)
    #expect(try folder.bytes(of: "a") == text)
    #expect(try folder.names() == ["a"])
  }

  @Test func aFolderOrALinkUnderTheNameIsTaken() throws {
    try folders.make(folder.file("map"))
    try folder.put(text, in: "real")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("real"))
    #expect(try write(text, to: "map") == .taken)
    #expect(try write(text, to: "link") == .taken)
    #expect(try folder.names() == ["link", "map", "real"])
  }

  @Test func whatAnEarlierRunLeftIsWrittenOver() throws {
    try folder.put(text + text, in: ".a.tmp")
    #expect(try write(text, to: "a") == .done)
    #expect(try folder.bytes(of: "a") == text)
    #expect(try folder.names() == ["a"])
  }

  @Test func aNameAsLongAsNamesCanBeIsWritten() throws {
    let name = String(repeating: "\u{E9}", count: 127)
    #expect(try write(text, to: name) == .done)
    #expect(try folder.names() == [name])
  }

  /// For Swift a slash with a mark behind it is another sign than a slash.
  @Test func aNameMayBeginWithAMark() {
    let path = Folders.join("map", "\u{301}a")
    #expect(Folders.name(of: path) == "\u{301}a" && Folders.parent(of: path) == "map")
    #expect(Folders.join("map/", "a") == "map/a")
  }

  @Test(.timeLimit(.minutes(1))) func aFIFOIsNoFileToMake() throws {
    #expect(mkfifo(folder.file("fifo"), 0o600) == 0)
    #expect(throws: BronError.self) { try folders.makeFile(folder.file("fifo")) }
  }

  @Test func placingNeverReplaces() throws {
    try folder.put(text, in: "a")
    try folder.put(text, in: "same")
    try folder.put(text + [0x1C], in: "other")
    #expect(try folders.place(folder.file("a"), at: folder.file("b")) == .done)
    #expect(try folders.place(folder.file("same"), at: folder.file("b")) == .same)
    #expect(try folders.place(folder.file("other"), at: folder.file("b")) == .taken)
    #expect(try folder.bytes(of: "b") == text)
    #expect(try folder.names() == ["b", "other", "same"])
  }

  @Test func movingNeverReplaces() throws {
    try folders.make(folder.file("x/y"))
    try folder.put(text, in: "a")
    try folder.put([], in: "x/y/taken")
    #expect(try folders.move(folder.file("a"), to: folder.file("x/y/taken")) == .taken)
    #expect(try folders.move(folder.file("a"), to: folder.file("x/y/a")) == .done)
    #expect(try folder.bytes(of: "x/y/taken").isEmpty)
    #expect(try folder.bytes(of: "x/y/a") == text)
    #expect(try folders.move(folder.file("a"), to: folder.file("b")) == .gone)
    // The same answer of the system where the new folder is not there, and then it is an error.
    let error = #expect(throws: BronError.self) { try folders.move(folder.file("x/y/a"), to: folder.file("z/a")) }
    #expect(error?.code == .system)
    #expect(error?.place?.file == folder.file("x/y/a"))
  }

  @Test func namesAreSortedByTheirBytes() throws {
    for name in ["b", "B", "a10", "a9", ".a", "é"] { try folder.put([], in: name) }
    #expect(try folders.names(in: folder.path) == [".a", "B", "a10", "a9", "b", "é"])
    #expect(try folders.names(in: folder.file("none")).isEmpty)
    #expect(throws: BronError.self) { try folders.names(in: folder.file("b")) }
  }

  @Test func namesThatAreNoTextAreToldApart() throws {
    let bytes: [UInt8] = Array(folder.path.utf8) + [0x2F, 0x61, 0xFF, 0x07, 0]
    let made = bytes.withUnsafeBufferPointer { name in
      name.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
    }
    #expect(made >= 0 && close(made) == 0)
    try folder.put(text, in: "b")
    #expect(try folders.listing(of: folder.path) == .init(names: ["b"], illegible: ["a\\xFF\\x07"]))
    #expect(try folders.names(in: folder.path) == ["b"])
  }

  @Test func aLookSaysWhatItIs() throws {
    try folder.put(text, in: "file")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("file"))
    #expect(mkfifo(folder.file("fifo"), 0o600) == 0)
    #expect(try folders.kind(of: folder.file("file")) == .file)
    #expect(try folders.kind(of: folder.file("link")) == .link)
    #expect(try folders.kind(of: folder.file("fifo")) == .other)
    #expect(try folders.kind(of: folder.path) == .folder)
    #expect(try folders.look(at: folder.file("file"))?.mark.size == text.count)
    #expect(try folders.look(at: folder.file("none")) == nil)
  }

  @Test func makingAFolderMakesThoseAboveIt() throws {
    try folders.make(folder.file("2010/02/deep"))
    try folders.make(folder.file("2010/02"))
    #expect(try folders.kind(of: folder.file("2010/02/deep")) == .folder)
    #expect(try folders.kind(of: folder.file("2011")) == nil)
  }

  /// A folder that is there, or one above it, may have been made by a run that was ended before the disk knew.
  @Test func aFolderThatIsFoundIsBroughtToDiskOnce() throws {
    try folders.make(folder.file("map"))
    let synced = Mutex<[String]>([])
    var system = SystemCalls.live
    // Folders are opened to be brought to disk, and for nothing else here.
    system.open = { path, flags, mode in
      synced.withLock { $0.append(path) }
      return SystemCalls.live.open(path, flags, mode)
    }
    let above = Set(sequence(first: folder.path) { $0 == "/" ? nil : Folders.parent(of: $0) })
    let finding = Folders(system: system)
    for _ in 1...3 { try finding.make(folder.file("map")) }
    #expect(Set(synced.withLock(\.self)) == above && synced.withLock(\.count) == above.count)
    for _ in 1...3 { try finding.make(folder.file("map/new")) }
    #expect(synced.withLock(\.last) == folder.file("map") && synced.withLock(\.count) == above.count + 1)

    // One who makes something in it has to know that it stays.
    synced.withLock { $0 = [] }
    try Folders(system: system).make(folder.file("map/other"))
    #expect(synced.withLock { $0.contains(folder.path) && $0.contains(folder.file("map")) })
    // The folder above it may be one that this user cannot look into.
    system.open = { _, _, _ in -Int(EACCES) }
    try Folders(system: system).make(folder.file("map"))
    system.open = { _, _, _ in -Int(EIO) }
    #expect(throws: BronError.self) { try Folders(system: system).make(folder.file("map")) }
  }

  @Test func removingWhatIsGoneIsNoError() throws {
    try folder.put(text, in: "a")
    try folders.remove(folder.file("a"))
    try folders.remove(folder.file("a"))
    #expect(try folder.names().isEmpty)
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("a", ".", "a"), ("/a", "/", "a"), ("/a/b.gz", "/a", "b.gz"),
  ])
  func aPathHasAFolderAndAName(path: String, parent: String, name: String) {
    #expect(Folders.parent(of: path) == parent)
    #expect(Folders.name(of: path) == name)
  }

  @Test func joiningAddsOneSlash() {
    #expect(Folders.join("a", "b") == "a/b")
    #expect(Folders.join("a/", "b") == "a/b")
    #expect(Folders.join("", "b") == "b")
  }

  @Test func equalMeansTheSameBytes() throws {
    try folder.put(text, in: "a")
    try folder.put(text, in: "b")
    try folder.put(text.reversed(), in: "c")
    #expect(try folders.isEqual(folder.file("a"), folder.file("b")))
    #expect(try !folders.isEqual(folder.file("a"), folder.file("c")))
    #expect(try !folders.isEqual(folder.file("a"), folder.file("none")))
  }
}
