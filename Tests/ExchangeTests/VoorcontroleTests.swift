import FileSystem
import Foundation
import ProgrammaVanEisen
import Reference
import Testing

@testable import Exchange

/// What is found before a delivery is sent is what the register finds afterwards.
struct VoorcontroleTests {
  private func controleer(
    _ path: String, _ pve: PvE, _ tables: ReferenceTables? = nil, datum: String = "2009-06-15",
    propSignalen: Bool = false
  ) throws -> Voorbericht {
    try Voorcontrole(
      pve: pve, tables: tables, datum: try #require(Datum(text: datum)), propSignalen: propSignalen, meeste: 1_000,
      toontPersoonsgegevens: true
    ).controleer(path) { _ in }
  }

  private func controleer(
    _ bytes: [UInt8], as naam: String = "01AA001A.B01", _ pve: PvE, propSignalen: Bool = false
  ) throws -> Voorbericht {
    try Exchangebench.withFolder { folder in
      let file = folder.appending(path: naam)
      try Data(bytes).write(to: file)
      return try controleer(file.path, pve, propSignalen: propSignalen)
    }
  }

  /// A fault as feedback tells it.
  private struct Gemeld: Hashable {
    let melding: Int
    let record: Int
    let code: String
  }

  @Test(arguments: ["bo-refused", "bo", "vavo", "ed"])
  func samplesHaveTheFaultsOfTheirFeedback(folder: String) throws {
    let pve = try Exchangebench.pve()
    for sample in try Sample.all() where sample.folder == folder {
      let bericht = try controleer(
        Exchangebench.sample("\(folder)/\(sample.delivery)"), pve,
        try ReferenceTables(folder: Exchangebench.sample(folder)), datum: sample.date)
      #expect(!bericht.isGeweigerd && bericht.ongelezen == 0)
      let gevonden = bericht.soorten.flatMap { soort in
        soort.lijst.map { Gemeld(melding: $0.melding ?? 0, record: soort.controle.record, code: soort.controle.code) }
      }
      let feedback = String(
        decoding: try Folders().bytes(of: Exchangebench.sample("\(folder)/\(sample.feedback)")), as: UTF8.self)
      let eerste = Set(pve.controles.filter { $0.fase == .velden }.map(\.code))
      let verwacht = feedback.split(separator: "\r\n").filter { $0.hasPrefix("499") }.map { regel in
        func number(_ start: Int, _ length: Int) -> Int { Int(regel.dropFirst(start).prefix(length)) ?? -1 }
        return Gemeld(
          melding: number(6, 6), record: number(12, 3) - 100, code: String(regel.dropFirst(35).prefix(3)))
      }.filter { eerste.contains($0.code) }
      #expect(gevonden.count == verwacht.count && Set(gevonden) == Set(verwacht), "\(sample.delivery)")
    }
  }

  @Test(arguments: BadFile.all.filter { $0.map.isEmpty })
  func badFilesHaveTheFaultsOfTheirReceipt(file: BadFile) throws {
    let bericht = try controleer(file.bytes, as: file.naam, try Exchangebench.pve(.bestand))
    #expect(bericht.isGeweigerd && bericht.heeftAfkeuring)
    let bestand = bericht.soorten.filter { $0.controle.fase == .bestand }
    for expected in file.expected {
      let lijst = bestand.first { $0.controle.code == expected.code }?.lijst ?? []
      #expect(
        lijst.contains { expected.isAnywhere || $0.regel == expected.regel && $0.byte == expected.byte },
        "\(expected) is not among \(lijst)")
    }
    let codes = Set(file.expected.map(\.code)).union(file.besides)
    #expect(Set(bestand.map(\.controle.code)).subtracting(codes).isEmpty)
  }

  // MARK: What can still be read of a damaged file

  /// Three meldingen with the same fault, a postcode beside a land.
  private static func drie() -> Delivery {
    Delivery(
      (1...3).flatMap { nummer in
        [String(Regels.sleutel(nummer, Regels.een).dropLast(4)) + "6030"] + Regels.inschrijving(nummer)
      })
  }

  private func expect(_ delivery: Delivery, _ meldingen: [Int], _ codes: Set<String>) throws {
    let bericht = try controleer(delivery.bytes, try Exchangebench.pve(.bestand))
    #expect(Set(bericht.soorten.filter { $0.controle.fase == .bestand }.map(\.controle.code)) == codes)
    #expect(bericht.soorten.first { $0.controle.code == "790" }?.lijst.map(\.melding) == meldingen)
    #expect(bericht.ongelezen == 3 - meldingen.count && bericht.afgekeurd == meldingen.count)
  }

  @Test func meldingenBesideADamagedOneAreChecked() throws {
    try expect(Self.drie(), [1, 2, 3], [])
    try expect(Self.drie().with { $0.regels[4].removeLast() }, [1, 3], ["X022"])
    try expect(Self.drie().with { $0.regels.insert("999", at: 3) }, [2, 3], ["X020"])
    try expect(Self.drie().with { $0.regels.insert($0.kop, at: 5) }, [1, 3], ["X001"])
  }

  @Test func meldingThatIsCutIsNotChecked() throws {
    let delivery = Self.drie().with { delivery in
      let persoon = Regels.zonderNummer(
        2, leerling: "", achternaam: "A", voornamen: "B", geboortedatum: "19900102")[1]
      delivery.regels.insert(contentsOf: [String](repeating: persoon, count: 600), at: 4)
    }
    try expect(delivery, [1, 3], ["X032"])
  }

  @Test(arguments: ["9.9", ""])
  func lengthsTellAVersionThatIsNotKnown(versie: String) throws {
    try expect(Self.drie().with { $0.versie = versie }, [1, 2, 3], ["X013"])
    let bericht = try controleer(Self.drie().with { $0.versie = versie }.bytes, try Exchangebench.pve(.bestand))
    #expect(bericht.versie == "1.1")
  }

  @Test func withoutAHeaderTheDateIsStillKnown() throws {
    let delivery = Delivery()
    let bericht = try controleer(Array(delivery.bytes.dropFirst(137)), try Exchangebench.pve(.bestand))
    // X104, a birth date in the future, would be told of everybody if the receipt date were blank.
    #expect(bericht.soorten.map(\.controle.code) == ["X001"])
    #expect(bericht.ongelezen == 0 && bericht.versie == "1.1")
  }

  // MARK: What is not judged

  @Test func whatIsNotJudgedDependsOnTheTables() throws {
    let pve = try Exchangebench.pve()
    let path = Exchangebench.sample("vavo/01AA001A.A01")
    let without = try controleer(path, pve, datum: "2009-06-22").nietBeoordeeld
    #expect(without.map(\.reden) == [.register, .eerdereAanleveringen, .tabellen])
    #expect(without[1].codes == ["X009", "X010", "X016", "X018"])
    let tables = try ReferenceTables(folder: Exchangebench.sample("vavo"))
    let with = try controleer(path, pve, tables, datum: "2009-06-22").nietBeoordeeld
    #expect(with[0].codes == without[0].codes)
    #expect(with.contains { $0.reden == .tabel("aanleverpunten") && $0.codes == ["X005"] })
    // Every check of the first phases is either made or said not to be; here the table of examens is there.
    #expect(!with.contains { $0.reden == .tabel("examens") })
    let missing = with.dropFirst(2).reduce(0) { $0 + $1.aantal }
    let examens = pve.controles.filter { $0.tabellen.contains(.examens) && $0.ernst == .afkeuring }
    #expect(missing + examens.count == without[2].aantal)
    // The checks of other sectordelen do not come into it.
    let beroepsonderwijs = Set(pve.controles.filter { $0.record == 322 }.map(\.code)).subtracting(
      pve.controles.filter { $0.record != 322 }.map(\.code))
    #expect(beroepsonderwijs.isDisjoint(with: without.flatMap(\.codes)))
  }
}
