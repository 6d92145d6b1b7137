import Exchange
import Foundation
import ProgrammaVanEisen
import TestSupport
import Testing

@testable import Documentation

/// Text that would be markup if it were not escaped.
struct HostileTextTests {
  private static let hostile = #"<script>alert('1')</script> & "x" </td>"#

  @Test func textIsEscapedAndMarkupIsNot() {
    let text = Self.hostile
    let html: HTML = "a < b & \(text) \(HTML.code(text)) \(7)"
    let escaped = "&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;x&quot; &lt;/td&gt;"
    #expect(html.markup == "a &lt; b &amp; \(escaped) <code>\(escaped)</code> 7")
    #expect(HTML.a("x", to: "\"><b>").markup == "<a href=\"&quot;&gt;&lt;b&gt;\">x</a>")
    // What XML cannot hold.
    #expect(HTML.text("a\u{0}\u{1B}\u{9B}\u{FFFF}b\nc").markup == "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b\nc")
  }

  @Test func anAnchorHoldsNothingThatAnAddressMayNot() {
    #expect(Links.anchor("bpvVolgnummer-1.2") == "bpvVolgnummer-1.2")
    #expect(Links.anchor("a b\"#é") == "a_20_b_22__23__e9_")
  }

  @Test func hostileTextInSpecsStaysText() throws {
    let folder = try TemporaryFolder()
    let specs = folder.file("Specs")
    try FileManager.default.copyItem(atPath: Pages.specs, toPath: specs)
    // In YAML, between single quotes.
    let quoted = "'" + Self.hostile.replacing("'", with: "''") + "'"
    func replace(_ old: String, _ new: String, in file: String) throws {
      let text = try String(contentsOfFile: "\(specs)/\(file)", encoding: .utf8)
      #expect(text.contains(old), "\(file)")
      try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: "\(specs)/\(file)"))
    }
    try replace("naam: BO inschrijvingsgegevens", "naam: \(quoted)", in: "layouts/320.yaml")
    try replace("naam: Leerweg, ", "naam: \(quoted), ", in: "layouts/320.yaml")
    try replace("bewijs: V-span}", "bewijs: \(quoted)}", in: "layouts/320.yaml")
    try replace("{\"1.1\": 60", "{\(quoted): 60", in: "layouts/320.yaml")
    try replace("versie: \"1.1\"", "versie: \(quoted)", in: "versies.yaml")
    try replace("naam: Intensiteit\n", "naam: \(quoted)\n", in: "waardelijsten.yaml")
    try replace("betekenis: voltijd}", "betekenis: \(quoted)}", in: "waardelijsten.yaml")
    try replace(
      "tekst: Het veld <Leerweg> moet voorkomen in de bijbehorende waardelijst", "tekst: \(quoted)",
      in: "controles/320.yaml")
    try replace("bron: De postcode staat in de tekst, maar beslist niets.", "bron: \(quoted)", in: "controles/305.yaml")
    try replace(
      "betekenis: Bij een toevoeging of aanpassing is een verplicht veld leeg gelaten.", "betekenis: \(quoted)",
      in: "uitleg.yaml")

    let pages = Pages(Documentation(try PvE(specs: specs, functies: Grondslag.functies)))
    try pages.expectWellFormed()
    for (file, markup) in pages.markup { #expect(!markup.contains("<script"), "\(file)") }
    let places = [
      "record-320.html", "versies.html", "lijsten.html", "velden.html", "records.html", "controle-741.html",
      "controle-753.html", "controle-740.html",
    ]
    for file in places { #expect(pages.text[file]?.contains(Self.hostile) == true, "\(file)") }
  }
}
