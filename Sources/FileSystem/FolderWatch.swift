import Glibc

/// Hears from the kernel (inotify) of files that arrive in folders. For one thread.
public final class FolderWatch: FolderEvents {
  private let descriptor: Int32
  private let alarm: Alarm
  private let folders: Folders
  /// By the kernel's number, the folder that is followed.
  private var followed: [Int32: String] = [:]
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  /// What is asked for: IN_MODIFY as well, since a file that is written to again is not whole any more.
  private static let mask = UInt32(IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO) | UInt32(IN_ONLYDIR)

  /// Follows nothing yet.
  ///
  /// - Throws: `BronError` of code `system` where the kernel has no room for one more.
  public init(alarm: Alarm, folders: Folders = Folders()) throws {
    descriptor = Int32(try folders.check(folders.system.watch(), "could not watch folders", ""))
    self.alarm = alarm
    self.folders = folders
  }

  deinit {
    _ = folders.system.close(descriptor)
  }

  /// Follows folders; one that is followed already stays so, and one that was made anew is followed anew.
  public func follow(_ folders: [String]) throws {
    for folder in folders {
      let number = self.folders.system.watchFolder(descriptor, folder, Self.mask)
      // Gone since it was listed, or never a folder.
      if number == -Int(ENOENT) || number == -Int(ENOTDIR) { continue }
      followed[Int32(try self.folders.check(number, "could not watch the folder", folder))] = folder
    }
  }

  /// What the kernel tells, in its order.
  public func wait(upTo limit: Duration) throws -> [FolderEvent] {
    guard try folders.poll([descriptor, alarm.descriptor], upTo: limit)[0] else { return [] }
    var events: [FolderEvent] = []
    while true {
      let count = buffer.withUnsafeMutableBytes { folders.system.read(descriptor, $0) }
      if count == -Int(EAGAIN) { return events }
      try folders.check(count, "could not hear what happens in folders", "")
      buffer.withUnsafeBytes { parse(UnsafeRawBufferPointer(rebasing: $0[..<count]), into: &events) }
    }
  }

  /// Each event: the number of the folder, what happened, a cookie, the length of the name, and the name with
  /// zeros behind it.
  private func parse(_ bytes: UnsafeRawBufferPointer, into events: inout [FolderEvent]) {
    var rest = bytes[...]
    while rest.count >= 16 {
      let start = rest.startIndex
      let number = bytes.loadUnaligned(fromByteOffset: start, as: Int32.self)
      let what = bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
      let length = Int(bytes.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
      let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      rest = rest.dropFirst(16 + length)
      if let event = event(number, what, Array(name)), events.last != event { events.append(event) }
    }
  }

  private func event(_ number: Int32, _ what: UInt32, _ name: [UInt8]) -> FolderEvent? {
    func isOne(_ kinds: Int32...) -> Bool { kinds.contains { what & UInt32($0) != 0 } }
    if isOne(IN_Q_OVERFLOW) { return .lost }
    if isOne(IN_IGNORED, IN_UNMOUNT) {
      followed[number] = nil
      return .folder
    }
    if what & UInt32(IN_ISDIR) != 0 { return .folder }
    guard let folder = followed[number] else { return nil }
    // A name that is no text is told when the folder is listed.
    guard let name = String(validating: name, as: UTF8.self) else { return .folder }
    let path = Folders.join(folder, name)
    return isOne(IN_CLOSE_WRITE, IN_MOVED_TO) ? .whole(path: path) : .written(path: path)
  }
}
