import Foundation
import GRDB
import Testing

/// Meldingen that wait because the BRP has several who could be meant (choice 9).
struct BehandelingTests {
  private static let persons = """
    bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
    210000004;;19910501;M;achternaameen;voornaameen;9722TB
    210000107;;19900101;M;Jansen;Jan Piet;9722TB
    210000119;;19900101;M;Jansen;Jan Piet;9722TB
    210000120;;19900202;M;Pietersen;Piet;9722TB
    """

  private func with(persons: String = persons, _ body: (Exchangebench) throws -> Void) throws {
    try Exchangebench.withFolder { reference in
      try Data(persons.utf8).write(to: reference.appending(path: "personen.csv"))
      try Exchangebench.with(reference: reference.path, body)
    }
  }

  private func zoek(
    _ nummer: Int, _ achternaam: String, _ voornamen: String, _ geboortedatum: String, leerling: String
  ) -> [String] {
    Regels.zonderNummer(
      nummer, leerling: leerling, achternaam: achternaam, voornamen: voornamen, geboortedatum: geboortedatum)
      + Regels.inschrijving(nummer)
  }

  /// The meldingnummers that a feedback tells of.
  private func meldingen(_ feedback: [String]) -> [String] {
    feedback.filter { $0.hasPrefix("405") }.map { String($0.dropFirst(6).prefix(6)) }
  }

  private func waiting(_ bench: Exchangebench) throws -> [String] {
    try bench.register.read { db in
      try Row.fetchAll(
        db, sql: "SELECT aanlevering_id, meldingnummer, brin, leerlingnummer FROM in_behandeling ORDER BY 1, 2"
      ).map { row in "\(row[0] as Int) \(row[1] as Int) \(row[2] as String) \(row[3] as String)" }
    }
  }

  @Test func meldingenOfTheSamePersonWait() throws {
    try with { bench in
      let regels =
        // The same leerlingnummer, before: known by number, and still the same person.
        Regels.goed(1, Regels.een).map {
          $0.replacingOccurrences(of: "0004           210000004", with: "77             210000004")
        }
        + zoek(2, "Pietersen", "Piet", "19900202", leerling: "20")
        + zoek(3, "Jansen", "Jan Piet", "19900101", leerling: "77")
        // The same names, behind it, under another leerlingnummer; case and spaces don't matter.
        + zoek(4, "JANSEN", "jan  piet", "19900101", leerling: "78")
        + Regels.goed(5, Regels.een)
      try bench.deliver(Delivery(regels))
      try bench.run()
      let feedback = try bench.feedback("01AA001T.B01")
      #expect(feedback[1].hasSuffix("000005000002000000000003"))
      #expect(meldingen(feedback) == ["000002", "000005"])
      #expect(try waiting(bench) == ["1 1 01AA 77", "1 3 01AA 77", "1 4 01AA 78"])
      let receipt = try bench.receipt("01AA001A.B01")
      #expect(receipt["goedgekeurd"] == "2" && receipt["afgekeurd"] == "0" && receipt["inBehandeling"] == "3")

      // In a later delivery too, also of another institution when the names are the same.
      try bench.deliver(
        Delivery(
          batchnummer: "002",
          zoek(1, "Jansen", "Jan Piet", "19900101", leerling: "79")
            + zoek(2, "Nieman", "Nemo", "19900303", leerling: "77")
            + zoek(3, "Nieman", "Nomo", "19900303", leerling: "80")))
      try bench.deliver(
        Delivery(
          zoek(1, "Jansen", "Jan Piet", "19900101", leerling: "1")
            + zoek(2, "Nieman", "Nimo", "19900303", leerling: "77")
        ).with { $0.brin = "02BB" })
      try bench.run()
      #expect(meldingen(try bench.feedback("01AA002T.B01")) == ["000003"])
      // A leerlingnummer is of its institution.
      #expect(meldingen(try bench.feedback("02BB001T.B01")) == ["000002"])
      #expect(try waiting(bench).dropFirst(3) == ["2 1 01AA 79", "2 2 01AA 77", "3 1 02BB 1"])
    }
  }

  @Test func recordsAreKeptAsDelivered() throws {
    try with { bench in
      let regels = zoek(1, "Jansen", "Jan Piet", "19900101", leerling: "77")
      try bench.deliver(Delivery(regels))
      try bench.run()
      let kept = try bench.register.read { try Data.fetchOne($0, sql: "SELECT records FROM in_behandeling") }
      #expect(kept == Data(regels.map { $0 + "\r\n" }.joined().utf8))
      #expect(try bench.isEmptyRegister())
      #expect(try bench.feedback("01AA001T.B01").count == 2)
    }
  }

  /// The birth date of a person without BSN is changed, and from then on a melding in the same file
  /// may be about two.
  @Test func candidatesMayComeUpInTheFileItself() throws {
    try with(
      persons: """
        bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
        ;100000016;19900101;M;Jansen;Jan;9722TB
        """
    ) { bench in
      // The first number that is given out.
      let sleutel =
        "305000002" + "1".padded(15) + "".padded(9) + "100000004" + "19910101M9722TB" + "".padded(4)
      let wijziging = "306000002" + "".padded(9) + "19900101" + "".padded(19)
      let regels =
        zoek(1, "Jansen", "Jan", "19910101", leerling: "1") + [sleutel, wijziging]
        + zoek(3, "Jansen", "Jan", "19900101", leerling: "3")
        + Regels.goed(4).map { $0.replacingOccurrences(of: "0004 ", with: "3    ") }
      try bench.deliver(Delivery(regels))
      try bench.run()
      let feedback = try bench.feedback("01AA001T.B01")
      #expect(feedback[1].hasSuffix("000004000002000000000002"), "\(feedback)")
      #expect(meldingen(feedback) == ["000001", "000002"])
      #expect(try waiting(bench) == ["1 3 01AA 3", "1 4 01AA 3"])
    }
  }
}
