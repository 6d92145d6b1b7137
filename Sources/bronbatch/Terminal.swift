import Foundation
import Glibc

/// What goes to the screen.
enum Terminal {
  /// Whether somebody looks at the error stream.
  static let isInteractive = isatty(2) == 1

  /// A line on the error stream.
  static func error(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Text from a file, without what would steer the terminal: control characters by their number.
  static func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { visible, scalar in
      guard scalar.properties.generalCategory == .control else { return visible.unicodeScalars.append(scalar) }
      visible += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
    }
  }

  /// Text on the output stream.
  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
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
    FileHandle.standardError.write(
      Data("\r\u{1B}[K\(naam): \(meldingen) meldingen, \(Int(Double(meldingen) / seconds))/s".utf8))
  }

  /// Takes the line away.
  func clear() {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    isShown = false
  }
}
