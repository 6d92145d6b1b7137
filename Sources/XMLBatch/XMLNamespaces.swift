/// The namespaces that are declared at a place in a document.
///
/// A namespace is a number, so that names are compared without looking at addresses: each is looked up once.
struct XMLNamespaces {
  private struct Declaration {
    let prefix: [UInt8]
    let uri: [UInt8]
    let number: Int
    /// The depth of the element that declares it.
    let depth: Int
  }

  /// The number of no namespace.
  static let none = -1
  private static let expectedNumber = 0
  private static let xmlNumber = 1
  private static let xml = Array("http://www.w3.org/XML/1998/namespace".utf8)
  private static let xmlns = Array("http://www.w3.org/2000/xmlns/".utf8)

  /// The namespace of which is asked whether elements are in it.
  private let expected: [UInt8]
  /// No more than these are declared at once.
  private let limit: Int
  private var declarations: [Declaration] = []
  /// The depth of the element that declared something last.
  private var deepest = -1
  /// Whether elements without a prefix are in the expected namespace.
  private(set) var isDefaultExpected = false
  /// Whether the element that was read last is in the expected namespace.
  private(set) var isExpected = false

  init(expected: [UInt8], limit: Int) {
    (self.expected, self.limit) = (expected, limit)
  }

  /// Binds a prefix, or the default where it is empty, from the element at `depth` on. Gives what is wrong with that.
  mutating func declare(_ prefix: [UInt8], _ uri: [UInt8], depth: Int) -> String? {
    if prefix.elementsEqual("xmlns".utf8) { return "het voorvoegsel xmlns mag niet gedeclareerd worden" }
    if prefix.elementsEqual("xml".utf8) != (uri == Self.xml) {
      return "het voorvoegsel xml en zijn naamruimte horen bij elkaar"
    }
    if uri == Self.xmlns { return "de naamruimte van xmlns mag geen voorvoegsel hebben" }
    if uri.isEmpty && !prefix.isEmpty { return "een voorvoegsel mag geen lege naamruimte hebben" }
    if declarations.contains(where: { $0.depth == depth && $0.prefix == prefix }) {
      return "een naamruimte is in een label twee keer gedeclareerd"
    }
    if declarations.count == limit { return "er zijn meer dan \(limit) naamruimten tegelijk gedeclareerd" }
    declarations.append(.init(prefix: prefix, uri: uri, number: newNumber(uri), depth: depth))
    deepest = depth
    if prefix.isEmpty { isDefaultExpected = uri == expected }
    return nil
  }

  /// The number that a namespace has, or gets.
  private func newNumber(_ uri: [UInt8]) -> Int {
    if uri.isEmpty { return Self.none }
    if uri == expected { return Self.expectedNumber }
    if uri == Self.xml { return Self.xmlNumber }
    // Behind those two, each has the place of its first declaration, which stays as long as any later one.
    return declarations.first { $0.uri == uri }?.number ?? declarations.count + 2
  }

  /// Forgets what the element at `depth` declared.
  @inline(__always)
  mutating func close(depth: Int) {
    if deepest == depth { forget(depth) }
  }

  private mutating func forget(_ depth: Int) {
    while declarations.last?.depth == depth { declarations.removeLast() }
    deepest = declarations.last?.depth ?? -1
    isDefaultExpected = declarations.last { $0.prefix.isEmpty }?.number == Self.expectedNumber
  }

  /// The number of what a prefix is bound to, or of the default namespace; nil where the prefix is not declared.
  func number(of prefix: UnsafeRawBufferPointer) -> Int? {
    if let found = declarations.last(where: { $0.prefix.elementsEqual(prefix) }) { return found.number }
    if prefix.isEmpty { return Self.none }
    return prefix.elementsEqual("xml".utf8) ? Self.xmlNumber : nil
  }

  /// The namespace with a number.
  func uri(_ number: Int) -> [UInt8] {
    number == Self.none
      ? [] : number == Self.xmlNumber ? Self.xml : declarations.first { $0.number == number }?.uri ?? []
  }

  /// Notes the namespace of an element.
  mutating func select(_ number: Int) {
    isExpected = number == Self.expectedNumber
  }

  /// Notes that an element has no prefix.
  @inline(__always)
  mutating func selectDefault() {
    isExpected = isDefaultExpected
  }
}
