import Testing

/// Meldingen from the delivered file to the feedback and the register, as `Scenarios` tells them.
struct ScenarioTests {
  /// The acceptance scenarios of the Programma van Eisen, S001 to S102.
  @Test func everyAcceptanceScenarioIsThere() throws {
    let ids = Set(try Scenario.all().map(\.id))
    let nummers = (1...102).map { "S\(String($0 + 1_000).dropFirst())" }
    #expect(nummers.filter { !ids.contains($0) } == [])
  }

  @Test(arguments: try Scenario.all())
  func registerAnswersAsItShould(scenario: Scenario) throws {
    for verschil in try Uitvoering.verschillen(scenario) {
      Issue.record("\(scenario.id), \(scenario.toont)\n\(verschil)")
    }
  }
}
