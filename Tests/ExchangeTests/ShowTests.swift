import FileSystem
import Foundation
import Testing

/// `bronbatch show` on feedback files.
struct ShowTests {
  private func show(_ arguments: [String], measured: Bool = false) throws -> Command.Outcome {
    try Command.run(
      Command.bronbatch(), ["show", "--specs", Exchangebench.root.appending(path: "Specs").path] + arguments,
      measured: measured)
  }

  /// Shows a file made of lines.
  private func show(
    regels: [String], _ arguments: [String] = ["--overview"], gzip: Bool = false, measured: Bool = false
  ) throws -> Command.Outcome {
    try Exchangebench.withFolder { folder in
      let bytes = regels.map { $0 + "\r\n" }.joined().latin1 + [0x1C]
      let file = folder.appending(path: gzip ? "01AA007T.B01.gz" : "01AA007T.B01")
      try Data(gzip ? gzipMember(bytes) : bytes).write(to: file)
      return try show(arguments + [file.path], measured: measured)
    }
  }

  // MARK: Lines of a feedback file

  private static let kop = "40001AA01BO007T2010020102"

  private static func aanlevering(_ nummer: String, _ tellers: [Int]) -> String {
    "402\(nummer)   20100131" + tellers.map(Regels.melding).joined()
  }

  private static func melding(_ batch: String, _ nummer: Int, _ status: String) -> [String] {
    let begin = batch + Regels.melding(nummer)
    return [
      "405\(begin)\(status)" + "L\(nummer)".padded(15) + "210000004" + "".padded(9) + "19910501M9722TB    ",
      "420\(begin)TN1 10342BOLVT2008080120110101        06 N         ",
      "421\(begin)TN1 20080801J ",
      "421\(begin)TN1 20090801J ",
    ]
  }

  private static func signaal(
    _ batch: String, _ nummer: Int, _ record: Int, _ identificatie: String, _ code: String, _ ernst: String,
    _ tekst: String
  ) -> String {
    "499\(batch)\(Regels.melding(nummer))\(record)\(identificatie.padded(20))\(code)\(tekst.padded(150))\(ernst)"
  }

  private static let actief =
    "Deze deelnemer heeft in BRON al een actieve inschrijving voor deze opleiding aan uw instelling"
  private static let leerweg = "Het veld Leerweg is verplicht voor niet-examendeelnemers"

  // MARK: Tests

  @Test(arguments: [false, true])
  func twoDeliveriesAreCountedApartAndGroupedTogether(gzip: Bool) throws {
    let regels =
      [Self.kop, Self.aanlevering("005", [30, 20, 9, 1])] + Self.melding("005", 12, "A")
      + [Self.signaal("005", 12, 420, "N1", "830", "A", Self.leerweg), Self.aanlevering("006", [3, 2, 1, 0])]
      + Self.melding("006", 1, "G") + Self.melding("006", 2, "A")
      + [
        Self.signaal("006", 2, 420, "N1", "812", "A", Self.actief),
        Self.signaal("006", 2, 421, "N1 20090801", "814", "S", "Signaal"),
        Self.signaal("006", 2, 421, "N1 20080801", "814", "S", "Signaal"),
      ] + Self.melding("006", 3, "G")
      + [
        Self.signaal("006", 3, 421, "N1 20090801", "814", "S", "Signaal"),
        Self.signaal("006", 3, 421, "N1 20080801", "814", "S", "Signaal"),
      ]
    let done = try show(regels: regels, gzip: gzip)
    #expect(done.code == 0 && done.errors.isEmpty, "\(done.errors)")
    #expect(
      done.output == """
        Terugkoppeling 007 van 2010-02-01 voor 01AA, aanleverpunt 01, BO

        Aanlevering 005, ontvangen op 2010-01-31
            30 meldingen: tot nu toe 20 goedgekeurd, 9 afgekeurd, 1 in behandeling
            in dit bestand: 0 goedgekeurd (0 met signaal), 1 afgekeurd

        Aanlevering 006, ontvangen op 2010-01-31
            3 meldingen: tot nu toe 2 goedgekeurd, 1 afgekeurd, 0 in behandeling
            in dit bestand: 2 goedgekeurd (1 met signaal), 1 afgekeurd

        Afgekeurd: 2 meldingen

        812  \(Self.actief)
            1 melding
            aanlevering 006  melding 000002  leerlingnummer L2        420 T  Inschrijvingsvolgnummer N1, Gevolgde opleiding 10342, Datum inschrijving 20080801, Werkelijke datum uitschrijving leeg  (ook 814)

        830  \(Self.leerweg)
            1 melding
            aanlevering 005  melding 000012  leerlingnummer L12       420 T  Inschrijvingsvolgnummer N1, Leerweg BOL (beroepsopleidende leerweg), Intensiteit VT (voltijd)

        Goedgekeurd met signaal: 1 melding

        814  Signaal
            1 melding, 2 keer
            aanlevering 006  melding 000003  leerlingnummer L3        421 T  Inschrijvingsvolgnummer N1, Datum ingang periodegegevens inschrijving 20090801
            aanlevering 006  melding 000003  leerlingnummer L3        421 T  Inschrijvingsvolgnummer N1, Datum ingang periodegegevens inschrijving 20080801

        Goedgekeurd zonder signaal: 1 melding

        In behandeling, nog niet teruggekoppeld: 1 melding

        """)
  }

  @Test func everyLineStandsInTheRecordsOnceTheRejectedFirst() throws {
    let file = Exchangebench.sample("bo/01AA002T.B01")
    func regels(_ arguments: [String]) throws -> [Int] {
      try show(arguments + [file]).output.matches(of: #/(?m)^regel (\d+) /#).compactMap { Int($0.1) }
    }
    let (grouped, inOrder) = (try regels([]), try regels(["--records"]))
    #expect(inOrder == Array(1...79))
    #expect(grouped.sorted() == inOrder)
    // The header, then the meldingen 6 and 7.
    #expect(Array(grouped.prefix(10)) == [1, 2] + Array(27...34))
  }

  @Test func theOverviewNamesNobodyButByLeerlingnummer() throws {
    for sample in try Sample.all() {
      let file = Exchangebench.sample("\(sample.folder)/\(sample.feedback)")
      let overview = try show(["--overview", file]).output
      let records = try show(["--records", file]).output
      // What the records show of a person, but for the leerlingnummer.
      let fields = /(?m)^    (?:Sofinummer \(BSN\)|Onderwijsnummer|Geboortedatum|Achternaam|Alle voornamen) +(\S+)/
      let values = Set(records.matches(of: fields).map { String($0.1) })
      #expect(!values.isEmpty)
      #expect(values.filter(overview.contains).isEmpty, "\(sample.folder)/\(sample.feedback)")
    }
  }

  @Test func aMeldingWithoutItsAfkeuringAndATextWithoutACheckAreShown() throws {
    let regels =
      [Self.kop, Self.aanlevering("005", [2, 1, 1, 0])] + Self.melding("005", 1, "A") + Self.melding("005", 2, "G")
      + [Self.signaal("005", 2, 432, "1  5370", "999", "S", "Nieuw \u{1B}[31m")]
    let done = try show(regels: regels)
    #expect(done.code == 0 && done.errors.isEmpty, "\(done.errors)")
    #expect(done.output.contains("Zonder afkeuring in het bestand\n    1 melding\n    aanlevering 005  melding 000001"))
    #expect(done.output.contains("999  Nieuw \u{FFFD}[31m\n"))
    #expect(done.output.contains("leerlingnummer L2        432  1  5370\n"))
  }

  @Test func ofADamagedFileEverythingBeforeTheDamageIsShown() throws {
    try Exchangebench.withFolder { folder in
      let regels =
        [Self.kop, Self.aanlevering("005", [900, 900, 0, 0])] + (1...4_000).flatMap { Self.melding("005", $0, "G") }
      let whole = try gzipMember(regels.map { $0 + "\r\n" }.joined().latin1)
      let file = folder.appending(path: "01AA007T.B01.gz")
      try Data(whole.dropLast(20)).write(to: file)
      let done = try show([file.path])
      #expect(done.code == 3)
      #expect(done.errors.contains("the gzip stream is cut off"))
      #expect(done.output.contains("Het bestand is beschadigd"))
      #expect(done.output.contains("regel 2000 "))
    }
  }

  @Test func aDeliveryHasNoOverview() throws {
    let file = Exchangebench.sample("bo/01AA002A.B01")
    #expect(try show(["--overview", file]).code == 2)
    #expect(try show(["--records", file]).output == show([file]).output)
  }

  @Test func memoryDoesNotGrowWithTheMeldingen() throws {
    let regels =
      [Self.kop, Self.aanlevering("005", [20_000, 0, 20_000, 0])]
      + (1...20_000).flatMap {
        Self.melding("005", $0, "A").prefix(2) + [Self.signaal("005", $0, 420, "N1", "830", "A", Self.leerweg)]
      }
    let done = try show(regels: regels, gzip: true, measured: true)
    #expect(done.code == 0)
    #expect(done.output.contains("Afgekeurd: 20.000 meldingen"))
    // The output alone is more than 20 MB.
    #expect(done.peak > 0 && done.peak < 64 << 20, "\(done.peak)")
  }
}
