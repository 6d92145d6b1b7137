import ArgumentParser
import FileSystem
import ProgrammaVanEisen
import XMLBatch

/// `bronbatch schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Write the schema of XML batches, made from the layouts and Specs/xml.yaml.",
    discussion: """
      Specs/bronbatch.xsd is this schema, ready to be used; write it anew after a change of the layouts. It includes \
      ontvangstbevestiging.xsd, which lies beside it.
      """)

  @Option(help: ArgumentHelp("The file to write; the standard output where it is left out.", valueName: "file"))
  var output: String?
  @OptionGroup var specs: SpecsOptions

  func run() throws {
    let text = try Schema.document(try specs.load())
    guard let output else { return Terminal.write(text) }
    try Uitvoerbestand(output, Folders()).schrijf { write in
      try Array(text.utf8).withUnsafeBytes(write)
    }
  }
}
