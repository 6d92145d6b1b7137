import Testing

/// That what differs is made as small as it can be, and comes out in the notation of the scenarios.
struct KrimpTests {
  /// As if the program did not know a code: of some sixty meldingen, two are needed to see it.
  @Test func aDifferenceIsMadeSmall() throws {
    let pve = try Keten.pve()
    let layouts = try Keten.layouts()
    let standaard = try Standaardwaarden(layouts)
    func model(_ wereld: Wereld) throws -> Afloop {
      let rijen = wereld.rijen
      return try Model.afloop(wereld) { try Veldregels(pve, layouts, $0, rijen) }
    }
    func heeft811(_ wereld: Wereld) -> Bool {
      guard let afloop = try? model(wereld) else { return false }
      let antwoorden = afloop.stappen.flatMap { $0.terugkoppelingen.joined() }.flatMap(\.antwoorden.values)
      return antwoorden.contains { $0.signalen.contains { $0.contains(" 811 A ") } }
    }
    let wereld = try #require(
      (1...9).lazy.map { Reeksen.wereld(seed: $0, groepen: 4, standaard) }.first(where: heeft811))
    let kleinste = Krimp.kleinste(wereld, standaard, verschilt: heeft811)
    #expect(heeft811(kleinste))
    let meldingen = kleinste.leveringen.flatMap(\.meldingen)
    #expect(meldingen.count == 2 && kleinste.leveringen.flatMap(\.vooraf).isEmpty)
    #expect(meldingen.allSatisfy { $0.records.count <= 4 }, "\(meldingen)")
    #expect(kleinste.personen.count <= 1)
    let tekst = try Notatie.tekst(kleinste, model(kleinste).stappen, standaard)
    #expect(tekst.contains(" 811 A ") && tekst.split(separator: "\n").count < 30, "\(tekst)")
  }
}
