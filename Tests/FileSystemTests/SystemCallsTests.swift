import Foundation
import Glibc
import TestSupport
import Testing

@testable import FileSystem

/// Every error that the system can give on the way of a file.
struct SystemCallsTests {
  private let folder: TemporaryFolder
  private let text = Array("terugkoppeling van een aanlevering\r\n".utf8)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ system: SystemCalls) throws -> Folders.Outcome {
    try Folders(system: system).write(to: folder.file("a")) { put in try text.withUnsafeBytes { try put($0) } }
  }

  /// A call that is made to fail, and how.
  struct Failure: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout SystemCalls) -> Void

    init(_ name: String, _ change: @escaping @Sendable (inout SystemCalls) -> Void) {
      testDescription = name
      self.change = change
    }
  }

  private static let failures = [
    Failure("open") { $0.open = { _, _, _ in -Int(EACCES) } },
    Failure("write") { $0.write = { _, _ in -Int(EIO) } },
    Failure("write of the second half") { calls in
      let live = SystemCalls.live.write
      calls.write = { descriptor, bytes in
        bytes.count > 20 ? live(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<20])) : -Int(ENOSPC)
      }
    },
    Failure("fsync") { $0.fsync = { _ in -Int(EIO) } },
    Failure("close") { calls in
      let live = SystemCalls.live.close
      calls.close = { descriptor in
        _ = live(descriptor)
        return -Int(EIO)
      }
    },
    Failure("rename") { $0.renameNoReplace = { _, _ in -Int(EIO) } },
  ]

  @Test(arguments: failures)
  func aWriteThatFailsLeavesNothing(failure: Failure) throws {
    var system = SystemCalls.live
    failure.change(&system)
    let error = #expect(throws: BronError.self) { try write(system) }
    #expect(error?.code == .system)
    #expect(error?.place != nil)
    #expect(error?.remedy != nil)
    #expect(try folder.names().isEmpty)
    #expect(try write(.live) == .done)
  }

  @Test func anErrorOfTheOneWhoWritesGoesThrough() throws {
    let mine = BronError(.register, "gone")
    let error = #expect(throws: BronError.self) {
      try Folders().write(to: folder.file("a")) { put in
        try text.withUnsafeBytes { try put($0) }
        throw mine
      }
    }
    #expect(error == mine)
    #expect(try folder.names().isEmpty)
  }

  @Test func aFolderThatCannotBeSyncedIsAnErrorAndAgainIsSafe() throws {
    let calls = Counter()
    var system = SystemCalls.live
    system.fsync = { descriptor in
      let call = calls.next()
      return call == 2 ? -Int(EIO) : SystemCalls.live.fsync(descriptor)
    }
    let error = #expect(throws: BronError.self) { try write(system) }
    #expect(error?.code == .system)
    #expect(try write(.live) == .same)
    #expect(try folder.names() == ["a"])
  }

  /// Who brought it there may have been ended before its name was on the disk, or been told that it is not.
  @Test func aFileThatIsThereAlreadyIsBroughtToDisk() throws {
    try folder.put(text, in: "a")
    try Folders().make(folder.file("x"))
    try folder.put(text, in: "x/a")
    let synced = Counter()
    var system = SystemCalls.live
    system.fsync = { descriptor in
      var status = stat()
      fstat(descriptor, &status)
      if status.st_mode & S_IFMT == S_IFDIR { _ = synced.next() }
      return SystemCalls.live.fsync(descriptor)
    }
    #expect(try Folders(system: system).place(folder.file("a"), at: folder.file("x/a")) == .same)
    #expect(synced.count == 1)
    system.fsync = { _ in -Int(EIO) }
    #expect(throws: BronError.self) { try Folders(system: system).place(folder.file("a"), at: folder.file("x/a")) }
    #expect(try folder.bytes(of: "a") == text)
  }

  /// The signal comes in once at every call that the kernel may give up because of it.
  @Test func aSignalEndsNoCall() throws {
    try folder.put(text, in: "b")
    let calls = Counter()
    let live = SystemCalls.live
    var system = live
    let once: @Sendable (() -> Int) -> Int = { call in calls.next() % 2 == 1 ? -Int(EINTR) : call() }
    system.open = { path, flags, mode in once { live.open(path, flags, mode) } }
    system.read = { descriptor, buffer in once { live.read(descriptor, buffer) } }
    system.write = { descriptor, bytes in once { live.write(descriptor, bytes) } }
    system.fsync = { descriptor in once { live.fsync(descriptor) } }
    system.lock = { descriptor in once { live.lock(descriptor) } }
    // It comes while the descriptor is given back, which must not be done twice.
    let closed = Counter()
    system.close = { descriptor in
      _ = closed.next()
      return live.close(descriptor) == 0 ? -Int(EINTR) : -Int(EBADF)
    }
    #expect(try write(system) == .done)
    #expect(try Folders(system: system).bytes(of: folder.file("b")) == text)
    withExtendedLifetime(try Folders(system: system).lock(folder.path)) {}
    #expect(try folder.bytes(of: "a") == text)
    // Open, write, fsync of the file; open, fsync of the folder; open and twice read; open and lock: each twice.
    #expect(calls.count == 20)
    #expect(closed.count == 4)
  }

  @Test func aWriteThatDoesNothingIsAnError() throws {
    var system = SystemCalls.live
    system.write = { _, _ in 0 }
    let error = #expect(throws: BronError.self) { try write(system) }
    #expect(error?.code == .system)
    #expect(try folder.names().isEmpty)
  }

  @Test func interruptedAndShortWritesGoOn() throws {
    let calls = Counter()
    var system = SystemCalls.live
    system.write = { descriptor, bytes in
      let call = calls.next()
      if call % 3 == 0 { return -Int(EINTR) }
      return SystemCalls.live.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(call % 2 + 1)))
    }
    #expect(try write(system) == .done)
    #expect(try folder.bytes(of: "a") == text)
    #expect(calls.count > text.count / 2)
  }

  @Test func interruptedAndShortReadsGoOn() throws {
    try folder.put(text, in: "a")
    let calls = Counter()
    var system = SystemCalls.live
    system.read = { descriptor, buffer in
      let call = calls.next()
      if call % 2 == 0 { return -Int(EINTR) }
      return SystemCalls.live.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(3)))
    }
    #expect(try Folders(system: system).bytes(of: folder.file("a")) == text)
  }

  @Test func aReadThatFailsSaysWhere() throws {
    try folder.put(text, in: "a")
    var system = SystemCalls.live
    system.read = { _, _ in -Int(EIO) }
    let error = #expect(throws: BronError.self) { try Folders(system: system).bytes(of: folder.file("a")) }
    #expect(error?.code == .system)
    #expect(error?.place?.file == folder.file("a"))
  }

  @Test func aFullDiskIsNamedAsSuch() throws {
    var system = SystemCalls.live
    system.write = { _, _ in -Int(ENOSPC) }
    let error = #expect(throws: BronError.self) { try write(system) }
    #expect(error?.remedy?.contains("Make room") == true)
  }

  @Test(arguments: [EIO, EACCES])
  func otherCallsThatFailAreErrors(number: Int32) throws {
    var system = SystemCalls.live
    system.mkdir = { _, _ in -Int(number) }
    system.unlink = { _ in -Int(number) }
    system.lstat = { _, _ in -Int(number) }
    system.names = { _, _ in -Int(number) }
    let folders = Folders(system: system)
    #expect(throws: BronError.self) { try folders.make(folder.file("x")) }
    #expect(throws: BronError.self) { try folders.remove(folder.file("x")) }
    #expect(throws: BronError.self) { try folders.kind(of: folder.file("x")) }
    #expect(throws: BronError.self) { try folders.names(in: folder.path) }
  }
}
