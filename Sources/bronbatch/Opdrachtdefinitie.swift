import ArgumentParser
import Foundation

/// A command as the command line's own definitions have it, with its options and the commands below it.
struct Opdrachtdefinitie: Decodable {
  /// An option, flag or positional argument.
  struct Argument: Decodable {
    struct Naam: Decodable {
      let kind, name: String
    }

    /// `positional`, `option` or `flag`.
    let kind: String
    let names: [Naam]?
    let valueName: String?
    let abstract: String?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool

    /// Its long name; nil where it has none.
    var naam: String? { names?.first { $0.kind == "long" }?.name }
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [Opdrachtdefinitie]?
  private let shouldDisplay: Bool?

  /// Whether help lists it.
  var isGetoond: Bool { shouldDisplay ?? true }

  /// The whole program.
  static func programma() throws -> Opdrachtdefinitie {
    struct Geheel: Decodable {
      let command: Opdrachtdefinitie
    }
    return try JSONDecoder().decode(Geheel.self, from: Data(Bronbatch._dumpHelp().utf8)).command
  }

  /// The command below it that the words name, and how many of them do.
  func zoek(_ woorden: some Collection<String>) -> (opdracht: Opdrachtdefinitie, woorden: Int) {
    guard let eerste = woorden.first, let onder = subcommands?.first(where: { $0.commandName == eerste }) else {
      return (self, 0)
    }
    let (opdracht, aantal) = onder.zoek(woorden.dropFirst())
    return (opdracht, aantal + 1)
  }
}
