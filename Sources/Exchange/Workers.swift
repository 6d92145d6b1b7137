import Foundation

/// Threads of their own for work that computes, in large pieces: blocks of a delivery, never records.
///
/// Work that somebody waits for and that nobody began yet is done by who waits; where somebody did, who waits does
/// other work meanwhile. So no thread is idle while there is work, and without any threads all goes on as it does with
/// them.
package final class Workers: Sendable {
  /// How many threads compute at the same time, whoever starts the work among them.
  let count: Int
  private let queue = Queue()

  /// Makes the threads beside the one at hand: `count` less one.
  package init(_ count: Int) {
    self.count = max(1, count)
    for number in 1..<max(1, count) {
      let thread = Thread { [queue] in while queue.runNext(waits: true) {} }
      thread.name = "worker \(number)"
      thread.start()
    }
  }

  deinit { queue.close() }

  /// Has something done as soon as a thread is free, in the order in which it is started.
  package func start<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) -> Pending<Value> {
    let pending = Pending(work) { [queue] in queue.runNext(waits: false) }
    if count > 1 { queue.add { pending.run() } }
    return pending
  }

  /// What was started and not begun.
  // Its state is only read and written while the condition is locked.
  private final class Queue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [@Sendable () -> Void] = []
    private var isClosed = false

    func add(_ work: @escaping @Sendable () -> Void) {
      condition.withLock { waiting.append(work) }
      condition.signal()
    }

    /// Runs what was started first; false where there is nothing.
    ///
    /// - Parameter waits: until there is something, or nothing will come.
    func runNext(waits: Bool) -> Bool {
      let work: (@Sendable () -> Void)? = condition.withLock {
        while waits && waiting.isEmpty && !isClosed { condition.wait() }
        return waiting.isEmpty ? nil : waiting.removeFirst()
      }
      work?()
      return work != nil
    }

    func close() {
      condition.withLock { isClosed = true }
      condition.broadcast()
    }
  }
}

/// What work will have given.
// Its state is only read and written while the condition is locked.
package final class Pending<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  /// Nil once it is begun.
  private var work: (@Sendable () throws -> Value)?
  private var result: Result<Value, any Error>?
  /// Does some other work that waits; false where there is none.
  private let doOther: @Sendable () -> Bool

  init(_ work: @escaping @Sendable () throws -> Value, doOther: @escaping @Sendable () -> Bool) {
    self.work = work
    self.doOther = doOther
  }

  /// Does the work, unless somebody began it already.
  func run() {
    let mine = condition.withLock {
      defer { work = nil }
      return work
    }
    guard let mine else { return }
    let outcome = Result { try mine() }
    condition.withLock { result = outcome }
    condition.broadcast()
  }

  /// The value, once it is there; the error, where the work ended in one.
  package func get() throws -> Value {
    run()
    while condition.withLock({ result == nil }) && doOther() {}
    return try condition.withLock {
      while true {
        if let result { return try result.get() }
        condition.wait()
      }
    }
  }
}
