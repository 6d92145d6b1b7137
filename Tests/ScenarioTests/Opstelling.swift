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
import XMLBatch

/// Processes twins in surroundings that they have in common, one after the other, each against a register
/// that has only what the twin says. Everything is reported: an afkeuring does not hide the next one.
final class Opstelling {
  private let folder: TemporaryFolder
  private let pve: PvE
  private let standaard: Standaard
  private let personen: [String: [String: String]]
  private let grondslag: Grondslag
  private let mappen: Mappen
  private let url: String
  /// Made when it is needed: making it takes longer than asking it.
  private lazy var register = Result { try Uitwisseling.openRegister(url: url, pve: pve) }
  /// Of the register and the journal, those that point to others first.
  private lazy var tabellen = Result {
    try register.get().read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%' ORDER BY rowid DESC
          """)
    }
  }
  private var uitwisselingen: [String: Uitwisseling] = [:]

  init(_ omgeving: Omgeving, pve: PvE, standaard: Standaard) throws {
    folder = try TemporaryFolder()
    self.pve = pve
    self.standaard = standaard
    let anders = omgeving.personen.sorted { $0.key < $1.key }.map { (sleutel: $0.key, kolommen: $0.value) }
    let csv: String
    (csv, personen) = standaard.personen(anders)
    let naslag = folder.file("reference")
    try Folders().make(naslag)
    for case (let naam, let inhoud?) in omgeving.tabellen.merging(["personen": csv], uniquingKeysWith: { $1 }) {
      try inhoud.write(toFile: "\(naslag)/\(naam).csv", atomically: false, encoding: .utf8)
    }
    guard let bekend = try Personen(folder: naslag) else { throw Scenariofout("there are no persons") }
    grondslag = Grondslag(
      pve: pve, tables: try ReferenceTables(folder: naslag), personen: bekend, alleFouten: true,
      propSignalen: omgeving.propSignalen)
    mappen = Mappen(
      inbox: folder.file("Inbox"), outbox: folder.file("Outbox"), archive: folder.file("Archive"),
      rejected: folder.file("Rejected"))
    url = "sqlite:\(folder.file("register.sqlite"))"
  }

  /// The reference tables.
  var tables: ReferenceTables { grondslag.tables }

  /// The file that a twin is.
  func bestand(_ tweeling: Tweeling) throws -> Aanleverbestand {
    try Aanleverbestand(tweeling, pve: pve, standaard: standaard, personen: personen)
  }

  /// What comes of a twin.
  func uitslag(_ tweeling: Tweeling) throws -> Uitslag {
    try begin()
    if let eerder = tweeling.eerder {
      let bestand = try Aanleverbestand(eerder, tweeling, pve: pve, standaard: standaard, personen: personen)
      let (uitkomst, terug) = try verwerk(bestand, map: "", datum: eerder.datum, kop: eerder.kop)
      let found = terug?.meldingen.map(\.status) ?? []
      // In behandeling is not in the feedback.
      let expected = eerder.meldingen.map(\.status).filter { $0 != "B" }
      if uitkomst.status != .aangenomen || found != expected {
        throw Scenariofout("\(tweeling.place): what was delivered before is \(uitkomst.status) \(found)")
      }
    }
    let aanlevering = tweeling.aanlevering
    let (uitkomst, terug) = try verwerk(
      bestand(tweeling), map: tweeling.map, datum: aanlevering.datum, kop: aanlevering.kop)
    var uitslag = Uitslag(status: "B", signalen: [])
    for fout in uitkomst.fouten.lijst {
      let controle = uitkomst.fouten.controle(fout)
      let regel = fout.regel.map { "\($0)" } ?? "-"
      uitslag.meld("300 \(controle.code) \(controle.ernst.rawValue) \(regel)", controle.tekst)
    }
    if uitkomst.status == .geweigerd { uitslag.status = "geweigerd" }
    if uitkomst.status == .herhaald { uitslag.status = "herhaald" }
    for melding in terug?.meldingen ?? []
    where uitkomst.status == .aangenomen && melding.nummer == aanlevering.meldingen.count {
      uitslag.status = melding.status
      for (signaal, tekst) in zip(melding.signalen, melding.teksten) { uitslag.meld(signaal, tekst) }
    }
    uitslag.signalen.sort()
    return uitslag
  }

  private func begin() throws {
    for map in [mappen.inbox, mappen.outbox, mappen.archive, mappen.rejected]
    where FileManager.default.fileExists(atPath: map) {
      try FileManager.default.removeItem(atPath: map)
    }
    let tabellen = try tabellen.get()
    try register.get().write { db in
      for tabel in tabellen { try db.cachedStatement(sql: "DELETE FROM \(tabel)").execute() }
    }
  }

  private func verwerk(
    _ bestand: Aanleverbestand, map: String, datum: String, kop: [String: String]
  ) throws -> (Uitkomst, Terugkoppeling?) {
    let inbox = map.isEmpty ? mappen.inbox : "\(mappen.inbox)/\(map)"
    try Folders().make(inbox)
    try Data(bestand.bytes).write(to: URL(filePath: inbox).appending(path: bestand.naam))
    var uitkomsten: [Uitkomst] = []
    let storingen = try uitwisseling(datum).run(progress: { _, _ in }, each: { uitkomsten.append($0) })
    if let storing = storingen.first { throw storing.fout }
    guard let uitkomst = uitkomsten.first, uitkomsten.count == 1 else {
      throw Scenariofout("\(uitkomsten.count) deliveries were answered")
    }
    if uitkomst.status == .geweigerd { return (uitkomst, nil) }
    var antwoord = try GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 20)
    if uitkomst.antwoorden[0].hasSuffix(".xml.gz") {
      let xml = antwoord
      antwoord = []
      let faults = try Omzetting.naarVast(pve, MemorySource(xml)) { antwoord += $0 }
      if let fault = faults.first { throw fault }
    }
    return (uitkomst, try Terugkoppeling(antwoord, Aanleverbestand.layouts(kop, pve)))
  }

  /// One for each date: it keeps what it compiled.
  private func uitwisseling(_ datum: String) throws -> Uitwisseling {
    if let known = uitwisselingen[datum] { return known }
    guard let dag = Datum(text: datum) else { throw Scenariofout("'\(datum)' is no date") }
    let made = try Uitwisseling(
      mappen: mappen, grondslag: grondslag, register: register.get(), datum: dag, weigertGat: false,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    uitwisselingen[datum] = made
    return made
  }
}

extension Aanleverbestand {
  /// The layouts of the version that a header names; of 1.1 where it names none that is known.
  static func layouts(_ kop: [String: String], _ pve: PvE) throws -> Layouts {
    guard let layouts = pve.layouts(versie: kop["versieProgrammaVanEisen"] ?? "1.1") ?? pve.layouts(versie: "1.1")
    else { throw Scenariofout("there is no version 1.1") }
    return layouts
  }

  init(
    _ aanlevering: Scenarioaanlevering, _ tweeling: Tweeling, pve: PvE, standaard: Standaard,
    personen: [String: [String: String]]
  ) throws {
    try self.init(
      aanlevering, sectordeel: tweeling.sectordeel, layouts: Self.layouts(aanlevering.kop, pve), standaard: standaard,
      personen: personen)
  }

  /// The file of a twin, with what is done to its name and its bytes.
  init(_ tweeling: Tweeling, pve: PvE, standaard: Standaard, personen: [String: [String: String]]) throws {
    let bestand = try Aanleverbestand(
      tweeling.aanlevering, tweeling, pve: pve, standaard: standaard, personen: personen)
    var bytes = bestand.bytes
    for bewerking in tweeling.bewerkingen {
      switch bewerking {
      case .vervang(let van, let door):
        guard let oud = Latin1.bytes(van), let nieuw = Latin1.bytes(door), let range = bytes.firstRange(of: oud) else {
          throw Scenariofout("\(tweeling.place): '\(van)' is not in the file")
        }
        bytes.replaceSubrange(range, with: nieuw)
      case .achteraan(let tekst): bytes += Latin1.bytes(tekst) ?? []
      case .kort(let aantal): bytes.removeLast(min(aantal, bytes.count))
      case .gzip: bytes = try gzipMember(bytes)
      case .xml:
        let vast = bytes
        bytes = []
        try Omzetting.naarXML(pve, naam: bestand.naam, open: { MemorySource(vast) }) { bytes += $0 }
      }
    }
    self.init(naam: tweeling.naam ?? bestand.naam, bytes: bytes)
  }
}
