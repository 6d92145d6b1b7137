import Exchange
import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Testing

/// What the register knew on a day, how it came to know it, and what is left when a person goes.
struct HistorieTests {
  private func export(_ bench: Exchangebench, _ name: String, op datum: String? = nil) throws -> [String: String] {
    let folder = bench.work.appending(path: name)
    let day = try datum.map { try #require(Datum(text: $0)) }
    let uitkomst = try Registerexport(bench.register, pve: try Exchangebench.pve()).schrijf(naar: folder.path, op: day)
    return try Dictionary(
      uniqueKeysWithValues: uitkomst.bestanden.map { bestand in
        let text = try String(contentsOf: folder.appending(path: bestand.naam), encoding: .utf8)
        #expect(text.split(separator: "\n").count == bestand.rijen + 1)
        return (bestand.naam, text)
      })
  }

  @Test func whatWasKnownOnADayIsWhatWasWrittenOutThen() throws {
    try Levensloop.with { bench in
      var daarna: [[String: String]] = []
      for (index, batch) in Levensloop.batches.enumerated() {
        try Levensloop.verwerk(bench, tot: index + 1, van: index + 1)
        daarna.append(try export(bench, "nu-\(batch.datum)"))
      }
      #expect(Set(daarna).count == daarna.count)
      for (index, batch) in Levensloop.batches.enumerated() {
        #expect(try export(bench, "op-\(batch.datum)", op: batch.datum) == daarna[index], "\(batch.datum)")
      }
      // A weekend, and the days before and after all of it.
      #expect(try export(bench, "weekend", op: "2009-06-07") == daarna[4])
      #expect(try export(bench, "later", op: "2030-01-01") == daarna[6])
      let leeg = try export(bench, "eerder", op: "2009-05-31")
      #expect(leeg.values.allSatisfy { $0.split(separator: "\n").count == 1 })
      #expect(try bench.register.verify(pve: try Exchangebench.pve()).isEmpty)
    }
  }

  /// Who runs with an earlier date changes what is known today, not what was known then.
  @Test func whatIsKnownNeverRunsBack() throws {
    try Levensloop.with { bench in
      try Levensloop.verwerk(bench, tot: 2)
      try bench.deliver(Levensloop.delivery(3))
      try bench.run("2009-05-01")
      let nu = try export(bench, "nu")
      #expect(nu["bpv.csv"]?.contains("0200;20090602;") == true, "\(nu["bpv.csv"] ?? "")")
      #expect(try export(bench, "toen", op: "2009-06-02") == nu)
      #expect(try export(bench, "eerder", op: "2009-06-01")["bpv.csv"]?.split(separator: "\n").count == 1)
      #expect(try bench.register.verify(pve: try Exchangebench.pve()).isEmpty)
    }
  }

  @Test func theCommandsSayIt() throws {
    try Levensloop.with { bench in
      try Levensloop.verwerk(bench)
      func register(_ arguments: String...) throws -> Command.Outcome {
        try Command.run(
          Command.bronbatch(),
          ["register"] + arguments + [
            "--register", "sqlite:register.sqlite", "--specs", Exchangebench.root.appending(path: "Specs").path,
          ], in: bench.work)
      }
      let history = try register("history", "210000004")
      #expect(history.code == 0, "\(history.errors)")
      try Golden.expect(history.output, "register-history.txt")
      // The old number leads to the person, and so does the new one.
      let found = try register("history", Levensloop.eersteNummer)
      #expect(try found.output == register("history", "210000211").output)
      try Golden.expect(found.output, "register-history-nummer.txt")

      let export = try register("export", "--output", "stand", "--as-of", "2009-06-04")
      #expect(export.code == 0 && export.errors.isEmpty)
      let folder = bench.work.appending(path: "stand")
      let files = try Exchangebench.files(below: folder)
      let text = try files.map { "== \($0)\n" + (try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
      try Golden.expect(text.joined(), "register-export.txt")
      let again = try register("export", "--output", "stand")
      #expect(again.code == 2 && again.errors.contains("is there already"), "\(again.errors)")
      #expect(try register("export", "--output", "x", "--as-of", "20090604").code == 2)

      let unknown = try register("history", "123456782")
      #expect(unknown.code == 2 && unknown.output.isEmpty && !unknown.errors.contains("123456782"))
      #expect(try register("remove", "123456782", "--yes").code == 2)
      let before = try bench.tables()
      let trial = try register("remove", "210000004")
      try Golden.expect(trial.output, "register-remove-proef.txt")
      #expect(try trial.code == 0 && bench.tables() == before)
      let removed = try register("remove", "210000004", "--yes")
      #expect(removed.code == 0, "\(removed.errors)")
      try Golden.expect(removed.output, "register-remove.txt")
      #expect(try register("history", "210000004").code == 2)
    }
  }

  // MARK: Removing

  @Test(arguments: ["210000004", "210000211", Levensloop.eersteNummer])
  func nothingOfWhoIsRemovedIsLeft(nummer: String) throws {
    try Levensloop.with { bench in
      try Levensloop.verwerk(bench)
      let isEen = nummer == "210000004"
      let geheim =
        isEen ? ["210000004", "19910501"] : ["210000211", Levensloop.eersteNummer, "19920201", "19920202", "JOS"]
      func left() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.work.path)
          .filter { $0.hasPrefix("register.sqlite") }
        let bytes = try files.map { try Data(contentsOf: bench.work.appending(path: $0)) }
        return geheim.filter { geheim in bytes.contains { $0.range(of: Data(geheim.utf8)) != nil } }
      }
      #expect(try left() == geheim)
      let anderen = try anderen(bench, behalve: nummer)
      let verslag = try Persoonsverwijdering(bench.register, pve: try Exchangebench.pve())
        .verwijder(nummer, isProef: false)
      #expect(try left() == [])
      #expect(try self.anderen(bench, behalve: nummer) == anderen)
      #expect(try bench.register.verify(pve: try Exchangebench.pve()).isEmpty)
      #expect(verslag.tabellen.first { $0.tabel == "persoon" }?.aantal == 1)
      #expect(
        verslag.aanleveringen.map(\.batchnummer)
          == (isEen ? ["001", "002", "003", "004", "006", "007"] : ["001", "005"]))
      #expect(verslag.inAntwoorden == (isEen ? 8 : 2))
      // Neither is he in what the journal would answer again.
      #expect(throws: BronError.self) {
        try Persoonsverwijdering(bench.register, pve: try Exchangebench.pve()).verwijder(nummer, isProef: true)
      }
      #expect(
        try bench.register.read { try Int.fetchOne($0, sql: "SELECT nummer FROM laatste_onderwijsnummer") }
          == 100_000_004)
    }
  }

  /// What the register says of the others, with the numbers of their rows.
  private func anderen(_ bench: Exchangebench, behalve nummer: String) throws -> [String] {
    let persoon = try bench.register.read { db in
      try Int64.fetchOne(
        db, sql: "SELECT id FROM persoon WHERE bsn = ?1 OR onderwijsnummer = ?1", arguments: [nummer])
    }
    return try export(bench, UUID().uuidString).sorted { $0.key < $1.key }.flatMap { naam, text in
      text.split(separator: "\n").filter { !$0.hasPrefix("\(persoon ?? -1);") }.map { "\(naam) \($0)" }
    }
  }

  @Test func whoWaitsIsRemovedToo() throws {
    let personen = Levensloop.personen + "210000119;;19900101;M;Jansen;Jan;\n210000120;;19900101;M;Jansen;Jan;\n"
    try Exchangebench.withFolder { reference in
      try Data(personen.utf8).write(to: reference.appending(path: "personen.csv"))
      try Exchangebench.with(reference: reference.path) { bench in
        // Somebody of whom there are two, and a melding with a number of the same deelnemer.
        let wacht =
          Regels.zonderNummer(2, leerling: "77", achternaam: "Jansen", voornamen: "Jan", geboortedatum: "19900101")
          + Regels.inschrijving(2)
        let nummer = [Regels.sleutel(3, Regels.twee, leerling: "77")] + Regels.inschrijving(3)
        try bench.deliver(Delivery(Regels.goed(1, Regels.een) + wacht + nummer))
        try bench.run()
        #expect(try bench.tables().count { $0.hasPrefix("in_behandeling: ") } == 2)
        let verwijdering = Persoonsverwijdering(bench.register, pve: try Exchangebench.pve())
        #expect(try verwijdering.verwijder("210000107", isProef: true).inBehandeling == 2)
        #expect(try bench.tables().count { $0.hasPrefix("in_behandeling: ") } == 2)
        #expect(try verwijdering.verwijder("210000107", isProef: false).inBehandeling == 2)
        #expect(try bench.tables().count { $0.hasPrefix("in_behandeling: ") } == 0)
        #expect(try bench.tables().count { $0.hasPrefix("persoon: ") } == 1)
      }
    }
  }

  // MARK: Tampering

  @Test func verifyFindsWhatWasTamperedWith() throws {
    let tampering: [(sql: String, wrong: String)] = [
      (
        "DELETE FROM bpv; DELETE FROM historie WHERE recordsoort = 322 AND einde = 'V'",
        "1 rows of table bpv were replaced by something that is not there"
      ),
      (
        "UPDATE historie SET einde = 'A' WHERE recordsoort = 323",
        "1 rows of table diploma were replaced by something that is not there"
      ),
      (
        "UPDATE historie SET einde = 'V' WHERE recordsoort = 322",
        "1 rows of table bpv were removed, and are still there"
      ),
      (
        "UPDATE historie SET einde_aanlevering_id = 4 WHERE recordsoort = 322 AND einde = 'A'",
        "1 rows of table bpv hold at the same time as another of the same key"
      ),
      (
        "UPDATE historie SET einde_aanlevering_id = 1 WHERE recordsoort = 323",
        "1 rows of table diploma ended before they became known"
      ),
      (
        "UPDATE historie SET sleutel_1 = '99999' WHERE recordsoort = 323",
        "1 rows of table diploma have another key than their record"
      ),
      (
        "UPDATE historie SET aanlevering_id = 99 WHERE recordsoort = 323",
        "1 rows of table diploma are from a delivery that was never processed"
      ),
      (
        "DELETE FROM persoon_historie WHERE postcode = '1234AB'",
        "1 rows of table persoon were replaced by something that is not there"
      ),
      (
        "PRAGMA foreign_keys = OFF; UPDATE historie SET persoon_id = 77 WHERE recordsoort = 323",
        "a row of table historie refers to something that is not there"
      ),
    ]
    try Levensloop.with { bench in
      try Levensloop.verwerk(bench)
      let pve = try Exchangebench.pve()
      #expect(try bench.register.verify(pve: pve).isEmpty)
      for (index, (sql, wrong)) in tampering.enumerated() {
        let copy = bench.work.appending(path: "copy-\(index).sqlite").path
        let queue = try DatabaseQueue(path: copy)
        try DatabaseQueue(path: bench.work.appending(path: "register.sqlite").path).backup(to: queue)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        let found = try Uitwisseling.openRegister(url: "sqlite:\(copy)", pve: pve).verify(pve: pve)
        #expect(found.contains(wrong), "\(sql): \(found)")
      }
    }
  }
}
