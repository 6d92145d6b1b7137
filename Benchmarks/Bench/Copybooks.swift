import ArgumentParser
import FileSystem

/// Writes the checks of the COBOL programs from `Specs/`.
struct Copybooks: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write the copybooks for deliveries like this one.")

  @OptionGroup var specs: SpecsOption
  @Argument var delivery: String
  @Argument var folder: String

  func run() throws {
    let pve = try specs.load()
    let layouts = try Aanlevering(FileSource(delivery), pve).layouts
    let controles = try Aanlevering.controles(pve, Aanlevering.fieldChecks)
    try CobolCopybooks(controles, layouts, sectordeel: "BO", ontvangst: Aanlevering.ontvangst).write(to: folder)
  }
}
