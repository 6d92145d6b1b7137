import Exchange
import FileSystem
import GRDB
import Generator
import Logging
import ProgrammaVanEisen
import Records
import Reference
import Register
import TestSupport
import XMLBatch

/// The whole exchange over a folder of its own, for deliveries that were made up.
struct Keten {
  /// A melding as it came back.
  struct Melding {
    var isGoed: Bool
    /// The record, the code as the catalogue has it, and whether it refuses.
    var signalen: [(record: Int, code: String, isAfkeuring: Bool)] = []
  }

  private let work: TemporaryFolder
  private let pve: PvE
  private let mappen: Mappen
  private let grondslag: Grondslag
  private let register: Register

  /// - Parameters:
  ///   - alleFouten: whether every afkeuring of a melding is told, not the first alone.
  ///   - werkers: how many threads work on a delivery.
  init(_ opdracht: Generator.Opdracht, alleFouten: Bool, werkers: Int = 1) throws {
    work = try TemporaryFolder()
    pve = try Proef.pve()
    mappen = Mappen(
      inbox: work.file("Inbox"), outbox: work.file("Outbox"), archive: work.file("Archive"),
      rejected: work.file("Rejected"))
    try Folders().make(mappen.inbox)
    try work.put(Proef.persons(opdracht), in: "personen.csv")
    try work.put(Proef.examens, in: "examens.csv")
    guard let personen = try Personen(folder: work.path) else { throw BronError(.usage, "no personen.csv") }
    grondslag = Grondslag(
      pve: pve, tables: try ReferenceTables(folder: work.path), personen: personen, alleFouten: alleFouten,
      propSignalen: true, werkers: werkers)
    register = try Uitwisseling.openRegister(url: "sqlite:\(work.file("register.sqlite"))", pve: pve)
  }

  /// Puts deliveries in the inbox, as XML where that is asked for.
  func lever(_ generator: Generator, alsXML: Bool = false) throws {
    for batch in generator.batches {
      if alsXML {
        let bytes = try Proef.bytes(generator, batch)
        _ = try Folders().write(to: "\(mappen.inbox)/\(batch.naam).xml") { write in
          try Omzetting.naarXML(pve, naam: batch.naam, open: { MemorySource(bytes) }, write: write)
        }
        continue
      }
      _ = try Folders().write(to: "\(mappen.inbox)/\(batch.naam)") { write in
        try generator.schrijf(batch, to: write)
      }
    }
  }

  /// Processes what lies in the inbox.
  func verwerk(_ datum: Datum) throws -> (uitkomsten: [Uitkomst], storingen: [Storing]) {
    let exchange = Uitwisseling(
      mappen: mappen, grondslag: grondslag, register: register, datum: datum, weigertGat: true,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    var uitkomsten: [Uitkomst] = []
    let storingen = try exchange.run(progress: { _, _ in }) { uitkomsten.append($0) }
    return (uitkomsten, storingen)
  }

  /// The feedback in the fixed format, whatever it was written in.
  func vasteTerugkoppeling(_ uitkomst: Uitkomst) throws -> [UInt8] {
    let bytes = try GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 24)
    if !uitkomst.antwoorden[0].hasSuffix(".xml.gz") { return bytes }
    var vast: [UInt8] = []
    let faults = try Omzetting.naarVast(pve, MemorySource(bytes)) { vast += $0 }
    if let fault = faults.first { throw fault }
    return vast
  }

  /// What the register knows: all its tables, but for those of the files themselves.
  func inhoud() throws -> [String] {
    try register.read { db in
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
      return try names.filter { !["aanlevering", "antwoord", "vervolgdeel"].contains($0) }.flatMap { name in
        try Row.fetchAll(db, sql: "SELECT * FROM \(name)").map { "\(name): \($0.databaseValues)" }.sorted()
      }
    }
  }

  /// The meldingen of a feedback file, by their number.
  func terugkoppeling(_ uitkomst: Uitkomst, versie: String) throws -> [Int: Melding] {
    guard let layouts = pve.layouts(versie: versie), let melding = layouts[405], let signaal = layouts[499] else {
      throw BronError(.specs, "no layouts of feedback")
    }
    let bytes = try GzipSource(FileSource(uitkomst.antwoorden[0])).readAll(limit: 1 << 24)
    var meldingen: [Int: Melding] = [:]
    for line in bytes.split(separator: 0x0A) {
      func value(_ id: String, _ layout: Layout) -> String {
        layout.veld(id).map { veld in Latin1.text(Latin1.trimmed(line.dropFirst(veld.offset).prefix(veld.lengte))) }
          ?? ""
      }
      if line.starts(with: "405".utf8), let nummer = Int(value("meldingnummer", melding)) {
        meldingen[nummer] = Melding(isGoed: value("statusMelding", melding) == "G")
      }
      if line.starts(with: "499".utf8), let nummer = Int(value("meldingnummer", signaal)) {
        // A code of ours stands without its X; the text begins with it.
        let isOurs = value("omschrijvingSignaal", signaal).hasPrefix("(X")
        meldingen[nummer]?.signalen.append(
          (
            (Int(value("recordsoortTerugkoppeling", signaal)) ?? 0) - 100,
            (isOurs ? "X" : "") + value("signaalcode", signaal), value("ernst", signaal) == "A"
          ))
      }
    }
    return meldingen
  }
}
