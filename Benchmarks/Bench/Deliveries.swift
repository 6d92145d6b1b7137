import ArgumentParser
import FileSystem
import Generator

/// Makes up the deliveries that are measured, smaller ones than `bronbatch generate` where a trial is smaller.
struct Deliveries: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make up deliveries, or the personen.csv of their persons.")

  @Option(help: "How many meldingen, in all.") var meldingen: Int
  @Option(help: "How many of them a delivery has.") var each = Sectordeel.BO.meldingenPerBatch
  @Option(help: "The share of the meldingen that gets a fault.") var faults = 0.0
  @Option(help: "The folder that the deliveries go into.") var folder: String?
  @Option(help: "The personen.csv.") var persons: String?
  @OptionGroup var specs: SpecsOption

  func run() throws {
    let pve = try specs.load()
    let opdracht = Generator.Opdracht(
      meldingen: meldingen, seed: 1, sectordeel: .BO, brin: "99ZZ", aanleverpunt: 1, batch: 1,
      datum: Aanlevering.ontvangst, versie: "1.1", fouten: faults)
    let generator = try Generator(opdracht, pve: pve, meldingenPerBatch: each)
    let folders = Folders()
    if let folder {
      try folders.make(folder)
      for batch in generator.batches {
        _ = try folders.write(to: Folders.join(folder, batch.naam)) { try generator.schrijf(batch, to: $0) }
      }
    }
    if let persons { _ = try folders.write(to: persons) { try generator.schrijfPersonen(to: $0) } }
  }
}
