/// Writes an XML schema, indented, with an annotation at every declaration.
struct XSDText {
  private(set) var text = ""
  private var depth = 0

  mutating func begin(naamruimte: String) {
    text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- Gemaakt uit de layouts en xml.yaml: bronbatch schema. Verander dit bestand niet met de hand. -->
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="\(naamruimte)" targetNamespace="\(naamruimte)"
                 elementFormDefault="qualified" version="1">

      """
    depth = 1
    annotation(
      """
      Aanleveringen, terugkoppelingen en ontvangstbevestigingen in XML. Het schema vraagt niet meer dan wat in het vaste \
      formaat een fout van het bestand zou zijn: de bouw, en dat elke waarde in haar veld past. Een verkeerde datum, code \
      of keuze is geldige XML en wordt per melding beoordeeld. Een leeg veld wordt weggelaten.
      """)
    line("<xs:include schemaLocation=\"ontvangstbevestiging.xsd\"/>")
    gap()
  }

  mutating func end() {
    close("xs:schema")
  }

  mutating func gap() {
    text += "\n"
  }

  mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
    line("<\(name)\(Self.list(attributes))>")
    depth += 1
  }

  mutating func close(_ names: String...) {
    for name in names {
      depth -= 1
      line("</\(name)>")
    }
  }

  mutating func annotation(_ documentation: String) {
    open("xs:annotation")
    line("<xs:documentation xml:lang=\"nl\">\(Self.escaped(documentation))</xs:documentation>")
    close("xs:annotation")
  }

  /// An element of a type that has a name.
  mutating func element(_ name: String, type: String, _ documentation: String, least: Int = 1) {
    open(
      "xs:element", least == 1 ? ["name": name, "type": type] : ["name": name, "type": type, "minOccurs": "\(least)"])
    annotation(documentation)
    close("xs:element")
  }

  mutating func simpleType(_ name: String, base: String, _ documentation: String, _ facets: [(String, String)]) {
    open("xs:simpleType", ["name": name])
    annotation(documentation)
    open("xs:restriction", ["base": base])
    for (facet, value) in facets { line("<xs:\(facet) value=\"\(value)\"/>") }
    close("xs:restriction", "xs:simpleType")
    gap()
  }

  mutating func union(_ name: String, _ members: [String], _ documentation: String) {
    open("xs:simpleType", ["name": name])
    annotation(documentation)
    line("<xs:union memberTypes=\"\(members.joined(separator: " "))\"/>")
    close("xs:simpleType")
    gap()
  }

  private mutating func line(_ line: String) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  private static func list(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map { " \($0.key)=\"\($0.value)\"" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
