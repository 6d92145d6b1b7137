import ArgumentParser
import Exchange
import FileSystem
import Logging
import ProgrammaVanEisen
import Reference

/// Where the files of the exchange are.
struct FolderOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder where deliveries arrive.", valueName: "folder"))
  var inbox = "Inbox"
  @Option(help: ArgumentHelp("Folder for the answers.", valueName: "folder"))
  var outbox = "Outbox"
  @Option(help: ArgumentHelp("Folder for accepted deliveries. Default: Archive beside the inbox.", valueName: "folder"))
  var archive: String?
  @Option(help: ArgumentHelp("Folder for refused deliveries. Default: Rejected beside the inbox.", valueName: "folder"))
  var rejected: String?

  var mappen: Mappen {
    let beside = Folders.parent(of: inbox.hasSuffix("/") ? String(inbox.dropLast()) : inbox)
    return Mappen(
      inbox: inbox, outbox: outbox, archive: archive ?? Folders.join(beside, "Archive"),
      rejected: rejected ?? Folders.join(beside, "Rejected"))
  }
}

/// What `run` and `watch` have in common.
struct ExchangeOptions: ParsableArguments {
  @OptionGroup var folders: FolderOptions
  @Option(
    help: ArgumentHelp(
      "Folder with personen.csv and the other reference tables. Default: reference in the folder of --specs.",
      valueName: "folder"))
  var reference: String?
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions
  @OptionGroup var date: DateOption
  @OptionGroup var limits: LimitOptions
  @Flag(help: "Report every fault of a melding; the register itself reports one afkeuring, the first.")
  var allFaults = false
  @Flag(help: "Report the signalen that the register is not known to give (class PROP) as well.")
  var propSignals = false
  @Flag(help: "Refuse a delivery whose batch number leaves a gap, instead of telling so in the receipt.")
  var refuseGaps = false
  @OptionGroup var workers: WorkersOption
  @Option(
    help: ArgumentHelp(
      "Take a file only once it kept its size and time for so long. Default: do not wait for that.",
      valueName: "seconds"))
  var settle: Double = 0
  @Flag(help: "Take a file only once NAME.done lies beside it, and remove that with it.")
  var doneFiles = false
  @Flag(help: "Print nothing but errors, and the warnings of a dry run.")
  var quiet = false
  @Option(
    help: ArgumentHelp(
      "How log lines are written on the error stream: text, or json, one object a line.", valueName: "text|json"))
  var logFormat = Logvorm.text
  @Option(
    help: ArgumentHelp(
      """
      What is logged: debug, info (each delivery and what becomes of it), notice, warning or error. Default: notice, \
      or with --quiet error.
      """, valueName: "level"))
  var logLevel: Logger.Level?
  @Option(
    help: ArgumentHelp(
      """
      Count deliveries, meldingen, codes, seconds and the queue in this file, for Prometheus to read. Default: do not.
      """, valueName: "file"))
  var metrics: String?

  func validate() throws {
    guard (0...86_400).contains(settle) else {
      throw ValidationError("--settle takes a number of seconds from 0 to 86400.")
    }
  }

  var inbox: String { folders.inbox }
  var outbox: String { folders.outbox }
  var mappen: Mappen { folders.mappen }

  /// The folder with the reference tables.
  var referenceFolder: String { reference ?? Folders.join(specs.specs, "reference") }

  /// When a file is whole.
  ///
  /// - Parameter stilte: how long one of which the kernel says nothing must have kept its size and time.
  func inname(stilte: Duration = .zero) -> Inname {
    Inname(rust: .seconds(settle), stilte: stilte, metMerk: doneFiles)
  }

  /// Reads `Specs/` and the tables, and says which checks are off because theirs is not there.
  func grondslag(_ logger: Logger) throws -> Grondslag {
    let pve = try specs.load()
    let folder = referenceFolder
    let tables = try ReferenceTables(folder: folder)
    let personen = try Personen.required(in: folder)
    Self.tellAbsent(tables, logger)
    Self.tellNoIndex(personen, logger)
    return Grondslag(
      pve: pve, tables: tables, personen: personen, alleFouten: allFaults, propSignalen: propSignals,
      limits: limits.limits, werkers: workers.count)
  }

  var logger: Logger {
    let vorm = logFormat
    var logger = Logger(label: "bronbatch") { label -> any LogHandler in
      vorm == .json ? JSONLog(schrijf: Terminal.error) : StreamLogHandler.standardError(label: label)
    }
    logger.logLevel = logLevel ?? (quiet ? .error : .notice)
    return logger
  }

  /// Where is counted what is done; nil where that was not asked for.
  func meetwaarden(_ logger: Logger) throws -> Meetwaarden? {
    try metrics.map { try Meetwaarden($0, mappen, logger) }
  }

  private static func tellAbsent(_ tables: ReferenceTables, _ logger: Logger) {
    var absent = Tabel.allCases.filter { !tables.present.contains($0) && $0 != .leerbedrijven }.map(\.rawValue)
    if tables.aanleverpunten == nil { absent.append("aanleverpunten") }
    if tables.schooljaren == nil { absent.append("schooljaren") }
    if absent.isEmpty { return }
    logger.notice(
      "checks that need these tables are off", metadata: ["missing": "\(absent.sorted().joined(separator: " "))"])
  }

  /// Says once that the persons cost a longer start and memory, and why.
  private static func tellNoIndex(_ personen: Personen, _ logger: Logger) {
    guard let reason = personen.geenIndex else { return }
    logger.warning(
      "the index of personen.csv could not be written, so all persons are in memory", metadata: ["reason": "\(reason)"])
  }
}

extension Logvorm: ExpressibleByArgument {}

extension Logger.Level: @retroactive ExpressibleByArgument {}
