import Logging
import Synchronization

/// What was logged.
final class Logboek: Sendable {
  private let all = Mutex<[String]>([])

  /// The lines: level, message and metadata.
  var lines: [String] { all.withLock { $0 } }

  /// A logger that writes here.
  var logger: Logger {
    var logger = Logger(label: "test") { _ in Schrijver(logboek: self) }
    logger.logLevel = .debug
    return logger
  }

  private struct Schrijver: LogHandler {
    let logboek: Logboek
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let own = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      logboek.all.withLock { $0.append("\(event.level) \(event.message)\(own)") }
    }
  }
}

/// A clock that goes on only when it is told to.
final class Klok: Sendable {
  private let value = Mutex(Duration.zero)

  /// The time.
  var tijd: Duration {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}
