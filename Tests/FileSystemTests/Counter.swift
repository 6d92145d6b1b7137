import Synchronization

/// Counts calls, from whatever thread they come.
final class Counter: Sendable {
  private let value = Mutex(0)

  /// How many there were.
  var count: Int { value.withLock { $0 } }

  /// One more; gives which call it is, counted from 1.
  func next() -> Int {
    value.withLock { count in
      count += 1
      return count
    }
  }
}
