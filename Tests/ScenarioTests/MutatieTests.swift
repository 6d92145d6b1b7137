import Foundation
import TestSupport
import Testing

/// No condition of the catalogue is decoration: whatever is changed in it, a twin shows it.
struct MutatieTests {
  /// `all`, or the names of files with commas between them.
  private static let gevraagd = ProcessInfo.processInfo.environment["BRONBATCH_MUTATE"]?.split(separator: ",") ?? []

  @Test(.enabled(if: !gevraagd.isEmpty), arguments: try Tweelingen.all.get().bestanden)
  func everyMutantIsFound(bestand: Tweelingbestand) throws {
    guard Self.gevraagd.contains(where: { $0 == "all" || $0 == bestand.naam }) else { return }
    let tweelingen = try Tweelingen.all.get()
    let proef = Mutatieproef(bestand, tweelingen)
    let mutanten = proef.mutanten
    let over = try mutanten.filter { try !proef.verraadt($0) }
    let gelijkwaardig = try Gelijkwaardig.alle().filter { $0.bestand == bestand.naam }
    let onverklaard = over.filter { mutant in !gelijkwaardig.contains { $0.geldt(mutant, tweelingen.pve) } }
    print("\(bestand): \(mutanten.count) mutants, \(mutanten.count - over.count) found, \(over.count) the same check")
    #expect(onverklaard.isEmpty, "not found:\n\(onverklaard.map(\.description).joined(separator: "\n"))")
    for entry in gelijkwaardig where !over.contains(where: { entry.geldt($0, tweelingen.pve) }) {
      Issue.record("\(entry.place): '\(entry.mutant)' of \(entry.toets) is no mutant, or is found")
    }
  }

  /// A few of them, always the same; `make mutate` tries them all.
  @Test func sampleOfMutantsIsFound() throws {
    let tweelingen = try Tweelingen.all.get()
    let gelijkwaardig = try Gelijkwaardig.alle()
    let proeven = tweelingen.bestanden.map { Mutatieproef($0, tweelingen) }
    var generator = SeededGenerator(seed: 2010)
    let mutanten = proeven.flatMap { proef in proef.mutanten.map { (proef, $0) } }.shuffled(using: &generator)
    for (proef, mutant) in mutanten.prefix(40)
    where !gelijkwaardig.contains(where: { $0.geldt(mutant, tweelingen.pve) }) {
      #expect(try proef.verraadt(mutant), "not found: \(mutant)")
    }
  }
}
