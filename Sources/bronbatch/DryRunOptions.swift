import ArgumentParser
import FileSystem
import Foundation
import Register

/// Whether `run` only says what it would do.
struct DryRunOptions: ParsableArguments {
  @Flag(
    help: """
      Give the answers into a folder of their own, and leave register, inbox, outbox, archive and numbers as they are.
      """)
  var dryRun = false
  @Option(
    name: .customLong("dry-run-folder"),
    help: ArgumentHelp(
      """
      Folder for the answers of a dry run, with nothing else in it; those of the last one are taken away. Default: \
      the name of the outbox with -dry-run behind it.
      """, valueName: "folder"))
  var map: String?

  @Option(
    name: .customLong("warn-removed-share"),
    help: ArgumentHelp(
      """
      A dry run warns where a delivery takes away at least this share of what its institution has in that \
      sectordeel: of its inschrijvingen, or of its perioden, BPVs, diplomas and so on. What comes back in the same \
      delivery does not count. Default: 10.
      """, valueName: "percent"))
  var procent: Int?
  @Option(
    name: .customLong("warn-removed-count"),
    help: ArgumentHelp("And at least this many of them. Default: 10.", valueName: "number"))
  var aantal: Int?

  func validate() throws {
    for (option, isGiven) in [
      ("--dry-run-folder", map != nil), ("--warn-removed-share", procent != nil),
      ("--warn-removed-count", aantal != nil),
    ] where isGiven && !dryRun {
      throw ValidationError("\(option) is of use with --dry-run only.")
    }
    if let procent, !(0...100).contains(procent) {
      throw ValidationError("--warn-removed-share is a number of percents, 0 to 100.")
    }
    if let aantal, aantal < 1 { throw ValidationError("--warn-removed-count is at least 1.") }
    if map == "" { throw ValidationError("--dry-run-folder needs the name of a folder.") }
  }

  /// From where on a dry run warns: with few deelnemers a share says little, and with many a number does.
  var drempel: Afname.Drempel { Afname.Drempel(aantal: aantal ?? 10, procent: procent ?? 10) }

  /// The folder for the answers.
  func folder(beside outbox: String) -> String { map ?? Self.folder(beside: outbox, "-dry-run") }

  /// The path of the outbox with something behind it.
  static func folder(beside outbox: String, _ ending: String) -> String {
    let name = Folders.name(of: outbox)
    // A name that only says where something is, as "." does, is no name to put something behind.
    let path = ["", ".", ".."].contains(name) ? URL(filePath: outbox).standardizedFileURL.path : outbox
    return (path.hasSuffix("/") ? String(path.dropLast()) : path) + ending
  }
}
