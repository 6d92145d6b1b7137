import ArgumentParser

/// One side of one round of a measurement, or something that measuring needs; `Benchmarks/harness` runs them.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a stage of the program, and print what it cost as one line of JSON.",
    subcommands: [
      Scan.self, Split.self, Check.self, Conditions.self, XML.self, Memory.self, Pack.self, Persons.self,
      Keys.self, Registering.self,
      Deliveries.self, Tables.self, Spoil.self, Copybooks.self, PeerChecks.self,
    ])
}
