import FileSystem
import Records

/// Reads XML 1.0 with namespaces as a stream: elements and text, one at a time, as they are asked for.
///
/// A strict profile of the recommendation: UTF-8, no document type declaration and so no entities but the five that
/// XML itself has, and limits on the size of everything. Comments and processing instructions are skipped. What is
/// not well-formed is an `XMLFault`, and ends the document.
///
/// Memory does not grow with the document.
public struct XMLTokenizer: ~Copyable {
  /// What was read.
  public enum Token: Sendable {
    /// A start label; `name` and `attributes` say of what. An empty element gives both labels.
    case start
    /// An end label: that of the element that was opened last of those that are open.
    case end
    /// Characters; `text` holds them. Text may come in several pieces.
    case text
    /// The document ends as it should.
    case finished
  }

  /// A name, split at its colon.
  struct Name {
    /// The whole name in the bytes at hand.
    var range = 0..<0
    /// Where the part behind the colon begins.
    var local = 0
  }

  /// An attribute that declares no namespace.
  struct Attribute {
    var name: Name
    /// The number of its namespace.
    var namespace = XMLNamespaces.none
    /// The part of `values` that holds its normalised value.
    var value: Range<Int>
  }

  /// What the text of a token is.
  enum Text {
    /// Bytes of the document as they stand there.
    case plain(Range<Int>)
    /// In `expanded`.
    case expanded
  }

  let limits: XMLLimits
  var input: XMLInput
  /// Where the next token begins.
  var position = 0
  /// Where the last token began.
  var tokenStart = 0
  var namespaces: XMLNamespaces
  /// The names of the open elements, one behind the other, where each begins, and where the last one ends.
  let names: RawBuffer
  var starts: [Int] = []
  var namesEnd = 0
  private var isSelfClosing = false
  private var hasBegun = false
  private var hasRoot = false

  var name = Name()
  var attributes: [Attribute] = []
  /// How many namespaces the label at hand has declared.
  var declared = 0
  var values: [UInt8] = []
  var text = Text.plain(0..<0)
  /// Text in which something was replaced: line ends, references.
  var expanded: [UInt8] = []

  /// A tokenizer at the start of a document.
  ///
  /// - Parameter namespace: the namespace of which is told whether an element is in it.
  public init(_ source: any ByteSource, namespace: String, limits: XMLLimits = XMLLimits()) {
    self.limits = limits
    namespaces = XMLNamespaces(expected: Array(namespace.utf8), limit: limits.namespaces)
    names = RawBuffer(capacity: limits.depth * limits.name)
    starts.reserveCapacity(limits.depth)
    input = XMLInput(source, piece: limits.piece + 1)
  }

  var bytes: RawBytes { input.bytes }

  /// The number of open elements.
  public var depth: Int { starts.count }

  /// Reads the next token. Throws what the source throws, and where the document is not well-formed an `XMLFault`.
  public mutating func next() throws -> Token {
    if isSelfClosing {
      isSelfClosing = false
      close()
      return .end
    }
    while true {
      if position >= input.refillAt { try refill() }
      tokenStart = position
      guard position < input.end else { return try finish() }
      if bytes[position] != UInt8(ascii: "<") {
        if try readText() { return .text }
        continue
      }
      switch bytes[position + 1] {
      case UInt8(ascii: "/"):
        try readEndLabel()
        return .end
      case UInt8(ascii: "!"):
        if try readDeclaration() { return .text }
      case UInt8(ascii: "?"):
        try readInstruction()
      default:
        if starts.isEmpty { try beginRoot() }
        isSelfClosing = try readStartLabel()
        return .start
      }
    }
  }

  /// Reads on, so that the next piece is at hand as a whole.
  mutating func refill() throws {
    position -= try input.refill(from: position)
    if !hasBegun {
      hasBegun = true
      try readBeginning()
    }
  }

  @inline(never)
  private mutating func beginRoot() throws {
    if hasRoot { throw fault("na het eerste element mag er geen tweede komen") }
    hasRoot = true
  }

  /// The document has no more bytes: right where every element was closed.
  private func finish() throws -> Token {
    if input.stop != .end { throw stopped() }
    if depth > 0 { throw fault("het document houdt op voordat het element is gesloten", at: position) }
    if !hasRoot { throw fault("het document heeft geen element", at: position) }
    return .finished
  }

  // MARK: Text

  /// Reads text up to the next label. False where it is white space outside of the root.
  @inline(__always)
  private mutating func readText() throws -> Bool {
    var end = position
    var found = Lanes.endsText(bytes.word(at: end))
    while found == 0 {
      end += 8
      found = Lanes.endsText(bytes.word(at: end))
    }
    end += found.trailingZeroBitCount >> 3
    guard end < input.end, bytes[end] == UInt8(ascii: "<"), end - position <= limits.piece, !starts.isEmpty else {
      return try readWholeText()
    }
    text = .plain(position..<end)
    position = end
    return true
  }

  /// Reads text in which more has to be looked at than its end.
  @inline(never)
  private mutating func readWholeText() throws -> Bool {
    var end = position
    var isPlain = true
    search: while true {
      let found = Lanes.endsText(bytes.word(at: end))
      if found == 0 {
        end += 8
        continue
      }
      end += found.trailingZeroBitCount >> 3
      if end >= input.end { break }
      switch bytes[end] {
      case UInt8(ascii: "<"): break search
      case UInt8(ascii: ">"):
        if end - position >= 2 && bytes[end - 1] == 0x5D && bytes[end - 2] == 0x5D {
          throw fault("tekst bevat \"]]>\", dat daar als \"]]&gt;\" geschreven moet worden", at: end - 2)
        }
      default: isPlain = false
      }
      end += 1
    }
    end = min(end, input.end)
    try require(end)
    if end == input.end && input.stop != .end { throw stopped(end) }
    let range = position..<end
    position = end
    if depth == 0 {
      if let place = range.first(where: { !XMLCharacters.isSpace(bytes[$0]) }) {
        throw fault("buiten het eerste element staat tekst", at: place)
      }
      return false
    }
    if isPlain {
      text = .plain(range)
    } else {
      expanded.removeAll(keepingCapacity: true)
      try expand(range, isAttribute: false)
      text = .expanded
    }
    return true
  }

  /// Whether the text that was read last is white space alone.
  public var isBlank: Bool {
    switch text {
    case .plain(let range): range.allSatisfy { XMLCharacters.isSpace(bytes[$0]) }
    case .expanded: expanded.allSatisfy(XMLCharacters.isSpace)
    }
  }

  /// Adds the text that was read last to `value`.
  public func append(to value: inout [UInt8]) {
    switch text {
    case .plain(let range): value.append(contentsOf: bytes.slice(range))
    case .expanded: value.append(contentsOf: expanded)
    }
  }

  // MARK: What was read

  /// The name of the element that was read last, behind its prefix.
  public var localName: String { String(decoding: bytes.slice(name.local..<name.range.upperBound), as: UTF8.self) }

  /// The namespace of the element that was read last; empty where it has none. Asked at a start label only.
  public var namespace: String {
    String(decoding: namespaces.uri(namespaces.number(of: prefix(name)) ?? XMLNamespaces.none), as: UTF8.self)
  }

  /// The attributes of the element that was read last, but for those that declare namespaces.
  public var attributeTexts: [(namespace: String, name: String, value: String)] {
    attributes.map { attribute in
      (
        String(decoding: namespaces.uri(attribute.namespace), as: UTF8.self),
        String(decoding: bytes.slice(attribute.name.local..<attribute.name.range.upperBound), as: UTF8.self),
        String(decoding: values[attribute.value], as: UTF8.self)
      )
    }
  }

  /// Where the token that was read last begins.
  public mutating func place() -> XMLFault.Place {
    input.settle(tokenStart)
    return input.place(at: tokenStart)
  }

  /// The bytes before the colon of a name; none where it has no colon.
  func prefix(_ name: Name) -> UnsafeRawBufferPointer {
    bytes.slice(name.range.lowerBound..<max(name.range.lowerBound, name.local - 1))
  }

  // MARK: Open elements

  /// Opens the element with that name; `names` has room for as many names as may be open, as long as they may be.
  @inline(__always)
  mutating func open(_ range: Range<Int>) throws {
    if starts.count == limits.depth || range.count > limits.name { try refuse(range) }
    starts.append(namesEnd)
    names.store(bytes, range, at: namesEnd)
    namesEnd += range.count
  }

  @inline(never)
  private func refuse(_ name: Range<Int>) throws { throw tooLarge(name) }

  func tooLarge(_ name: Range<Int>) -> XMLFault {
    name.count > limits.name
      ? fault("een naam is langer dan \(limits.name) bytes", at: name.lowerBound)
      : fault("elementen liggen meer dan \(limits.depth) diep in elkaar")
  }

  /// Closes the element that was opened last.
  @inline(__always)
  mutating func close() {
    guard let start = starts.popLast() else { return }
    namesEnd = start
    namespaces.close(depth: starts.count)
  }

  // MARK: Faults

  /// A fault of well-formedness.
  func fault(_ text: String, at position: Int? = nil) -> XMLFault {
    XMLFault(
      kind: .wellFormedness, place: input.place(at: position ?? tokenStart), element: openElement, text: text)
  }

  /// The name of the element that is open, as it may be shown: never longer than a line.
  var openElement: String? {
    starts.last.map { String(decoding: names.bytes.slice($0..<namesEnd).prefix(60), as: UTF8.self) }
  }

  /// The fault where the bytes at hand end in the middle of something.
  func stopped(_ position: Int? = nil) -> XMLFault {
    let end = input.end
    switch input.stop {
    case .more: return tooLong()
    case .end: return fault("het document houdt op midden in een label, tekst of commentaar", at: end)
    case .encoding: return fault("de bytes zijn geen UTF-8", at: end)
    case .character:
      let hex = String(bytes[end], radix: 16, uppercase: true)
      return fault(
        bytes[end] < 0x80
          ? "het teken U+00\(hex.count < 2 ? "0" : "")\(hex) mag niet in XML"
          : "het teken U+FFFE of U+FFFF mag niet in XML",
        at: end)
    }
  }

  /// A fault where what began at the token is too long.
  @inline(__always)
  func require(_ end: Int) throws {
    if end - tokenStart > limits.piece { throw tooLong() }
  }

  private func tooLong() -> XMLFault {
    fault("een label, tekst of commentaar is langer dan \(limits.piece) bytes")
  }
}
