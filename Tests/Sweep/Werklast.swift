import CSweep
import Exchange
import FileSystem
import Foundation
import GRDB
import Logging
import ProgrammaVanEisen
import Reference
import Register

/// The work that is disturbed: deliveries of the samples, as three commands process them.
///
/// First there are three deliveries: one plain, one packed with good and bad meldingen and one of a person
/// of whom the BRP has two, and one with wrong counts, which is refused. Then somebody decides who the
/// person is. Then the refused one comes again, mended and with changes to what the first one brought,
/// and takes the melding that waited along.
struct Werklast {
  private static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Samples/bo")
  /// The folder `Specs` of the project.
  static let specs = samples.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs").path

  private let pve: PvE
  /// By path below the folder of a try, what lies there before the work begins.
  private let files: [(path: String, bytes: [UInt8])]

  /// Reads all that stays the same, once: nothing here opens a database or starts a thread, so that
  /// the process can be copied as often as there are calls.
  init() throws {
    pve = try PvE(specs: Self.specs, functies: Grondslag.functies)
    let persons = try Self.text("personen.csv")
    // Another one of the same name, birth date and sex, for the melding that is searched by name.
    let lines = persons.split(whereSeparator: \.isNewline)
    guard let one = lines.first(where: { $0.hasPrefix("210000703;") }) else {
      throw BronError(.reference, "the samples do not have the person who gets a double")
    }
    let third = try Self.text("01AA003A.B01")
    files = [
      ("Reference/personen.csv", Array((persons + "210000715;" + one.dropFirst("210000703;".count) + "\n").utf8)),
      ("Inbox/01AA001A.B01", Array(try Self.text("01AA001A.B01").utf8)),
      ("Inbox/01AA002A.B01.gz", try gzipMember(Array(try Self.text("01AA002A.B01").utf8))),
      ("Inbox/01AA/01AA003A.B01", Array(third.utf8.dropLast(60))),
      ("Later/01AA003A.B01", Array(Self.mended(third).utf8)),
    ]
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: samples.appending(path: name), encoding: .isoLatin1)
  }

  /// The third delivery with two meldingen more: an inschrijving of the first one ends, and one goes.
  private static func mended(_ text: String) -> String {
    let more = [
      "3050000031001           210000004         19910501M9722TB    ",
      "320000003A1  10342BBLVT200808012011010120090531" + "06 N         ",
      "3050000041009           210000107         19910509M9722TB    ",
      "320000004V1  10342BBLVT2008080120110101        06 N         ",
    ]
    let lines = text.split(separator: "\r\n").filter { $0 != "\u{1C}" }.map(String.init)
    // The counts end eight positions before the end of the header: meldingen, records, two letters.
    let head = lines[0].dropLast(14) + "000004" + "000011" + lines[0].suffix(2)
    return ([String(head)] + lines.dropFirst() + more).map { $0 + "\r\n" }.joined() + "\u{1C}"
  }

  // MARK: Doing

  /// Puts the deliveries into the folder of a try.
  func prepare(_ folder: String) throws {
    for (path, bytes) in files {
      let path = Folders.join(folder, path)
      try FileManager.default.createDirectory(atPath: Folders.parent(of: path), withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: path))
    }
  }

  /// The steps of the work.
  static let steps = ["run", "decide", "run"]

  /// Does the work through counted calls: the exit code of the step that could not finish, or 0. Each step
  /// opens the register and closes it, as the command does that it stands for.
  ///
  /// - Parameters:
  ///   - first: the step to begin with, which may have been done in part.
  ///   - busyTimeout: how long a database that is in use is waited for, in seconds.
  func perform(in folder: String, from first: Int, busyTimeout: Double) throws -> Int32 {
    csweep_use_vfs()
    for (number, step) in [deliver, decide, deliverAgain].enumerated().dropFirst(first) {
      csweep_shared().pointee.phase = Int32(number)
      let code = try step(folder, busyTimeout)
      if code != 0 { return code }
    }
    return 0
  }

  /// The tables are read again by every command, as the program does.
  private func grondslag(_ folder: String) throws -> Grondslag {
    let reference = Folders.join(folder, "Reference")
    let folders = Folders(system: .counted)
    let tables = try ReferenceTables(folder: reference, folders: folders)
    guard let personen = try Personen(folder: reference, folders: folders) else {
      throw BronError(.reference, "personen.csv is missing", at: .init(reference))
    }
    // One worker, as by itself: with more of them the calls do not come in the same order every time.
    return Grondslag(pve: pve, tables: tables, personen: personen, alleFouten: false, propSignalen: false, werkers: 1)
  }

  private func deliver(_ folder: String, _ busyTimeout: Double) throws -> Int32 {
    try run(folder, "2009-06-18", busyTimeout)
  }

  private func decide(_ folder: String, _ busyTimeout: Double) throws -> Int32 {
    let personen = try grondslag(folder).personen
    let register = try open(folder, busyTimeout)
    if try Beslisbalie.stand(register).teBeslissen == 0 { return 0 }
    _ = try Beslisbalie(register: register, pve: pve, personen: personen, datum: try day("2009-06-18"))
      .beslis([.init(zaak: 1, keuze: .kandidaat(2))], bewaar: true)
    return 0
  }

  private func deliverAgain(_ folder: String, _ busyTimeout: Double) throws -> Int32 {
    // Whoever sends it renames it into place; it may have come before what ended the process.
    rename(Folders.join(folder, "Later/01AA003A.B01"), Folders.join(folder, "Inbox/01AA003A.B01"))
    return try run(folder, "2009-06-19", busyTimeout)
  }

  private func open(_ folder: String, _ busyTimeout: Double) throws -> Register {
    try Uitwisseling.openRegister(
      url: "sqlite:\(folder)/register.sqlite", pve: pve, folders: Folders(system: .counted), busyTimeout: busyTimeout)
  }

  private func day(_ text: String) throws -> Datum {
    guard let datum = Datum(text: text) else { throw BronError(.usage, "\(text) is no date") }
    return datum
  }

  private func run(_ folder: String, _ datum: String, _ busyTimeout: Double) throws -> Int32 {
    let dag = try day(datum)
    let storingen = try Uitwisseling(
      mappen: Self.mappen(folder), grondslag: try grondslag(folder), register: try open(folder, busyTimeout),
      datum: dag, weigertGat: false, folders: Folders(system: .counted),
      logger: Logger(label: "sweep") { _ in SwiftLogNoOpLogHandler() }
    ).run(progress: { _, _ in }, each: { _ in })
    for storing in storingen where !(storing.fout is BronError) { throw storing.fout }
    return storingen.isEmpty ? 0 : 3
  }

  /// The folders of an exchange, all in one.
  static func mappen(_ folder: String) -> Mappen {
    Mappen(
      inbox: Folders.join(folder, "Inbox"), outbox: Folders.join(folder, "Outbox"),
      archive: Folders.join(folder, "Archive"), rejected: Folders.join(folder, "Rejected"))
  }

  // MARK: Looking

  /// What the work left: a line for every file and folder, and one for every row of the register.
  func outcome(in folder: String) throws -> [String] {
    let files = try Self.files(in: folder).map { "\($0.path) \($0.mode) \($0.sha256)" }
    let register = try open(folder, 60)
    let wrong = try register.verify(pve: pve)
    return files + (try register.read(Self.rows)) + wrong
  }

  /// A file or folder.
  struct File: Hashable {
    let path: String
    let mode: String
    /// Empty for a folder, and where it was not asked for.
    let sha256: String
    let isFile: Bool
  }

  /// All that lies in folders of an exchange.
  static func files(
    in folder: String, folders: [String] = ["Inbox", "Outbox", "Archive", "Rejected"], digested: Bool = true
  ) throws -> [File] {
    try folders.flatMap { name -> [File] in
      let root = Folders.join(folder, name)
      if !FileManager.default.fileExists(atPath: root) { return [] }
      return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().map { path in
        let full = Folders.join(root, path)
        var status = stat()
        lstat(full, &status)
        let isFile = status.st_mode & S_IFMT == S_IFREG
        var digest = Digest()
        if isFile && digested { try Folders().bytes(of: full).withUnsafeBytes { digest.update($0) } }
        return File(
          path: Folders.join(name, path), mode: String(status.st_mode & 0o7777, radix: 8),
          sha256: isFile && digested ? digest.finalize() : "", isFile: isFile)
      }
    }
  }

  /// Every row of every table, and how the tables and views were made.
  private static func rows(_ db: Database) throws -> [String] {
    let schema = try String.fetchAll(
      db, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
    let tables = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    return try schema
      + tables.flatMap { table in
        let columns = try String.fetchAll(
          db, sql: "SELECT 'quote(' || name || ')' FROM pragma_table_info(?)", arguments: [table])
        return try String.fetchAll(db, sql: "SELECT \(columns.joined(separator: " || '|' || ")) FROM \(table)").sorted()
          .map { "\(table): \($0)" }
      }
  }
}
