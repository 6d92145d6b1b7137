import Testing

/// Meldingen from the delivered file to the feedback and the register, as `Scenarios` tells them.
struct ScenarioTests {
  @Test(arguments: try Scenario.all())
  func registerAnswersAsItShould(scenario: Scenario) throws {
    for verschil in try Uitvoering.verschillen(scenario) {
      Issue.record("\(scenario.id), \(scenario.toont)\n\(verschil)")
    }
  }
}
