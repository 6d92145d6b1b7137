import FileSystem
import Glibc
import Synchronization

/// System calls that fail at a given one.
final class FailingCalls: Sendable {
  /// How they fail.
  enum Mode: Sendable {
    /// One call fails, and did nothing.
    case once
    /// One call that changes something fails, although it did its work.
    case afterwards
    /// From one call that changes something on, all of them fail: as if the process had ended.
    case forever
  }

  private let mode: Mode
  private let failing: Int
  private let calls = Mutex(0)

  /// - Parameter failing: the call that fails, counted from 1.
  init(_ mode: Mode, at failing: Int) {
    self.mode = mode
    self.failing = failing
  }

  /// The number of calls so far, of those that the mode counts.
  var count: Int { calls.withLock { $0 } }

  private func answer(isChange: Bool = false, _ call: () -> Int) -> Int {
    if mode != .once && !isChange { return call() }
    let number = calls.withLock {
      $0 += 1
      return $0
    }
    switch mode {
    case .once where number == failing, .forever where number >= failing: return -Int(EIO)
    case .afterwards where number == failing:
      let result = call()
      return result < 0 ? result : -Int(EIO)
    default: return call()
    }
  }

  /// The calls.
  var system: SystemCalls {
    let live = SystemCalls.live
    var system = live
    system.open = { path, flags, mode in
      // A descriptor that nobody hears of would never be closed.
      let opened = live.open(path, flags, mode)
      let result = self.answer { opened }
      if result < 0 && opened >= 0 { _ = live.close(Int32(opened)) }
      return result
    }
    system.close = { descriptor in
      let closed = live.close(descriptor)
      return self.answer { closed }
    }
    system.read = { descriptor, buffer in self.answer { live.read(descriptor, buffer) } }
    system.readAt = { descriptor, buffer, offset in self.answer { live.readAt(descriptor, buffer, offset) } }
    system.write = { descriptor, bytes in self.answer(isChange: true) { live.write(descriptor, bytes) } }
    system.fsync = { descriptor in self.answer(isChange: true) { live.fsync(descriptor) } }
    system.fstat = { descriptor, status in self.answer { live.fstat(descriptor, &status) } }
    system.lstat = { path, status in self.answer { live.lstat(path, &status) } }
    system.lock = { descriptor in self.answer { live.lock(descriptor) } }
    system.tryLock = { descriptor in self.answer { live.tryLock(descriptor) } }
    system.mkdir = { path, mode in self.answer(isChange: true) { live.mkdir(path, mode) } }
    system.unlink = { path in self.answer(isChange: true) { live.unlink(path) } }
    system.renameNoReplace = { from, to in self.answer(isChange: true) { live.renameNoReplace(from, to) } }
    system.names = { path, names in self.answer { live.names(path, &names) } }
    return system
  }
}
