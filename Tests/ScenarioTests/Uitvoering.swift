import Exchange
import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Runs a scenario in a folder of its own, and tells where what came of it is not what it says.
struct Uitvoering {
  private static let pve = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
  }
  private static let standaard = Result { try Standaard() }
  private static let root = Scenario.map.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private let scenario: Scenario
  private let map: URL
  private let pve: PvE
  private let standaard: Standaard
  private let personen: [String: [String: String]]
  private let grondslag: Grondslag
  private let mappen: Mappen
  private let register: Register

  /// The differences, each a few lines to read; none where all is as it should be.
  static func verschillen(_ scenario: Scenario) throws -> [String] {
    let map = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: map) }
    let uitvoering = try Uitvoering(scenario, in: map)
    var verschillen: [String] = []
    for aanlevering in scenario.aanleveringen { verschillen += try uitvoering.verwerk(aanlevering) }
    return try verschillen + uitvoering.vergelijkRegister()
  }

  private init(_ scenario: Scenario, in map: URL) throws {
    self.scenario = scenario
    self.map = map
    pve = try Self.pve.get()
    standaard = try Self.standaard.get()
    let naslag = map.appending(path: "reference").path
    mappen = Mappen(
      inbox: map.appending(path: "Inbox").path, outbox: map.appending(path: "Outbox").path,
      archive: map.appending(path: "Archive").path, rejected: map.appending(path: "Rejected").path)
    try Folders().make(naslag)
    try Folders().make(mappen.inbox)
    let (csv, personen) = standaard.personen(scenario.personen)
    self.personen = personen
    var tabellen = standaard.tabellen.mapValues { Optional($0) }
    tabellen.merge(scenario.tabellen) { $1 }
    tabellen["personen"] = csv
    for case (let naam, let inhoud?) in tabellen {
      try inhoud.write(toFile: "\(naslag)/\(naam).csv", atomically: false, encoding: .utf8)
    }
    guard let bekend = try Personen(folder: naslag) else { throw Scenariofout("there are no persons") }
    grondslag = Grondslag(
      pve: pve, tables: try ReferenceTables(folder: naslag), personen: bekend, alleFouten: false,
      propSignalen: scenario.metOnze)
    register = try Uitwisseling.openRegister(url: "sqlite:\(map.path)/register.sqlite", pve: pve)
  }

  // MARK: A delivery

  private func verwerk(_ aanlevering: Scenarioaanlevering) throws -> [String] {
    guard let datum = Datum(text: aanlevering.datum) else { throw Scenariofout("'\(aanlevering.datum)' is no date") }
    try doe(aanlevering.vooraf, op: datum)
    let before = try stand()
    try lever(aanlevering)
    let uitkomsten = try verwerk(datum)
    let antwoorden = uitkomsten.map { uitkomst in
      "\(uitkomst.status) \(uitkomst.fouten.lijst.map { uitkomst.fouten.controle($0).code })"
    }
    var verschillen = verschil(
      "answers with batch \(aanlevering.batchnummer)", "\(aanlevering.antwoorden)", "\(antwoorden)")
    let layouts = try Aanleverbestand.layouts(aanlevering.kop, pve)
    let blokken = try uitkomsten.filter { $0.status != .geweigerd }.flatMap { uitkomst in
      try Terugkoppeling(GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 20), layouts).blokken
    }
    let verwacht = aanlevering.verwacht
    verschillen += verschil(
      "deliveries in the feedback", "\(verwacht.map(\.batchnummer))", "\(blokken.map(\.batchnummer))")
    for (verwacht, blok) in zip(verwacht, blokken) { verschillen += try vergelijk(blok, verwacht) }
    if !verwacht.contains(where: { $0.meldingen.contains { $0.melding.status == "G" } }) {
      verschillen += verschil("register, of which nothing should change", before, try stand())
    }
    return verschillen
  }

  private func doe(_ balie: Balie, op datum: Datum) throws {
    for nummer in balie.verwijderd {
      _ = try Persoonsverwijdering(register, pve: pve).verwijder(nummer, isProef: false)
    }
    if balie.besluiten.isEmpty { return }
    let opdrachten = balie.besluiten.map { Beslisbalie.Opdracht(zaak: $0.zaak, keuze: $0.keuze) }
    _ = try Beslisbalie(register: register, pve: pve, personen: grondslag.personen, datum: datum)
      .beslis(opdrachten, bewaar: true)
  }

  private func lever(_ aanlevering: Scenarioaanlevering) throws {
    if !aanlevering.heeftBestand { return }
    let bestand = try Aanleverbestand(
      aanlevering, sectordeel: scenario.sectordeel, layouts: Aanleverbestand.layouts(aanlevering.kop, pve),
      standaard: standaard, personen: personen)
    try Data(bestand.bytes).write(to: URL(filePath: mappen.inbox).appending(path: bestand.naam))
  }

  private func verwerk(_ datum: Datum) throws -> [Uitkomst] {
    let uitwisseling = Uitwisseling(
      mappen: mappen, grondslag: grondslag, register: register, datum: datum, weigertGat: false,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    var uitkomsten: [Uitkomst] = []
    let storingen = try uitwisseling.run(progress: { _, _ in }, each: { uitkomsten.append($0) })
    if let storing = storingen.first { throw storing.fout }
    return uitkomsten
  }

  private func vergelijk(_ blok: Terugkoppeling.Blok, _ verwacht: Teruggekomen) throws -> [String] {
    let batch = "batch \(verwacht.batchnummer)"
    var verschillen = verschil("402 of \(batch)", "\(verwacht.tellers)", "\(blok.tellers)")
    verschillen += verschil(
      "meldingen of \(batch)", "\(verwacht.meldingen.map(\.nummer))", "\(blok.meldingen.map(\.nummer))")
    for ((nummer, melding), terug) in zip(verwacht.meldingen, blok.meldingen) where nummer == terug.nummer {
      let naam = "\(batch), melding \(nummer)"
      verschillen += verschil(
        naam, ([melding.status] + melding.signalen).joined(separator: "\n"),
        ([terug.status] + terug.signalen).joined(separator: "\n"))
      if melding.echo.isEmpty { continue }
      verschillen += verschil(
        "\(naam), records", "\(melding.echo.map(\.recordsoort))", "\(terug.records.map(\.layout.record))")
      for (verwacht, regel) in zip(melding.echo, terug.records) where verwacht.recordsoort == regel.layout.record {
        for (veld, waarde) in verwacht.velden.sorted(by: { $0.key < $1.key }) {
          let found = veld == "lengte" ? "\(regel.layout.lengte)" : regel.waarde(try standaard.veld(veld, regel.layout))
          verschillen += verschil("\(naam), \(veld) of \(verwacht.recordsoort)", waarde, found)
        }
      }
    }
    return verschillen
  }

  // MARK: The register

  private static let tabellen = [
    "persoon", "inschrijving", "periode", "bpv", "diploma", "resultaat", "vak", "vaardigheid", "examen", "examenvak",
    "laatste_onderwijsnummer", "historie", "persoon_historie",
  ]

  /// All that the register holds, as text.
  private func stand() throws -> String {
    try register.read { db in
      try Self.tabellen.flatMap { tabel in
        try Row.fetchAll(db, sql: "SELECT * FROM \(tabel)").map { "\(tabel) \($0)" }.sorted()
      }.joined(separator: "\n")
    }
  }

  private func vergelijkRegister() throws -> [String] {
    try register.read { db in
      try scenario.na.flatMap { sleutel, waarden in
        let parts = sleutel.split(separator: ".")
        let sql =
          parts.count == 2
          ? "SELECT coalesce(\(parts[1]), '') FROM \(parts[0]) ORDER BY 1"
          : "SELECT CAST(count(*) AS TEXT) FROM \(sleutel)"
        let found = try String.fetchAll(db, sql: sql)
        return verschil("\(sleutel) in the register", "\(waarden)", "\(found)")
      }
    } + register.verify(pve: pve)
  }

  private func verschil(_ what: String, _ expected: String, _ found: String) -> [String] {
    if expected == found { return [] }
    return ["\(what)\n  should be:\n\(inset(expected))\n  is:\n\(inset(found))"]
  }

  private func inset(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
  }
}
