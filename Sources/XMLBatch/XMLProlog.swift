import Records

/// What is no label and no text: the beginning of the document, comments, CDATA sections, instructions.
extension XMLTokenizer {
  /// Looks at the first bytes: a mark of UTF-8 and the XML declaration, both of which may be missing.
  mutating func readBeginning() throws {
    let first = (0..<4).map { bytes[$0] }
    if first.starts(with: [0xFE, 0xFF]) || first.starts(with: [0xFF, 0xFE])
      || first.starts(with: [0x00, 0x3C]) || first.starts(with: [0x3C, 0x00])
    {
      throw fault("het document is geen UTF-8, maar UTF-16 of UTF-32")
    }
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    tokenStart = position
    let isDeclaration = matches("<?xml", position) && XMLCharacters.isSpace(bytes[position + 5])
    if isDeclaration { try readXMLDeclaration() }
  }

  private mutating func readXMLDeclaration() throws {
    var place = position + 5
    var version: String?
    var names: [String] = []
    while true {
      let gap = place
      place = skipSpace(place)
      if matches("?>", place) { break }
      if place == gap { throw fault("de XML-declaratie is niet geldig", at: place) }
      let (name, value, next) = try readPseudoAttribute(place)
      switch (name, names.last) {
      case ("version", nil): version = value
      case ("encoding", "version"):
        if value.lowercased() != "utf-8" { throw fault("het document zegt een andere codering te hebben dan UTF-8") }
      case ("standalone", "version"), ("standalone", "encoding"):
        if value != "yes" && value != "no" { throw fault("standalone is yes of no", at: place) }
      default: throw fault("de XML-declaratie is niet geldig", at: place)
      }
      names.append(name)
      place = next
    }
    if version != "1.0" { throw fault("het document is geen XML 1.0") }
    position = place + 2
  }

  private func readPseudoAttribute(_ start: Int) throws -> (name: String, value: String, next: Int) {
    let name = try readName(start)
    var place = skipSpace(name.range.upperBound)
    guard place < input.end, bytes[place] == UInt8(ascii: "=") else {
      throw fault("de XML-declaratie is niet geldig", at: place)
    }
    place = skipSpace(place + 1)
    let quote = bytes[place]
    guard place < input.end, quote == 0x22 || quote == 0x27,
      let end = bytes.firstIndex(of: quote, in: place + 1..<input.end)
    else { throw fault("de XML-declaratie is niet geldig", at: place) }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes.slice(range), as: UTF8.self) }
    return (text(name.range), text(place + 1..<end), end + 1)
  }

  /// Reads a comment or a CDATA section; true where it gives text.
  @inline(never)
  mutating func readDeclaration() throws -> Bool {
    if matches("<!--", position) {
      try readComment()
      return false
    }
    if matches("<![CDATA[", position) {
      if depth == 0 { throw fault("buiten het eerste element staat een CDATA-sectie") }
      try readCDATA()
      return true
    }
    if matches("<!DOCTYPE", position) {
      throw fault("een documenttypedeclaratie (DOCTYPE) is niet toegestaan")
    }
    if input.end - position < 9 && input.stop != .more { throw stopped() }
    throw fault("op \"<!\" volgt geen commentaar en geen CDATA-sectie")
  }

  private mutating func readComment() throws {
    guard let end = try find("--", position + 4) else { throw stopped() }
    if end + 2 >= input.end { throw stopped() }
    if bytes[end + 2] != UInt8(ascii: ">") { throw fault("commentaar bevat \"--\"", at: end) }
    try require(end + 3)
    position = end + 3
  }

  private mutating func readCDATA() throws {
    guard let end = try find("]]>", position + 9) else { throw stopped() }
    let range = position + 9..<end
    if bytes.firstIndex(of: 0x0D, in: range) == nil {
      text = .plain(range)
    } else {
      expanded.removeAll(keepingCapacity: true)
      for place in range {
        let isFolded = bytes[place] == 0x0A && place > range.lowerBound && bytes[place - 1] == 0x0D
        if !isFolded { expanded.append(bytes[place] == 0x0D ? 0x0A : bytes[place]) }
      }
      text = .expanded
    }
    position = end + 3
  }

  @inline(never)
  mutating func readInstruction() throws {
    let target = try skipNamePart(position + 2)
    if bytes.slice(position + 2..<target).lazy.map({ $0 | 0x20 }).elementsEqual("xml".utf8) {
      throw fault("de XML-declaratie staat alleen aan het begin van een document, in kleine letters")
    }
    if !matches("?>", target) && !XMLCharacters.isSpace(bytes[target]) {
      throw fault("op de naam van een instructie hoort een spatie te volgen", at: target)
    }
    guard let end = try find("?>", target) else { throw stopped() }
    position = end + 2
  }

  /// The place of `text` in the token at hand, from `start` on; nil where the bytes at hand end before it.
  private func find(_ text: StaticString, _ start: Int) throws -> Int? {
    let first = text.withUTF8Buffer { $0[0] }
    var place = start
    while place < input.end, let found = bytes.firstIndex(of: first, in: place..<input.end) {
      if found + text.utf8CodeUnitCount <= input.end && matches(text, found) {
        try require(found + text.utf8CodeUnitCount)
        return found
      }
      place = found + 1
    }
    return nil
  }

  /// Whether `text` stands at a place.
  func matches(_ text: StaticString, _ place: Int) -> Bool {
    if place + text.utf8CodeUnitCount > input.end { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes.slice(place..<place + $0.count)) }
  }
}
