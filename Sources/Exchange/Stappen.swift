/// How long the steps of a delivery took.
public struct Stappen: Sendable, Equatable {
  /// Reading it for its structure, counts and SHA-256.
  public internal(set) var lezen = Duration.zero
  /// Deciding on it: the checks, the register and the answer in the journal.
  public internal(set) var beslissen = Duration.zero
  /// Writing the answers and putting the file away.
  public internal(set) var antwoorden = Duration.zero

  /// All of them.
  public var som: Duration { lezen + beslissen + antwoorden }
}

/// Measures steps, one behind the other.
struct Stopwatch {
  private let clock = ContinuousClock()
  private var begin: ContinuousClock.Instant

  init() { begin = clock.now }

  /// The time since the last step.
  mutating func stap() -> Duration {
    let now = clock.now
    defer { begin = now }
    return now - begin
  }
}

extension Duration {
  /// In thousandths of a second, for logs.
  var logged: String { "\(Int(self / .milliseconds(1)))ms" }
}
