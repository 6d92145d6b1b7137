import Exchange
import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Reference
import Register
import Testing

/// A place to try the exchange in: folders of its own, a register and persons.
final class Exchangebench: Sendable {
  /// The folder of the project.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Which checks a bench has.
  enum Controles {
    case all
    /// Those on the file and on 305: enough where only files matter, and much quicker in a debug build.
    case bestand
  }

  private static let loaded = Result {
    try PvE(specs: root.appending(path: "Specs").path, functies: Grondslag.functies)
  }

  private static let loadedBestand = Result {
    try withFolder { folder in
      for path in [
        "layouts", "versies.yaml", "waardelijsten.yaml", "uitleg.yaml", "xml.yaml", "controles/bestand.yaml",
        "controles/305.yaml",
      ] {
        let target = folder.appending(path: path)
        try Folders().make(target.deletingLastPathComponent().path)
        try FileManager.default.copyItem(at: root.appending(path: "Specs/\(path)"), to: target)
      }
      return try PvE(specs: folder.path, functies: Grondslag.functies)
    }
  }

  /// The Programma van Eisen, read once for all tests.
  static func pve(_ controles: Controles = .all) throws -> PvE {
    try controles == .all ? loaded.get() : loadedBestand.get()
  }

  /// The path of something among the samples.
  static func sample(_ path: String) -> String { root.appending(path: "Tests/Samples/\(path)").path }

  let work: URL
  let mappen: Mappen
  let register: Register
  let grondslag: Grondslag
  private let controles: Controles
  /// The processing date of a run that names none.
  private let datum: Datum

  /// - Parameters:
  ///   - work: its folder.
  ///   - reference: the folder with the reference tables.
  ///   - existing: a register to begin with.
  ///   - werkers: how many threads work on a delivery.
  init(
    _ work: URL, reference: String = sample("bo"), controles: Controles = .all, register existing: URL? = nil,
    werkers: Int = 1
  ) throws {
    self.work = work
    mappen = Mappen(
      inbox: work.appending(path: "Inbox").path, outbox: work.appending(path: "Outbox").path,
      archive: work.appending(path: "Archive").path, rejected: work.appending(path: "Rejected").path)
    try Folders().make(mappen.inbox)
    let database = work.appending(path: "register.sqlite")
    if let existing { try FileManager.default.copyItem(at: existing, to: database) }
    self.controles = controles
    let pve = try Self.pve(controles)
    register = try Uitwisseling.openRegister(url: "sqlite:\(database.path)", pve: pve)
    let personen = try #require(try Personen(folder: reference))
    grondslag = Grondslag(
      pve: pve, tables: try ReferenceTables(folder: reference), personen: personen, alleFouten: false,
      propSignalen: false, werkers: werkers)
    datum = try #require(Datum(text: "2009-06-15"))
  }

  /// Gives `body` a bench, checks every receipt that it left against the schema, and takes it away.
  static func with<Result>(
    reference: String = sample("bo"), controles: Controles = .all, werkers: Int = 1,
    _ body: (Exchangebench) throws -> Result
  ) throws -> Result {
    try withFolder { folder in
      let bench = try Exchangebench(folder, reference: reference, controles: controles, werkers: werkers)
      let result = try body(bench)
      try bench.validateReceipts()
      return result
    }
  }

  /// Gives `body` an empty folder, and takes it away.
  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let result = Swift.Result { try body(folder) }
    try FileManager.default.removeItem(at: folder)
    return try result.get()
  }

  // MARK: Doing

  /// Puts a file into the inbox.
  func deliver(_ bytes: [UInt8], as naam: String, map: String = "") throws {
    let folder = map.isEmpty ? mappen.inbox : Folders.join(mappen.inbox, map)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: Folders.join(folder, naam)))
  }

  /// Puts a delivery into the inbox, under its own name unless another is given.
  func deliver(_ delivery: Delivery, as naam: String? = nil, map: String = "") throws {
    try deliver(delivery.bytes, as: naam ?? delivery.naam, map: map)
  }

  /// Processes the inbox; what could not be finished is a fault of the test.
  @discardableResult
  func run(_ datum: String? = nil, weigertGat: Bool = false, logger: Logger = quiet) throws -> [Uitkomst] {
    var uitkomsten: [Uitkomst] = []
    let storingen = try run(datum, weigertGat: weigertGat, folders: Folders(), logger: logger) { uitkomsten.append($0) }
    #expect(storingen.isEmpty, "\(storingen.map(\.fout))")
    return uitkomsten
  }

  /// Processes the inbox through `folders`, and gives what could not be finished.
  func run(
    _ datum: String? = nil, weigertGat: Bool = false, folders: Folders, logger: Logger = quiet,
    each: (Uitkomst) -> Void = { _ in }
  ) throws -> [Storing] {
    try exchange(datum, weigertGat: weigertGat, folders: folders, logger: logger).run(
      progress: { _, _ in }, each: each)
  }

  /// The exchange of the bench.
  func exchange(
    _ datum: String? = nil, mappen: Mappen? = nil, weigertGat: Bool = false, folders: Folders = Folders(),
    logger: Logger = quiet
  ) throws -> Uitwisseling {
    let day = try datum.map { try #require(Datum(text: $0)) } ?? self.datum
    return Uitwisseling(
      mappen: mappen ?? self.mappen, grondslag: grondslag, register: register, datum: day, weigertGat: weigertGat,
      folders: folders, logger: logger)
  }

  /// A logger that says nothing.
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

  // MARK: Looking

  /// The paths of the files below a folder of the bench, sorted; `Inbox` with what is in work.
  func files(_ folder: String) throws -> [String] {
    try Self.files(below: work.appending(path: folder))
  }

  /// The paths of the files below a folder, sorted.
  static func files(below folder: URL) throws -> [String] {
    if !FileManager.default.fileExists(atPath: folder.path) { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: folder.appending(path: $0).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// The bytes of a file of the bench.
  func bytes(_ path: String) throws -> [UInt8] {
    try Folders().bytes(of: work.appending(path: path).path)
  }

  /// The unpacked bytes of a file of the bench.
  func unpacked(_ path: String) throws -> [UInt8] {
    try GzipSource(FileSource(work.appending(path: path).path)).readAll(limit: 1 << 24)
  }

  /// The lines of a feedback in the outbox.
  func feedback(_ naam: String) throws -> [String] {
    let text = String(decoding: try unpacked("Outbox/\(naam).gz"), as: UTF8.self)
    #expect(text.hasSuffix("\r\n\u{1C}"))
    return text.dropLast().split(separator: "\r\n").map(String.init)
  }

  /// The receipt of a delivery, by the name of the delivery.
  func receipt(_ naam: String, in folder: String = "Outbox") throws -> Receipt {
    Receipt(String(decoding: try unpacked("\(folder)/\(naam).ontvangst.xml.gz"), as: UTF8.self))
  }

  /// Whether the register knows nobody.
  func isEmptyRegister() throws -> Bool {
    let inhoud = try register.inhoud()
    return inhoud.personen == 0 && inhoud.aantallen.allSatisfy { $0.aantal == 0 }
  }

  /// Every row of every table, with the name of its table.
  func tables() throws -> [String] {
    try register.read { db in
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
      return try names.flatMap { name in
        try Row.fetchAll(db, sql: "SELECT * FROM \(name)").map { row in
          "\(name): " + row.databaseValues.map(Self.text).joined(separator: "|")
        }.sorted()
      }
    }
  }

  private static func text(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .blob(let data): data.map { String($0, radix: 16) }.joined(separator: " ")
    default: value.description
    }
  }

  // MARK: The schema

  /// Demands that every receipt in the outbox and among the refused is valid.
  func validateReceipts() throws {
    let folder = work.appending(path: "receipts")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var documents: [String] = []
    for place in ["Outbox", "Rejected"] {
      for path in try files(place) where path.hasSuffix(".ontvangst.xml.gz") {
        let document = folder.appending(path: "\(documents.count).xml")
        try Data(try unpacked("\(place)/\(path)")).write(to: document)
        documents.append(document.path)
      }
    }
    if documents.isEmpty { return }
    let schema = Self.root.appending(path: "Specs/ontvangstbevestiging.xsd").path
    let result = try Command.run("/usr/bin/env", ["xmllint", "--noout", "--schema", schema] + documents)
    if result.code == 127 {
      Issue.record("xmllint is missing, so receipts cannot be checked: install libxml2-utils, or run make packages")
    } else {
      #expect(result.code == 0, "\(result.errors)")
    }
  }
}

extension Exchangebench {
  /// Where cases are decided.
  func balie(_ datum: String = "2009-06-20") throws -> Beslisbalie {
    Beslisbalie(
      register: register, pve: try Self.pve(controles), personen: grondslag.personen,
      datum: try #require(Datum(text: datum)))
  }

  /// Decides cases; says what that leads to.
  @discardableResult
  func beslis(_ besluiten: [(Int64, Beslisbalie.Keuze)]) throws -> [String] {
    try balie().beslis(besluiten.map { .init(zaak: $0, keuze: $1) }, bewaar: true).map {
      "zaak \($0.zaak): \($0.meldingen) meldingen, wacht op \($0.wachtOp)"
    }
  }

  /// What is wrong with decisions.
  func fouten(_ besluiten: [(Int64, Beslisbalie.Keuze)]) throws -> [String] {
    do {
      try beslis(besluiten)
      return []
    } catch let fouten as Beslisbalie.Fouten {
      return fouten.fouten.map(\.tekst)
    }
  }
}
