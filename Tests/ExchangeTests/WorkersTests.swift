import Foundation
import Synchronization
import Testing

@testable import Exchange

/// Work on threads of its own: all of it is done once, whoever does it.
struct WorkersTests {
  /// Counts calls, from whatever thread they come.
  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  @Test(arguments: [1, 2, 4, 16]) func everyPieceGivesItsOwn(count: Int) throws {
    let workers = Workers(count)
    let pieces = (0..<200).map { number in
      workers.start { (0...number).reduce(0, +) }
    }
    for (number, piece) in pieces.enumerated() { #expect(try piece.get() == number * (number + 1) / 2) }
  }

  /// Asked for twice, and from the last to the first, so that who waits meets work that nobody began.
  @Test(arguments: [1, 2, 16]) func itIsDoneOnce(count: Int) throws {
    let workers = Workers(count)
    let counter = Counter()
    let pieces = (0..<100).map { number in
      workers.start {
        counter.add()
        return number
      }
    }
    for _ in 1...2 {
      for (number, piece) in pieces.enumerated().reversed() { #expect(try piece.get() == number) }
    }
    #expect(counter.count == 100)
  }

  /// The piece that is waited for ends only when the next one is done, and its thread is the only other one.
  @Test(.timeLimit(.minutes(1))) func whoWaitsDoesOtherWork() throws {
    let workers = Workers(2)
    let (isBegun, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let first = workers.start {
      isBegun.signal()
      isDone.wait()
      return 1
    }
    isBegun.wait()
    let second = workers.start { _ = isDone.signal() }
    #expect(try first.get() == 1)
    try second.get()
  }

  @Test(arguments: [1, 2]) func anErrorComesToWhoWaits(count: Int) throws {
    struct Mislukt: Error {}
    let workers = Workers(count)
    let bad = workers.start { throw Mislukt() }
    let good = workers.start { 7 }
    #expect(throws: Mislukt.self) { try bad.get() }
    #expect(throws: Mislukt.self) { try bad.get() }
    #expect(try good.get() == 7)
  }

  @Test func whatWasStartedIsThereWithoutItsWorkers() throws {
    let pieces = { () -> [Pending<Int>] in
      let workers = Workers(3)
      return (0..<50).map { number in workers.start { number } }
    }()
    for (number, piece) in pieces.enumerated() { #expect(try piece.get() == number) }
  }
}
