import ProgrammaVanEisen
import Records
import Testing

@testable import Generator

/// What meldingen of educatie and vavo look like.
struct SectorTests {
  private static let batches = 1...8

  /// The lines of some batches, as texts.
  private func lines(_ sectordeel: Sectordeel) throws -> [String] {
    try Self.batches.flatMap { batch in
      var opdracht = Proef.opdracht(sectordeel, meldingen: 400)
      opdracht.batch = batch
      return try Proef.bytes(opdracht).split(separator: 0x0A).map { Latin1.text($0.dropLast()) }
    }
  }

  private func layout(_ record: Int) throws -> Layout {
    try #require(Proef.pve().layouts(versie: "1.1")?[record])
  }

  /// The fields of all records of a kind.
  private func records(_ record: Int, in lines: [String]) throws -> [[String: String]] {
    let layout = try layout(record)
    return lines.filter { $0.hasPrefix("\(record)") }.map { line in
      Dictionary(
        uniqueKeysWithValues: layout.velden.map { veld in
          let value = line.dropFirst(veld.offset).prefix(veld.lengte)
          return (veld.id, String(value).trimmingSuffix(" "))
        })
    }
  }

  @Test(arguments: [(Sectordeel.BO, "B"), (.ED, "E"), (.VA, "A")])
  func theFileIsNamedAfterItsSectordeel(sectordeel: Sectordeel, letter: String) throws {
    let generator = try Generator(Proef.opdracht(sectordeel, meldingen: 1), pve: Proef.pve())
    #expect(generator.batches.map(\.naam) == ["99ZZ001A.\(letter)01"])
    let header = try Proef.bytes(Proef.opdracht(sectordeel, meldingen: 1)).prefix(11)
    #expect(Latin1.text(header) == "30099ZZ01\(sectordeel.rawValue)")
  }

  @Test(arguments: [(Sectordeel.ED, [325, 326, 327, 328]), (.VA, [330, 331])])
  func everyKindOfRecordIsAddedChangedAndRemoved(sectordeel: Sectordeel, kinds: [Int]) throws {
    let lines = try lines(sectordeel)
    for kind in kinds {
      #expect(Set(try records(kind, in: lines).map { $0["soortMutatie"] }) == ["T", "A", "V"], "\(kind)")
    }
    #expect(try records(kinds[0], in: lines).contains { $0["werkelijkeDatumUitschrijving"] != "" })
  }

  @Test func vaardighedenAreOfNederlandsAlsTweedeTaal() throws {
    let lines = try lines(.ED)
    let vakken = try records(327, in: lines)
    #expect(Set(vakken.map { $0["vak"] }) == ["0310", "0011", "0990"])
    // In one melding a vak goes before its vaardigheden.
    func inschrijvingEnVak(_ line: String) -> Substring { line.dropFirst(10).prefix(5) }
    for (vak, vaardigheid) in zip(lines, lines.dropFirst())
    where vak.hasPrefix("327") && vaardigheid.hasPrefix("328") {
      #expect(inschrijvingEnVak(vak) == inschrijvingEnVak(vaardigheid))
      #expect(vak.dropFirst(15).hasPrefix("0990"))
    }
  }

  @Test func marksAgree() throws {
    let vakken = try records(332, in: lines(.VA))
    var seen: Set<Int> = []
    for vak in vakken {
      func cijfer(_ veld: String) -> Int? { vak[veld].flatMap(Int.init) }
      let eind = ["eersteEindcijfer", "tweedeEindcijfer", "derdeEindcijfer"].map(cijfer)
      for (central, eindcijfer) in zip(["cijferCE1", "cijferCE2", "cijferCE3"].map(cijfer), eind) {
        if let central, let school = cijfer("cijferSchoolexamen") {
          // Half a point is rounded up.
          #expect(eindcijfer == Int(((Double(school + central) / 2) / 10 + 0.5).rounded(.down)))
        } else {
          #expect(eindcijfer == nil)
        }
      }
      if let highest = eind.compactMap({ $0 }).max() { #expect(cijfer("cijferCijferlijst") == highest) }
      seen.insert(eind.compactMap { $0 }.count)
      #expect((vak["examen"] == "5370") == (vak["indicatieCombinatiecijfer"] != ""))
    }
    #expect(seen == [0, 1, 2])
  }

  @Test func whoPassesHasADiplomaWorthOfVakken() throws {
    let lines = try lines(.VA)
    let examens = try records(331, in: lines).filter { $0["uitslagExamen"] == "G" }
    #expect(!examens.isEmpty)
    let vakken = try records(332, in: lines)
    #expect(vakken.contains { $0["indicatieWerkstuk"] == "J" })
    for examen in examens {
      #expect(examen["titelWerkstuk"] != "")
      #expect((examen["cijferWerkstuk"] == "") != (examen["beoordelingWerkstuk"] == ""))
      #expect(examen["datumUitslagExamen"]?.hasPrefix(examen["examenjaar"] ?? "?") ?? false)
    }
    // Melding by melding: the 332s that stand behind a passed 331.
    var isGeslaagd = false
    var diplomavakken = 7
    let uitslag = try #require(try layout(331).veld("uitslagExamen")).offset
    let diplomavak = try #require(try layout(332).veld("indicatieDiplomavak")).offset
    for line in lines {
      if line.hasPrefix("332"), isGeslaagd, Array(line)[diplomavak] == "J" { diplomavakken += 1 }
      if !line.hasPrefix("332") {
        if isGeslaagd { #expect(diplomavakken >= 7) }
        isGeslaagd = line.hasPrefix("331") && Array(line)[uitslag] == "G"
        diplomavakken = 0
      }
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    String(reversed().drop { $0 == character }.reversed())
  }
}
