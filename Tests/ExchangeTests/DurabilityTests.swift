import FileSystem
import Glibc
import Synchronization
import Testing

/// What a run did that was ended before the disk knew is brought to disk by the next one, before it builds on it.
struct DurabilityTests {
  /// System calls that remember which folders were brought to disk, and may fail to bring one.
  private final class Syncs: Sendable {
    private let names = Mutex<[Int32: String]>([:])
    private let done = Mutex<[String]>([])
    private let failing: String?
    private let goed: Mutex<Int>

    /// - Parameter goed: how often it is brought to disk before that fails.
    init(failing: String? = nil, goed: Int = 0) {
      self.failing = failing
      self.goed = Mutex(goed)
    }

    /// The last two names of the paths of the folders, in order.
    var folders: [String] { done.withLock { $0 } }

    var system: SystemCalls {
      let live = SystemCalls.live
      var system = live
      system.open = { path, flags, mode in
        let descriptor = live.open(path, flags, mode)
        let name = path.split(separator: "/").suffix(2).joined(separator: "/")
        self.names.withLock { $0[Int32(descriptor)] = flags & O_DIRECTORY == 0 ? nil : name }
        return descriptor
      }
      system.fsync = { descriptor in
        guard let name = self.names.withLock({ $0[descriptor] }) else { return live.fsync(descriptor) }
        if let failing = self.failing, name.hasSuffix(failing) {
          let isNu = self.goed.withLock { over in
            over -= 1
            return over < 0
          }
          if isNu { return -Int(EIO) }
        }
        self.done.withLock { $0.append(name) }
        return live.fsync(descriptor)
      }
      return system
    }
  }

  /// The file lies in the work folder, but the disk may still have it in the inbox: there it would be found again
  /// once it was answered.
  @Test(arguments: ["", "01AA"])
  func aFileThatIsTakenUpAgainStaysTaken(map: String) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(), map: map)
      // The folder by which the institution is held lies there too, and is made first.
      let failing = map.isEmpty ? Syncs(failing: ".work", goed: 1) : Syncs(failing: ".work/01AA")
      #expect(try bench.run(folders: Folders(system: failing.system)).count == 1)
      #expect(try bench.files("Inbox") == [Folders.join(".work", Folders.join(map, "01AA001A.B01"))])
      let syncs = Syncs()
      #expect(try bench.run(folders: Folders(system: syncs.system)).isEmpty)
      let answered = try #require(syncs.folders.firstIndex { $0.contains("Outbox") })
      let taken = syncs.folders[..<answered]
      #expect(taken.contains { $0.hasSuffix(map.isEmpty ? "Inbox/.work" : ".work/01AA") }, "\(syncs.folders)")
      #expect(taken.contains { $0.hasSuffix(map.isEmpty ? "/Inbox" : "Inbox/01AA") }, "\(syncs.folders)")
    }
  }

  /// The file lies in the archive, but the disk may still have it in the work folder: there it would be found again.
  @Test func aFileThatWasPutAwayStaysThere() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      #expect(try bench.run(folders: Folders(system: Syncs(failing: "2009/06").system)).count == 1)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01"])
      let syncs = Syncs()
      #expect(try bench.run(folders: Folders(system: syncs.system)).isEmpty)
      #expect(syncs.folders.suffix(2) == ["2009/06", "Inbox/.work"], "\(syncs.folders)")
    }
  }
}
