import ArgumentParser
import FileSystem
import Foundation

/// `bronbatch config`.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the options in force, and where each comes from.",
    discussion: """
      An option counts from the command line, else from the environment (BRONBATCH_INBOX for --inbox), else from the \
      configuration file, else its default holds. The file is bronbatch.yaml in the working directory where that is \
      there, or what --config or BRONBATCH_CONFIG names: lines such as 'inbox: /srv/bron/in'. A key that does not \
      exist and a value that cannot be are errors, all told at once, for every command. A flag is set with 'true'.

      Example: bronbatch config --config /etc/bronbatch/bronbatch.yaml
      """)

  @OptionGroup var options: ExchangeOptions
  @OptionGroup var watch: WatchOptions
  @Flag(help: "Print one JSON object, by option its value and source.")
  var json = false
  @Flag(help: "Print the page that documents them, Documentation/configuration.md.")
  var page = false

  func run() throws {
    let woorden = Array(CommandLine.arguments.dropFirst())
    let instellingen = try Instellingen(woorden, ProcessInfo.processInfo.environment)
    if page { return Terminal.write(Configuratiepagina.tekst(instellingen.alle)) }
    let opdrachtregel = try waardenVanOpdrachtregel(woorden, instellingen.alle)
    let rijen = instellingen.alle.map { instelling -> (naam: String, waarde: String, bron: String) in
      if let waarde = opdrachtregel[instelling.naam] { return (instelling.naam, waarde, "--\(instelling.naam)") }
      if let (waarde, bron) = instellingen.waarden[instelling.naam] {
        return (instelling.naam, waarde, bron.description)
      }
      return (instelling.naam, standaard(instelling), "default")
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let object = Dictionary(uniqueKeysWithValues: rijen.map { ($0.naam, ["value": $0.waarde, "source": $0.bron]) })
      return Terminal.write(String(decoding: try encoder.encode(object), as: UTF8.self) + "\n")
    }
    let breedte = rijen.map(\.waarde.count).max() ?? 0
    for (naam, waarde, bron) in rijen {
      Terminal.write("\(naam.left(16))\(waarde.visible.left(breedte))  \(bron.visible)\n")
    }
  }

  /// By option, what stands on the command line.
  private func waardenVanOpdrachtregel(_ woorden: [String], _ alle: [Instelling]) throws -> [String: String] {
    var waarden: [String: String] = [:]
    // --json is that of `config` here.
    for instelling in alle where instelling.naam != "json" && Instellingen.staat(instelling.naam, in: woorden) {
      let plaats = woorden.firstIndex { $0 == "--\(instelling.naam)" || $0.hasPrefix("--\(instelling.naam)=") } ?? 0
      if instelling.isSchakelaar {
        waarden[instelling.naam] = "true"
      } else if let gelijk = woorden[plaats].firstIndex(of: "=") {
        waarden[instelling.naam] = String(woorden[plaats][gelijk...].dropFirst())
      } else {
        waarden[instelling.naam] = woorden[plaats + 1]
      }
    }
    return waarden
  }

  /// What holds where nothing is said.
  private func standaard(_ instelling: Instelling) -> String {
    switch instelling.naam {
    case "archive": options.mappen.archive
    case "rejected": options.mappen.rejected
    case "reference": options.referenceFolder
    default: instelling.isSchakelaar ? "false" : instelling.standaard ?? instelling.standaardtekst
    }
  }
}

/// The page that documents every option of the configuration, in Markdown.
enum Configuratiepagina {
  static func tekst(_ alle: [Instelling]) -> String {
    var text = """
      # Configuration

      Made by `bronbatch config --page` from the command line's own definitions; do not edit.

      An option counts from the command line (`--inbox DIR`), else from the environment (`BRONBATCH_INBOX`), else from
      the configuration file (`inbox: DIR`), else its default holds. The file is `bronbatch.yaml` in the working
      directory where that is there, or what `--config` or `BRONBATCH_CONFIG` names. Flags are `true` or `false` there;
      on the command line a flag can only be set. Paths are seen from the working directory. A key that does not
      exist, a value that cannot be and a variable `BRONBATCH_…` that stands for nothing are errors, all told at once,
      with exit code 2. `bronbatch config` prints what is in force and where each value comes from.

      ```yaml
      # /etc/bronbatch/bronbatch.yaml
      inbox: /srv/bron/in
      outbox: /srv/bron/uit
      register: sqlite:/srv/bron/register/bronbatch.sqlite
      refuse-gaps: true
      ```

      Every command takes those of them that it has; `run` or `watch` has each.

      | option and key | variable | value | default | meaning |
      | --- | --- | --- | --- | --- |

      """
    for instelling in alle {
      let waarde = instelling.isSchakelaar ? "true or false" : instelling.waardenaam.replacing("|", with: " or ")
      let standaard = instelling.isSchakelaar ? "false" : instelling.standaard ?? instelling.standaardtekst
      text += "| `\(instelling.naam)` | `\(instelling.variabele)` | \(waarde) | \(standaard) "
      text +=
        "| \(instelling.uitlegZonderStandaard)\(instelling.opdrachten.count > 1 ? "" : " (`\(instelling.opdrachten[0])` alone)") |\n"
    }
    return text
  }
}

extension Instelling {
  private static let scheiding = "Default: "

  /// What the text of the option says of its default.
  var standaardtekst: String {
    guard let begin = uitleg.range(of: Self.scheiding) else { return "none" }
    return String(uitleg[begin.upperBound...].prefix { $0 != "." })
  }

  /// The text without that.
  var uitlegZonderStandaard: String {
    let begin = uitleg.range(of: Self.scheiding)?.lowerBound ?? uitleg.endIndex
    return uitleg[..<begin].trimmingCharacters(in: .whitespaces)
  }
}
