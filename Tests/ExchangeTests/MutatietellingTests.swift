import Exchange
import Foundation
import Register
import Testing

/// What a run says that it did to the register is what it did.
struct MutatietellingTests {
  /// By kind: added, changed and removed; kinds of which there is nothing are left out.
  private func text(_ telling: Mutatietelling) -> [String] {
    Feitsoort.allCases.compactMap { soort in
      let aantallen = telling[soort]
      if aantallen.toegevoegd + aantallen.gewijzigd + aantallen.verwijderd == 0 { return nil }
      return "\(soort) +\(aantallen.toegevoegd) ~\(aantallen.gewijzigd) -\(aantallen.verwijderd)"
    }
  }

  /// By hand, for each batch of a life in which everything happens once.
  private static let expected = [
    ["persoon +3 ~0 -0", "inschrijving +3 ~0 -0", "periode +3 ~0 -0"],
    ["inschrijving +0 ~1 -0", "bpv +1 ~0 -0", "diploma +1 ~0 -0"],
    ["periode +1 ~0 -1", "bpv +0 ~1 -0"],
    ["persoon +0 ~2 -0", "inschrijving +1 ~0 -0", "periode +1 ~0 -0"],
    ["persoon +0 ~1 -0"],
    // The inschrijving takes along what hangs on it.
    ["inschrijving +0 ~0 -1", "periode +0 ~0 -1", "bpv +0 ~0 -1", "diploma +0 ~0 -1"],
    ["inschrijving +1 ~0 -0", "periode +1 ~0 -0"],
  ]

  @Test func eachBatchOfALife() throws {
    try Levensloop.with { bench in
      for (index, expected) in Self.expected.enumerated() {
        try bench.deliver(Levensloop.delivery(index + 1))
        let datum = Levensloop.batches[index].datum
        #expect(try bench.proef(datum).uitkomsten.map { text($0.mutaties) } == [expected], "batch \(index + 1)")
        let before = try aantallen(bench)
        let uitkomsten = try bench.run(datum)
        #expect(uitkomsten.map { text($0.mutaties) } == [expected], "batch \(index + 1)")
        // And as the tables say: what is there more, and what went into the history.
        let telling = try #require(uitkomsten.first).mutaties
        let after = try aantallen(bench)
        for soort in Feitsoort.allCases {
          let meer = telling[soort].toegevoegd - telling[soort].verwijderd
          #expect(after[soort.rawValue] - before[soort.rawValue] == meer, "batch \(index + 1), \(soort)")
        }
        let einden = Feitsoort.allCases.dropFirst().reduce(0) { $0 + telling[$1].gewijzigd + telling[$1].verwijderd }
        #expect(after[Feitsoort.allCases.count] - before[Feitsoort.allCases.count] == einden, "batch \(index + 1)")
      }
    }
  }

  /// How much the register holds of each kind; then how much its history.
  private func aantallen(_ bench: Exchangebench) throws -> [Int] {
    let inhoud = try bench.register.inhoud()
    let historie = try bench.tables().count { $0.hasPrefix("historie: ") }
    return [inhoud.personen] + inhoud.aantallen.map(\.aantal) + [historie]
  }

  /// Of a delivery that takes decided meldingen along, each has its own; alone they have them all the same.
  @Test(arguments: [true, false]) func decidedMeldingenAreCounted(withDelivery: Bool) throws {
    try BesluitTests.with { bench in
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2)))
      #expect(try bench.run().first.map { text($0.mutaties).first } == "persoon +1 ~0 -0")
      try bench.beslis([(1, .kandidaat(1))])
      if withDelivery { try bench.deliver(Delivery(batchnummer: "002", BesluitTests.pietersen(1))) }
      let uitkomst = try #require(try bench.run("2009-06-20").first)
      let one = ["persoon +1 ~0 -0", "inschrijving +1 ~0 -0", "periode +1 ~0 -0"]
      #expect(text(uitkomst.mutaties) == (withDelivery ? [] : one))
      #expect(uitkomst.nagekomen.map { text($0.mutaties) } == (withDelivery ? [one] : []))
    }
  }

  /// A melding that is rejected did nothing.
  @Test func nothingOfWhatIsRejected() throws {
    try Exchangebench.with { bench in
      try bench.deliver(Delivery(Regels.fout()))
      #expect(try bench.run().map(\.mutaties.isLeeg) == [true])
    }
  }
}
