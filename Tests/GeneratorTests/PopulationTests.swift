import Checks
import Records
import Testing

@testable import Generator

struct PopulationTests {
  private let population = Population(seed: 11)

  @Test func numbersPassTheirElfproefAndDiffer() {
    var seen: Set<Int> = []
    for position in stride(from: 0, to: Persoonsnummer.count, by: 997) {
      let bsn = Persoonsnummer.sofinummer(position)
      let onderwijsnummer = Persoonsnummer.onderwijsnummer(position)
      #expect(Elfproef.isBSN(Array(String(bsn).utf8)) && bsn >= 900_000_000)
      #expect(Elfproef.isOnderwijsnummer(Array(String(onderwijsnummer).utf8)))
      seen.insert(bsn)
    }
    for position in 0..<5_000 { seen.insert(Persoonsnummer.sofinummer(position)) }
    let once = Set(stride(from: 0, to: Persoonsnummer.count, by: 997)).union(0..<5_000)
    #expect(seen.count == once.count)
  }

  @Test func namesAreLatin1() {
    let namen = population.namen
    let all = namen.achternamen.map(\.naam) + namen.mannen + namen.vrouwen + namen.straten + namen.bedrijven
    #expect(!all.contains([]))
    #expect(all.contains { $0.contains { $0 > 0xA0 } })
    #expect(!all.contains { $0.contains { $0 < 0x20 || (0x7F...0x9F).contains($0) || $0 == UInt8(ascii: ";") } })
  }

  /// Who is searched by name must be the only one: the numbers behind a name are enough for all.
  @Test func searchedNamesAreEnoughForEveryone() {
    let namen = population.namen
    #expect(namen.mannen.count == namen.vrouwen.count)
    #expect(Set(namen.achternamen.map { Latin1.searchKey($0.naam) }).count == namen.achternamen.count)
    #expect(Set(namen.mannen.map { Latin1.searchKey($0) }).count == namen.mannen.count)
    #expect(Set(namen.vrouwen.map { Latin1.searchKey($0) }).count == namen.vrouwen.count)
    // No other surname has a hyphen, and no first and second surname make that of another pair.
    #expect(!namen.achternamen.contains { $0.naam.contains(UInt8(ascii: "-")) })
    let combinations = Population.dagen * namen.mannen.count * namen.achternamen.count * namen.achternamen.count
    #expect(combinations >= Population.most)
  }

  @Test func everyKindOfPersonIsThere() {
    let persons = (0..<2_000).map { population.persoon($0) }
    #expect(persons.contains { $0.kenmerk == .naam })
    #expect(persons.contains { $0.kenmerk == .onderwijsnummer && $0.land == 6_030 })
    #expect(persons.contains { $0.kenmerk == .onderwijsnummer && $0.geboortedatum % 10_000 == 0 })
    #expect(persons.contains { $0.isVerhuisd })
    #expect(persons.contains { $0.naam(11, population.namen).isGeheim })
    #expect(persons.contains { !$0.naam(11, population.namen).voorvoegsel.isEmpty })
    #expect(persons.allSatisfy { $0.postcode.isEmpty == ($0.land != 0) })
  }
}
