import ArgumentParser
import FileSystem
import Foundation
import Yams

/// All that is wrong with the configuration, a line each.
struct Instellingsfouten: Error, CustomStringConvertible {
  let regels: [String]

  var description: String {
    "the configuration is wrong; every option is in Documentation/configuration.md\n"
      + regels.map { "  \($0.replacing("\n", with: " ").visible)" }.joined(separator: "\n")
  }
}

/// What the configuration file and the environment say, checked: every fault is named at once.
///
/// What they say is put among the words of the command line, behind which the options are read and checked as ever: a
/// value is of the right type or an error, wherever it is from.
struct Instellingen {
  /// Where a value is from.
  enum Bron: CustomStringConvertible {
    case opdrachtregel(String)
    case omgeving(String)
    case bestand(String, line: Int)

    var description: String {
      switch self {
      case .opdrachtregel(let naam): "--\(naam)"
      case .omgeving(let naam): naam
      case .bestand(let path, let line): "\(path):\(line)"
      }
    }
  }

  /// The file that is read where none is named.
  static let gewoonBestand = "bronbatch.yaml"

  /// By name of the option: the value that counts of file and environment, and where it is from.
  private(set) var waarden: [String: (waarde: String, bron: Bron)] = [:]
  /// Every option that there may be.
  let alle: [Instelling]
  private let programma: Opdrachtdefinitie
  private var fouten: [String] = []

  /// Reads what there is.
  ///
  /// - Throws: `Instellingsfouten`.
  init(_ woorden: [String], _ omgeving: [String: String]) throws {
    programma = try Opdrachtdefinitie.programma()
    alle = Instelling.alle(programma)
    if let bestand = try Self.bestand(woorden, omgeving) { try lees(bestand) }
    lees(omgeving)
    if fouten.isEmpty { return }
    throw Instellingsfouten(regels: fouten)
  }

  /// The words of a command line with what file and environment say put in.
  static func aangevuld(_ woorden: [String], _ omgeving: [String: String]) throws -> [String] {
    // Nearly always there is nothing, and then it costs nothing.
    let isIets = omgeving.keys.contains { $0.hasPrefix(Instelling.begin) }
    if try !isIets && bestand(woorden, omgeving) == nil { return woorden }
    return try Instellingen(woorden, omgeving).aangevuld(woorden)
  }

  private func aangevuld(_ woorden: [String]) -> [String] {
    let (opdracht, plaats) = programma.zoek(woorden)
    let erbij = alle.compactMap { instelling -> String? in
      // An option of the same name may be another one: that of `generate --date` is.
      guard let (waarde, _) = waarden[instelling.naam], !Self.staat(instelling.naam, in: woorden),
        opdracht.arguments?.contains(where: { $0.naam == instelling.naam && $0.abstract == instelling.uitleg }) == true
      else { return nil }
      if instelling.isSchakelaar { return waarde == "true" ? "--\(instelling.naam)" : nil }
      return "--\(instelling.naam)=\(waarde)"
    }
    return Array(woorden[..<plaats]) + erbij + woorden[plaats...]
  }

  /// Whether an option stands on the command line.
  static func staat(_ naam: String, in woorden: [String]) -> Bool {
    woorden.prefix { $0 != "--" }.contains { $0 == "--\(naam)" || $0.hasPrefix("--\(naam)=") }
  }

  // MARK: The file

  /// The path of the file: named on the command line or in the environment, or the usual one where it is there.
  private static func bestand(_ woorden: [String], _ omgeving: [String: String]) throws -> String? {
    let woorden = Array(woorden.prefix { $0 != "--" })
    if let plaats = woorden.firstIndex(of: "--config"), plaats + 1 < woorden.count { return woorden[plaats + 1] }
    if let woord = woorden.first(where: { $0.hasPrefix("--config=") }) { return String(woord.dropFirst(9)) }
    if let naam = omgeving["\(Instelling.begin)CONFIG"] { return naam }
    return try Folders().kind(of: gewoonBestand) == nil ? nil : gewoonBestand
  }

  private mutating func lees(_ path: String) throws {
    let text = String(decoding: try Folders().bytes(of: path, limit: 1 << 20), as: UTF8.self)
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      fouten.append("\(path): \(error)")
      return
    }
    // A file of comments alone is empty.
    guard let root, root.null == nil else { return }
    guard let mapping = root.mapping else {
      fouten.append("\(path): it must hold lines of the form 'option: value'")
      return
    }
    for (key, value) in mapping {
      let line = key.mark?.line ?? 1
      guard let naam = key.scalar?.string, let instelling = alle.first(where: { $0.naam == naam }) else {
        meldOnbekend(key.scalar?.string ?? "?", "\(path):\(line)", alle.map(\.naam))
        continue
      }
      guard let waarde = value.scalar?.string else {
        fouten.append("\(path):\(line): \(naam) takes one value")
        continue
      }
      neem(instelling, waarde, .bestand(path, line: line))
    }
  }

  // MARK: The environment

  private mutating func lees(_ omgeving: [String: String]) {
    for (naam, waarde) in omgeving.sorted(by: { $0.key < $1.key }) where naam.hasPrefix(Instelling.begin) {
      if Instelling.anders.contains(String(naam.dropFirst(Instelling.begin.count))) { continue }
      if let instelling = alle.first(where: { $0.variabele == naam }) {
        neem(instelling, waarde, .omgeving(naam))
      } else {
        meldOnbekend(naam, "environment", alle.map(\.variabele))
      }
    }
  }

  private mutating func neem(_ instelling: Instelling, _ waarde: String, _ bron: Bron) {
    if let fout = instelling.fout(waarde) {
      fouten.append("\(bron): \(instelling.naam): \(fout)")
    } else {
      waarden[instelling.naam] = (waarde, bron)
    }
  }

  private mutating func meldOnbekend(_ naam: String, _ plaats: String, _ bekend: [String]) {
    let nabij = bekend.min { Self.afstand($0, naam) < Self.afstand($1, naam) } ?? ""
    fouten.append("\(plaats): there is no option '\(naam)'; nearest is '\(nabij)'")
  }

  /// How many characters must be put in, taken out or replaced to make one word of another.
  private static func afstand(_ een: String, _ ander: String) -> Int {
    let ander = Array(ander)
    var rij = Array(0...ander.count)
    for (index, teken) in een.enumerated() {
      var vorige = rij[0]
      rij[0] = index + 1
      for plaats in ander.indices {
        let schuin = vorige + (teken == ander[plaats] ? 0 : 1)
        vorige = rij[plaats + 1]
        rij[plaats + 1] = min(schuin, vorige + 1, rij[plaats] + 1)
      }
    }
    return rij[ander.count]
  }
}
