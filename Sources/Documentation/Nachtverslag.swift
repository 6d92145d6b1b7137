/// What a night brought, as one page that needs nothing beside it.
public struct Nachtverslag: Sendable {
  /// How an institution fared.
  public struct Instelling: Sendable {
    let brin: String
    let aangenomen, geweigerd, goed, fout, wacht: Int
    let wachtSinds: String
    let verloop: [(goed: Int, fout: Int)]

    /// - Parameters:
    ///   - wachtSinds: since when the oldest of its meldingen waits; empty where none does.
    ///   - verloop: its meldingen on each of the days.
    public init(
      brin: String, aangenomen: Int, geweigerd: Int, goed: Int, fout: Int, wacht: Int, wachtSinds: String,
      verloop: [(goed: Int, fout: Int)]
    ) {
      (self.brin, self.aangenomen, self.geweigerd, self.verloop) = (brin, aangenomen, geweigerd, verloop)
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
  private static let (meesteAfkeuringen, meesteSignalen) = (12, 6)
  /// How many things to do are named.
  private static let meesteOpen = 20

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
    .goed { fill: #2e7d4f; --vak: #2e7d4f } .fout { fill: #c2410c; --vak: #c2410c } .signaal { fill: #b7791f; --vak: #b7791f }
    .legenda { margin: 1rem 0 0 } .legenda span { margin-right: 1.2rem }
    .legenda span::before { content: ""; display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem;
      border-radius: .15rem; background: var(--vak) }
    .plot { overflow-x: auto } .dagen { direction: rtl } .plot svg { direction: ltr; display: block; width: 100%; min-width: 48rem; height: auto; margin: .5rem 0 }
    svg text { fill: var(--tekst); font: 12px system-ui, sans-serif; paint-order: stroke; stroke: var(--grond);
      stroke-width: 3px } .vonk { width: 7rem; height: 1.5rem; display: block; margin-left: auto }
    .getallen tbody th { position: sticky; left: 0; background: var(--grond) }
    svg line { stroke: var(--lijn); stroke-opacity: .45 } .verloop { fill: none; stroke: #c2410c; stroke-width: 2 }
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
    if open.isEmpty { return .p("Alles is beantwoord.") }
    let rest = open.count - Self.meesteOpen
    return .joined([
      .h2("Nog te doen"), .ul(open.prefix(Self.meesteOpen).map { .text($0) }),
      rest > 0 ? .p("En nog \(Self.getal(rest)); bronbatch status noemt ze.") : "",
    ])
  }

  private func som(_ getal: KeyPath<Instelling, Int>) -> Int { instellingen.reduce(0) { $0 + $1[keyPath: getal] } }

  // MARK: Tables

  private var perInstelling: HTML {
    if instellingen.isEmpty { return .p("Er is nog niets verwerkt.") }
    let kolommen = ["BRIN", "aangenomen", "geweigerd", "meldingen", "goed", "afgekeurd", "in behandeling", "verloop"]
    let rijen = instellingen.map { rij -> HTML.Row in
      let meldingen = rij.goed + rij.fout + rij.wacht
      let wacht = rij.wachtSinds.isEmpty ? Self.getal(rij.wacht) : "\(Self.getal(rij.wacht)), oudste \(rij.wachtSinds)"
      return HTML.Row(
        cells: [.text(rij.brin.isEmpty ? "onbekend" : rij.brin)]
          + [rij.aangenomen, rij.geweigerd, meldingen, rij.goed].map { .text(Self.getal($0)) }
          + [
            .text(meldingen == 0 ? "0" : "\(Self.getal(rij.fout)) (\(Self.procent(rij.fout, meldingen)))"),
            .text(wacht), Daggrafiek.vonk(rij.verloop),
          ])
    }
    return .joined([
      .h2("Per instelling"),
      .p("Ook wie die dag niets aanleverde; het verloop toont de meldingen van de dagen hierboven."),
      .element(
        "section", ["class": "getallen"],
        [.table("Aanleveringen en meldingen van \(datum)", kolommen.map { .text($0) }, rijen)]),
    ])
  }

  private var perCode: HTML {
    if codes.isEmpty { return "" }
    let getoond =
      codes.filter(\.isAfkeuring).prefix(Self.meesteAfkeuringen)
      + codes.filter { !$0.isAfkeuring }.prefix(Self.meesteSignalen)
    let rijen = getoond.map { code in
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
      rest > 0 ? .p("En nog \(rest) andere \(rest == 1 ? "code" : "codes").") : "",
    ])
  }

  // MARK: Plots

  /// A bar for each day: what was approved, and on it what was rejected; and the share of that.
  private var verloop: HTML {
    guard let meeste = dagen.map({ $0.goed + $0.fout }).max(), meeste > 0 else { return "" }
    return .joined([
      .h2("Verloop"),
      .element(
        "p", ["class": "legenda"],
        [Self.legenda("goed", "goedgekeurd"), Self.legenda("fout", "afgekeurd"), "meldingen per verwerkingsdag"]),
      aantallen(meeste), aandelen,
    ])
  }

  private func aantallen(_ meeste: Int) -> HTML {
    let grafiek = Daggrafiek(dagen: dagen.map(\.datum), meeste: meeste, hoogte: 180, schrijf: Self.getal)
    let breedte = grafiek.stap * 0.72
    let staven = dagen.enumerated().map { index, dag -> HTML in
      let (links, som) = (grafiek.x(index) - breedte / 2, dag.goed + dag.fout)
      let titel =
        "\(dag.datum): \(Self.getal(dag.goed)) goedgekeurd, \(Self.getal(dag.fout)) afgekeurd, "
        + "\(dag.aangenomen) aangenomen, \(dag.geweigerd) geweigerd"
      let delen: [HTML] = [
        .element("title", [:], [.text(titel)]),
        Daggrafiek.balk("goed", links, grafiek.y(dag.goed), breedte, grafiek.lengte(dag.goed)),
        Daggrafiek.balk("fout", links, grafiek.y(som), breedte, grafiek.lengte(dag.fout)),
      ]
      let totaal = Daggrafiek.tekst(grafiek.x(index), grafiek.y(som) - 5, Self.getal(som))
      return .element("g", [:], grafiek.isRuim ? delen + [totaal] : delen)
    }
    return grafiek.svg("Meldingen per dag, goedgekeurd en afgekeurd", staven)
  }

  /// What part of the meldingen was rejected, day by day; days without any are left out.
  private var aandelen: HTML {
    let punten = dagen.enumerated().filter { $1.goed + $1.fout > 0 }.map { index, dag in
      (index: index, promille: (dag.fout * 1_000 + (dag.goed + dag.fout) / 2) / (dag.goed + dag.fout))
    }
    guard punten.count > 1, let meeste = punten.map(\.promille).max() else { return "" }
    let grafiek = Daggrafiek(dagen: dagen.map(\.datum), meeste: meeste, hoogte: 90) { Self.procent($0, 1_000) }
    let plaatsen = punten.map { (Daggrafiek.maat(grafiek.x($0.index)), Daggrafiek.maat(grafiek.y($0.promille))) }
    let lijn = HTML.element(
      "polyline", ["class": "verloop", "points": plaatsen.map { "\($0),\($1)" }.joined(separator: " ")])
    let stippen = zip(punten, plaatsen).map { punt, plaats -> HTML in
      .element(
        "circle", ["class": "fout", "cx": plaats.0, "cy": plaats.1, "r": "4"],
        [
          .element("title", [:], [.text("\(dagen[punt.index].datum): \(Self.procent(punt.promille, 1_000)) afgekeurd")])
        ])
    }
    return .joined([
      .element("p", ["class": "legenda"], [Self.legenda("fout", "afgekeurd"), "deel van de meldingen"]),
      grafiek.svg("Deel van de meldingen dat is afgekeurd, per dag", [lijn] + stippen),
    ])
  }

  /// The most frequent codes as lying bars: those that reject, and where there are none the others, which would
  /// make these too small to see.
  private var codebalken: HTML {
    let afkeuringen = codes.filter(\.isAfkeuring)
    let eerste = (afkeuringen.isEmpty ? codes : afkeuringen).prefix(8)
    guard let meeste = eerste.map(\.aantal).max(), meeste > 0 else { return "" }
    let delen = eerste.enumerated().flatMap { index, code -> [HTML] in
      let (y, lengte) = (Double(index) * 26, 760 * Double(code.aantal) / Double(meeste))
      return [
        Daggrafiek.tekst(0, y + 17, code.code, "start"),
        Daggrafiek.balk(code.isAfkeuring ? "fout" : "signaal", 70, y + 3, max(lengte, 1), 20),
        Daggrafiek.tekst(78 + max(lengte, 1), y + 17, Self.getal(code.aantal), "start"),
      ]
    }
    return .joined([
      .element(
        "p", ["class": "legenda"],
        [afkeuringen.isEmpty ? Self.legenda("signaal", "signaal") : Self.legenda("fout", "afkeuring")]),
      .element(
        "div", ["class": "plot"],
        [
          .element(
            "svg",
            [
              "viewBox": "0 0 960 \(eerste.count * 26 + 4)", "role": "img", "xmlns": "http://www.w3.org/2000/svg",
              "aria-label": "De codes die het meest voorkwamen",
            ], delen)
        ]),
    ])
  }

  /// A colour and what it stands for.
  private static func legenda(_ soort: String, _ tekst: String) -> HTML {
    .element("span", ["class": soort], [.text(tekst)])
  }

  // MARK: Numbers

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
