import Glibc
import TestSupport
import Testing

@testable import FileSystem

struct LockTests {
  /// Whether somebody else could take the lock now.
  private func isFree(_ path: String) throws -> Bool {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  @Test func aFolderIsHeldUntilTheLockGoesAway() throws {
    let folder = try TemporaryFolder()
    var lock: Lock? = try Folders().lock(folder.path)
    #expect(lock != nil)
    #expect(try !isFree(folder.path))
    lock = nil
    #expect(try isFree(folder.path))
    #expect(try folder.names().isEmpty)
  }

  @Test func oneThatIsHeldIsNotWaitedFor() throws {
    let folder = try TemporaryFolder()
    let lock = try Folders().tryLock(folder.path)
    #expect(lock != nil)
    #expect(try Folders().tryLock(folder.path) == nil)
    withExtendedLifetime(lock) {}
  }

  @Test func aFolderThatWasMadeAnewIsNotHeld() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("work")
    try Folders().make(path)
    let lock = try Folders().lock(path)
    #expect(try lock.isHeld(at: path))
    #expect(rmdir(path) == 0)
    #expect(try !lock.isHeld(at: path))
    try Folders().make(path)
    #expect(try !lock.isHeld(at: path))
  }

  @Test func anInterruptedWaitGoesOn() throws {
    let folder = try TemporaryFolder()
    let calls = Counter()
    var system = SystemCalls.live
    system.lock = { descriptor in
      let call = calls.next()
      return call < 3 ? -Int(EINTR) : SystemCalls.live.lock(descriptor)
    }
    let lock = try Folders(system: system).lock(folder.path)
    #expect(try !isFree(folder.path))
    withExtendedLifetime(lock) {}
    #expect(calls.count == 3)
  }

  @Test func aLockThatFailsIsAnError() throws {
    let folder = try TemporaryFolder()
    var system = SystemCalls.live
    system.lock = { _ in -Int(ENOLCK) }
    // Closed once: by the second time the number could be another file's.
    let closes = Counter()
    system.close = { descriptor in
      _ = closes.next()
      return SystemCalls.live.close(descriptor)
    }
    let error = #expect(throws: BronError.self) { try Folders(system: system).lock(folder.path) }
    #expect(error?.code == .system)
    #expect(closes.count == 1)
    #expect(throws: BronError.self) { try Folders().lock(folder.file("none")) }
    #expect(try isFree(folder.path))
  }
}
