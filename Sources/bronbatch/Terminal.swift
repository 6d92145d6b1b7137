import FileSystem
import Foundation
import Glibc

/// What goes to the screen.
enum Terminal {
  /// Whether somebody looks at the error stream.
  static let isInteractive = isatty(2) == 1

  /// A line on the error stream.
  static func error(_ line: String) {
    put(line + "\n", on: .standardError)
  }

  /// Where the text cannot go, nobody can be told more than the exit code says: not finished.
  private static func put(_ text: String, on handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(text.utf8))
    } catch let failure {
      if handle != .standardError { error("bronbatch: could not write the output: \(failure.localizedDescription)") }
      exit(3)
    }
  }

  /// A part of a line on the error stream.
  static func progress(_ text: String) {
    put(text, on: .standardError)
  }

  /// Text on the output stream.
  static func write(_ text: String) {
    put(text, on: .standardOutput)
  }
}

/// One line on the terminal that says how far long work is; nothing where nobody looks.
final class ProgressLine {
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var isShown = false
  private let isQuiet: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet || !Terminal.isInteractive
  }

  /// Shows how many meldingen of a file are done, a few times a second.
  func show(_ naam: String, _ meldingen: Int) {
    let now = ContinuousClock.now
    if isQuiet || now - last < .milliseconds(200) { return }
    last = now
    isShown = true
    let seconds = max(0.001, (now - start) / .seconds(1))
    Terminal.progress("\r\u{1B}[K\(naam.visible): \(meldingen) meldingen, \(Int(Double(meldingen) / seconds))/s")
  }

  /// Takes the line away.
  func clear() {
    if isShown { Terminal.progress("\r\u{1B}[K") }
    isShown = false
  }
}
