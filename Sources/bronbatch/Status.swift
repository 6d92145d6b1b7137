import ArgumentParser
import Exchange
import FileSystem
import Foundation
import Logging
import ProgrammaVanEisen

/// `bronbatch status`.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what waits, what is in work, what was answered last, and what went wrong and what to do.",
    discussion: """
      Looks at the folders and the register, changes nothing, and may be asked while run or watch is busy. Nothing of \
      what it says is about a person. Ends with 0, also where something went wrong.

      With --json it prints one object: queue, inWork, leftInInbox, refused, skipped, toDecide, answers, with times \
      in UTC.
      """)

  @OptionGroup var folders: FolderOptions
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions
  @Option(help: ArgumentHelp("How many answers and refused deliveries are listed.", valueName: "number"))
  var limit = 10
  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("'--limit \(limit)' cannot be; give 1 or more.") }
  }

  func run() throws {
    let toestand = try Toestand(folders.mappen, register: register.register, meeste: limit)
    let pve = try specs.load()
    let nu = Int(Date().timeIntervalSince1970)
    if json { return Terminal.write(try Toestandtekst.json(toestand, pve) + "\n") }
    Terminal.write(Toestandtekst(toestand, pve, nu: nu).text)
  }
}
