import Exchange
import Foundation
import GRDB
import Testing

/// What the register keeps of meldingen that waited.
struct BesluitRegisterTests {
  /// Delivered on the 15th, with another melding of that delivery, and decided on the 20th.
  private func withDecided(_ body: (Exchangebench) throws -> Void) throws {
    try BesluitTests.with { bench in
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2) + BesluitTests.pietersen(3)))
      try bench.run("2009-06-15")
      try bench.beslis([(1, .kandidaat(2)), (2, .kandidaat(1))])
      try bench.run("2009-06-20")
      try body(bench)
    }
  }

  /// It became known when it was processed, not when it was received.
  @Test func historyHasTheDayOfProcessing() throws {
    try withDecided { bench in
      let verwerkt = try bench.register.read {
        try String.fetchAll(
          $0, sql: "SELECT aanlevering_id || '/' || meldingnummer || ' ' || datum FROM verwerking ORDER BY id")
      }
      #expect(verwerkt == ["1/0 20090615", "1/2 20090620", "1/3 20090620"])
      #expect(try bench.register.verify(pve: Exchangebench.pve()).isEmpty)
    }
  }

  /// Who is removed leaves no case, no place among candidates and no melding in a feedback without delivery.
  @Test func removalTakesTheCaseToo() throws {
    try withDecided { bench in
      let verslag = try Persoonsverwijdering(bench.register, pve: Exchangebench.pve())
        .verwijder("210000119", isProef: false)
      #expect(verslag.inAntwoorden == 1 && verslag.inBehandeling == 0)
      let rest = try bench.tables()
      #expect(rest.count { $0.hasPrefix("zaak:") } == 1 && rest.count { $0.hasPrefix("kandidaat:") } == 2)
      #expect(!rest.contains { $0.contains("210000119") })
    }
  }

  /// A decision in a file, made before somebody was removed, never hits a case that came later.
  @Test func numberOfARemovedCaseIsNotGivenAgain() throws {
    try withDecided { bench in
      _ = try Persoonsverwijdering(bench.register, pve: Exchangebench.pve()).verwijder("210000119", isProef: false)
      try bench.deliver(Delivery(batchnummer: "002", BesluitTests.jansen(1, leerling: "78")))
      try bench.run()
      #expect(try bench.balie().onbeslist().map(\.id) == [3])
    }
  }

  /// A person who is only one of several leaves the question, with the others in it.
  @Test func removalOfACandidateLeavesTheQuestion() throws {
    try BesluitTests.with { bench in
      try bench.deliver(
        Delivery(
          [Regels.sleutel(1, .init(bsn: "210000119", geboortedatum: "19900101"), leerling: "5")]
            + Regels.inschrijving(1) + BesluitTests.jansen(2)))
      try bench.run()
      let balie = try bench.balie()
      #expect(try balie.onbeslist()[0].kandidaten.map(\.isIngeschreven) == [false, true])
      _ = try Persoonsverwijdering(bench.register, pve: Exchangebench.pve()).verwijder("210000119", isProef: false)
      #expect(try bench.tables().count { $0.hasPrefix("kandidaat:") } == 0)
      // He is in `personen.csv` still.
      #expect(try balie.onbeslist()[0].kandidaten.map(\.isBekend) == [false, false])
    }
  }
}
