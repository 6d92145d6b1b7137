import Records

/// Labels, with their names and attributes.
extension XMLTokenizer {
  // MARK: Labels

  /// Reads a start label; true where it is that of an empty element.
  @inline(__always)
  mutating func readStartLabel() throws -> Bool {
    let start = position + 1
    let end = skipLettersAndDigits(start)
    // A label of nothing but a name without a prefix, as nearly all are.
    guard bytes[end] == UInt8(ascii: ">"), end < input.end, end - start <= limits.name, end - start < limits.piece - 1,
      XMLCharacters.isNameStart(bytes[start])
    else { return try readWholeStartLabel() }
    if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
    name = Name(range: start..<end, local: start)
    try open(name.range)
    namespaces.selectDefault()
    position = end + 1
    return false
  }

  @inline(never)
  private mutating func readWholeStartLabel() throws -> Bool {
    attributes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    declared = 0
    name = try readName(position + 1)
    try open(name.range)
    var place = name.range.upperBound
    while true {
      let gap = place
      place = skipSpace(place)
      if place >= input.end { throw stopped() }
      let byte = bytes[place]
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
      if place == gap { throw fault("tussen de attributen van een label hoort een spatie", at: place) }
      place = try readAttribute(place)
    }
    let isEmpty = bytes[place] == UInt8(ascii: "/")
    if isEmpty {
      place += 1
      if place >= input.end { throw stopped() }
      if bytes[place] != UInt8(ascii: ">") { throw fault("op \"/\" in een label hoort \">\" te volgen", at: place) }
    }
    try require(place + 1)
    position = place + 1
    try resolve()
    return isEmpty
  }

  /// Reads an end label, which must be that of the element that was opened last.
  @inline(__always)
  mutating func readEndLabel() throws {
    let start = starts.last ?? namesEnd
    let end = position + 2 + namesEnd - start
    guard end < input.end, bytes[end] == UInt8(ascii: ">"), start < namesEnd, end - position < limits.piece,
      names.bytes.matches(start..<namesEnd, bytes, at: position + 2)
    else { return try readWholeEndLabel() }
    position = end + 1
    close()
  }

  @inline(never)
  private mutating func readWholeEndLabel() throws {
    name = try readName(position + 2)
    let place = skipSpace(name.range.upperBound)
    if place >= input.end { throw stopped() }
    if bytes[place] != UInt8(ascii: ">") { throw fault("een eindlabel heeft alleen een naam", at: place) }
    try require(place + 1)
    guard let start = starts.last else { throw fault("er is geen element open dat hier gesloten kan worden") }
    if !names.bytes.slice(start..<namesEnd).elementsEqual(bytes.slice(name.range)) {
      throw fault("het eindlabel is dat van een ander element")
    }
    position = place + 1
    close()
  }

  /// Reads an attribute with its value; gives the place behind it.
  private mutating func readAttribute(_ start: Int) throws -> Int {
    let name = try readName(start)
    var place = skipSpace(name.range.upperBound)
    if place >= input.end { throw stopped() }
    if bytes[place] != UInt8(ascii: "=") { throw fault("een attribuut heeft geen waarde", at: place) }
    place = skipSpace(place + 1)
    if place >= input.end { throw stopped() }
    let quote = bytes[place]
    if quote != 0x22 && quote != 0x27 {
      throw fault("de waarde van een attribuut staat niet tussen aanhalingstekens", at: place)
    }
    guard let end = bytes.firstIndex(of: quote, in: place + 1..<input.end) else { throw stopped() }
    try require(end)
    if let less = bytes.firstIndex(of: 0x3C, in: place + 1..<end) {
      throw fault("de waarde van een attribuut bevat \"<\"", at: less)
    }
    let from = values.count
    try expand(place + 1..<end, isAttribute: true)
    let attribute = Attribute(name: name, value: from..<values.count)
    if isDeclaration(name) {
      let isDefault = name.local == name.range.lowerBound
      let problem = namespaces.declare(
        isDefault ? [] : Array(bytes.slice(name.local..<name.range.upperBound)), Array(values[attribute.value]),
        depth: starts.count - 1)
      if let problem { throw fault(problem, at: start) }
      declared += 1
    } else {
      attributes.append(attribute)
    }
    if attributes.count + declared > limits.attributes {
      throw fault("een element heeft meer dan \(limits.attributes) attributen")
    }
    return end + 1
  }

  /// Whether an attribute declares a namespace: `xmlns` or `xmlns:…`.
  private func isDeclaration(_ name: Name) -> Bool {
    let isDefault = name.local == name.range.lowerBound
    let first = isDefault ? bytes.slice(name.range) : prefix(name)
    return first.elementsEqual("xmlns".utf8)
  }

  /// Sees that every prefix is declared and no attribute stands there twice.
  private mutating func resolve() throws {
    guard let number = namespaces.number(of: prefix(name)) else {
      throw fault("het voorvoegsel van de naam is niet gedeclareerd")
    }
    namespaces.select(number)
    for index in attributes.indices {
      let name = attributes[index].name
      // An attribute without a prefix is in no namespace.
      if name.local > name.range.lowerBound {
        guard let number = namespaces.number(of: prefix(name)) else {
          throw fault("het voorvoegsel van een attribuut is niet gedeclareerd", at: name.range.lowerBound)
        }
        attributes[index].namespace = number
      }
      for other in attributes[..<index] where isSame(attributes[index], other) {
        throw fault("een attribuut staat er twee keer", at: name.range.lowerBound)
      }
    }
  }

  private func isSame(_ left: Attribute, _ right: Attribute) -> Bool {
    func local(_ name: Name) -> UnsafeRawBufferPointer { bytes.slice(name.local..<name.range.upperBound) }
    return left.namespace == right.namespace && local(left.name).elementsEqual(local(right.name))
  }

  // MARK: Names

  /// Reads a name, with or without a prefix.
  func readName(_ start: Int) throws -> Name {
    var place = try skipNamePart(start)
    var local = start
    if place < input.end && bytes[place] == UInt8(ascii: ":") {
      local = place + 1
      place = try skipNamePart(local)
    }
    if place >= input.end { throw stopped() }
    if place - start > limits.name { throw tooLarge(start..<place) }
    return Name(range: start..<place, local: local)
  }

  /// The end of what is ASCII letters and digits alone; never past a byte that is no allowed character.
  @inline(__always)
  private func skipLettersAndDigits(_ start: Int) -> Int {
    var place = start
    while true {
      let found = Lanes.beyondLettersAndDigits(bytes.word(at: place))
      if found != 0 { return place + found.trailingZeroBitCount >> 3 }
      place += 8
    }
  }

  /// The end of a name without a colon.
  func skipNamePart(_ start: Int) throws -> Int {
    var place = start
    while place < input.end {
      let byte = bytes[place]
      if byte < 0x80 {
        guard place == start ? XMLCharacters.isNameStart(byte) : XMLCharacters.isName(byte) else { break }
        place += 1
      } else {
        guard case .scalar(let scalar, let count) = XMLCharacters.decode(bytes, place, input.end),
          place == start ? XMLCharacters.isNameStart(scalar) : XMLCharacters.isName(scalar)
        else { break }
        place += count
      }
    }
    if place >= input.end { throw stopped() }
    if place == start { throw fault("hier hoort een naam te staan", at: start) }
    return place
  }

  func skipSpace(_ start: Int) -> Int {
    var place = start
    while place < input.end && XMLCharacters.isSpace(bytes[place]) { place += 1 }
    return place
  }
}
