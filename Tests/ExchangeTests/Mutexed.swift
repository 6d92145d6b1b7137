import Synchronization

/// A value that several threads use.
final class Mutexed<Value>: @unchecked Sendable {
  // Sendable because the mutex guards all use of the value, which itself need not be.
  private let mutex = Mutex(())
  private var stored: Value

  init(_ value: Value) { stored = value }

  /// The value.
  var value: Value {
    get { mutex.withLock { _ in stored } }
    set { mutex.withLock { _ in stored = newValue } }
  }

  /// Changes the value.
  func update(_ change: (inout Value) -> Void) { mutex.withLock { _ in change(&stored) } }
}
