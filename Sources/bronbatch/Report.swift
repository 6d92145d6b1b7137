import ArgumentParser
import Documentation
import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen
import Register

/// `bronbatch report`.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the night as one page to look at.",
    discussion: """
      One HTML file that needs nothing beside it: per institution deliveries and meldingen, approved and rejected; the \
      codes that were told most; the days before it as a plot; and what is unanswered. It is made from the register \
      and the folders, which stay as they are, and holds nothing of a person. The night is the last processing date \
      with work on or before --date. A file of that name is replaced.

      Example: bronbatch report --output /srv/bron/verslag/vannacht.html
      """)

  @Option(help: ArgumentHelp("The page to write.", valueName: "file"))
  var output: String
  @Option(help: ArgumentHelp("How many days with work the plot shows.", valueName: "number"))
  var days = 14
  @OptionGroup var folders: FolderOptions
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions
  @OptionGroup var date: DateOption

  func validate() throws {
    if !(1...366).contains(days) { throw ValidationError("--days is a number from 1 to 366.") }
  }

  func run() throws {
    let toestand = try Toestand(folders.mappen, register: register.register, meeste: 1_000)
    guard toestand.teBeslissen != nil else {
      throw BronError(
        .usage, "there is no register", at: .init(register.register), remedy: "Name it with --register")
    }
    let pve = try specs.load()
    let register = try Uitwisseling.inzage(register.register)
    let dag = try date.vaste()
    let laatste = try Nachtcijfers(register, pve: pve, tot: dag, dagen: days)
    let datum = laatste?.datum.dashed ?? (dag ?? DateOption.today()).dashed
    let verslag = Nachtverslag(
      datum: datum,
      instellingen: (laatste?.instellingen ?? []).map { rij in
        .init(
          brin: rij.brin, aangenomen: rij.aangenomen, geweigerd: rij.geweigerd, goed: rij.telling.goed,
          fout: rij.telling.fout, wacht: rij.telling.inBehandeling, wachtSinds: rij.wachtSinds?.dashed ?? "",
          verloop: rij.verloop.map { ($0.goed, $0.fout) })
      },
      dagen: (laatste?.dagen ?? []).map { dag in
        .init(
          datum: dag.datum.dashed, aangenomen: dag.aangenomen, geweigerd: dag.geweigerd, goed: dag.telling.goed,
          fout: dag.telling.fout)
      },
      codes: (laatste?.codes ?? []).map { code in
        .init(
          code: code.code, tekst: code.tekst, isAfkeuring: code.ernst == "A", aantal: code.aantal,
          instellingen: code.instellingen.count)
      }, open: Self.open(toestand))
    let html = verslag.html
    try Folders().replace(output) { write in try Array(html.utf8).withUnsafeBytes(write) }
    Terminal.write("\(output.visible)\n")
  }

  /// What is unanswered or unfinished.
  private static func open(_ toestand: Toestand) -> [String] {
    let nu = Int(Date().timeIntervalSince1970)
    var zinnen = toestand.wachtrijen.map { rij in
      "\(rij.leverancier?.description ?? "Geen aanlevering"): \(rij.aantal.dutch) in de inbox, de oudste"
        + " (\(rij.oudste)) al \(Toestandtekst.duur(nu - rij.sinds))"
    }
    zinnen += toestand.werk.map { "\($0.naam) is al in werk: \(Toestandtekst.duur(nu - $0.sinds))" }
    zinnen += toestand.geweigerd.map {
      "\($0.naam) is geweigerd op \($0.datum.dashed) (\($0.codes.joined(separator: ", "))), en niet opnieuw aangeleverd"
    }
    zinnen += toestand.achterblijvers.map { "\($0.plaats) blijft in de inbox liggen" }
    if let stand = toestand.teBeslissen, stand.teBeslissen > 0 {
      zinnen.append("\(stand.teBeslissen.dutch) personen zijn te beslissen (bronbatch register decide)")
    }
    return zinnen.map(\.visible)
  }
}
