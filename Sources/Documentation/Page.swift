/// A page for people: its file, its title and what stands on it.
struct Page {
  /// The pages that every page leads to.
  private static let main = [
    ("index.html", "Begin"), ("controles.html", "Controles"), ("records.html", "Records"), ("velden.html", "Velden"),
    ("lijsten.html", "Waardelijsten"), ("tabellen.html", "Tabellen"), ("versies.html", "Versies"),
    ("leeswijzer.html", "Leeswijzer"),
  ]

  let file: String
  let title: String
  let content: [HTML]

  init(_ file: String, _ title: String, _ content: [HTML]) {
    self.file = file
    self.title = title
    self.content = content
  }

  /// The whole file, in UTF-8.
  var bytes: [UInt8] {
    let head = HTML.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("title", [:], ["\(title) – Programma van Eisen BRON"]),
        .element("link", ["rel": "stylesheet", "href": Stylesheet.file]),
      ])
    let entries = Self.main.map { address, name -> HTML in
      .element("a", address == file ? ["href": address, "aria-current": "page"] : ["href": address], [.text(name)])
    }
    let body = HTML.element(
      "body", [:],
      [
        .element("a", ["class": "skip", "href": "#inhoud"], ["Naar de inhoud"]),
        .element("nav", ["aria-label": "Hoofdmenu"], [.ul(entries)]),
        .element("main", ["id": "inhoud"], [.element("h1", [:], [.text(title)])] + content),
        .element("footer", [:], [.p("Gemaakt met bronbatch docs uit de map Specs, die het programma zelf gebruikt.")]),
      ])
    let html = HTML.element(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "nl", "xml:lang": "nl"], [head, body])
    return Array("<!DOCTYPE html>\n\(html.markup)\n".utf8)
  }
}
