import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Register

/// `bronbatch register restore`.
struct RegisterRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring a copy back as the register, and say what came after it.",
    discussion: """
      The copy is checked first, as verify does it, and one that is damaged is not brought back. A register that is \
      there is replaced only with --replace; it stays beside the new one under another name, until you take it away. \
      End run and watch before. Afterwards it is told how far the copy goes, and what lies in the archive that it \
      does not know: put these files into the inbox again, in that order, and they are processed as they were the \
      first time. With --date they get the same answers; otherwise their answers bear the day on which they are \
      made. Decisions and removals of persons since the copy was made are to be made again.

      Example: bronbatch register restore /srv/bron/kopie/2009-07-01.sqlite --replace
      """)

  @Argument(help: "The copy, made by backup.")
  var file: String
  @Flag(help: "Take the place of a register that is there.")
  var replace = false
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let pve = try specs.load()
    guard try Folders().kind(of: file) == .file else {
      throw BronError(.usage, "there is no such file", at: .init(file), remedy: "Give a file that backup made")
    }
    if try !replace && Register.exists(url: register.register) {
      throw BronError(
        .usage, "there is a register already", at: .init(register.register),
        remedy: "Give --replace to have the copy take its place; it is kept beside it")
    }
    // Looked at as a copy: the file itself stays as it is.
    let kopie = try Uitwisseling.kopie(van: "sqlite:\(file)", pve: pve)
    let fouten = try Registerkeuring(kopie, pve: pve).fouten()
    for fout in fouten { Terminal.error("bronbatch: \(fout)") }
    if !fouten.isEmpty {
      throw BronError(
        .register, "the copy is damaged, and was not brought back", at: .init(file), remedy: "Take an earlier one")
    }
    let vervangen = try Reservekopie.zetTerug(file, als: register.register, vervang: replace)
    Terminal.write("Teruggezet als \(register.register.visible)\n")
    if let vervangen { Terminal.write("Het vorige register is bewaard als \(vervangen.visible)\n") }
    try tell(kopie, pve)
  }

  private func tell(_ kopie: Register, _ pve: PvE) throws {
    let laatste = try LaatsteAanlevering.alle(kopie)
    if laatste.isEmpty { Terminal.write("\nEr is nog niets in verwerkt.\n") }
    if !laatste.isEmpty { Terminal.write("\nHet register gaat tot en met:\n") }
    for aanlevering in laatste {
      let leverancier = aanlevering.leverancier
      Terminal.write(
        "  BRIN \(leverancier.brin)  aanleverpunt \(leverancier.aanleverpunt)  \(leverancier.sectordeel)".visible
          + "  batch \("\(aanlevering.batchnummer)".right(3))  \(aanlevering.datum.dashed)\n")
    }
    guard let map = try archive.map() else { return }
    let keuring = Archiefkeuring(kopie, archive: map)
    let verslag = try keuring.vergelijk()
    let later = try keuring.opVolgorde(verslag.onbekend, pve: pve)
    if later.isEmpty { Terminal.write("\nHet archief bevat niets van daarna.\n") }
    if !later.isEmpty { Terminal.write("\nIn het archief, en dit register kent ze niet; lever ze in deze volgorde:\n") }
    for naam in later { Terminal.write("  \(Folders.join(map, naam).visible)\n") }
    for fout in verslag.verlies { Terminal.error("bronbatch: \(fout)") }
  }
}
