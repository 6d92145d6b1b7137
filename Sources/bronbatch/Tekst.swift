/// Text for people, set in lines and columns.
enum Tekst {
  /// A paragraph in lines of at most `width` characters, broken between words; those behind the first are
  /// indented by `hanging`.
  static func wrapped(_ text: String, hanging: Int, width: Int = 100) -> String {
    var lines = ""
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false).drop(while: \.isEmpty) {
      if !isEmpty && line.count + 1 + word.count > width {
        lines += line + "\n"
        line = String(repeating: " ", count: hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + line + "\n"
  }

  /// So many meldingen.
  static func meldingen(_ aantal: Int) -> String { aantal == 1 ? "1 melding" : "\(aantal.dutch) meldingen" }
}

extension String {
  /// Filled up with spaces at its end.
  func left(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// Filled up with spaces at its beginning.
  func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension Int {
  /// With a point between thousands, as in 1.234.
  var dutch: String {
    let digits = Array(String(self))
    return digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0 && (digits.count - digit.offset).isMultiple(of: 3) { text.append(".") }
      text.append(digit.element)
    }
  }
}
