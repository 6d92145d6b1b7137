import ArgumentParser
import FileSystem
import Foundation
import Register

/// `bronbatch register backup`.
struct RegisterBackup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the register, while it is used, to a file.",
    discussion: """
      The copy is one state of the register, also while run or watch writes to it, and holds nobody up. It is \
      wholly there under its name or not at all, nothing is overwritten, and its owner alone can read it. Everything \
      that the register knows of persons is in it: keep it as such, and destroy it when its time is over.

      Example, every night: bronbatch register backup /srv/bron/kopie/$(date +%F).sqlite
      Try it now and then: bronbatch register verify --register sqlite:/srv/bron/kopie/2009-07-01.sqlite
      """)

  @Argument(help: "The file to make.")
  var file: String
  @OptionGroup var configuration: ConfigurationOption
  @OptionGroup var register: RegisterOptions

  func run() throws {
    try Reservekopie.maak(van: register.register, als: file)
    let bytes = try Folders().look(at: file)?.mark.size ?? 0
    Terminal.write("Reservekopie gemaakt: \(file.visible) (\(bytes.dutch) bytes)\n")
  }
}
