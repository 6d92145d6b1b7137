/// A piece of markup, well-formed by itself: HTML that is XML too.
///
/// Text becomes markup in one place, and is escaped there: a literal, and every string in an
/// interpolation, is text. Only a piece that is HTML already goes in as it is.
struct HTML: ExpressibleByStringInterpolation {
  /// The markup.
  let markup: String

  private init(markup: String) {
    self.markup = markup
  }

  init(stringLiteral text: String) {
    self = .text(text)
  }

  init(stringInterpolation: Interpolation) {
    markup = stringInterpolation.markup
  }

  /// The literals and values of an interpolation.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { markup += HTML.escaped(literal) }
    mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
  }

  /// Elements without content.
  private static let voids: Set = ["meta", "link", "br"]
  /// Elements that end their line, so that versions of a page can be compared.
  private static let blocks: Set = ["head", "nav", "h1", "h2", "h3", "p", "li", "dd", "thead", "tr", "table"]

  /// Text of whatever origin.
  static func text(_ text: String) -> HTML {
    HTML(markup: escaped(text))
  }

  /// An element with its attributes, in that order.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: [HTML] = []
  ) -> HTML {
    let list = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    if voids.contains(name) { return HTML(markup: "<\(name)\(list) />") }
    let end = blocks.contains(name) ? "\n" : ""
    return HTML(markup: "<\(name)\(list)>\(content.map(\.markup).joined())</\(name)>\(end)")
  }

  /// Rules of a stylesheet of our own: text in it would not be read as text.
  static func stylesheet(_ css: String) -> HTML { HTML(markup: "\n\(css)") }

  /// Pieces one after the other, with something between them.
  static func joined(_ pieces: [HTML], _ separator: String = "") -> HTML {
    HTML(markup: pieces.map(\.markup).joined(separator: escaped(separator)))
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\u{20}"..."\u{7E}", "\u{A0}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        escaped.unicodeScalars.append(scalar)
      // XML has no place for it.
      default: escaped += "\u{FFFD}"
      }
    }
    return escaped
  }
}

// MARK: Elements

extension HTML {
  static func p(_ content: HTML) -> HTML { element("p", [:], [content]) }
  static func code(_ text: String) -> HTML { element("code", [:], [.text(text)]) }
  static func strong(_ content: HTML) -> HTML { element("strong", [:], [content]) }
  static func small(_ content: HTML) -> HTML { element("small", [:], [content]) }
  static var br: HTML { element("br") }

  /// A heading, to which links may lead.
  static func h2(_ content: HTML, id: String? = nil) -> HTML {
    element("h2", attributes(id), [content])
  }

  static func h3(_ content: HTML, id: String? = nil) -> HTML {
    element("h3", attributes(id), [content])
  }

  private static func attributes(_ id: String?) -> KeyValuePairs<String, String> {
    guard let id else { return [:] }
    return ["id": id]
  }

  static func a(_ content: HTML, to address: String) -> HTML {
    element("a", ["href": address], [content])
  }

  static func ul(_ items: [HTML]) -> HTML {
    element("ul", [:], items.map { element("li", [:], [$0]) })
  }

  /// Terms, each with what there is to say of it; those with nothing are left out.
  static func dl(_ entries: KeyValuePairs<String, HTML>) -> HTML {
    dl(entries.map { $0 })
  }

  static func dl(_ entries: [(key: String, value: HTML)]) -> HTML {
    let known = entries.filter { !$0.value.markup.isEmpty }
    return element("dl", [:], known.flatMap { [element("dt", [:], [.text($0.key)]), element("dd", [:], [$0.value])] })
  }

  /// A row of a table; its first cell is its heading.
  struct Row {
    var id: String?
    var cells: [HTML]
  }

  /// A table with a caption; nothing where it has no rows.
  static func table(_ caption: HTML, _ columns: [HTML], _ rows: [Row]) -> HTML {
    if rows.isEmpty { return "" }
    let head = element("tr", [:], columns.map { element("th", ["scope": "col"], [$0]) })
    let body = rows.map { row in
      element(
        "tr", attributes(row.id),
        row.cells.enumerated().map { index, cell in
          index == 0 ? element("th", ["scope": "row"], [cell]) : element("td", [:], [cell])
        })
    }
    let parts = [element("caption", [:], [caption]), element("thead", [:], [head]), element("tbody", [:], body)]
    return element("div", ["class": "tabel"], [element("table", [:], parts)])
  }
}
