/// The namespaces that are declared at a place in a document.
struct XMLNamespaces {
  private struct Declaration {
    let prefix: [UInt8]
    let uri: [UInt8]
    /// The depth of the element that declares it.
    let depth: Int
  }

  private static let xml = Array("http://www.w3.org/XML/1998/namespace".utf8)
  private static let xmlns = Array("http://www.w3.org/2000/xmlns/".utf8)

  /// The namespace of which is asked whether elements are in it.
  private let expected: [UInt8]
  private var declarations: [Declaration] = []
  /// Whether elements without a prefix are in the expected namespace.
  private(set) var isDefaultExpected = false
  /// Whether the element that was read last is in the expected namespace.
  private(set) var isExpected = false

  init(expected: [UInt8]) {
    self.expected = expected
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
    declarations.append(.init(prefix: prefix, uri: uri, depth: depth))
    if prefix.isEmpty { isDefaultExpected = uri == expected }
    return nil
  }

  /// Forgets what the element at `depth` declared.
  mutating func close(depth: Int) {
    guard declarations.last?.depth == depth else { return }
    while declarations.last?.depth == depth { declarations.removeLast() }
    isDefaultExpected = uri(of: []) == expected
  }

  /// Whether a prefix is bound here.
  func isDeclared(_ prefix: some Sequence<UInt8>) -> Bool {
    declarations.contains { $0.prefix.elementsEqual(prefix) } || prefix.elementsEqual("xml".utf8)
  }

  /// What a prefix is bound to, or the default namespace; nothing where there is none.
  func uri(of prefix: some Sequence<UInt8>) -> [UInt8] {
    if let found = declarations.last(where: { $0.prefix.elementsEqual(prefix) }) { return found.uri }
    return prefix.elementsEqual("xml".utf8) ? Self.xml : []
  }

  /// Notes the namespace of an element with that prefix.
  mutating func select(_ prefix: UnsafeRawBufferPointer) {
    isExpected = prefix.isEmpty ? isDefaultExpected : uri(of: prefix) == expected
  }
}
