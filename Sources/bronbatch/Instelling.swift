import ArgumentParser

/// An option that may also stand in the configuration file or in the environment: those of `run` and `watch` but for
/// what is of one run alone. The command line's definitions are the only table of them.
struct Instelling {
  /// The long name of the option, and the key in the file.
  let naam: String
  let isSchakelaar: Bool
  /// What its value is, such as "folder"; empty for a flag.
  let waardenaam: String
  /// What it does, as help says it.
  let uitleg: String
  /// What holds where it is not given, as help shows it; nil where its text says so.
  let standaard: String?
  /// The commands, of `run` and `watch`, that have it.
  let opdrachten: [String]

  /// The environment variable: BRONBATCH_ and the name in capitals.
  var variabele: String { Self.begin + naam.uppercased().map { $0 == "-" ? "_" : $0 } }

  static let begin = "BRONBATCH_"
  /// Variables that have a meaning of their own: the file, and those of the project's own tests.
  static let anders: Set = ["CONFIG", "FUZZ", "MODEL", "MUTATE", "WRITE_GOLDEN", "XML_MUTATIONS"]

  /// What is of one run alone.
  private static let eenmalig: Set = [
    "config", "dry-run", "dry-run-folder", "warn-removed-share", "warn-removed-count", "version", "help",
  ]

  /// All of them, in the order in which help lists them.
  static func alle(_ programma: Opdrachtdefinitie) -> [Instelling] {
    let namen = ["run", "watch"].map { opdracht in
      (opdracht, programma.zoek([opdracht]).opdracht.arguments?.compactMap(\.naam) ?? [])
    }
    var gevonden: [Instelling] = []
    for (opdracht, _) in namen {
      for argument in programma.zoek([opdracht]).opdracht.arguments ?? [] {
        guard let naam = argument.naam, !eenmalig.contains(naam), !gevonden.contains(where: { $0.naam == naam }) else {
          continue
        }
        let isSchakelaar = argument.kind == "flag"
        gevonden.append(
          Instelling(
            naam: naam, isSchakelaar: isSchakelaar, waardenaam: isSchakelaar ? "" : argument.valueName ?? "value",
            uitleg: argument.abstract ?? "", standaard: argument.defaultValue,
            opdrachten: namen.filter { $1.contains(naam) }.map(\.0)))
      }
    }
    return gevonden
  }

  /// What is wrong with a value; nil where it is right. The option itself says so.
  func fout(_ waarde: String) -> String? {
    if isSchakelaar { return ["true", "false"].contains(waarde) ? nil : "it is true or false, and not '\(waarde)'" }
    let argumenten = ["--\(naam)=\(waarde)"]
    do {
      if opdrachten.contains("run") { _ = try Run.parse(argumenten) } else { _ = try Watch.parse(argumenten) }
      return nil
    } catch {
      return Run.message(for: error)
    }
  }
}
