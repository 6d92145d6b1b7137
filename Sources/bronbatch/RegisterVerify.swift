import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Register

/// `bronbatch register verify`.
struct RegisterVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the database, its keys, history and journal, and the archive.",
    discussion: """
      Everything that can be worked out a second time is: the references, keys and history of what is registered, \
      the counts of every delivery, the numbers of batches and feedback, the answers that are kept, and the SHA-256 \
      of every file in the archive. What somebody changed into something else that could be true is not seen. \
      It may be run while run or watch does. Ends with 0 where all is right, and with 3 where something is not.
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let pve = try specs.load()
    let register = try RegisterCommand.open(register, pve)
    let wrong = try Registerkeuring(register, pve: pve).fouten()
    // Told before the archive is compared: what is wrong may keep that from being done.
    for line in wrong { Terminal.error("bronbatch: \(line)") }
    let elders = try archive.map().map { try Archiefkeuring(register, archive: $0).vergelijk().fouten } ?? []
    for line in elders { Terminal.error("bronbatch: \(line)") }
    if wrong.isEmpty && elders.isEmpty { return Terminal.write("Het register is in orde.\n") }
    throw ExitCode(3)
  }
}

/// Where the archive is that a register is compared with.
struct ArchiveOption: ParsableArguments {
  private static let gewoon = "Archive"

  @Option(
    help: ArgumentHelp(
      "The archive to compare with. Default: Archive, where that is there.", valueName: "folder"))
  var archive: String?

  /// The folder; nil, and that is told, where none was named and the usual one is not there.
  func map() throws -> String? {
    if let archive { return archive }
    if try Folders().kind(of: Self.gewoon) == .folder { return Self.gewoon }
    Terminal.error("bronbatch: there is no folder Archive, so nothing was compared with it; name it with --archive")
    return nil
  }
}
