import Exchange
import Foundation
import GRDB
import Testing

/// What waited is decided, processed and reported (choice 9).
struct BesluitTests {
  static let persons = """
    bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
    210000004;;19910501;M;achternaameen;voornaameen;9722TB
    210000107;;19900101;M;Jansen;Jan Piet;9722TB
    210000119;;19900101;M;Jansen;Jan Piet;1234AB
    210000120;;19900202;M;Pietersen;Piet;9722TB
    210000132;;19900202;M;Pietersen;Piet;1234AB
    ;100000016;19900303;M;Claessen;Cor;9722TB
    """

  static func with(persons: String = persons, _ body: (Exchangebench) throws -> Void) throws {
    try Exchangebench.withFolder { reference in
      try Data(persons.utf8).write(to: reference.appending(path: "personen.csv"))
      try Exchangebench.with(reference: reference.path, body)
    }
  }

  /// A melding of a Jan Piet Jansen, of whom the BRP has two, for an opleiding of its own.
  static func jansen(_ nummer: Int, leerling: String = "77", volgnummer: String = "1") -> [String] {
    Regels.zonderNummer(
      nummer, leerling: leerling, achternaam: "Jansen", voornamen: "Jan Piet", geboortedatum: "19900101")
      + inschrijving(nummer, volgnummer)
  }

  static func inschrijving(_ nummer: Int, _ volgnummer: String) -> [String] {
    Regels.inschrijving(nummer, volgnummer: volgnummer).map {
      $0.replacingOccurrences(of: "10342", with: "1034\(volgnummer)").replacingOccurrences(
        of: "20080801J", with: "20080801N")
    }
  }

  /// A melding of a Piet Pietersen, of whom there are two as well.
  static func pietersen(_ nummer: Int) -> [String] {
    Regels.zonderNummer(
      nummer, leerling: "20", achternaam: "Pietersen", voornamen: "Piet", geboortedatum: "19900202")
      + Regels.inschrijving(nummer)
  }

  /// Of each melding of a feedback: batch, melding, status, BSN and onderwijsnummer.
  private func meldingen(_ feedback: [String]) -> [String] {
    feedback.filter { $0.hasPrefix("405") }.map { line in
      let text = Array(line)
      return [3..<6, 6..<12, 12..<13, 28..<37, 37..<46].map {
        String(text[$0]).trimmingCharacters(in: .whitespaces)
      }.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// Of each 402: batch, date, and the four counters.
  private func tellers(_ feedback: [String]) -> [String] {
    feedback.filter { $0.hasPrefix("402") }.map { line in
      let text = Array(line)
      return
        ([3..<6, 9..<17].map { String(text[$0]) }
        + [17..<23, 23..<29, 29..<35, 35..<41].map { String(Int(String(text[$0])) ?? -1) }).joined(separator: " ")
    }
  }

  private func stand(_ bench: Exchangebench) throws -> [Int] {
    let stand = try Beslisbalie.stand(bench.register)
    return [stand.inBehandeling, stand.teBeslissen, stand.besloten.count]
  }

  private func signalen(_ feedback: [String]) -> [String] {
    feedback.filter { $0.hasPrefix("499") }.map { String(Array($0)[35..<38]) }
  }

  private func waiting(_ bench: Exchangebench) throws -> Int {
    try bench.register.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM in_behandeling") ?? -1 }
  }

  /// S102: the first feedback says 3 / 2 / 0 / 1, a later one 3 / 2 / 1 / 0 with only that melding.
  @Test func decidedMeldingMayBeRejected() throws {
    try Self.with { bench in
      let ander = Regels.Persoon(bsn: "210000107", geboortedatum: "19900101")
      try bench.deliver(Delivery(Regels.goed(1) + Self.jansen(2) + Regels.goed(3, ander)))
      try bench.run()
      #expect(tellers(try bench.feedback("01AA001T.B01")) == ["001 20090615 3 2 0 1"])
      try bench.beslis([(1, .kandidaat(1))])
      try bench.run()
      let feedback = try bench.feedback("01AA002T.B01")
      #expect(tellers(feedback) == ["001 20090615 3 2 1 0"])
      // As it was delivered: without a number, with its 310.
      #expect(meldingen(feedback) == ["001 000002 A"] && signalen(feedback) == ["755", "811"])
      #expect(feedback.dropFirst(2).map { $0.prefix(3) } == ["405", "410", "420", "421", "499", "499"])
      #expect(try waiting(bench) == 0)
    }
  }

  /// S012: what waits comes back by itself once it is decided, as the register holds it then.
  @Test func decidedMeldingComesBackAlone() throws {
    try Self.with { bench in
      let regels = Regels.goed(1) + Self.jansen(2) + [Regels.sleutel(3, Regels.een)] + Self.inschrijving(3, "3")
      try bench.deliver(Delivery(regels), map: "01AA")
      try bench.run()
      #expect(tellers(try bench.feedback("01AA/01AA001T.B01")) == ["001 20090615 3 2 0 1"])
      let zaak = try #require(try bench.balie().onbeslist().first)
      #expect(zaak.kandidaten.map(\.bsn) == ["210000107", "210000119"])
      #expect(zaak.postcode == "9722TB" && zaak.leerlingnummer == "77")
      #expect(try stand(bench) == [1, 1, 0])
      // Nothing happens before it is decided, and nothing when it is, until the next run.
      #expect(try bench.run("2009-06-19").isEmpty)
      #expect(try bench.beslis([(1, .kandidaat(2))]) == ["zaak 1: 1 meldingen, wacht op []"])
      #expect(try bench.register.inhoud().personen == 1)
      #expect(try stand(bench) == [1, 0, 1])
      let uitkomsten = try bench.run("2009-06-20")
      #expect(uitkomsten.map(\.status) == [.vervolg])
      #expect(uitkomsten.first?.naam == "01AA002T.B01" && uitkomsten.first?.meldingen == 1)
      let feedback = try bench.feedback("01AA/01AA002T.B01")
      #expect(feedback[0] == "40001AA01BO002T2009062001")
      #expect(tellers(feedback) == ["001 20090615 3 3 0 0"])
      #expect(meldingen(feedback) == ["001 000002 G 210000119"])
      #expect(signalen(feedback) == ["755", "770"])
      #expect(feedback.map { $0.prefix(3) } == ["400", "402", "405", "410", "411", "420", "421", "499", "499"])
      #expect(try waiting(bench) == 0)
      #expect(try bench.register.inhoud().personen == 2)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01"])
      #expect(try bench.run("2009-06-21").isEmpty)
      // The next delivery has the next number.
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      try bench.run()
      #expect(try bench.feedback("01AA003T.B01")[0].contains("BO003T"))
    }
  }

  /// Pending in two deliveries, decided before the next, which takes them along.
  @Test func oneFeedbackReportsSeveralDeliveries() throws {
    try Self.with { bench in
      for (batch, regels) in [
        ("001", Regels.goed(1) + Self.jansen(2)), ("002", Regels.fout(1)),
        ("003", Self.jansen(1) + Self.jansen(2, volgnummer: "2")),
      ] {
        try bench.deliver(Delivery(batchnummer: batch, regels))
        try bench.run("2009-07-1\(batch.suffix(1))")
      }
      #expect(try bench.balie().onbeslist().map(\.meldingen.count) == [3])
      try bench.beslis([(1, .kandidaat(1))])
      try bench.deliver(Delivery(batchnummer: "004", Self.jansen(1, volgnummer: "3") + Regels.fout(2)))
      let uitkomsten = try bench.run("2009-07-20")
      #expect(uitkomsten.map(\.status) == [.aangenomen])
      #expect(
        uitkomsten[0].nagekomen.map { [$0.batchnummer, $0.telling.goed, $0.telling.fout] } == [[1, 1, 0], [3, 1, 1]])
      #expect(uitkomsten[0].telling.goed == 1 && uitkomsten[0].telling.fout == 1)
      let feedback = try bench.feedback("01AA004T.B01")
      #expect(feedback[0] == "40001AA01BO004T2009072003")
      #expect(
        tellers(feedback) == ["001 20090711 2 2 0 0", "003 20090713 2 1 1 0", "004 20090720 2 1 1 0"])
      // In order, against the register as it is by then: the first volgnummer is taken for the second.
      #expect(
        meldingen(feedback) == [
          "001 000002 G 210000107", "003 000001 A", "003 000002 G 210000107", "004 000001 G 210000107",
          "004 000002 A 210000211",
        ])
      #expect(signalen(feedback).filter { $0 == "811" }.count == 1)
      // What was decided is not asked again, and its own delivery says what each change is from.
      #expect(try bench.balie().onbeslist().isEmpty)
      let herkomst = try bench.register.read {
        try String.fetchAll(
          $0, sql: "SELECT aanlevering_id || '/' || meldingnummer FROM inschrijving ORDER BY aanlevering_id")
      }
      #expect(herkomst == ["1/1", "1/2", "3/2", "4/1"])
    }
  }

  /// A refused delivery and one that comes again take nothing along; the feedback comes by itself then.
  @Test func onlyANewDeliveryTakesAlong() throws {
    try Self.with { bench in
      let eerste = Delivery(Regels.goed(1) + Self.jansen(2))
      try bench.deliver(eerste)
      try bench.run()
      let antwoord = try bench.bytes("Outbox/01AA001T.B01.gz")
      try bench.beslis([(1, .nieuw)])
      try bench.deliver(eerste)
      try bench.deliver(Delivery(batchnummer: "002", Self.jansen(1, volgnummer: "3")).with { $0.records = 1 })
      #expect(try bench.run().map(\.status) == [.geweigerd, .herhaald, .vervolg])
      #expect(try bench.bytes("Outbox/01AA001T.B01.gz") == antwoord)
      let feedback = try bench.feedback("01AA002T.B01")
      #expect(meldingen(feedback) == ["001 000002 G 100000004"])
      #expect(signalen(feedback) == ["757"] && !feedback.contains { $0.hasPrefix("410") })
      // The same person without number, again: he has the number that was given out.
      try bench.deliver(Delivery(batchnummer: "002", Self.jansen(1, volgnummer: "3")))
      try bench.run()
      let derde = try bench.feedback("01AA003T.B01")
      #expect(meldingen(derde) == ["002 000001 G 100000004"] && signalen(derde) == ["756"])
    }
  }

  /// 1455 = 1040 + 29 + 386, in small: cumulative over three feedbacks of the same delivery.
  @Test func countsAreCumulative() throws {
    try Self.with { bench in
      try bench.deliver(Delivery(Regels.fout(1) + Self.jansen(2) + Regels.goed(3) + Self.pietersen(4)))
      try bench.run()
      #expect(tellers(try bench.feedback("01AA001T.B01")) == ["001 20090615 4 1 1 2"])
      try bench.beslis([(2, .kandidaat(1))])
      try bench.run()
      let tweede = try bench.feedback("01AA002T.B01")
      #expect(tellers(tweede) == ["001 20090615 4 2 1 1"] && meldingen(tweede) == ["001 000004 G 210000120"])
      try bench.beslis([(1, .kandidaat(2))])
      try bench.run()
      let derde = try bench.feedback("01AA003T.B01")
      #expect(tellers(derde) == ["001 20090615 4 3 1 0"] && meldingen(derde) == ["001 000002 G 210000119"])
    }
  }

  /// Two of the same name under two leerlingnummers may be one or two: both are asked, and wait for each other.
  @Test func casesThatMayBeOnePersonWaitForEachOther() throws {
    try Self.with { bench in
      try bench.deliver(
        Delivery(Self.jansen(1) + Self.jansen(2, leerling: "78", volgnummer: "2") + Self.jansen(3, volgnummer: "3")))
      try bench.run()
      #expect(try bench.balie().onbeslist().map(\.samenMet) == [[2], [1]])
      #expect(try bench.fouten([(2, .alsZaak(1))]) == ["case 1 has to be decided first"])
      #expect(try bench.beslis([(1, .nieuw)]) == ["zaak 1: 3 meldingen, wacht op [2]"])
      #expect(try bench.run().isEmpty)
      #expect(try bench.beslis([(2, .alsZaak(1))]) == ["zaak 2: 3 meldingen, wacht op []"])
      #expect(try bench.fouten([(1, .geen)]) == ["case 2 was decided to be the same person: take that back first"])
      try bench.run()
      let feedback = try bench.feedback("01AA002T.B01")
      #expect(
        meldingen(feedback) == ["001 000001 G 100000004", "001 000002 G 100000004", "001 000003 G 100000004"])
      #expect(signalen(feedback) == ["757", "756", "756"])
    }
  }

  /// New numbers ascend in the order of the meldingen, and pass over those of `personen.csv`.
  @Test func newNumbersAscend() throws {
    try Self.with { bench in
      let nieuw =
        Regels.zonderNummer(1, leerling: "5", achternaam: "Nieman", voornamen: "Nemo", geboortedatum: "19900404")
        + Regels.inschrijving(1)
      try bench.deliver(Delivery(Self.pietersen(1) + Self.jansen(2)))
      try bench.run()
      try bench.beslis([(2, .nieuw), (1, .nieuw)])
      try bench.deliver(Delivery(batchnummer: "002", nieuw))
      try bench.run()
      #expect(
        meldingen(try bench.feedback("01AA002T.B01")) == [
          // 100000016 is somebody's.
          "001 000001 G 100000004", "001 000002 G 100000028", "002 000001 G 100000041",
        ])
    }
  }

  /// A melding that waited along by its leerlingnummer goes on by its own number.
  @Test func whoWaitedAlongIsWhoHeIs() throws {
    try Self.with { bench in
      let nemo = { (nummer: Int, leerling: String) in
        Regels.zonderNummer(
          nummer, leerling: leerling, achternaam: "Nieman", voornamen: "Nemo", geboortedatum: "19900404")
          + Self.inschrijving(nummer, String(leerling.prefix(1)))
      }
      // 1 by the name of 2, which waits by the leerlingnummer of 4; 3 by that of 1, known by BSN.
      let regels =
        nemo(1, "81") + nemo(2, "77")
        + [Regels.sleutel(3, Regels.een, leerling: "81")] + Regels.inschrijving(3) + Self.jansen(4) + Regels.fout(5)
      try bench.deliver(Delivery(regels))
      try bench.run()
      #expect(tellers(try bench.feedback("01AA001T.B01")) == ["001 20090615 5 0 1 4"])
      let zaken = try bench.balie().onbeslist()
      #expect(zaken.map(\.meldingen.count) == [4])
      #expect(zaken[0].meldingen.map(\.isEigen) == [false, false, false, true])
      try bench.beslis([(1, .nummer("210000107"))])
      try bench.run()
      let feedback = try bench.feedback("01AA002T.B01")
      #expect(
        meldingen(feedback) == [
          "001 000001 G 100000004", "001 000002 G 100000004", "001 000003 G 210000004", "001 000004 G 210000107",
        ])
      #expect(signalen(feedback) == ["757", "756", "755"])
    }
  }

  @Test func wrongDecisionsHaveNoEffect() throws {
    try Self.with { bench in
      try bench.deliver(Delivery(Self.jansen(1) + Self.pietersen(2)))
      try bench.run()
      let before = try bench.tables()
      #expect(
        try bench.fouten([
          (1, .kandidaat(2)), (3, .nieuw), (2, .kandidaat(3)), (2, .kandidaat(0)), (2, .nummer("123456789")),
          (2, .nummer("210000004")), (2, .nummer("210000211")), (2, .alsZaak(2)), (2, .alsZaak(1)), (2, .geen),
          (1, .nieuw),
        ]) == [
          "there is no case 3", "case 2 has 2 candidates, and no number 3", "case 2 has 2 candidates, and no number 0",
          "the number for case 2 is neither a BSN nor an onderwijsnummer",
          "who has the number for case 2 has another birth date or sex than the melding",
          "nobody has the number for case 2", "there is no other case 2",
          "case 1 has another birth date or sex than case 2", "case 2 was not decided",
          "case 1 was decided already on 2009-06-20",
        ])
      #expect(try bench.tables() == before)
      // Taken back, and decided otherwise; not any more once it was processed.
      try bench.beslis([(1, .kandidaat(1))])
      try bench.beslis([(1, .geen)])
      #expect(try bench.tables() == before)
      try bench.beslis([(1, .kandidaat(2))])
      try bench.run()
      #expect(try bench.fouten([(1, .geen)]) == ["case 1 was processed already"])
      #expect(try bench.fouten([(1, .nieuw)]) == ["case 1 was decided already on 2009-06-20"])
    }
  }

  /// Each melding goes by the layouts and the date of its own delivery.
  @Test func meldingenKeepTheirVersionAndDate() throws {
    try Self.with { bench in
      let inschrijving = Self.jansen(1).map { $0.hasPrefix("320") ? $0 + "  " : $0 }
      let diploma = "323000001T1  1034120100810J"
      let delivery = Delivery(inschrijving + [diploma]).with {
        $0.versie = "1.2"
        $0.datum = "20100805"
      }
      try bench.deliver(delivery)
      try bench.run("2010-08-05")
      try bench.beslis([(1, .kandidaat(1))])
      try bench.deliver(Delivery(batchnummer: "002", Regels.goed(1)))
      try bench.run("2010-09-20")
      let feedback = try bench.feedback("01AA002T.B01")
      #expect(tellers(feedback).map { $0.prefix(12) } == ["001 20100805", "002 20100920"])
      #expect(feedback.filter { $0.hasPrefix("420") }.map(\.utf8.count) == [65, 63])
      // Later than 5 August, the day of its receipt, if not than today.
      #expect(signalen(feedback).contains("889"), "\(feedback)")
    }
  }

  /// A feedback has room for 99 deliveries.
  @Test func moreThanOneFeedbackHoldsComesInSeveral() throws {
    try Self.with { bench in
      for batch in 1...101 {
        let nummer = String(String(batch + 1_000).dropFirst())
        try bench.deliver(Delivery(batchnummer: nummer, Self.jansen(1, volgnummer: String(batch % 9 + 1))))
      }
      try bench.run()
      try bench.beslis([(1, .kandidaat(1))])
      try bench.deliver(Delivery(batchnummer: "102", Regels.goed(1)))
      #expect(try bench.run().map(\.status) == [.aangenomen, .vervolg])
      #expect(try bench.feedback("01AA102T.B01")[0].hasSuffix("99"))
      #expect(tellers(try bench.feedback("01AA103T.B01")).count == 3)
      #expect(try waiting(bench) == 0)
    }
  }
}
