import ProgrammaVanEisen
import Testing

@testable import Generator

/// Faults that were made up on purpose are found, and nothing else is.
struct FoutenTests {
  /// Rows of batches in which every fault of a sectordeel is made.
  private static let reeksen: [(sectordeel: Sectordeel, meldingen: Int, batches: ClosedRange<Int>, versie: String)] = [
    (.BO, 500, 1...4, "1.2"), (.ED, 500, 1...3, "1.1"), (.VA, 300, 1...5, "1.1"),
  ]

  /// Codes that valid meldingen get too.
  private static let gewoon: Set = ["755", "770", "772", "936", "956", "X602"]

  private static func opdracht(_ sectordeel: Sectordeel, _ meldingen: Int, _ versie: String) -> Generator.Opdracht {
    var opdracht = Proef.opdracht(sectordeel, meldingen: meldingen)
    opdracht.fouten = 0.6
    opdracht.versie = versie
    // Both versions hold.
    opdracht.datum = Datum(number: 2010_09_15) ?? opdracht.datum
    return opdracht
  }

  @Test(arguments: reeksen)
  func everyFaultIsFoundAndNothingElse(
    sectordeel: Sectordeel, meldingen: Int, batches: ClosedRange<Int>, versie: String
  ) throws {
    var opdracht = Self.opdracht(sectordeel, meldingen, versie)
    let keten = try Keten(opdracht, alleFouten: false)
    var gevonden: Set<String> = []
    for batch in batches {
      opdracht.batch = batch
      let generator = try Generator(opdracht, pve: Proef.pve())
      try keten.lever(generator)
      let (uitkomsten, storingen) = try keten.verwerk(opdracht.datum)
      #expect(storingen.isEmpty)
      let uitkomst = try #require(uitkomsten.first)
      #expect(uitkomst.status == .aangenomen)
      let fouten = generator.fouten(generator.batches[0])
      for (nummer, melding) in try keten.terugkoppeling(uitkomst, versie: versie) {
        let codes = melding.signalen.map { "\($0.record) \($0.code)" }
        guard let fout = fouten[nummer] else {
          #expect(melding.isGoed, "batch \(batch) melding \(nummer): \(codes)")
          #expect(
            Self.gewoon.isSuperset(of: melding.signalen.map(\.code)), "batch \(batch) melding \(nummer): \(codes)")
          continue
        }
        let isGevonden = melding.signalen.contains { $0.code == fout.code && $0.record == fout.record }
        #expect(isGevonden, "batch \(batch) melding \(nummer): \(fout.naam), not \(codes)")
        #expect(
          melding.isGoed == (fout.gevolg != .afkeuring), "batch \(batch) melding \(nummer): \(fout.naam) \(codes)")
        if isGevonden { gevonden.insert(fout.naam) }
      }
    }
    let namen = Set(Foutenmaker.fouten(sectordeel).map(\.naam))
    #expect(namen.subtracting(gevonden).isEmpty, "never made: \(namen.subtracting(gevonden).sorted())")
  }

  /// What the first phase can find without a table, but no fault is made of, and why.
  private static let nietGemaakt = ["320 X216 gevolgdeOpleiding": "a rule about a field that no layout has"]

  @Test func everyCheckOfTheFirstPhaseHasAFault() throws {
    let fouten = Set(Sectordeel.allCases.flatMap(Foutenmaker.fouten).map(\.naam))
    for controle in try Proef.pve().controles {
      guard controle.fase == .velden, controle.soort != .tabel, controle.record > 300, controle.isAan else {
        continue
      }
      let naam = "\(controle.record) \(controle.code) \(controle.velden.first ?? "")"
      #expect(fouten.contains(naam) != (Self.nietGemaakt[naam] != nil), "\(naam)")
    }
  }

  @Test func theSameShareGivesTheSameBytes() throws {
    let opdracht = Self.opdracht(.ED, 200, "1.1")
    #expect(try Proef.bytes(opdracht) == Proef.bytes(opdracht))
    var other = opdracht
    other.fouten = 0.4
    #expect(try Proef.bytes(other) != Proef.bytes(opdracht))
  }

  @Test(arguments: Sectordeel.allCases)
  func theShareIsKept(sectordeel: Sectordeel) throws {
    var opdracht = Self.opdracht(sectordeel, 1_000, "1.1")
    for (share, expected) in [(0.0, 0...0), (0.1, 70...130), (1.0, 980...1_000)] {
      opdracht.fouten = share
      let generator = try Generator(opdracht, pve: Proef.pve())
      #expect(expected.contains(generator.fouten(generator.batches[0]).count), "\(share)")
    }
  }
}

extension Fout {
  /// What tells a fault from all others: its check.
  fileprivate var naam: String { "\(record) \(code) \(veld)" }
}
