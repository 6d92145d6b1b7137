import ArgumentParser
import Exchange
import ProgrammaVanEisen

/// Where the Programma van Eisen is.
struct SpecsOption: ParsableArguments {
  @Option(help: "Folder with layouts, value lists and checks.")
  var specs = "Specs"

  func load() throws -> PvE { try PvE(specs: specs, functies: Grondslag.functies) }
}
