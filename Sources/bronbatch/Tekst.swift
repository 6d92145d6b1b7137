/// Text for people, set in lines and columns.
enum Tekst {
  /// The widest line.
  private static let breedte = 100

  /// A paragraph in lines that fit on a screen, the first one indented by `indent`, the others by `hanging`.
  static func wrapped(_ text: String, indent: Int, hanging: Int) -> String {
    var lines = ""
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty && line.count + 1 + word.count > breedte {
        lines += line + "\n"
        line = String(repeating: " ", count: hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + line + "\n"
  }
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
