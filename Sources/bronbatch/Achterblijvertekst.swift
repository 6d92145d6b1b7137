import Exchange
import FileSystem
import Logging

extension Achterblijver {
  /// Tells the operator: as an error where somebody has to do something, as a notice where it may go by itself.
  func tell(_ logger: Logger, _ vorm: Logvorm) {
    let stand = reden == .vermist ? "is lost" : "stays in the inbox"
    if isOnderweg {
      logger.notice("not taken yet: \(uitleg)", metadata: ["file": "\(plaats)"])
    } else if vorm == .json {
      logger.error("\(stand): \(uitleg)", metadata: ["file": "\(plaats)"])
    } else {
      Terminal.error("bronbatch: \(plaats) \(stand): \(uitleg)")
    }
  }
}

extension Storing {
  /// The line on the error stream.
  var tekst: String { "bronbatch: \(naam.visible) could not be finished: \(fout)" }

  /// Tells the operator: as he reads it, or as a line of the log where machines read that.
  func tell(_ logger: Logger, _ vorm: Logvorm) {
    if vorm == .text { return Terminal.error(tekst) }
    logger.error("delivery unfinished", metadata: ["file": "\(naam.visible)", "error": "\(fout)"])
  }
}
