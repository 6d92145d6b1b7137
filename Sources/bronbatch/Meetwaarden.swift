import Exchange
import FileSystem
import Foundation
import Logging
import Synchronization

/// The metrics of this process: counted, written as a text file for Prometheus, and given to who asks.
///
/// Counters go on from what is in the file, so that they grow from one night to the next. Where several processes
/// write, each needs a file of its own.
final class Meetwaarden: Sendable {
  private let path: String?
  private let mappen: Mappen
  private let folders = Folders()
  private let logger: Logger
  private let bewaard: Prometheus
  private let metingen: Metingen
  private let isGemeld = Mutex(false)

  /// - Parameter path: the file, nil for none; a name that ends in `.prom` is what node_exporter takes.
  init(_ path: String?, _ mappen: Mappen, _ logger: Logger) throws {
    self.path = path
    self.mappen = mappen
    self.logger = logger
    var eerder = ""
    if let path, try folders.kind(of: path) != nil {
      eerder = String(decoding: try folders.bytes(of: path, limit: 1 << 20), as: UTF8.self)
    }
    bewaard = Prometheus(uitleg: Metingen.uitleg, text: eerder)
    metingen = Metingen(bewaard)
  }

  /// Counts a delivery.
  func tel(_ uitkomst: Uitkomst) { metingen.tel(uitkomst) }

  /// Notes the end of a round, and writes the file. That it cannot be written is told once, and stops nothing.
  func rondAf(storingen: Int, nu: Double = Date().timeIntervalSince1970) {
    metingen.rondAf(storingen: storingen, nu: nu)
    guard let path else { return }
    do {
      let text = try text(nu: nu)
      try folders.replace(path) { write in try Array(text.utf8).withUnsafeBytes(write) }
      isGemeld.withLock { $0 = false }
    } catch {
      let isNieuw = isGemeld.withLock { isGemeld in
        defer { isGemeld = true }
        return !isGemeld
      }
      if isNieuw { logger.warning("the metrics could not be written", metadata: ["error": "\(error)"]) }
    }
  }

  /// All of them, with what waits now.
  func text(nu: Double = Date().timeIntervalSince1970) throws -> String {
    try metingen.meetWachtrij(mappen, folders: folders, nu: nu)
    return bewaard.text
  }
}
