import Foundation
import GRDB
import Testing

/// One person whose data change in every way that there is, a batch at a time.
enum Levensloop {
  /// A BSN person who changes, another who stays, and one without a BSN who gets it later.
  static let personen = """
    bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
    210000004;;19910501;M;achternaameen;voornaameen;9722TB
    210000107;;19910509;M;achternaamtwee;voornaamtwee;9722TB
    210000211;;19920202;M;Müller;José;9722TB

    """

  /// By processing date, what is delivered then: batches 001, 002 and so on.
  static let batches: [(datum: String, regels: [String])] = [
    ("2009-06-01", Regels.goed(1) + Regels.goed(2, Regels.twee) + zonderNummer(3) + Regels.inschrijving(3)),
    // The inschrijving gets an end, and a BPV and a diploma beside it.
    (
      "2009-06-02",
      [
        Regels.sleutel(1, Regels.een), inschrijving(1, "A", einde: "20090531"), bpv(1, "T", omvang: "0100"),
        diploma(1, "T", datum: "20090531"),
      ]
    ),
    // The BPV changes; the period goes, and another comes.
    (
      "2009-06-03",
      [Regels.sleutel(1, Regels.een), bpv(1, "A", omvang: "0200")]
        + [Regels.sleutel(2, Regels.een), periode(2, "T", "20080701"), periode(2, "V", "20080801")]
    ),
    // A new postcode by 306, and one by the T of an inschrijving.
    (
      "2009-06-04",
      [Regels.sleutel(1, Regels.een), wijziging(1, postcode: "1234AB")]
        + [Regels.sleutel(2, Regels.een), inschrijving(2, "T", volgnummer: "2", opleiding: "10343", einde: "")]
        + [periode(2, "T", "20080801", volgnummer: "2", indicatie: "N")]
    ),
    // The onderwijsnummer turns out to be that of a BSN.
    ("2009-06-05", [onderwijsnummer(1), wijziging(1, sofinummer: "210000211", postcode: "9722TB")]),
    // The inschrijving goes with all that hangs on it.
    ("2009-06-08", [Regels.sleutel(1, Regels.een), inschrijving(1, "V", einde: "")]),
    // And comes back under the same number.
    ("2009-06-09", Regels.goed(1)),
  ]

  /// Delivers and processes the batches up to and including the one with that number.
  static func verwerk(_ bench: Exchangebench, tot laatste: Int = batches.count, van eerste: Int = 1) throws {
    for nummer in eerste..<laatste + 1 {
      let batch = batches[nummer - 1]
      try bench.deliver(delivery(nummer))
      let uitkomsten = try bench.run(batch.datum)
      let meldingen = batch.regels.count { $0.hasPrefix("305") }
      #expect(uitkomsten.map(\.telling.goed) == [meldingen], "batch \(nummer): \(uitkomsten)")
    }
  }

  /// A batch, made before any of them is processed.
  static func delivery(_ nummer: Int) -> Delivery {
    Delivery(batchnummer: "00\(nummer)", batches[nummer - 1].regels).with { $0.datum = "20090501" }
  }

  /// Gives `body` a bench with these persons.
  static func with<Result>(_ body: (Exchangebench) throws -> Result) throws -> Result {
    try Exchangebench.withFolder { reference in
      try Data(personen.utf8).write(to: reference.appending(path: "personen.csv"))
      return try Exchangebench.with(reference: reference.path, body)
    }
  }

  private static func zonderNummer(_ nummer: Int) -> [String] {
    Regels.zonderNummer(
      nummer, leerling: "é;1", achternaam: "Müller", voornamen: "José", geboortedatum: "19920201")
  }

  /// The first number that is given out.
  static let eersteNummer = "100000004"

  private static func onderwijsnummer(_ nummer: Int) -> String {
    "305" + Regels.melding(nummer) + "1".padded(15) + "".padded(9) + eersteNummer + "19920201M9722TB    "
  }

  private static func wijziging(_ nummer: Int, sofinummer: String = "", postcode: String) -> String {
    "306" + Regels.melding(nummer) + sofinummer.padded(9) + (sofinummer.isEmpty ? "" : "19920202").padded(8) + " "
      + postcode + "    " + "20090601"
  }

  private static func inschrijving(
    _ nummer: Int, _ mutatie: String, volgnummer: String = "1", opleiding: String = "10342", einde: String
  ) -> String {
    "320" + Regels.melding(nummer) + mutatie + volgnummer.padded(3) + opleiding + "BBLVT2008080120110101"
      + einde.padded(8) + "06 N         "
  }

  private static func periode(
    _ nummer: Int, _ mutatie: String, _ datum: String, volgnummer: String = "1", indicatie: String = "J"
  ) -> String {
    "321" + Regels.melding(nummer) + mutatie + volgnummer.padded(3) + datum + indicatie + " "
  }

  private static func bpv(_ nummer: Int, _ mutatie: String, omvang: String) -> String {
    "322" + Regels.melding(nummer) + mutatie + "1  " + "01" + "20080901" + "20080901" + "20090501" + "".padded(8)
      + "Code".padded(40) + omvang
  }

  private static func diploma(_ nummer: Int, _ mutatie: String, datum: String) -> String {
    "323" + Regels.melding(nummer) + mutatie + "1  " + "10342" + datum + "J"
  }
}
