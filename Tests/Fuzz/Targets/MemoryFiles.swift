import FileSystem
import Foundation
import Synchronization

/// Files in memory behind the calls of the readers: an input costs no disk, and leaves nothing there.
final class MemoryFiles: Sendable {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var open: [Int32: (bytes: [UInt8], position: Int)] = [:]
    var next: Int32 = 1_000
  }

  private let state = Mutex(State())

  /// The bytes of a file, which is there where they are.
  subscript(path: String) -> [UInt8]? {
    get { state.withLock { $0.files[path] } }
    set { state.withLock { $0.files[path] = newValue } }
  }

  /// Through which the readers see the files, and nothing else. Nobody may write.
  var folders: Folders {
    var system = SystemCalls.live
    system.open = { path, flags, _ in
      self.state.withLock { state in
        guard let bytes = state.files[path], flags & (O_WRONLY | O_RDWR | O_CREAT) == 0 else { return -Int(EACCES) }
        state.next += 1
        state.open[state.next] = (bytes, 0)
        return Int(state.next)
      }
    }
    system.close = { descriptor in
      self.state.withLock { $0.open.removeValue(forKey: descriptor) == nil ? -Int(EBADF) : 0 }
    }
    system.read = { descriptor, buffer in
      self.state.withLock { state in
        guard let (bytes, position) = state.open[descriptor] else { return -Int(EBADF) }
        let count = Self.copy(bytes, from: position, into: buffer)
        state.open[descriptor]?.position += count
        return count
      }
    }
    system.readAt = { descriptor, buffer, offset in
      self.state.withLock { $0.open[descriptor].map { Self.copy($0.bytes, from: offset, into: buffer) } ?? -Int(EBADF) }
    }
    system.fstat = { descriptor, status in
      guard let count = self.state.withLock({ $0.open[descriptor]?.bytes.count }) else { return -Int(EBADF) }
      status = Self.status(ofFile: count)
      return 0
    }
    system.lstat = { path, status in
      guard let count = self[path]?.count else { return -Int(ENOENT) }
      status = Self.status(ofFile: count)
      return 0
    }
    system.names = { folder, names in
      let start = folder + "/"
      names += self.state.withLock {
        $0.files.keys.filter { $0.hasPrefix(start) }.map { Array($0.utf8.dropFirst(start.utf8.count)) }
      }
      return 0
    }
    return Folders(system: system)
  }

  private static func copy(_ bytes: [UInt8], from position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let part = bytes.dropFirst(position).prefix(buffer.count)
    buffer.copyBytes(from: part)
    return part.count
  }

  private static func status(ofFile count: Int) -> stat {
    var status = stat()
    status.st_mode = S_IFREG | 0o600
    status.st_size = count
    return status
  }
}
