import Foundation
import Glibc
import TestSupport
import Testing

@testable import FileSystem

struct FolderWatchTests {
  private let folder: TemporaryFolder
  private let alarm: Alarm

  init() throws {
    folder = try TemporaryFolder()
    alarm = try Alarm()
  }

  private func watch(_ system: SystemCalls = .live) throws -> FolderWatch {
    let watch = try FolderWatch(alarm: alarm, folders: Folders(system: system))
    try watch.follow([folder.path, folder.file("none")])
    return watch
  }

  @Test func aFileIsWholeOnceItIsClosedOrRenamed() throws {
    let watch = try watch()
    #expect(try watch.wait(upTo: .zero) == [])
    let path = folder.file("a")
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    #expect(write(descriptor, "x", 1) == 1)
    #expect(try watch.wait(upTo: .seconds(10)) == [.written(path: path)])
    close(descriptor)
    #expect(try watch.wait(upTo: .seconds(10)) == [.whole(path: path)])
    rename(path, folder.file("b"))
    #expect(try watch.wait(upTo: .seconds(10)) == [.whole(path: folder.file("b"))])
    link(folder.file("b"), folder.file("c"))
    #expect(try watch.wait(upTo: .seconds(10)) == [.written(path: folder.file("c"))])
  }

  @Test func aFolderThatComesAndOneThatGoesAreTold() throws {
    let watch = try watch()
    let map = folder.file("01AA")
    try Folders().make(map)
    #expect(try watch.wait(upTo: .seconds(10)) == [.folder])
    try watch.follow([folder.path, map])
    try folder.put([1], in: "01AA/x")
    #expect(try watch.wait(upTo: .seconds(10)).last == .whole(path: "\(map)/x"))
    // Made anew, it is another folder.
    try FileManager.default.removeItem(atPath: map)
    #expect(try watch.wait(upTo: .seconds(10)).contains(.folder))
    try Folders().make(map)
    try watch.follow([folder.path, map])
    try folder.put([1], in: "01AA/y")
    #expect(try watch.wait(upTo: .seconds(10)).last == .whole(path: "\(map)/y"))
  }

  @Test func aNameThatIsNoTextIsNews() throws {
    let watch = try watch()
    let bytes = Array(folder.file("a").utf8) + [0xFF, 0]
    let made = bytes.withUnsafeBufferPointer { name in
      name.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
    }
    #expect(made >= 0 && close(made) == 0)
    #expect(try watch.wait(upTo: .seconds(10)) == [.folder])
  }

  @Test func whatTheKernelLostIsTold() throws {
    var system = SystemCalls.live
    let calls = Counter()
    system.read = { _, buffer in
      switch calls.next() {
      case 1: return -Int(EINTR)
      case 2:
        var event = inotify_event()
        event.wd = -1
        event.mask = UInt32(IN_Q_OVERFLOW)
        withUnsafeBytes(of: &event) { buffer.copyMemory(from: $0) }
        return MemoryLayout<inotify_event>.size
      default: return -Int(EAGAIN)
      }
    }
    let watch = try watch(system)
    try folder.put([1], in: "a")
    #expect(try watch.wait(upTo: .seconds(10)) == [.lost])
  }

  @Test func theAlarmEndsEveryWait() throws {
    let watch = try watch()
    let silent = SilentFolders(alarm: alarm)
    try folder.put([1], in: "a")
    #expect(try silent.wait(upTo: .zero) == [])
    #expect(!alarm.isRung)
    alarm.ring()
    #expect(alarm.isRung)
    let start = ContinuousClock.now
    _ = try watch.wait(upTo: .seconds(3_600))
    #expect(try watch.wait(upTo: .seconds(3_600)) == [])
    #expect(try silent.wait(upTo: .seconds(3_600)) == [])
    #expect(ContinuousClock.now - start < .seconds(600))
  }

  @Test func whatCannotBeWatchedIsAnError() throws {
    var system = SystemCalls.live
    system.watch = { -Int(EMFILE) }
    #expect(throws: BronError.self) { try FolderWatch(alarm: alarm, folders: Folders(system: system)) }
    system = .live
    system.watchFolder = { _, _, _ in -Int(ENOSPC) }
    #expect(throws: BronError.self) { try watch(system) }
  }

  @Test(arguments: [(0x6969, true), (0xFF53_4D42, true), (0x6573_5546, true), (0xEF53, false), (0x0102_1994, false)])
  func foldersOfAnotherMachineAreSilent(kind: Int, isSilent: Bool) throws {
    var system = SystemCalls.live
    system.fileSystem = { _ in kind }
    #expect(try Folders(system: system).isSilent(folder.path) == isSilent)
    #expect(throws: BronError.self) { try Folders().isSilent(folder.file("none")) }
  }
}
