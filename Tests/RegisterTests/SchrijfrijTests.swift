import FileSystem
import GRDB
import ProgrammaVanEisen
import Records
import Reference
import TestSupport
import Testing

@testable import Register

/// Changes that wait to be written with others, or are written by another thread: whoever asks for their persons is told
/// the same as when they are in the database, where SQLite and nothing of ours finds them.
struct SchrijfrijTests {
  private let folder: TemporaryFolder
  private let pve: PvE
  private let vorm: Registervorm
  private let leverancier = Leverancier(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO")

  init() throws {
    folder = try TemporaryFolder()
    pve = try RegisterTests.pve()
    vorm = Registervorm(pve.newest, newest: pve.newest)
  }

  private func metTransactie<Result>(_ naam: String = "register", _ body: (Registertransactie) throws -> Result) throws
    -> Result
  {
    let register = try Register(url: "sqlite:\(folder.file("\(naam).sqlite"))", pve: pve, migrations: { _ in })
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
      let db = try transactie.database
      try db.execute(sql: "UPDATE \(tabel) SET gegevens = substr(gegevens, 1, length(gegevens) - 1)")
      #expect(try transactie.deelnemer(id) == was)
      try db.execute(sql: "UPDATE \(tabel) SET gegevens = CAST(gegevens || '   ' AS BLOB)")
      #expect(throws: Rijfout.self) { try transactie.deelnemer(id) }
    }
  }

  @Test func aPersonWithANumberThatIsNeverGivenIsDamaged() throws {
    try metTransactie { transactie in
      try transactie.database.execute(
        sql: """
          INSERT INTO persoon (id, bsn, geboortedatum, geslacht, postcode, land)
          VALUES (-1, '210000001', '19910501', 'M', '1111AA', '')
          """)
      #expect(throws: Rijfout.self) { try transactie.persoon(bsn: bsn(1)) }
      #expect(throws: Rijfout.self) { try transactie.begin([Genoemde(bsn: bsn(1))]) { werk in werk } }
    }
  }

  @Test func whatWaitsMayChange() throws {
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

  // MARK: By another thread

  /// Work that another thread is to do, and does when it is waited for.
  private final class Uitgesteld: @unchecked Sendable {
    var werk: [@Sendable () throws -> Void] = []
    var gewacht = 0

    func start(_ nieuw: @escaping @Sendable () throws -> Void) -> () throws -> Void {
      werk.append(nieuw)
      return { [self] in
        gewacht += 1
        try werk.removeFirst()()
      }
    }
  }

  @Test func whomABlockNamesIsKnownWhileAnotherThreadWrites() throws {
    try metTransactie { transactie in
      let uitgesteld = Uitgesteld()
      func bewaar(_ deelnemer: Deelnemer, _ nummer: Int) throws {
        try transactie.bewaar(deelnemer, was: nil, herkomst: .init(aanlevering: 1, meldingnummer: nummer))
      }
      try bewaar(deelnemer(bsn: "210000001"), 1)
      try bewaar(deelnemer(bsn: "", onderwijsnummer: "110000002", naam: "Jansen"), 2)
      try transactie.voltooi()
      try bewaar(deelnemer(bsn: "210000003"), 3)
      _ = try transactie.laatsteOnderwijsnummer()
      let genoemden = [
        Genoemde(bsn: ShortBytes("210000001".utf8)), Genoemde(bsn: ShortBytes("210000009".utf8)),
        Genoemde(onderwijsnummer: ShortBytes("110000002".utf8)), Genoemde(naam: zoeksleutel("Jansen")),
      ]
      try transactie.begin(genoemden, uitgesteld.start)
      #expect(uitgesteld.werk.count == 1)
      #expect(try transactie.persoon(bsn: ShortBytes("210000001".utf8))?.id == 1)
      #expect(try transactie.persoon(bsn: ShortBytes("210000003".utf8))?.id == 3)
      #expect(try transactie.persoon(bsn: ShortBytes("210000009".utf8)) == nil)
      #expect(try transactie.persoon(onderwijsnummer: ShortBytes("110000002".utf8))?.id == 2)
      #expect(try transactie.persoon(onderwijsnummer: ShortBytes("100000009".utf8)) == nil, "one that may be given out")
      #expect(try transactie.personen(zoeksleutel("Jansen")).map(\.id) == [2])
      #expect(try transactie.deelnemer(1)?.inschrijvingen.count == 2)
      #expect(try transactie.deelnemer(3)?.inschrijvingen.count == 2)
      #expect(try transactie.heeftInschrijving(1, brin: "99ZZ"))
      try bewaar(deelnemer(bsn: "210000009"), 4)
      #expect(uitgesteld.gewacht == 0)
      #expect(try transactie.persoon(bsn: ShortBytes("210000010".utf8)) == nil)
      #expect(uitgesteld.gewacht == 1, "who was not named is asked of the database")
      #expect(try Int.fetchOne(transactie.database, sql: "SELECT count(*) FROM persoon") == 3)
      try transactie.voltooi()
      #expect(try Int.fetchOne(transactie.database, sql: "SELECT count(*) FROM persoon") == 4)
    }
  }

  /// A hostile block names thousands of persons with all that a person may have.
  @Test func whoIsTooMuchIsReadWhenHeIsAskedFor() throws {
    try metTransactie { transactie in
      for number in 1...3 {
        try transactie.bewaar(
          deelnemer(bsn: "\(210_000_000 + number)"), was: nil, herkomst: .init(aanlevering: 1, meldingnummer: number))
      }
      try transactie.voltooi()
      let lezer = Deelnemerlezer(opdrachten: try transactie.rij.opdrachten, vorm: vorm)
      let genoemden = (1...3).map { Genoemde(bsn: bsn($0)) }
      let alle = try Voorkennis(genoemden, laatste: nil, lezer)
      #expect((1...3).allSatisfy { alle.deelnemer($0)?.inschrijvingen.count == 2 })
      // One person is eleven facts: himself, two inschrijvingen and eight parts.
      let twee = try Voorkennis(genoemden, laatste: nil, lezer, meeste: 12)
      #expect(twee.deelnemer(2) != nil && twee.persoon(met: bsn(2), .bsn) == .some(2))
      #expect(twee.deelnemer(3) == nil && twee.persoon(met: bsn(3), .bsn) == .none)
    }
  }

  /// Read many at once, persons are those that are read one by one.
  @Test func whoAreReadTogetherAreThoseReadAlone() throws {
    try metTransactie { transactie in
      for number in 1...90 {
        try transactie.bewaar(
          deelnemer(bsn: "\(210_000_000 + 2 * number)"), was: nil,
          herkomst: .init(aanlevering: 1, meldingnummer: number))
      }
      try transactie.voltooi()
      let lezer = Deelnemerlezer(opdrachten: try transactie.rij.opdrachten, vorm: vorm)
      // Not in their order, half of them not there, some twice, and more than one statement takes.
      let nummers = (0..<300).map { bsn($0 * 67 % 199) }
      let samen = try lezer.personen(metBSN: nummers).map { try lezer.heel($0) }
      #expect(samen == (try nummers.compactMap { try lezer.deelnemer(met: $0, .bsn) }) && samen.count > 100)
      #expect(try lezer.personen(metBSN: []).isEmpty)
      let voorkennis = try Voorkennis(nummers.map { Genoemde(bsn: $0) }, laatste: nil, lezer)
      #expect(
        try nummers.allSatisfy {
          try voorkennis.persoon(met: $0, .bsn) == .some(lezer.deelnemer(met: $0, .bsn)?.id)
        })
    }
  }

  @Test func behindTheLastOnderwijsnummerThereIsNone() throws {
    try metTransactie { transactie in
      try transactie.database.execute(sql: "UPDATE laatste_onderwijsnummer SET nummer = 199999898")
      #expect(try transactie.laatsteOnderwijsnummer() == 199_999_898)
      transactie.gaf(onderwijsnummer: ShortBytes("199999904".utf8))
      #expect(throws: Rijfout.self) { try transactie.laatsteOnderwijsnummer() }
      // Who needs none goes on.
      try transactie.begin([Genoemde(naam: zoeksleutel("Jansen"))]) { werk in werk }
      #expect(try transactie.personen(zoeksleutel("Jansen")).isEmpty)
      try transactie.voltooi()
      #expect(
        try Int.fetchOne(transactie.database, sql: "SELECT nummer FROM laatste_onderwijsnummer") == 199_999_904)
    }
  }

  private struct Storing: Error {}

  @Test func whatGoesWrongInAnotherThreadIsToldToWhoWaits() throws {
    try metTransactie { transactie in
      func stoor(_ nummer: Int) throws {
        try transactie.bewaar(
          deelnemer(bsn: "\(210_000_000 + nummer)"), was: nil, herkomst: .init(aanlevering: 1, meldingnummer: nummer))
        try transactie.begin([]) { _ in { throw Storing() } }
      }
      try stoor(1)
      #expect(throws: Storing.self) { try transactie.voltooi() }
      try stoor(2)
      #expect(throws: Storing.self) { try transactie.persoon(bsn: ShortBytes("210000008".utf8)) }
      try stoor(3)
      transactie.geefOp()
      #expect(try transactie.persoon(bsn: ShortBytes("210000008".utf8)) == nil)
    }
  }

  /// Persons who come, change, are found by other numbers, lose and get back what hangs on them, at random; written
  /// melding by melding, and in blocks by another thread.
  @Test(arguments: 0..<12) func blocksLeaveTheSameAsMeldingByMelding(world: Int) throws {
    var tabellen: [[String]] = []
    var antwoorden: [[Antwoorden]] = []
    for inBlokken in [false, true] {
      var random = SeededGenerator(seed: UInt64(world))
      try metTransactie("\(inBlokken)") { transactie in
        let uitgesteld = Uitgesteld()
        // In half of the worlds so little may wait that it is written within a block, too.
        if inBlokken, world % 2 == 1 { transactie.rij.meeste = 12 }
        antwoorden.append([])
        for melding in 1...150 {
          try doe(melding, transactie, &random)
          if !inBlokken { try transactie.voltooi() }
          if Int.random(in: 0..<9, using: &random) == 0, inBlokken {
            try transactie.begin((0..<5).map { Genoemde(bsn: bsn($0)) }, uitgesteld.start)
          }
          if melding % 50 == 0 { antwoorden[antwoorden.count - 1].append(try vraag(transactie)) }
        }
        try transactie.voltooi()
        #expect(inBlokken == (uitgesteld.gewacht > 5))
        tabellen.append(try inhoud(transactie.database))
      }
    }
    #expect(antwoorden[0] == antwoorden[1])
    #expect(tabellen[0] == tabellen[1])
    #expect(
      tabellen[0].contains { $0.hasPrefix("historie ") } && tabellen[0].contains { $0.hasPrefix("persoon_historie ") })
  }

  private func bsn(_ nummer: Int) -> ShortBytes { ShortBytes("\(210_000_000 + nummer)".utf8) }

  /// Every row of every table of facts.
  private func inhoud(_ db: Database) throws -> [String] {
    let tabellen = ["persoon", "inschrijving", "persoon_historie", "historie"] + Onderdeeltabel.all.map(\.naam)
    return try tabellen.flatMap { tabel in
      try Row.fetchAll(db, sql: "SELECT * FROM \(tabel)").map { row in
        "\(tabel) \(row.databaseValues.map { "\($0)" })"
      }.sorted()
    }
  }

  /// What one melding does to one of a few persons.
  private func doe(_ melding: Int, _ transactie: Registertransactie, _ random: inout SeededGenerator) throws {
    let nummer = Int.random(in: 0..<5, using: &random)
    let onderwijsnummer = ShortBytes("\(110_000_000 + nummer)".utf8)
    let herkomst = Herkomst(aanlevering: 1, meldingnummer: melding)
    let bekend = try transactie.persoon(bsn: bsn(nummer)) ?? transactie.persoon(onderwijsnummer: onderwijsnummer)
    guard let bekend, let was = try transactie.deelnemer(bekend.id) else {
      let nieuw =
        nummer % 2 == 0
        ? deelnemer(bsn: "\(210_000_000 + nummer)")
        : deelnemer(bsn: "", onderwijsnummer: "\(110_000_000 + nummer)", naam: "Jansen")
      try transactie.bewaar(nieuw, was: nil, herkomst: herkomst)
      return
    }
    var wordt = was
    let place = wordt.inschrijvingen.isEmpty ? nil : Int.random(in: 0..<wordt.inschrijvingen.count, using: &random)
    switch (Int.random(in: 0..<9, using: &random), place) {
    case (0, _): wordt.postcode = ShortBytes("\(1_000 + Int.random(in: 0..<9, using: &random))AA".utf8)
    case (1, _): wordt.bsn = bsn(nummer)
    // His number goes, and somebody else may get it.
    case (2, _) where was.onderwijsnummer.isEmpty: wordt.bsn = bsn(50 + melding)
    case (3, _): wordt.geslacht = ShortBytes("MV".utf8.dropFirst(Int.random(in: 0..<2, using: &random)).prefix(1))
    case (4, let place?): wordt.inschrijvingen[place].gegevens[8] = UInt8(0x30 + Int.random(in: 0..<10, using: &random))
    case (5, let place?): wordt.inschrijvingen.remove(at: place)
    case (6, let place?) where !wordt.inschrijvingen[place].onderdelen.isEmpty:
      wordt.inschrijvingen[place].onderdelen.removeFirst()
    case (7, let place?) where !wordt.inschrijvingen[place].onderdelen.isEmpty:
      wordt.inschrijvingen[place].onderdelen[0].gegevens[12] = UInt8(0x30 + Int.random(in: 0..<10, using: &random))
    case (8, let place?):
      let nieuw = periode("20080\(1 + Int.random(in: 0..<9, using: &random))01")
      if wordt.inschrijvingen[place].index(321, nieuw.sleutel) == nil {
        wordt.inschrijvingen[place].onderdelen.append(nieuw)
      }
    default:
      let nieuw = deelnemer(bsn: "").inschrijvingen.filter { wordt.index(leverancier, $0.volgnummer) == nil }
      wordt.inschrijvingen += nieuw.prefix(1)
    }
    try transactie.bewaar(wordt, was: was, herkomst: herkomst)
  }

  /// A look-up that goes through a table is slow only once the register is large: SQLite had gone through all who have no
  /// BSN for every name.
  @Test func whatRunsForEveryMeldingHasAnIndex() throws {
    try metTransactie { transactie in
      let db = try transactie.database
      func plan(_ sql: String) throws -> [String] {
        try Row.fetchAll(
          db, sql: "EXPLAIN QUERY PLAN \(sql)",
          arguments: StatementArguments(Array(repeating: 0, count: sql.contains("?1") ? 1 : sql.count { $0 == "?" }))
        )
        .map { try $0.lees(3) as String }
      }
      // What is asked for is gone through, and is no table.
      let gevraagd = ["SCAN gevraagd", "SCAN \(Opdrachten.Vast.bsns) CONSTANT ROWS"]
      for vast in Opdrachten.Vast.allCases where vast != .gafOnderwijsnummer {
        #expect(try !plan(vast.sql).contains { $0.hasPrefix("SCAN") && !gevraagd.contains($0) }, "\(vast)")
      }
      #expect(try plan(Opdrachten.Vast.personenMetBSN.sql).contains { $0.hasPrefix("SEARCH persoon USING INDEX") })
      for tabel in Onderdeeltabel.all {
        for soort in Opdrachten.VanTabel.allCases {
          #expect(try !plan(soort.sql(tabel)).contains { $0.hasPrefix("SCAN") }, "\(soort) \(tabel.naam)")
        }
      }
      #expect(try plan(Opdrachten.Vast.persoonMetNaam.sql).contains { $0.contains("persoon_naam") })
    }
  }
}
