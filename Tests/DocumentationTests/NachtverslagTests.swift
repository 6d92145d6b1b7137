import Documentation
import Foundation
import TestSupport
import Testing

/// The page of a night.
struct NachtverslagTests {
  static func verslag(dagen: Int = 3, tekst: String = "Leerweg is verplicht") -> Nachtverslag {
    Nachtverslag(
      datum: "2009-06-18",
      instellingen: [
        .init(
          brin: "01AA", aangenomen: 3, geweigerd: 1, goed: 12_345, fout: 55, wacht: 2, wachtSinds: "2009-06-01",
          verloop: [(goed: 0, fout: 0), (goed: 30, fout: 1), (goed: 12_345, fout: 55)]),
        .init(brin: "", aangenomen: 0, geweigerd: 1, goed: 0, fout: 0, wacht: 0, wachtSinds: "", verloop: []),
      ],
      dagen: (0..<dagen).map { dag in
        .init(
          datum: "2009-06-\(String(10 + dag))", aangenomen: dag, geweigerd: 0, goed: 1_000 * dag, fout: 100 * (dag + 1))
      },
      codes: (0..<20).map { nummer in
        .init(code: "\(700 + nummer)", tekst: tekst, isAfkeuring: nummer < 10, aantal: 100 - nummer, instellingen: 1)
      },
      open: ["01AA 01 BO: 2 in de inbox"])
  }

  /// Demands that a page is well-formed as XML, and counts its elements of a name.
  private func count(_ element: String, in html: String) throws -> Int {
    let folder = try TemporaryFolder()
    try folder.put(html, in: "page.html")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["xmllint", "--noout", folder.file("page.html")]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return html.components(separatedBy: "<\(element) ").count + html.components(separatedBy: "<\(element)>").count - 2
  }

  @Test func thePageIsWellFormedAndNeedsNothingElse() throws {
    let html = Self.verslag().html
    #expect(try count("svg", in: html) == 4 && count("table", in: html) == 2)
    // The days, the bars of eight rejections, and two days of an institution.
    #expect(try count("rect", in: html) == 3 * 2 + 8 + 2 * 2)
    for outside in ["src=", "href=", "url(", "@import", "<script", "<link"] { #expect(!html.contains(outside)) }
    #expect(html == Self.verslag().html)
  }

  @Test func numbersAreThoseOfTheNight() throws {
    let html = Self.verslag().html
    for text in [
      "<title>Nachtverslag 2009-06-18</title>", "<b>12.345</b>meldingen goedgekeurd",
      "<b>55</b>meldingen afgekeurd (0,4%)",
      "<td>12.402</td>", "<td>2, oudste 2009-06-01</td>", "onbekend", "En nog 4 andere codes.",
      "<li>01AA 01 BO: 2 in de inbox</li>", ">12 jun</text>",
      // The axis of 2,300 meldingen, and that of 100%.
      ">2.500</text>", ">100,0%</text>",
    ] { #expect(html.contains(text), "\(text)") }
  }

  @Test func textIsNeverMarkup() throws {
    let html = Self.verslag(tekst: "<script>alert(1)</script> & \"x\"").html
    #expect(try count("script", in: html) == 0)
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"))
  }

  @Test func aNightWithoutWorkIsAPageToo() throws {
    let html = Nachtverslag(datum: "2009-06-18", instellingen: [], dagen: [], codes: [], open: []).html
    #expect(try count("svg", in: html) == 0)
    #expect(html.contains("Alles is beantwoord.") && html.contains("Er is nog niets verwerkt."))
  }

  /// Many days and much to do stay one page, whose texts do not run into each other.
  @Test func longListsEnd() throws {
    let html = Nachtverslag(
      datum: "2009-06-18", instellingen: [],
      dagen: (0..<60).map {
        .init(datum: "2009-0\(1 + $0 / 28)-\(10 + $0 % 28)", aangenomen: 1, geweigerd: 0, goed: 7, fout: 0)
      },
      codes: [], open: (1...30).map { "nummer \($0)" }
    ).html
    #expect(try count("li", in: html) == 20)
    #expect(html.contains("En nog 10; bronbatch status noemt ze."))
    // A name at every fourth day in each of two plots, and their axes.
    #expect(try count("text", in: html) == 2 * 15 + 5 + 2)
  }
}
