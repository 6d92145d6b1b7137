import Foundation
import Logging

/// How log lines are written.
enum Logvorm: String, CaseIterable {
  case text, json
}

/// Writes each log line as one JSON object: `time` (UTC), `level`, `message`, and what goes with it by its own name.
struct JSONLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .notice
  /// Where lines go.
  let schrijf: @Sendable (String) -> Void

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var velden = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(\.description)
    velden["time"] = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    velden["level"] = event.level.rawValue
    velden["message"] = event.message.description
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      schrijf(String(decoding: try encoder.encode(velden), as: UTF8.self))
    } catch {
      schrijf("{\"level\":\"error\",\"message\":\"a log line could not be written\"}")
    }
  }
}
