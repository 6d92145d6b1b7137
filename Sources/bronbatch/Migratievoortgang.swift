import Exchange
import FileSystem

/// Says how far a migration is: on a terminal in one line that changes, elsewhere now and then in a line of its own.
final class Migratievoortgang {
  private let isQuiet: Bool
  private let pauze: Duration
  private var start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var isShown = false

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    pauze = Terminal.isInteractive ? .milliseconds(200) : .seconds(10)
  }

  /// The work begins here, after which the rate is counted.
  func begin() { start = ContinuousClock.now }

  /// Shows how far the reading is.
  func show(_ stand: Verkenningsstand) {
    show("reading: \(stand.bestanden.dutch) of \(stand.totaal.dutch) files, \(megabytes(stand.bytes)) MB")
  }

  /// Shows how far the processing is.
  func show(_ stand: Migratie.Stand) {
    show(Self.text(stand, na: ContinuousClock.now - start))
  }

  /// Takes the line away.
  func clear() {
    if isShown { Terminal.progress("\r\u{1B}[K") }
    isShown = false
  }

  private func show(_ text: @autoclosure () -> String) {
    let now = ContinuousClock.now
    if isQuiet || now - last < pauze { return }
    last = now
    guard Terminal.isInteractive else { return Terminal.error(text()) }
    isShown = true
    Terminal.progress("\r\u{1B}[K\(text())")
  }

  private func megabytes(_ bytes: Int) -> String { (bytes / 1_000_000).dutch }

  /// The line for a moment of the work, so much time after it began.
  static func text(_ stand: Migratie.Stand, na duur: Duration) -> String {
    let seconds = max(0.001, duur / .seconds(1))
    let meldingen = stand.meldingen + stand.bezig
    let rate = Double(meldingen - stand.eerder.meldingen) / seconds
    let left = stand.vanMeldingen - meldingen
    var text = "\(stand.aanleveringen.dutch) of \(stand.vanAanleveringen.dutch) deliveries"
    text += ", \(meldingen.dutch) of \(stand.vanMeldingen.dutch) meldingen"
    text += ", \((stand.bytes / 1_000_000).dutch) of \((stand.vanBytes / 1_000_000).dutch) MB"
    text += ", \(Int(rate).dutch) meldingen/s"
    if rate >= 1 { text += ", \(time(Int(Double(left) / rate))) left" }
    return text
  }

  private static func time(_ seconds: Int) -> String {
    switch seconds {
    case ..<100: "\(seconds) s"
    case ..<6_000: "\((seconds + 30) / 60) min"
    default: "\(seconds / 3_600) h \((seconds % 3_600) / 60) min"
    }
  }
}
