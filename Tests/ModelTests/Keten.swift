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

  /// A registered record, in one line.
  static func regel(_ record: Record) -> String {
    let velden = record.velden.filter { $0.key != "soortMutatie" }.map { "\($0)=\($1)" }
    return ([record.soort.description] + velden.sorted()).joined(separator: " ")
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
    let antwoorden = try wereld.leveringen.map { levering in
      aantallen[levering.leverancier, default: 0] += 1
      return try keten.verwerk(levering, batchnummer: aantallen[levering.leverancier] ?? 0)
    }
    return Afloop(antwoorden: antwoorden, register: try keten.stand())
  }

  private func verwerk(_ levering: Levering, batchnummer: Int) throws -> [Antwoord] {
    let nummer = String("\(batchnummer + 1000)".dropFirst())
    let (naam, bytes) = try Regels.bestand(levering, batchnummer: nummer, try Self.layouts())
    try map.put(bytes, in: "Inbox/\(naam)")
    guard let datum = Datum(text: levering.datum) else { throw Modelfout("'\(levering.datum)' is no date") }
    var uitkomsten: [Uitkomst] = []
    let storingen = try Uitwisseling(
      mappen: mappen, grondslag: grondslag, register: register, datum: datum, weigertGat: false,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ).run(progress: { _, _ in }, each: { uitkomsten.append($0) })
    if let storing = storingen.first { throw storing.fout }
    guard let uitkomst = uitkomsten.first, uitkomst.status == .aangenomen else {
      let fouten = uitkomsten.flatMap { uitkomst in uitkomst.fouten.lijst.map { uitkomst.fouten.controle($0).code } }
      throw Modelfout("\(naam) was not accepted: \(fouten)")
    }
    let antwoord = try GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 24)
    return try Self.antwoorden(antwoord, aantal: levering.meldingen.count)
  }

  /// The meldingen of a feedback file; one that is not in it is in behandeling.
  private static func antwoorden(_ bytes: [UInt8], aantal: Int) throws -> [Antwoord] {
    guard let sleutels = try layouts()[405], let signaal = try layouts()[499] else { throw Modelfout("no feedback") }
    var statussen = [String](repeating: "B", count: aantal)
    var signalen = [[String]](repeating: [], count: aantal)
    var index = -1
    for regel in bytes.split(separator: 0x0D).map({ $0.first == 0x0A ? $0.dropFirst() : $0 }) {
      let regel = Array(regel)
      func waarde(_ id: String, _ layout: Layout) -> String {
        layout.veld(id).map { Latin1.text(Latin1.trimmed(regel[$0.range])) } ?? ""
      }
      if regel.starts(with: Array("405".utf8)) {
        index = (Int(waarde("meldingnummer", sleutels)) ?? 0) - 1
        statussen[index] = waarde("statusMelding", sleutels)
      } else if regel.starts(with: Array("499".utf8)) {
        // A code of ours stands in the text, since the field has room for three digits.
        let isOnze = waarde("omschrijvingSignaal", signaal).hasPrefix("(X")
        let delen = ["recordsoortTerugkoppeling", "signaalcode", "ernst", "recordidentificatie"]
        var waarden = delen.map { waarde($0, signaal) }
        if isOnze { waarden[1] = "X" + waarden[1] }
        signalen[index].append(waarden.joined(separator: " "))
      }
    }
    return zip(statussen, signalen).map { Antwoord(status: $0, signalen: $1) }
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
