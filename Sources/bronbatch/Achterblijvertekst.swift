import Exchange
import FileSystem
import Logging

extension Achterblijver {
  /// Tells the operator: as an error where somebody has to do something, as a notice where it may go by itself.
  func tell(_ logger: Logger) {
    if isOnderweg {
      logger.notice("not taken yet: \(uitleg)", metadata: ["file": "\(plaats)"])
    } else {
      Terminal.error("bronbatch: \(plaats) \(reden == .vermist ? "is lost" : "stays in the inbox"): \(uitleg)")
    }
  }
}

extension Storing {
  /// The line on the error stream.
  var tekst: String { "bronbatch: \(naam.visible) could not be finished: \(fout)" }
}
