/// A plot of days with axes, as SVG: the oldest day on the left.
struct Daggrafiek {
  /// EEEE-MM-DD.
  let dagen: [String]
  /// What the highest value is.
  let meeste: Int
  /// How high the plot is, without what stands above and below it.
  let hoogte: Double
  /// How a value is written beside the axis.
  let schrijf: (Int) -> String

  private static let (breedte, links, kop, voet) = (960.0, 70.0, 22.0, 26.0)
  /// More names than this of days, or totals, would run into each other.
  private static let meesteNamen = 16

  /// How wide a day is.
  var stap: Double { (Self.breedte - Self.links) / Double(max(dagen.count, 7)) }
  /// Whether there is room to write something at each day.
  var isRuim: Bool { dagen.count <= Self.meesteNamen }

  /// The middle of a day.
  func x(_ index: Int) -> Double { Self.links + (Double(index) + 0.5) * stap }

  /// How high a value is.
  func y(_ waarde: Int) -> Double { Self.kop + hoogte - lengte(waarde) }

  /// How long a bar of a value is.
  func lengte(_ waarde: Int) -> Double { Double(waarde) * hoogte / Double(trede * treden) }

  /// The plot with what is drawn in it.
  func svg(_ titel: String, _ delen: [HTML]) -> HTML {
    let namen = dagen.enumerated().filter { $0.offset % (1 + (dagen.count - 1) / Self.meesteNamen) == 0 }
    return .element(
      // Where it is wider than its place, the newest day is what one sees first.
      "div", ["class": "plot dagen"],
      [
        .element(
          "svg",
          [
            "viewBox": "0 0 \(Self.maat(Self.breedte)) \(Self.maat(Self.kop + hoogte + Self.voet))", "role": "img",
            "xmlns": "http://www.w3.org/2000/svg", "aria-label": titel,
          ],
          raster + delen + namen.map { Self.tekst(x($0.offset), Self.kop + hoogte + 18, Self.dag($0.element)) })
      ])
  }

  /// A line at each step of the axis, and its value.
  private var raster: [HTML] {
    (0...treden).flatMap { nummer -> [HTML] in
      let hoog = Self.maat(y(nummer * trede))
      return [
        .element("line", ["x1": Self.maat(Self.links), "x2": Self.maat(Self.breedte), "y1": hoog, "y2": hoog]),
        Self.tekst(Self.links - 8, y(nummer * trede) + 4, schrijf(nummer * trede), "end"),
      ]
    }
  }

  /// From one line to the next: 1, 2 or 5 with zeros behind it, so that there are five at most.
  private var trede: Int {
    var macht = 1
    while true {
      if let trede = [1, 2, 5].first(where: { $0 * macht * 5 >= meeste }) { return trede * macht }
      macht *= 10
    }
  }

  private var treden: Int { max(1, (meeste + trede - 1) / trede) }

  /// A small plot in a line of text, without axes: each day as high as its share of the largest.
  static func vonk(_ verloop: [(goed: Int, fout: Int)]) -> HTML {
    guard let meeste = verloop.map({ $0.goed + $0.fout }).max(), meeste > 0 else { return "" }
    let (stap, schaal) = (112 / Double(max(verloop.count, 7)), 24 / Double(meeste))
    let staven = verloop.enumerated().flatMap { index, dag -> [HTML] in
      let (x, goed, fout) = (Double(index) * stap, Double(dag.goed) * schaal, Double(dag.fout) * schaal)
      if goed + fout == 0 { return [] }
      return [balk("goed", x, 24 - goed, stap * 0.75, goed), balk("fout", x, 24 - goed - fout, stap * 0.75, fout)]
    }
    return .element(
      "svg",
      [
        "class": "vonk", "viewBox": "0 0 112 24", "role": "img", "xmlns": "http://www.w3.org/2000/svg",
        "aria-label": "Meldingen per dag",
      ], staven)
  }

  // MARK: Parts

  static func balk(_ soort: String, _ x: Double, _ y: Double, _ breedte: Double, _ hoogte: Double) -> HTML {
    .element("rect", ["class": soort, "x": maat(x), "y": maat(y), "width": maat(breedte), "height": maat(hoogte)])
  }

  static func tekst(_ x: Double, _ y: Double, _ tekst: String, _ anker: String = "middle") -> HTML {
    .element("text", ["x": maat(x), "y": maat(y), "text-anchor": anker], [.text(tekst)])
  }

  /// In tenths.
  static func maat(_ waarde: Double) -> String {
    let tienden = Int((waarde * 10).rounded())
    return tienden % 10 == 0 ? "\(tienden / 10)" : "\(tienden / 10).\(tienden % 10)"
  }

  /// Day and month.
  private static func dag(_ datum: String) -> String {
    let delen = datum.split(separator: "-")
    let maanden = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    guard delen.count == 3, let maand = Int(delen[1]), let dag = Int(delen[2]), (1...12) ~= maand else { return datum }
    return "\(dag) \(maanden[maand - 1])"
  }
}
