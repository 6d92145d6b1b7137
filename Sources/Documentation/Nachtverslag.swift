/// What a night brought, as one page that needs nothing beside it.
public struct Nachtverslag: Sendable {
  /// How an institution fared.
  public struct Instelling: Sendable {
    let brin: String
    let aangenomen, geweigerd, goed, fout, wacht: Int
    let wachtSinds: String

    /// - Parameter wachtSinds: since when the oldest of its meldingen waits; empty where none does.
    public init(brin: String, aangenomen: Int, geweigerd: Int, goed: Int, fout: Int, wacht: Int, wachtSinds: String) {
      (self.brin, self.aangenomen, self.geweigerd) = (brin, aangenomen, geweigerd)
      (self.goed, self.fout, self.wacht, self.wachtSinds) = (goed, fout, wacht, wachtSinds)
    }
  }

  /// How a day went.
  public struct Dag: Sendable {
    let datum: String
    let aangenomen, geweigerd, goed, fout: Int

    /// - Parameter datum: EEEE-MM-DD.
    public init(datum: String, aangenomen: Int, geweigerd: Int, goed: Int, fout: Int) {
      (self.datum, self.aangenomen, self.geweigerd) = (datum, aangenomen, geweigerd)
      (self.goed, self.fout) = (goed, fout)
    }
  }

  /// How often a code was told.
  public struct Code: Sendable {
    let code, tekst: String
    let isAfkeuring: Bool
    let aantal, instellingen: Int

    /// - Parameter instellingen: to how many institutions.
    public init(code: String, tekst: String, isAfkeuring: Bool, aantal: Int, instellingen: Int) {
      (self.code, self.tekst, self.isAfkeuring) = (code, tekst, isAfkeuring)
      (self.aantal, self.instellingen) = (aantal, instellingen)
    }
  }

  private let datum: String
  private let instellingen: [Instelling]
  private let dagen: [Dag]
  private let codes: [Code]
  private let open: [String]

  /// - Parameters:
  ///   - datum: the day, EEEE-MM-DD.
  ///   - dagen: the days with work, the oldest first; the last is the day itself, where it had work.
  ///   - codes: the most frequent first.
  ///   - open: what is unanswered or unfinished, a sentence each.
  public init(datum: String, instellingen: [Instelling], dagen: [Dag], codes: [Code], open: [String]) {
    (self.datum, self.instellingen, self.dagen, self.codes, self.open) = (datum, instellingen, dagen, codes, open)
  }

  /// How many codes are shown; what is rarer is of no help on one page.
  private static let meesteCodes = 15

  /// The page, well-formed as XML too, and the same for the same numbers.
  public var html: String {
    let title = "Nachtverslag \(datum)"
    let head = HTML.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("title", [:], [.text(title)]), .element("style", [:], [.stylesheet(Stylesheet.css + Self.css)]),
      ])
    let body = HTML.element(
      "body", [:],
      [
        .element(
          "main", [:], [.element("h1", [:], [.text(title)]), kerncijfers, openstaand, verloop, perInstelling, perCode])
      ])
    return "<!DOCTYPE html>\n"
      + HTML.element("html", ["lang": "nl", "xmlns": "http://www.w3.org/1999/xhtml"], [head, body]).markup + "\n"
  }

  private static let css = """
    .cijfers { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem; margin: 1rem 0 }
    .cijfers div { background: var(--vlak); border-radius: .4rem; padding: .8rem 1rem }
    .cijfers b { display: block; font-size: 1.9rem; line-height: 1.2 }
    .goed { fill: #2e7d4f } .fout { fill: #c2410c } .signaal { fill: #b7791f }
    svg { width: 100%; height: auto; margin: .5rem 0 } svg text { fill: var(--tekst); font: 12px system-ui, sans-serif }
    svg line { stroke: var(--lijn) }
    .getallen td, .getallen thead th:nth-child(n+2), .codetabel td:nth-child(n+4), .codetabel thead th:nth-child(n+4) {
      text-align: right; font-variant-numeric: tabular-nums }

    """

  private var kerncijfers: HTML {
    let (aangenomen, geweigerd) = (som(\.aangenomen), som(\.geweigerd))
    let (goed, fout) = (som(\.goed), som(\.fout))
    let deel = goed + fout == 0 ? "" : " (\(Self.procent(fout, goed + fout)))"
    return HTML.element(
      "div", ["class": "cijfers"],
      [
        ("aanleveringen aangenomen", Self.getal(aangenomen)), ("aanleveringen geweigerd", Self.getal(geweigerd)),
        ("meldingen goedgekeurd", Self.getal(goed)), ("meldingen afgekeurd\(deel)", Self.getal(fout)),
      ].map { label, getal in .element("div", [:], [.element("b", [:], [.text(getal)]), .text(label)]) })
  }

  private var openstaand: HTML {
    open.isEmpty ? .p("Alles is beantwoord.") : .joined([.h2("Nog te doen"), .ul(open.map { .text($0) })])
  }

  private func som(_ getal: KeyPath<Instelling, Int>) -> Int { instellingen.reduce(0) { $0 + $1[keyPath: getal] } }

  // MARK: Tables

  private var perInstelling: HTML {
    let kolommen = ["BRIN", "aangenomen", "geweigerd", "meldingen", "goed", "afgekeurd", "in behandeling"]
    let rijen = instellingen.map { rij -> HTML.Row in
      let meldingen = rij.goed + rij.fout + rij.wacht
      let wacht = rij.wachtSinds.isEmpty ? Self.getal(rij.wacht) : "\(Self.getal(rij.wacht)), oudste \(rij.wachtSinds)"
      return HTML.Row(
        cells: [.text(rij.brin.isEmpty ? "onbekend" : rij.brin)]
          + [rij.aangenomen, rij.geweigerd, meldingen, rij.goed].map { .text(Self.getal($0)) }
          + [
            .text(meldingen == 0 ? "0" : "\(Self.getal(rij.fout)) (\(Self.procent(rij.fout, meldingen)))"),
            .text(wacht),
          ])
    }
    return .joined([
      .h2("Per instelling"),
      .element(
        "section", ["class": "getallen"],
        [.table("Aanleveringen en meldingen van \(datum)", kolommen.map { .text($0) }, rijen)]),
    ])
  }

  private var perCode: HTML {
    if codes.isEmpty { return "" }
    let rijen = codes.prefix(Self.meesteCodes).map { code in
      HTML.Row(cells: [
        .code(code.code), .text(code.isAfkeuring ? "afkeuring" : "signaal"), .text(code.tekst),
        .text(Self.getal(code.aantal)), .text(Self.getal(code.instellingen)),
      ])
    }
    let rest = codes.count - rijen.count
    return .joined([
      .h2("Wat het meest voorkwam"), codebalken,
      .element(
        "section", ["class": "codetabel"],
        [
          .table(
            "Codes in terugkoppeling en ontvangstbevestigingen", ["code", "soort", "tekst", "keer", "instellingen"],
            rijen)
        ]),
      rest > 0 ? .p("En nog \(rest) andere codes.") : "",
    ])
  }

  // MARK: Plots

  /// A bar for each day: what was approved, and on it what was rejected.
  private var verloop: HTML {
    let (breedte, hoogte, voet, kop) = (960.0, 180.0, 22.0, 22.0)
    guard let meeste = dagen.map({ $0.goed + $0.fout }).max(), meeste > 0 else { return "" }
    let stap = breedte / Double(max(dagen.count, 7))
    let schaal = hoogte / Double(meeste)
    var delen: [HTML] = []
    for (index, dag) in dagen.enumerated() {
      let x = Double(index) * stap + stap * 0.12
      let (goed, fout) = (Double(dag.goed) * schaal, Double(dag.fout) * schaal)
      let titel =
        "\(dag.datum): \(dag.goed) goedgekeurd, \(dag.fout) afgekeurd, \(dag.aangenomen) aangenomen, \(dag.geweigerd) geweigerd"
      delen.append(
        .element(
          "g", [:],
          [
            .element("title", [:], [.text(titel)]),
            Self.balk("goed", x, kop + hoogte - goed, stap * 0.76, goed),
            Self.balk("fout", x, kop + hoogte - goed - fout, stap * 0.76, fout),
            Self.tekst(x + stap * 0.38, kop + hoogte - goed - fout - 5, Self.getal(dag.goed + dag.fout)),
            Self.tekst(x + stap * 0.38, kop + hoogte + 16, String(dag.datum.suffix(5))),
          ]))
    }
    delen.append(
      .element(
        "line", ["x1": "0", "x2": Self.maat(breedte), "y1": Self.maat(kop + hoogte), "y2": Self.maat(kop + hoogte)]))
    let totaal = kop + hoogte + voet
    return .joined([
      .h2("Verloop"),
      .element(
        "svg",
        [
          "viewBox": "0 0 \(Self.maat(breedte)) \(Self.maat(totaal))", "role": "img",
          "xmlns": "http://www.w3.org/2000/svg",
          "aria-label": "Meldingen per dag, goedgekeurd en afgekeurd",
        ], delen),
      .p("Meldingen per verwerkingsdag; groen is goedgekeurd, oranje afgekeurd."),
    ])
  }

  /// The most frequent codes as lying bars.
  private var codebalken: HTML {
    let eerste = codes.prefix(8)
    guard let meeste = eerste.map(\.aantal).max(), meeste > 0 else { return "" }
    let delen = eerste.enumerated().flatMap { index, code -> [HTML] in
      let (y, lengte) = (Double(index) * 26, 760 * Double(code.aantal) / Double(meeste))
      return [
        .element("text", ["x": "0", "y": Self.maat(y + 17)], [.text(code.code)]),
        Self.balk(code.isAfkeuring ? "fout" : "signaal", 70, y + 3, max(lengte, 1), 20),
        .element("text", ["x": Self.maat(78 + lengte), "y": Self.maat(y + 17)], [.text(Self.getal(code.aantal))]),
      ]
    }
    return .element(
      "svg",
      [
        "viewBox": "0 0 960 \(eerste.count * 26 + 4)", "role": "img", "xmlns": "http://www.w3.org/2000/svg",
        "aria-label": "De codes die het meest voorkwamen",
      ], delen)
  }

  private static func balk(_ soort: String, _ x: Double, _ y: Double, _ breedte: Double, _ hoogte: Double) -> HTML {
    .element(
      "rect", ["class": soort, "x": maat(x), "y": maat(y), "width": maat(breedte), "height": maat(hoogte)])
  }

  private static func tekst(_ x: Double, _ y: Double, _ tekst: String) -> HTML {
    .element("text", ["x": maat(x), "y": maat(y), "text-anchor": "middle"], [.text(tekst)])
  }

  // MARK: Numbers

  /// In tenths.
  private static func maat(_ waarde: Double) -> String {
    let tienden = Int((waarde * 10).rounded())
    return tienden % 10 == 0 ? "\(tienden / 10)" : "\(tienden / 10).\(tienden % 10)"
  }

  /// With a point between thousands.
  private static func getal(_ waarde: Int) -> String {
    let cijfers = Array(String(waarde))
    return cijfers.enumerated().reduce(into: "") { tekst, cijfer in
      if cijfer.offset > 0 && (cijfers.count - cijfer.offset).isMultiple(of: 3) { tekst.append(".") }
      tekst.append(cijfer.element)
    }
  }

  private static func procent(_ deel: Int, _ geheel: Int) -> String {
    let tienden = (deel * 1_000 + geheel / 2) / max(1, geheel)
    return "\(tienden / 10),\(tienden % 10)%"
  }
}
