import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

/// Damages a register and its archive, one thing at a time, and sees that it is found.
struct RegisterkeuringTests {
  /// Gives `body` a bench with a delivery of every kind: accepted, refused, repeated, one with meldingen that were
  /// decided later, one with meldingen that wait, and a number that was passed over.
  static func with(_ body: (Exchangebench) throws -> Void) throws {
    try BesluitTests.with { bench in
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2)))
      try bench.run("2009-06-15")
      try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2)))
      try bench.deliver(Delivery(batchnummer: "002").with { $0.meldingen = 9 })
      try bench.run("2009-06-16")
      try bench.beslis([(1, .kandidaat(1))])
      try bench.run("2009-06-17")
      try bench.deliver(Delivery(batchnummer: "003", BesluitTests.pietersen(1) + Regels.goed(2, volgnummer: "2")))
      try bench.run("2009-07-01")
      try body(bench)
    }
  }

  private func fouten(_ bench: Exchangebench, _ path: String) throws -> [String] {
    let register = try Uitwisseling.openRegister(url: "sqlite:\(path)", pve: try Exchangebench.pve())
    return try Registerkeuring(register, pve: try Exchangebench.pve()).fouten()
  }

  private static let schade: [(sql: String, fout: String)] = [
    ("UPDATE aanlevering SET datum = '20090231' WHERE id = 3", "1 deliveries have a date that the calendar"),
    ("UPDATE aanlevering SET is_laatste = NULL WHERE id = 1", "1 accepted deliveries lack who sent them"),
    ("UPDATE aanlevering SET sha256 = 'x' WHERE id = 3", "1 decided deliveries have no SHA-256"),
    ("UPDATE aanlevering SET goed = goed + 1 WHERE id = 1", "1 accepted deliveries hold another number of meldingen"),
    ("UPDATE aanlevering SET meldingen = 8 WHERE id = 1", "1 accepted deliveries hold another number of meldingen"),
    (
      "UPDATE aanlevering SET goed = goed + 1, in_behandeling = 0 WHERE id = 4",
      "1 deliveries have another number of meldingen waiting than they count: 01AA003A.B01"
    ),
    ("DELETE FROM in_behandeling", "1 deliveries have another number of meldingen waiting than they count"),
    ("UPDATE in_behandeling SET brin = '02BB'", "1 waiting meldingen are from a delivery of another institution"),
    ("UPDATE aanlevering SET kop = NULL WHERE id = 4", "1 waiting meldingen are from a delivery of another"),
    ("UPDATE in_behandeling SET leerlingnummer = '21'", "1 waiting meldingen have records with another number"),
    ("UPDATE in_behandeling SET meldingnummer = 2", "1 waiting meldingen have records with another number"),
    ("UPDATE aanlevering SET eerdere_id = 4 WHERE id = 3", "1 deliveries were answered as another one"),
    ("UPDATE aanlevering SET eerdere_id = NULL WHERE id = 3", "1 deliveries were answered as another one"),
    ("UPDATE aanlevering SET status = 'geclaimd' WHERE id = 3", "1 deliveries are finished, but were never decided"),
    ("DELETE FROM antwoord WHERE aanlevering_id = 2", "1 deliveries have no receipt, and it was not cleared"),
    (
      "DELETE FROM antwoord WHERE aanlevering_id = 1 AND soort = 'terugkoppeling'",
      "1 accepted deliveries have no feedback"
    ),
    ("DELETE FROM vervolgdeel", "1 feedback files without a delivery are not kept, and were not cleared: 01AA 01 BO 2"),
    (
      "UPDATE antwoord SET aanlevering_id = 3 WHERE aanlevering_id = 2",
      "1 answers are to a delivery that was not decided, or was answered as another one: 01AA001A.B01"
    ),
    ("UPDATE antwoord SET bytes = zeroblob(90) WHERE aanlevering_id = 2", "1 answers that are kept are damaged"),
    ("UPDATE vervolgdeel SET bytes = substr(bytes, 1, 80)", "1 answers that are kept are damaged"),
    (
      "UPDATE antwoord SET bytes = (SELECT bytes FROM antwoord WHERE aanlevering_id = 4 AND soort = 'ontvangst') "
        + "WHERE aanlevering_id = 1 AND soort = 'ontvangst'",
      "1 answers that are kept say something else than the journal: ontvangst of 01AA001A.B01"
    ),
    (
      "UPDATE antwoord SET bytes = (SELECT bytes FROM vervolgdeel) WHERE aanlevering_id = 4 "
        + "AND soort = 'terugkoppeling'",
      "1 answers that are kept say something else than the journal: terugkoppeling of 01AA003A.B01"
    ),
    ("DELETE FROM opgeruimd", "1 rows are missing of what was cleared until when"),
    ("DELETE FROM laatste_onderwijsnummer", "1 rows are missing of what was cleared until when"),
    ("DELETE FROM historie_begin", "1 rows are missing of what was cleared until when"),
    (
      "UPDATE laatste_onderwijsnummer SET nummer = 1000000000000000",
      "1 the onderwijsnummer given out last is none behind which there are others: row 1"
    ),
    (
      "UPDATE persoon SET postcode = '1234 AB Amsterdam' WHERE id = 1", "1 rows have a key that none can have: person 1"
    ),
    ("UPDATE persoon SET id = -1 WHERE id = 1", "1 rows have a key that none can have: person -1"),
    ("UPDATE persoon SET land = '€' WHERE id = 1", "1 rows have a key that none can have: person 1"),
    ("UPDATE kandidaat SET bsn = bsn || '1234567' WHERE volgnummer = 1 AND zaak_id = 1", "1 rows have a key that none"),
    ("UPDATE zaak SET besluit = 'nieuw', nummer = '900000000' WHERE id = 1", "1 cases have an onderwijsnummer that"),
    ("UPDATE zaak SET besloten_op = NULL WHERE id = 1", "1 cases have half a decision: 1"),
    ("UPDATE zaak SET nummer = NULL WHERE id = 1", "1 cases have half a decision: 1"),
    ("UPDATE zaak SET is_toegepast = 1 WHERE id = 2", "1 cases have half a decision: 2"),
    ("UPDATE zaak SET besluit = 'zaak', nummer = '9' WHERE id = 1", "1 cases were decided to be one with a case"),
    ("UPDATE persoon SET bsn = '21000000' WHERE id = 1", "1 persons have a number that is none: row 1"),
    ("UPDATE verwerking SET meldingnummer = 9 WHERE id = 2", "1 steps of the history are of no accepted delivery"),
    ("UPDATE verwerking SET datum = '20090101' WHERE id = 2", "1 steps of the history run back in time: step 2"),
    ("DELETE FROM verwerking WHERE id = 1", "1 rows of table persoon are from a delivery that was never processed"),
    (
      "UPDATE inschrijving SET brin = '02BB' WHERE id = 1", "1 inschrijvingen were registered by a delivery of somebody"
    ),
    ("UPDATE periode SET meldingnummer = 7 WHERE inschrijving_id = 1", "1 rows of table periode are of a melding"),
    ("UPDATE teller SET batchnummer = 7", "BRIN 01AA, aanleverpunt 01, BO: the counters of its batches and feedback"),
    ("UPDATE teller SET terugkoppelnummer = 2", "BRIN 01AA, aanleverpunt 01, BO: the counters of its batches"),
    ("DELETE FROM teller", "BRIN 01AA, aanleverpunt 01, BO: the counters of its batches and feedback"),
    ("DELETE FROM overgeslagen", "BRIN 01AA, aanleverpunt 01, BO: the counters of its batches and feedback"),
    ("INSERT INTO teller VALUES ('02BB', '01', 'BO', 1, 1)", "BRIN 02BB, aanleverpunt 01, BO: the counters of its"),
    (
      "UPDATE aanlevering SET terugkoppelnummer = 2 WHERE id = 4",
      "BRIN 01AA, aanleverpunt 01, BO: the numbers of its feedback are no row from 1 on"
    ),
    (
      "UPDATE aanlevering SET batchnummer = 900 WHERE id = 4",
      "BRIN 01AA, aanleverpunt 01, BO: the batch numbers that were accepted do not follow each other"
    ),
    ("UPDATE inschrijving SET inschrijvingsvolgnummer = '9' WHERE id = 1", "1 rows of table inschrijving have another"),
    ("UPDATE inschrijving SET gegevens = x'54' WHERE id = 1", "1 rows of table inschrijving have another key"),
    ("DELETE FROM inschrijving WHERE id = 1", "a row of table periode refers to something that is not there"),
    ("DELETE FROM aanlevering WHERE id = 4", "a row of table antwoord refers to something that is not there"),
  ]

  @Test func everyDamageIsFound() throws {
    try Self.with { bench in
      let register = bench.work.appending(path: "register.sqlite").path
      #expect(try fouten(bench, register) == [])
      for (index, (sql, fout)) in Self.schade.enumerated() {
        let copy = bench.work.appending(path: "copy-\(index).sqlite").path
        try Reservekopie.maak(van: "sqlite:\(register)", als: copy)
        let queue = try DatabaseQueue(path: copy)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)") }
        try queue.close()
        let found = try fouten(bench, copy)
        #expect(found.contains { $0.hasPrefix(fout) }, "\(sql): \(found)")
        #expect(!found.joined().contains("210000"), "\(found)")
      }
    }
  }

  /// Where a table is not as it was made, the rest is not asked.
  @Test(arguments: [
    ("DROP TABLE teller", "the register has no table teller"),
    ("DROP TABLE historie", "the register has no table historie"),
    ("DROP INDEX persoon_naam", "the register has no index persoon_naam"),
    ("ALTER TABLE zaak ADD COLUMN nog TEXT", "the table zaak of the register is not as it was made"),
  ])
  func aTableThatIsNotOursIsNamed(sql: String, fout: String) throws {
    try Self.with { bench in
      let copy = bench.work.appending(path: "copy.sqlite").path
      try Reservekopie.maak(van: bench.register.url, als: copy)
      let queue = try DatabaseQueue(path: copy)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)") }
      try queue.close()
      #expect(
        try Registerkeuring(try Register(inzage: "sqlite:\(copy)", tabellen: []), pve: bench.grondslag.pve).fouten()
          == [fout])
    }
  }

  /// A page of the file itself.
  @Test func aDamagedFileIsFound() throws {
    try Self.with { bench in
      let register = bench.work.appending(path: "register.sqlite").path
      var found: [String] = []
      for place in [100, 4_096, 3 * 4_096] {
        let copy = bench.work.appending(path: "copy-\(place).sqlite").path
        try Reservekopie.maak(van: "sqlite:\(register)", als: copy)
        var bytes = try Data(contentsOf: URL(filePath: copy))
        for index in place..<place + 40 { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(filePath: copy))
        do {
          found.append(contentsOf: try fouten(bench, copy).prefix(1))
        } catch let error as BronError where error.code == .register {
          found.append(error.message)
        }
      }
      #expect(found.count == 3, "\(found)")
    }
  }

  @Test func theArchiveIsCompared() throws {
    try Self.with { bench in
      let keuring = Archiefkeuring(bench.register, archive: bench.mappen.archive)
      let archive = URL(filePath: bench.mappen.archive)
      #expect(try keuring.vergelijk() == .init())
      let (juni, juli) = (archive.appending(path: "2009/06/01AA001A.B01"), archive.appending(path: "2009/07"))
      let bytes = try Data(contentsOf: juni)
      try Data(Delivery(batchnummer: "004").bytes).write(to: juli.appending(path: "01AA004A.B01"))
      #expect(try keuring.vergelijk().onbekend == ["2009/07/01AA004A.B01"])
      #expect(try keuring.opVolgorde(["2009/07/01AA004A.B01"], pve: bench.grondslag.pve) == ["2009/07/01AA004A.B01"])
      try FileManager.default.removeItem(at: juli.appending(path: "01AA004A.B01"))
      try (bytes.dropLast(3) + Data([0x20, 0x20, 0x20])).write(to: juni)
      #expect(try keuring.vergelijk().beschadigd == ["2009/06/01AA001A.B01"])
      try FileManager.default.removeItem(at: juni)
      #expect(try keuring.vergelijk().ontbreekt == ["2009/06/01AA001A.B01"])
      #expect(
        try keuring.vergelijk().fouten == ["1 accepted deliveries are not in the archive: 2009/06/01AA001A.B01"])
      // Packed it is the same delivery.
      try Data(try gzipMember(Array(bytes))).write(to: juni.appendingPathExtension("gz"))
      #expect(try keuring.vergelijk() == .init())
      try Data([0x1F, 0x8B, 0]).write(to: juni.appendingPathExtension("gz"))
      #expect(try keuring.vergelijk().beschadigd == ["2009/06/01AA001A.B01.gz"])
    }
  }

  /// What was cleared or removed on purpose is no damage.
  @Test func whatIsMeantIsNoDamage() throws {
    try Self.with { bench in
      let datum = try #require(Datum(text: "2009-07-01"))
      _ = try Opruiming(bench.register, archive: bench.mappen.archive).ruimOp(voor: datum, isProef: false)
      for nummer in ["210000107", "210000004"] {
        _ = try Persoonsverwijdering(bench.register, pve: bench.grondslag.pve).verwijder(nummer, isProef: false)
      }
      #expect(try Registerkeuring(bench.register, pve: bench.grondslag.pve).fouten() == [])
      #expect(try Archiefkeuring(bench.register, archive: bench.mappen.archive).vergelijk() == .init())
    }
  }
}
