import FileSystem
import GRDB
import ProgrammaVanEisen
import Records
import Reference
import TestSupport
import Testing

@testable import Register

/// New rows that wait to be written with others: whoever asks for their persons is told the same as when they are in
/// the database, where SQLite and nothing of ours finds them.
struct ToevoegingenTests {
  private let folder: TemporaryFolder
  private let pve: PvE
  private let vorm: Registervorm
  private let leverancier = Leverancier(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO")

  init() throws {
    folder = try TemporaryFolder()
    pve = try RegisterTests.pve()
    vorm = Registervorm(pve.newest, newest: pve.newest)
  }

  private func metTransactie<Result>(_ body: (Registertransactie) throws -> Result) throws -> Result {
    let register = try Register(url: "sqlite:\(folder.file("register.sqlite"))", pve: pve, migrations: { _ in })
    return try register.write { db in
      try body(
        Registertransactie(
          db, vorm: vorm, tables: try ReferenceTables(folder: folder.path), leverancier: leverancier,
          ontvangst: try #require(Datum(text: "2010-02-01")), afsluiting: .geen))
    }
  }

  /// A period that begins on a day.
  private func periode(_ ingang: String) -> Onderdeel {
    var gegevens = [UInt8](repeating: 0x20, count: vorm.lengte(321))
    gegevens.replaceSubrange(vorm.plaats(321, "datumIngangPeriodegegevensInschrijving"), with: ingang.utf8)
    return Onderdeel(recordsoort: 321, sleutel: ShortBytes(ingang.utf8), gegevens: gegevens)
  }

  /// A BPV with that number.
  private func bpv(_ volgnummer: String) -> Onderdeel {
    var gegevens = [UInt8](repeating: 0x20, count: vorm.lengte(322))
    gegevens.replaceSubrange(vorm.plaats(322, "bpvVolgnummer"), with: volgnummer.utf8)
    return Onderdeel(recordsoort: 322, sleutel: ShortBytes(volgnummer.utf8), gegevens: gegevens)
  }

  private func deelnemer(bsn: String, onderwijsnummer: String = "", naam: String? = nil) -> Deelnemer {
    var deelnemer = Deelnemer(
      bsn: ShortBytes(bsn.utf8), onderwijsnummer: ShortBytes(onderwijsnummer.utf8),
      geboortedatum: ShortBytes("19910501".utf8),
      geslacht: ShortBytes("M".utf8), postcode: ShortBytes("1111AA".utf8), land: [])
    deelnemer.zoeksleutel = naam.map(zoeksleutel)
    // Not in the order in which they are read.
    let gegevens = [UInt8](repeating: 0x20, count: vorm.lengte(320))
    deelnemer.inschrijvingen = ["1  ", "10 "].map { volgnummer in
      Inschrijving(
        leverancier: leverancier, volgnummer: ShortBytes(volgnummer.utf8), gegevens: gegevens,
        onderdelen: [bpv("10"), periode("20090801"), bpv("1 "), periode("20080801")])
    }
    return deelnemer
  }

  private func zoeksleutel(_ naam: String) -> Zoeksleutel {
    Zoeksleutel(
      achternaam: naam.utf8, voornamen: "Jan".utf8, geboortedatum: "19910501".utf8, geslacht: "M".utf8)
  }

  private struct Antwoorden: Equatable {
    let metBSN, metOnderwijsnummer, metNaam: [String]
    let deelnemers: [Deelnemer?]
    let hier, elders: [Bool]
  }

  private func vraag(_ transactie: Registertransactie) throws -> Antwoorden {
    let ids: [Int64] = Array(1...100)
    return Antwoorden(
      metBSN: try (0..<100).compactMap { number in
        try transactie.persoon(bsn: ShortBytes("\(210_000_000 + number)".utf8)).map { "\($0)" }
      },
      metOnderwijsnummer: try (0..<100).compactMap { number in
        try transactie.persoon(onderwijsnummer: ShortBytes("\(110_000_000 + number)".utf8)).map { "\($0)" }
      },
      metNaam: try transactie.personen(zoeksleutel("Jansen")).map { "\($0)" },
      deelnemers: try ids.map(transactie.deelnemer),
      hier: try ids.map { try transactie.heeftInschrijving($0, brin: "99ZZ") },
      elders: try ids.map { try transactie.heeftInschrijving($0, brin: "00AA") })
  }

  @Test func whoWaitsIsFoundAsWhoIsWritten() throws {
    try metTransactie { transactie in
      for number in 0..<89 {
        let nieuw =
          number % 10 == 0
          ? deelnemer(bsn: "", onderwijsnummer: "\(110_000_000 + number)", naam: number % 20 == 0 ? "Jansen" : "Smit")
          : deelnemer(bsn: "\(210_000_000 + number)")
        try transactie.bewaar(nieuw, was: nil, herkomst: .init(aanlevering: 1, meldingnummer: number + 1))
      }
      let wachtend = try vraag(transactie)
      #expect(wachtend.metBSN.count == 80 && wachtend.metOnderwijsnummer.count == 9 && wachtend.metNaam.count == 5)
      #expect(try Int.fetchOne(transactie.database, sql: "SELECT count(*) FROM persoon") == 0)
      try transactie.voltooi()
      #expect(try Int.fetchOne(transactie.database, sql: "SELECT count(*) FROM persoon") == 89)
      #expect(try vraag(transactie) == wachtend)
    }
  }

  /// A row from before a field was added to the end of its record is one with that field empty; a longer one is damaged.
  @Test(arguments: ["inschrijving", "periode", "bpv"]) func aShorterRowIsFilledUp(tabel: String) throws {
    try metTransactie { transactie in
      let eerst = try transactie.bewaar(
        deelnemer(bsn: "210000004"), was: nil, herkomst: .init(aanlevering: 1, meldingnummer: 1))
      let id = try #require(eerst.id)
      try transactie.voltooi()
      let was = try #require(try transactie.deelnemer(id))
      let db = transactie.database
      try db.execute(sql: "UPDATE \(tabel) SET gegevens = substr(gegevens, 1, length(gegevens) - 1)")
      #expect(try transactie.deelnemer(id) == was)
      try db.execute(sql: "UPDATE \(tabel) SET gegevens = CAST(gegevens || '   ' AS BLOB)")
      #expect(throws: Rijfout.self) { try transactie.deelnemer(id) }
    }
  }

  @Test func whatWaitsIsWrittenBeforeItIsChanged() throws {
    try metTransactie { transactie in
      let eerst = try transactie.bewaar(
        deelnemer(bsn: "210000004"), was: nil, herkomst: .init(aanlevering: 1, meldingnummer: 1))
      let id = try #require(eerst.id)
      let was = try #require(try transactie.deelnemer(id))
      var wordt = was
      wordt.postcode = ShortBytes("2222AA".utf8)
      wordt.inschrijvingen[0].onderdelen.remove(at: 0)
      wordt.inschrijvingen[1].onderdelen.append(periode("20100101"))
      try transactie.bewaar(wordt, was: was, herkomst: .init(aanlevering: 1, meldingnummer: 2))
      let wachtend = try #require(try transactie.deelnemer(id))
      try transactie.voltooi()
      #expect(try transactie.deelnemer(id) == wachtend)
      #expect(wachtend.inschrijvingen.map { $0.onderdelen.count } == [3, 5])
      let historie = try String.fetchAll(
        transactie.database, sql: "SELECT sleutel_1 || ' ' || meldingnummer || ' ' || einde_meldingnummer FROM historie"
      )
      #expect(historie == ["20080801 1 2"])
      #expect(try Int.fetchOne(transactie.database, sql: "SELECT count(*) FROM persoon_historie") == 1)
    }
  }
}
