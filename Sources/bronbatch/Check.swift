import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Reference

/// `bronbatch check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check deliveries before they are sent: every fault that shows without the register.",
    discussion: """
      For a school. Reads plain and packed files, changes nothing, and prints a report for each: the \
      faults by kind, those that most records have first, each kind with what it means and what to do \
      about it, and where they are: the line, the position in it, the byte in the (unpacked) file, the \
      melding and the value. Values that tell who somebody is are left out.

      With --format json each file gives one JSON object on a line of its own.

      Ends with 0 where nothing would be rejected, 1 where a melding or a whole file would be, 2 on \
      wrong use, 3 where a file could not be read.

      Example: bronbatch check --reference tabellen 99ZZ001A.B01
      """)

  /// How a report is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: ArgumentHelp("The deliveries, under the names that they will be sent by.", valueName: "file"))
  var files: [String]
  @Option(help: "A report for people, or for machines.")
  var format = Format.text
  @Option(help: ArgumentHelp("How many faults of each kind are listed; all are counted.", valueName: "number"))
  var limit = 20
  @Option(
    help: ArgumentHelp(
      "Folder with reference tables. Default: none; checks that need a table are not made then.", valueName: "folder"))
  var reference: String?
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var date: DateOption
  @OptionGroup var limits: LimitOptions
  @Flag(help: "Report every fault of a melding. This is what check always does.")
  var allFaults = false
  @Flag(help: "Report the signalen that the register is not known to give (class PROP) as well.")
  var propSignals = false
  @Flag(help: "Print values that tell who somebody is too: numbers, names, birth dates, addresses.")
  var showPersonalData = false
  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if limit < 0 { throw ValidationError("'--limit \(limit)' cannot be; give 0 or more.") }
    _ = try date.datum()
  }

  func run() throws {
    let pve = try specs.load()
    let voorcontrole = Voorcontrole(
      pve: pve, tables: try tables(), datum: try date.datum(), propSignalen: propSignals, meeste: limit,
      toontPersoonsgegevens: showPersonalData, limits: limits.limits)
    let line = ProgressLine(isQuiet: quiet)
    var isFirst = true
    var anyRejected = false
    var anyUnread = false
    // Where two are called the same, each is called as it was given.
    let dubbel = Dictionary(grouping: files, by: Folders.name(of:)).filter { $1.count > 1 }
    for file in files {
      let naam = dubbel[Folders.name(of: file)] == nil ? nil : file
      do {
        let bericht = try voorcontrole.controleer(file) { line.show(naam ?? Folders.name(of: file), $0) }
        line.clear()
        anyRejected = anyRejected || bericht.heeftAfkeuring
        if quiet { continue }
        switch format {
        case .text: Terminal.write((isFirst ? "" : "\n") + Controlerapport(pve, bericht, naam: naam).text())
        case .json: Terminal.write(try Controlerapport.json(pve, bericht, naam: naam) + "\n")
        }
        isFirst = false
      } catch let error as BronError {
        // The others are still worth a look; the exit code tells that one is missing.
        line.clear()
        anyUnread = true
        Terminal.error("bronbatch: \(error)")
      }
    }
    if anyUnread { throw ExitCode(3) }
    if anyRejected { throw ExitCode(1) }
  }

  private func tables() throws -> ReferenceTables? {
    guard let reference else { return nil }
    guard try Folders().kind(of: reference) == .folder else {
      throw BronError(.usage, "there is no such folder", at: .init(reference), remedy: "Name one with --reference")
    }
    return try ReferenceTables(folder: reference)
  }
}
