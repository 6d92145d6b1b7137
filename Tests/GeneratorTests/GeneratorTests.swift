import FileSystem
import Foundation
import ProgrammaVanEisen
import Records
import Testing

@testable import Generator

struct GeneratorTests {
  @Test func theSameSeedGivesTheSameBytes() throws {
    let opdracht = Proef.opdracht(meldingen: 500)
    #expect(try Proef.bytes(opdracht) == Proef.bytes(opdracht))
    #expect(try Proef.persons(opdracht) == Proef.persons(opdracht))
  }

  @Test func anotherSeedBatchOrInstitutionGivesOtherBytes() throws {
    var other = Proef.opdracht(meldingen: 100)
    let first = try Proef.bytes(other)
    other.seed += 1
    #expect(try Proef.bytes(other) != first)
    let otherPersons = try Proef.persons(other)
    other = Proef.opdracht(meldingen: 100)
    #expect(try Proef.persons(other) != otherPersons)
    other.batch = 2
    #expect(try Proef.bytes(other) != first)
    other.batch = 1
    other.brin = "98YY"
    let elsewhere = try Proef.bytes(other)
    #expect(elsewhere.split(separator: 0x0A).dropFirst() != first.split(separator: 0x0A).dropFirst())
  }

  @Test func personsAreTheSameInEveryBatchAndInstitution() throws {
    var other = Proef.opdracht(meldingen: 70)
    let persons = try Proef.persons(other)
    other.batch = 7
    other.brin = "98YY"
    other.datum = try #require(Datum(number: 2012_09_01))
    #expect(try Proef.persons(other) == persons)
  }

  /// Persons of fewer meldingen are the first ones of more.
  @Test func fewerMeldingenAreAboutTheFirstPersons() throws {
    let few = try Proef.persons(Proef.opdracht(meldingen: 40))
    #expect(try Proef.persons(Proef.opdracht(meldingen: 100)).starts(with: few))
  }

  @Test(arguments: 1...45)
  func everyMeldingIsAboutAPersonOfTheFile(meldingen: Int) {
    let population = Population(seed: 3)
    let found = (0..<meldingen).map { population.melding($0, of: meldingen) }
    #expect(found.allSatisfy { $0.persoon < Population.personen(meldingen: meldingen) })
    // A second melding follows the first one of the same person; nobody else comes twice.
    for (index, melding) in found.enumerated() where melding.isTweede {
      #expect(found[index - 1].persoon == melding.persoon)
      #expect(population.persoon(melding.persoon).isDubbel)
    }
    #expect(Set(found.map(\.persoon)).count == found.count { !$0.isTweede })
  }

  @Test(arguments: ["1.1", "1.2"])
  func headerCountsWhatIsThere(versie: String) throws {
    var opdracht = Proef.opdracht(meldingen: 321)
    opdracht.versie = versie
    opdracht.datum = try #require(Datum(number: 2010_08_01))
    let lines = try Proef.bytes(opdracht).split(separator: 0x0A)
    let layout = try #require(Proef.pve().layouts(versie: versie)?[300])
    func value(_ id: String) throws -> String {
      let veld = try #require(layout.veld(id))
      return Latin1.text(lines[0].dropFirst(veld.offset).prefix(veld.lengte))
    }
    #expect(try value("aantalMeldingen") == "000321")
    #expect(try Int(value("aantalRecords")) == lines.count)
    #expect(lines.count { $0.starts(with: "305".utf8) } == 321)
    #expect(lines.allSatisfy { $0.last == 0x0D })
  }

  @Test func whatDoesNotFitBecomesConsecutiveBatches() throws {
    var opdracht = Proef.opdracht(meldingen: 250)
    opdracht.batch = 998
    let generator = try Generator(opdracht, pve: Proef.pve(), meldingenPerBatch: 100)
    #expect(generator.batches.map(\.naam) == ["99ZZ998A.B01", "99ZZ999A.B01", "99ZZ000A.B01"])
    #expect(generator.batches.map(\.meldingen).reduce(0, +) == 250)
    // A call that begins with a later batch goes on with the same row.
    opdracht.batch = 999
    let later = try Generator(opdracht, pve: Proef.pve(), meldingenPerBatch: 100)
    #expect(try Proef.bytes(generator, generator.batches[1]) == Proef.bytes(later, later.batches[0]))
  }

  @Test func whatCannotBeIsRefused() throws {
    #expect(throws: BronError.self) { try Generator(Proef.opdracht(meldingen: 0), pve: Proef.pve()) }
    var opdracht = Proef.opdracht(meldingen: 1)
    opdracht.versie = "1.2"
    #expect(throws: BronError.self) { try Generator(opdracht, pve: Proef.pve()) }
    opdracht.versie = "9.9"
    #expect(throws: BronError.self) { try Generator(opdracht, pve: Proef.pve()) }
  }

  @Test func aDeliveryOfTheLargestSizeFitsItsCounters() throws {
    // The mean of many meldingen, with a wide margin.
    let generator = try Generator(Proef.opdracht(meldingen: 20_000), pve: Proef.pve())
    let records = generator.records(generator.batches[0])
    #expect(records * 10 < 980_000)
    #expect(records > 4 * 20_000)
  }
}
