import Glibc
import Synchronization

/// Something that happened in a folder that is watched.
public enum FolderEvent: Sendable, Equatable {
  /// A file was closed after it was written to, or was renamed into place.
  case whole(path: String)
  /// A file was made or written to.
  case written(path: String)
  /// A folder came or went.
  case folder
  /// More happened than could be told: look at everything.
  case lost
}

/// Where one hears of files that arrive.
public protocol FolderEvents {
  /// Follows these folders too, from now on; those that are gone by now are passed over.
  func follow(_ folders: [String]) throws
  /// What happened since the last time; waits at most `limit` for something to happen, and no longer
  /// once the alarm was rung.
  func wait(upTo limit: Duration) throws -> [FolderEvent]
}

/// Wakes who waits for what happens in folders, from whatever thread.
public final class Alarm: Sendable {
  let descriptor: Int32
  private let folders: Folders
  private let rung = Atomic(false)

  /// Whether it was rung.
  public var isRung: Bool { rung.load(ordering: .sequentiallyConsistent) }

  /// An alarm that nobody rang yet.
  public init(folders: Folders = Folders()) throws {
    descriptor = Int32(try folders.check(folders.system.event(), "could not make an alarm", ""))
    self.folders = folders
  }

  deinit {
    _ = folders.system.close(descriptor)
  }

  /// Rings; from then on nobody waits any more.
  public func ring() {
    rung.store(true, ordering: .sequentiallyConsistent)
    var one: UInt64 = 1
    // It fails only where it was rung more often than can be counted.
    _ = withUnsafeBytes(of: &one) { folders.system.write(descriptor, $0) }
  }
}

/// Folders of which nobody tells what happens in them, such as those of another machine: one can only look.
public struct SilentFolders: FolderEvents {
  private let alarm: Alarm
  private let folders: Folders

  /// Folders that are looked at until `alarm` is rung.
  public init(alarm: Alarm, folders: Folders = Folders()) {
    self.alarm = alarm
    self.folders = folders
  }

  /// There is nothing to follow.
  public func follow(_ folders: [String]) {}

  /// Waits; nothing is ever told.
  public func wait(upTo limit: Duration) throws -> [FolderEvent] {
    _ = try folders.poll([alarm.descriptor], upTo: limit)
    return []
  }
}

extension Folders {
  /// Waits until one of the descriptors can be read; says of each whether it can.
  func poll(_ descriptors: [Int32], upTo limit: Duration) throws -> [Bool] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Rounded up, so that nobody is woken just before the time and waits for nothing.
    let milliseconds = min(max(0, (limit / .milliseconds(1)).rounded(.up)), 86_400_000)
    let result = system.poll(&polled, Int32(milliseconds))
    if result == -Int(EINTR) { return descriptors.map { _ in false } }
    try check(result, "could not wait for what happens in folders", "")
    return polled.map { $0.revents != 0 }
  }

  /// Whether the kernel tells nothing of what others do in a folder, because it lies on another machine or
  /// behind a program.
  public func isSilent(_ folder: String) throws -> Bool {
    let kind = try check(system.fileSystem(folder), "could not look at the file system of", folder)
    return Self.silent.contains(UInt32(truncatingIfNeeded: kind))
  }

  /// The numbers of statfs(2): NFS, SMB 1 to 3, FUSE, 9P, Ceph, AFS twice, Coda, Lustre, GFS2, OCFS2, VirtualBox.
  private static let silent: Set<UInt32> = [
    0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400, 0x5346_414F, 0x6B41_4653,
    0x7375_7245, 0x0BD0_0BD0, 0x0116_1970, 0x7461_636F, 0x786F_4256,
  ]
}
