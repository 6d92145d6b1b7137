import ArgumentParser
import FileSystem
import Foundation

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

  func validate() throws {
    if !dryRun && map != nil { throw ValidationError("--dry-run-folder is of use with --dry-run only.") }
    if map == "" { throw ValidationError("--dry-run-folder needs the name of a folder.") }
  }

  /// The folder for the answers.
  func folder(beside outbox: String) -> String {
    if let map { return map }
    let name = Folders.name(of: outbox)
    // A name that only says where something is, as "." does, is no name to put something behind.
    let path = ["", ".", ".."].contains(name) ? URL(filePath: outbox).standardizedFileURL.path : outbox
    return (path.hasSuffix("/") ? String(path.dropLast()) : path) + "-dry-run"
  }
}
