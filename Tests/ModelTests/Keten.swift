import Exchange
import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Records
import Reference
import Register
import TestSupport

/// The program itself: the deliveries through the inbox, the answers from the outbox, and the register
/// that is left.
struct Keten {
  /// The folder of the project.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let loaded = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
  }

  /// The folder with the scenarios.
  static let scenarios = root.appending(path: "Tests/ScenarioTests/Scenarios")
  /// The columns of `personen.csv`.
  static let kolommen = Reference.Persoon.Kolom.allCases.map { "\($0)" }

  /// The Programma van Eisen, read once.
  static func pve() throws -> PvE { try loaded.get() }

  /// The layouts that the deliveries follow.
  static func layouts() throws -> Layouts {
    guard let layouts = try pve().layouts(versie: "1.1") else { throw Modelfout("there is no version 1.1") }
    return layouts
  }

  private let map: TemporaryFolder
  private let mappen: Mappen
  private let grondslag: Grondslag
  private let register: Register

  private init(_ wereld: Wereld) throws {
    map = try TemporaryFolder()
    mappen = Mappen(
      inbox: map.file("Inbox"), outbox: map.file("Outbox"), archive: map.file("Archive"), rejected: map.file("Rejected")
    )
    let naslag = map.file("reference")
    for folder in [naslag, mappen.inbox] { try Folders().make(folder) }
    let rijen = wereld.personen.map { rij in Self.kolommen.map { rij[$0] ?? "" }.joined(separator: ";") }
    let personen = ([Self.kolommen.joined(separator: ";")] + rijen).joined(separator: "\n") + "\n"
    for (naam, inhoud) in wereld.tabellen.merging(["personen": personen], uniquingKeysWith: { $1 }) {
      try map.put(inhoud, in: "reference/\(naam).csv")
    }
    // What was made smaller may have taken a person his numbers.
    if wereld.personen.contains(where: { ($0["bsn"] ?? $0["onderwijsnummer"] ?? "").isEmpty }) {
      throw Modelfout("a person without a number")
    }
    guard let bekend = try Personen(folder: naslag) else { throw Modelfout("there are no persons") }
    grondslag = Grondslag(
      pve: try Self.pve(), tables: try ReferenceTables(folder: naslag), personen: bekend, alleFouten: false,
      propSignalen: true)
    register = try Uitwisseling.openRegister(url: "sqlite:\(map.file("register.sqlite"))", pve: try Self.pve())
  }

  /// What comes of a sequence of deliveries.
  static func afloop(_ wereld: Wereld) throws -> Afloop {
    let keten = try Keten(wereld)
    var aantallen: [Leverancier: Int] = [:]
    var balie = Ketenbalie(register: keten.register, pve: try pve(), personen: keten.grondslag.personen)
    let stappen = try wereld.leveringen.map { levering in
      let datum = try datum(levering.datum)
      let handelingen = try levering.vooraf.flatMap { try balie.doe($0, op: datum) }
      if !levering.meldingen.isEmpty {
        aantallen[levering.leverancier, default: 0] += 1
        try keten.lever(levering, batchnummer: aantallen[levering.leverancier] ?? 0)
      }
      let terugkoppelingen = try keten.verwerk(op: datum)
      return Stap(
        handelingen: handelingen, terugkoppelingen: terugkoppelingen, onbeslist: try balie.onbeslist(op: datum))
    }
    let historie = Ketenhistorie(register: keten.register, map: keten.map)
    let dagen = Set(wereld.leveringen.map(\.datum)).sorted()
    return Afloop(
      stappen: stappen, register: try keten.stand(), geschiedenis: try historie.geschiedenis(),
      standen: try dagen.flatMap { dag in try historie.uitvoer(op: dag).map { "as of \(dag): \($0)" } }
        + historie.uitvoer(op: nil).map { "now: \($0)" })
  }

  static func datum(_ tekst: String) throws -> Datum {
    guard let datum = Datum(text: tekst) else { throw Modelfout("'\(tekst)' is no date") }
    return datum
  }

  private func lever(_ levering: Levering, batchnummer: Int) throws {
    let (naam, bytes) = try Regels.bestand(levering, batchnummer: Self.batch(batchnummer), try Self.layouts())
    try map.put(bytes, in: "Inbox/\(naam)")
  }

  private func verwerk(op datum: Datum) throws -> [[Blok]] {
    var uitkomsten: [Uitkomst] = []
    let storingen = try Uitwisseling(
      mappen: mappen, grondslag: grondslag, register: register, datum: datum, weigertGat: false,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ).run(progress: { _, _ in }, each: { uitkomsten.append($0) })
    if let storing = storingen.first { throw storing.fout }
    return try uitkomsten.map { uitkomst in
      if uitkomst.status != .aangenomen && uitkomst.status != .vervolg {
        let fouten = uitkomst.fouten.lijst.map { uitkomst.fouten.controle($0).code }
        throw Modelfout("\(uitkomst.naam) was not accepted: \(fouten)")
      }
      return try Antwoordlezer.blokken(GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 24))
    }
  }

  // MARK: The register

  private static let delen = [
    (321, "periode"), (322, "bpv"), (323, "diploma"), (326, "resultaat"), (327, "vak"), (328, "vaardigheid"),
    (331, "examen"), (332, "examenvak"),
  ]

  /// Everything registered, as `Model` has it.
  private func stand() throws -> [String] {
    let van = "coalesce(persoon.bsn, persoon.onderwijsnummer) AS wie, i.brin AS wiens, i.aanleverpunt AS punt"
    return try register.read { db in
      var regels = try Row.fetchAll(
        db, sql: "SELECT bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land FROM persoon"
      ).map { row in (["persoon"] + row.databaseValues.map { Self.tekst($0) }).joined(separator: " ") }
      for (soort, view) in [(320, "inschrijving_bo"), (325, "inschrijving_ed"), (330, "inschrijving_va")] {
        let rows = try Row.fetchAll(
          db, sql: "SELECT \(van), i.* FROM \(view) i JOIN persoon ON persoon.id = i.persoon_id")
        regels += rows.map { Self.regel($0, soort) }
      }
      for (soort, naam) in Self.delen {
        let rows = try Row.fetchAll(
          db,
          sql: """
            SELECT \(van), d.* FROM \(naam)_velden d JOIN inschrijving i ON i.id = d.inschrijving_id
            JOIN persoon ON persoon.id = i.persoon_id
            """)
        regels += rows.map { Self.regel($0, soort) }
      }
      let nummer = try Int.fetchOne(db, sql: "SELECT nummer FROM laatste_onderwijsnummer") ?? 0
      return (regels + ["laatste onderwijsnummer \(nummer)"]).sorted()
    }
  }

  private static func tekst(_ value: DatabaseValue) -> String { String.fromDatabaseValue(value) ?? "" }

  private static func regel(_ row: Row, _ soort: Int) -> String {
    let eigen: Set = ["wie", "wiens", "punt", "id", "persoon_id", "inschrijving_id", "brin", "aanleverpunt"]
    let waarden = row.map { ($0.0, tekst($0.1)) }
    let velden = Dictionary(waarden.filter { !eigen.contains($0.0) }, uniquingKeysWith: { $1 })
    let van = ["wie", "wiens", "punt"].compactMap { naam in waarden.first { $0.0 == naam }?.1 }
    return (van + [regel(Record(soort, velden))]).joined(separator: " ")
  }
}
