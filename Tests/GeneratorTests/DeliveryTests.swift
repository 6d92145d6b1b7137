import Generator
import ProgrammaVanEisen
import Testing

/// What was made up goes through the whole exchange without one afkeuring.
struct DeliveryTests {
  /// A course of batches, as a user may ask for them.
  struct Reeks: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var sectordeel = Sectordeel.BO
    let meldingen: Int
    var perBatch = 200_000
    let brins: [String]
    var aanleverpunten = [1]
    /// By call: the first batch number, the date and the version.
    let calls: [(batch: Int, datum: Int, versie: String)]
  }

  private static let reeksen = [
    Reeks(
      testDescription: "two institutions, three batches", meldingen: 300, brins: ["99ZZ", "98YY"],
      calls: [(1, 2010_02_01, "1.1"), (2, 2010_02_01, "1.1"), (3, 2010_02_01, "1.1")]),
    Reeks(
      testDescription: "one institution, many batches", meldingen: 60, brins: ["99ZZ"],
      calls: (1...14).map { ($0, 2010_02_01, "1.1") }),
    Reeks(
      testDescription: "later batches in later years and another version", meldingen: 100, brins: ["99ZZ"],
      calls: [
        (1, 2010_02_01, "1.1"), (2, 2010_08_01, "1.2"), (3, 2010_09_15, "1.1"), (4, 2011_01_31, "1.2"),
        (5, 2012_12_31, "1.2"),
      ]),
    Reeks(
      testDescription: "more than fits in one", meldingen: 130, perBatch: 50, brins: ["99ZZ"],
      calls: [(1, 2010_02_01, "1.1"), (4, 2010_02_01, "1.1"), (7, 2010_02_01, "1.1")]),
    Reeks(
      testDescription: "educatie, many batches", sectordeel: .ED, meldingen: 80, brins: ["99ZZ"],
      calls: (1...14).map { ($0, 2010_02_01, "1.1") }),
    Reeks(
      testDescription: "educatie, two aanleverpunten, later years", sectordeel: .ED, meldingen: 100, brins: ["99ZZ"],
      aanleverpunten: [1, 2],
      calls: [(1, 2010_01_01, "1.1"), (2, 2010_09_15, "1.2"), (3, 2011_01_31, "1.1"), (4, 2013_07_01, "1.2")]),
    Reeks(
      testDescription: "vavo, many batches", sectordeel: .VA, meldingen: 80, brins: ["99ZZ"],
      calls: (1...14).map { ($0, 2010_02_01, "1.1") }),
    Reeks(
      testDescription: "vavo, two aanleverpunten, later years", sectordeel: .VA, meldingen: 100, brins: ["99ZZ"],
      aanleverpunten: [1, 2],
      calls: [(1, 2010_01_01, "1.1"), (2, 2010_09_15, "1.2"), (3, 2011_01_31, "1.1"), (4, 2013_07_01, "1.2")]),
    Reeks(
      testDescription: "vavo, before 2010", sectordeel: .VA, meldingen: 100, brins: ["99ZZ"],
      calls: [(1, 2005_01_01, "1.1"), (2, 2005_06_30, "1.1"), (3, 2005_12_31, "1.1")]),
  ]

  @Test(arguments: reeksen)
  func everyMeldingIsApproved(reeks: Reeks) throws {
    let all = Proef.opdracht(reeks.sectordeel, meldingen: reeks.meldingen)
    let keten = try Keten(all, alleFouten: true)
    var codes: Set<String> = []
    for call in reeks.calls {
      let datum = try #require(Datum(number: call.datum))
      var meldingen = 0
      for (brin, aanleverpunt) in reeks.brins.flatMap({ brin in reeks.aanleverpunten.map { (brin, $0) } }) {
        var opdracht = all
        (opdracht.brin, opdracht.aanleverpunt, opdracht.batch) = (brin, aanleverpunt, call.batch)
        (opdracht.datum, opdracht.versie) = (datum, call.versie)
        try keten.lever(Generator(opdracht, pve: Proef.pve(), meldingenPerBatch: reeks.perBatch))
      }
      let (uitkomsten, storingen) = try keten.verwerk(datum)
      for uitkomst in uitkomsten {
        #expect(uitkomst.status == .aangenomen, "\(uitkomst.naam)")
        #expect(uitkomst.telling.fout == 0 && uitkomst.telling.inBehandeling == 0, "\(uitkomst.naam)")
        #expect(uitkomst.telling.goed == uitkomst.meldingen)
        meldingen += uitkomst.meldingen
        codes.formUnion(uitkomst.signalen.map(\.controle.code))
      }
      #expect(storingen.isEmpty)
      #expect(meldingen == reeks.meldingen * reeks.brins.count * reeks.aanleverpunten.count)
    }
    // What is unusual, and no more; two leveranciers don't know of each other's funding and postcodes.
    let isEen = reeks.brins.count * reeks.aanleverpunten.count == 1
    var expected: Set = isEen ? ["755", "770", "956"] : ["755", "770", "772", "956"]
    switch reeks.sectordeel {
    case .BO: expected.formUnion(isEen ? ["936"] : ["814", "936"])
    case .ED: break
    // Every 331 A replaces its vakken, and says so.
    case .VA: expected.insert("X602")
    }
    #expect(codes.isSubset(of: expected), "\(codes.subtracting(expected))")
  }
}
