import ArgumentParser
import Documentation
import FileSystem

/// `bronbatch docs`.
struct Docs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the Programma van Eisen as pages for people.",
    discussion: """
      Layouts, value lists and checks, with what each rests on, as HTML in Dutch that links to \
      itself and is read from disk or on paper. The same Specs give the same bytes. Pages of an \
      earlier time that have no place any more are left where they are: begin with an empty folder.
      """)

  @Option(help: ArgumentHelp("Folder for the pages; made if it is not there.", valueName: "folder"))
  var output: String
  @OptionGroup var specs: SpecsOptions

  func run() throws {
    let folders = Folders()
    let files = Documentation(try specs.load()).files
    try folders.make(output)
    for file in files {
      try Uitvoerbestand(Folders.join(output, file.name), folders).schrijf { write in
        try file.bytes.withUnsafeBytes(write)
      }
    }
    Terminal.write("\(Folders.join(output, "index.html"))\n")
  }
}
