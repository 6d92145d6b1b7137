/// Makes the mutants of a pattern of `matches`: other bounds of a class, other counts, an alternative less.
struct Patroonmutatie {
  private struct Element {
    /// What stands between the brackets of a class; one character where it stands by itself.
    var bereiken: [ClosedRange<UInt8>]
    var least: Int
    /// Nil: without end.
    var most: Int?

    var text: String {
      let inhoud = bereiken.map { bereik in
        bereik.count == 1
          ? Self.teken(bereik.lowerBound) : "\(Self.teken(bereik.lowerBound))-\(Self.teken(bereik.upperBound))"
      }.joined()
      let soort = bereiken.count == 1 && bereiken[0].count == 1 ? inhoud : "[\(inhoud)]"
      return soort + aantal
    }

    private var aantal: String {
      switch (least, most) {
      case (1, 1): ""
      case (0, 1): "?"
      case (0, nil): "*"
      case (_, nil): "+"
      case (let least, let most?): least == most ? "{\(least)}" : "{\(least),\(most)}"
      }
    }

    private static func teken(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }
  }

  private let alternatieven: [[Element]]
  private let breedte: Int?

  /// - Parameter breedte: the width of the field that is matched, where it is known.
  init(_ source: String, breedte: Int?) {
    alternatieven = source.utf8.split(separator: UInt8(ascii: "|")).map { Self.elementen(Array($0)) }
    self.breedte = breedte
  }

  var mutanten: [String] {
    var mutanten: [[[Element]]] = []
    if alternatieven.count > 1 {
      mutanten += alternatieven.indices.map { Array(alternatieven[..<$0] + alternatieven[($0 + 1)...]) }
    }
    for (a, elementen) in alternatieven.enumerated() {
      for (e, element) in elementen.enumerated() {
        for ander in bereiken(element) + aantallen(element, in: elementen) {
          var mutant = alternatieven
          mutant[a][e] = ander
          mutanten.append(mutant)
        }
      }
    }
    return mutanten.map { $0.map { $0.map(\.text).joined() }.joined(separator: "|") }
  }

  private func bereiken(_ element: Element) -> [Element] {
    element.bereiken.indices.flatMap { index in
      let (van, tot) = (element.bereiken[index].lowerBound, element.bereiken[index].upperBound)
      return [(van - 1, tot), (van + 1, tot), (van, tot - 1), (van, tot + 1)].filter { $0.0 <= $0.1 }.map {
        var ander = element
        ander.bereiken[index] = $0.0...$0.1
        return ander
      }
    }
  }

  private func aantallen(_ element: Element, in elementen: [Element]) -> [Element] {
    var paren: [(Int, Int?)] = []
    switch (element.least, element.most) {
    case (let least, nil): paren = [(1 - min(least, 1), nil), (least, max(least, 1))]
    case (let least, let most?) where least == most: paren = [(least - 1, least - 1), (least + 1, least + 1)]
    case (let least, let most?):
      paren = [(least - 1, most), (least + 1, most), (least, most - 1)]
      let meest = elementen.reduce(0) { $0 + ($1.most ?? 0) }
      // A field has no room for what would be more.
      if breedte.map({ meest < $0 }) ?? true { paren.append((least, most + 1)) }
    }
    return paren.filter { $0.0 >= 0 }.map {
      var ander = element
      (ander.least, ander.most) = $0
      return ander
    }
  }

  // MARK: Reading

  private static func elementen(_ source: [UInt8]) -> [Element] {
    var elementen: [Element] = []
    var rest = source[...]
    while let first = rest.popFirst() {
      var bereiken = [first...first]
      if first == UInt8(ascii: "[") {
        bereiken = []
        while let van = rest.popFirst(), van != UInt8(ascii: "]") {
          if rest.first == UInt8(ascii: "-"), let tot = rest.dropFirst().first {
            rest.removeFirst(2)
            bereiken.append(van...tot)
          } else {
            bereiken.append(van...van)
          }
        }
      }
      let (least, most) = aantal(&rest)
      elementen.append(Element(bereiken: bereiken, least: least, most: most))
    }
    return elementen
  }

  private static func aantal(_ rest: inout ArraySlice<UInt8>) -> (Int, Int?) {
    switch rest.first {
    case UInt8(ascii: "?"):
      rest.removeFirst()
      return (0, 1)
    case UInt8(ascii: "*"):
      rest.removeFirst()
      return (0, nil)
    case UInt8(ascii: "+"):
      rest.removeFirst()
      return (1, nil)
    case UInt8(ascii: "{"):
      let inhoud = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
      rest = rest[(inhoud.endIndex + 1)...]
      let getallen = inhoud.split(separator: UInt8(ascii: ",")).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
      return (getallen[0], getallen[getallen.count - 1])
    default: return (1, 1)
    }
  }
}
