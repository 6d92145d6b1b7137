import TestSupport

/// Changes documents at random: the same ones for the same seed.
struct Mutatie {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// Pieces of markup that change what a document is.
  private static let pieces = [
    "<", ">", "/", "&", ";", "=", "\"", "'", "<!--", "-->", "<![CDATA[", "]]>", "<?p ?>", "&lt;", "&#65;", "&#x0;",
    "<a>", "</a>",
    "<a/>", " ", "\n", "\r", "\r\n", "\t", ":", "xmlns='urn:x'", "xmlns:p='urn:p'", "p:", " b='1'", "\u{E9}", "\u{0}",
    "\u{FFFE}",
    "\u{2603}", "]]", "--", "?>", "<!", "<?", "</", "&#", "x",
  ].map { Array($0.utf8) }

  /// The document with one to three changes of its bytes.
  mutating func bytes(_ document: [UInt8]) -> [UInt8] {
    var document = document
    for _ in 0..<Int.random(in: 1...3, using: &random) where !document.isEmpty {
      let place = Int.random(in: 0..<document.count, using: &random)
      let end = min(document.count, place + Int.random(in: 1...6, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: document.remove(at: place)
      case 1: document.removeSubrange(place..<end)
      case 2: document[place] = UInt8.random(in: 0...255, using: &random)
      case 3: document.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
      case 4: document.insert(contentsOf: document[place..<end], at: Int.random(in: 0...document.count, using: &random))
      default: document.removeSubrange(place...)
      }
    }
    return document
  }

  /// The document with one to three changes of its elements: it stays well-formed in most cases.
  mutating func elements(_ document: [UInt8], names: [String]) -> [UInt8] {
    var parts = Self.parts(document)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let fields = parts.indices.dropLast(2).filter {
        parts[$0].hasPrefix("<") && !parts[$0].hasPrefix("</") && parts[$0 + 2].hasPrefix("</")
      }
      guard let field = fields.randomElement(using: &random), let other = fields.randomElement(using: &random) else {
        break
      }
      let name = names.randomElement(using: &random) ?? "x"
      switch Int.random(in: 0..<9, using: &random) {
      case 0: parts.removeSubrange(field...field + 2)
      case 1: parts.insert(contentsOf: parts[field...field + 2], at: field)
      case 2: parts.insert(contentsOf: parts[other...other + 2], at: field)
      case 3: (parts[field], parts[field + 2]) = ("<\(name)>", "</\(name)>")
      case 4: parts[field + 1] += String(repeating: "9", count: Int.random(in: 1...12, using: &random))
      case 5:
        parts[field + 1] =
          ["", " ", "é", "€", "\u{85}", "&amp;", "2009-13-45", "20091345", "a\nb", "<x/>"].randomElement(using: &random)
          ?? ""
      case 6: parts[field] = parts[field].replacing(">", with: " x='1'>", maxReplacements: 1)
      case 7: parts.insert("tekst", at: field)
      default: parts.insert("<\(name)></\(name)>", at: field)
      }
    }
    return Array(parts.joined().utf8)
  }

  /// Labels and the text between them.
  private static func parts(_ document: [UInt8]) -> [String] {
    var parts: [String] = []
    var part: [UInt8] = []
    for byte in document {
      if byte == UInt8(ascii: "<") {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
      }
      part.append(byte)
      if byte == UInt8(ascii: ">") {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
      }
    }
    return parts + [String(decoding: part, as: UTF8.self)]
  }
}
