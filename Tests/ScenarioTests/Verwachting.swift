import ProgrammaVanEisen

/// What came of a delivery, or should.
struct Uitslag: Equatable {
  /// `geweigerd` of the file, or G, A or B of its last melding.
  var status: String
  /// Sorted, as `420 812 A 2`; a fault of the file stands there as one of the 300, with its line.
  var signalen: [String]
  /// By signaal, the texts that it has.
  var teksten: [String: Set<String>] = [:]

  mutating func meld(_ signaal: String, _ tekst: String) {
    signalen.append(signaal)
    teksten[signaal, default: []].insert(tekst)
  }
}

/// What must come of a twin.
struct Verwachting {
  let uitslag: Uitslag
  /// The signaal of the check itself, with its text; nil for a twin that passes.
  let eigen: (signaal: String, tekst: String)?

  /// - Parameter controle: the check that must fire.
  init(_ tweeling: Tweeling, _ controle: Controle?, _ bases: Tweelingbases) {
    // What is no signaal shows in the status, or in what comes along.
    eigen =
      tweeling.status == "B" || controle?.isRegel == true
      ? nil
      : controle.map { controle in
        let isBestand = controle.fase == .bestand
        let recordsoort = isBestand ? 300 : controle.record + 100
        let plaats = tweeling.plaats ?? bases.plaatsen[recordsoort] ?? ""
        return (
          "\(recordsoort) \(controle.code) \(controle.ernst.rawValue) \(plaats)",
          tweeling.tekst ?? (isBestand ? controle.tekst : controle.signaaltekst)
        )
      }
    let signalen = ((eigen.map { [$0.signaal] } ?? []) + tweeling.met).sorted()
    func isAfgekeurd(_ signaal: String, opBestand: Bool) -> Bool {
      let delen = signaal.split(separator: " ")
      return delen.count > 2 && delen[2] == "A" && (delen[0] == "300") == opBestand
    }
    let status =
      signalen.contains { isAfgekeurd($0, opBestand: true) }
      ? "geweigerd" : signalen.contains { isAfgekeurd($0, opBestand: false) } ? "A" : "G"
    uitslag = Uitslag(status: tweeling.status ?? status, signalen: signalen)
  }

  /// What is different, in a few lines to read; nil where nothing is.
  func verschil(_ gevonden: Uitslag) -> String? {
    func shown(_ uitslag: Uitslag) -> String { ([uitslag.status] + uitslag.signalen).joined(separator: ", ") }
    if gevonden.status != uitslag.status || gevonden.signalen != uitslag.signalen {
      return "  should be: \(shown(uitslag))\n  is:        \(shown(gevonden))"
    }
    guard let eigen, !(gevonden.teksten[eigen.signaal]?.contains(eigen.tekst) ?? false) else { return nil }
    return "  text should be: \(eigen.tekst)\n  is: \(gevonden.teksten[eigen.signaal] ?? [])"
  }
}

extension Controle {
  /// Whether it is a rule of processing, and never a signaal.
  var isRegel: Bool {
    if case .regel = grond { true } else { false }
  }
}
