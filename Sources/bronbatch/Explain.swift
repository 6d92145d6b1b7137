import ArgumentParser
import FileSystem
import ProgrammaVanEisen

/// `bronbatch explain`.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a check: what it means, what to do about it, and when it fires.",
    discussion: """
      Takes a code as it stands in feedback, in a receipt or in the catalogue: 740, X207, 207 or \
      "(X706)". A row of the catalogue, such as X203 for one kind of 741, gives that row alone.
      """)

  @Argument(help: ArgumentHelp("The code of the check.", valueName: "code"))
  var code: String
  @OptionGroup var specs: SpecsOptions

  func run() throws {
    let pve = try specs.load()
    let controles = Self.controles(code, in: pve)
    if controles.isEmpty {
      throw BronError(
        .usage, "there is no check with code '\(code)'",
        remedy: "Near it are: \(Self.near(code, in: pve).joined(separator: ", "))")
    }
    Terminal.write(Controletekst(pve: pve).text(controles))
  }

  /// The checks that are meant by a code as people copy it. In feedback a code of ours stands
  /// without its X.
  static func controles(_ code: String, in pve: PvE) -> [Controle] {
    let code = code.uppercased().filter { !"() :".contains($0) }
    let controles = pve.controles(code: code)
    return controles.isEmpty ? pve.controles(code: "X\(code)") : controles
  }

  /// The codes whose number is nearest to that of an unknown one.
  private static func near(_ code: String, in pve: PvE) -> [String] {
    let wanted = number(code)
    let known = Set(pve.controles.flatMap { [$0.code, $0.rij] })
    let nearest = known.sorted { (abs(number($0) - wanted), $0) < (abs(number($1) - wanted), $1) }.prefix(5)
    return nearest.sorted()
  }

  private static func number(_ code: String) -> Int {
    Int(code.filter { ("0"..."9").contains($0) }.prefix(9)) ?? 0
  }
}
