import Foundation
import Testing

/// A receipt, read back.
struct Receipt {
  /// A fault in it.
  struct Fout: Equatable, CustomStringConvertible {
    var code = ""
    var ernst = ""
    var regel: Int?
    var byte: Int?
    var tekst = ""
    var toelichting = ""

    var description: String {
      "\(code) \(ernst) line \(regel.map(String.init) ?? "-") byte \(byte.map(String.init) ?? "-"): \(tekst) (\(toelichting))"
    }
  }

  /// The document.
  let xml: String
  private(set) var fouten: [Fout] = []
  private var values: [String: String] = [:]

  /// Reads a document as `Ontvangst` writes it: an element to a line.
  init(_ xml: String) {
    self.xml = xml
    var fout: Fout?
    for line in xml.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line == "<fout>" { fout = Fout() }
      if line == "</fout>", let done = fout {
        fouten.append(done)
        fout = nil
      }
      guard let (name, value) = Self.element(line) else { continue }
      switch (name, fout) {
      case (_, nil): values[name] = value
      case ("code", _): fout?.code = value
      case ("ernst", _): fout?.ernst = value
      case ("regel", _): fout?.regel = Int(value)
      case ("byte", _): fout?.byte = Int(value)
      case ("tekst", _): fout?.tekst = value
      case ("toelichting", _): fout?.toelichting = value
      default: Issue.record("a fault holds the element \(name)")
      }
    }
  }

  /// The text of an element outside the faults, by its name.
  subscript(name: String) -> String? { values[name] }

  private static func element(_ line: String) -> (String, String)? {
    let parts = line.split(separator: ">", maxSplits: 1)
    guard parts.count == 2, let close = parts[1].range(of: "</") else { return nil }
    return (String(parts[0].dropFirst()), String(parts[1][..<close.lowerBound]))
  }
}
