/// Writes a sequence in the notation of the scenarios, so that it can be kept as one.
struct Notatie {
  private let wereld: Wereld
  private let standaard: Standaardwaarden

  /// - Parameter stappen: what should come of each delivery.
  static func tekst(_ wereld: Wereld, _ stappen: [Stap], _ standaard: Standaardwaarden) -> String {
    Notatie(wereld: wereld, standaard: standaard).regels(stappen).joined(separator: "\n")
  }

  private func regels(_ stappen: [Stap]) -> [String] {
    var regels = ["  - id: MO…", "    toont: …", "    onze: J"]
    let personen = wereld.personen.enumerated().map { "W\($0 + 1): \(map($1.filter { !$0.value.isEmpty }))" }
    if !personen.isEmpty { regels.append("    personen: {\(personen.joined(separator: ", "))}") }
    let weg = standaard.tabellen.keys.filter { wereld.tabellen[$0] == nil }.sorted()
    if !weg.isEmpty { regels.append("    zonder: [\(weg.joined(separator: ", "))]") }
    let anders = wereld.tabellen.filter { standaard.tabellen[$0.key] != $0.value }
    if !anders.isEmpty { regels.append("    tabellen: \(map(anders))") }
    regels.append("    aanleveringen:")
    var aantallen: [Leverancier: Int] = [:]
    for (levering, stap) in zip(wereld.leveringen, stappen) {
      var terug = stap.terugkoppelingen.flatMap { $0 }
      regels.append("      - datum: \(levering.datum)")
      regels += stap.handelingen.map { "        \($0)" }
      if !levering.meldingen.isEmpty {
        aantallen[levering.leverancier, default: 0] += 1
        let eigen = terug.remove(at: (stap.terugkoppelingen.first?.count ?? 1) - 1)
        regels += self.regels(levering, batchnummer: aantallen[levering.leverancier] ?? 0, eigen.antwoorden)
      }
      if !terug.isEmpty || levering.meldingen.isEmpty { regels.append("        terug: \(terug.isEmpty ? "[]" : "")") }
      regels += terug.flatMap(self.regels)
    }
    return regels
  }

  private func regels(_ levering: Levering, batchnummer: Int, _ antwoorden: [Int: Antwoord]) -> [String] {
    var kop: [String: String] = [:]
    if levering.leverancier.brin != "99ZZ" { kop["brinNummer"] = levering.leverancier.brin }
    if levering.leverancier.aanleverpunt != "01" { kop["aanleverpuntnummer"] = levering.leverancier.aanleverpunt }
    if levering.leverancier.sectordeel != "BO" { kop["sectordeel"] = levering.leverancier.sectordeel }
    if levering.isVanAccountant { kop["verantwoordelijkeAanlevering"] = "A" }
    return ["        batch: \(batchnummer)"] + (kop.isEmpty ? [] : ["        kop: \(map(kop))"])
      + ["        meldingen:"]
      + zip(1..., levering.meldingen).flatMap { regels($1, antwoorden[$0] ?? Antwoord(status: "B", signalen: [])) }
  }

  /// A delivery of which something comes back later.
  private func regels(_ blok: Blok) -> [String] {
    ["          - batch: \(blok.batchnummer)", "            tellers: \(blok.tellers)", "            meldingen:"]
      + blok.antwoorden.sorted { $0.key < $1.key }.map { nummer, antwoord in
        let signalen = antwoord.signalen.joined(separator: ", ")
        return "              \(nummer): {status: \(antwoord.status), signalen: [\(signalen)]}"
      }
  }

  private func regels(_ melding: Melding, _ antwoord: Antwoord) -> [String] {
    // P01 fills what is not said.
    var sleutel = Dictionary(
      uniqueKeysWithValues: ["sofinummer", "onderwijsnummer", "postcodeVolgensInstelling", "land"].map { ($0, "") })
    sleutel.merge(melding.sleutel.velden) { $1 }
    let records = melding.records.dropFirst().map { record in
      let velden =
        record.soort < 320
        ? record.velden
        : Dictionary(
          uniqueKeysWithValues: standaard.verschillen(record).map { ($0.id, record[$0.id]) })
      return velden.isEmpty ? "\(record.soort)\(record.mutatie)" : "\(record.soort)\(record.mutatie): \(map(velden))"
    }
    var regels = [
      "          - 305: \(map(sleutel))", "            records:",
    ]
    regels += records.map { "              - \($0)" }
    if antwoord.status != "G" { regels.append("            status: \(antwoord.status)") }
    if !antwoord.signalen.isEmpty {
      regels.append("            signalen: [\(antwoord.signalen.joined(separator: ", "))]")
    }
    return regels
  }

  private func map(_ waarden: [String: String]) -> String {
    let paren = waarden.sorted { $0.key < $1.key }.map { "\($0): \(tekst($1))" }
    return "{\(paren.joined(separator: ", "))}"
  }

  private func tekst(_ waarde: String) -> String {
    let isEenvoudig = !waarde.isEmpty && waarde.allSatisfy { $0.isLetter || $0.isNumber }
    return isEenvoudig
      ? waarde : "\"\(waarde.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))\""
  }
}
