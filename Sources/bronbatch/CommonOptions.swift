import ArgumentParser
import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen
import Reference
import Register

/// Where the configuration is: read before the command line is, so here it is only known and explained.
struct ConfigurationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration file. Default: bronbatch.yaml in the working directory, where that is there.",
      valueName: "file"))
  var config: String?
}

/// Where the Programma van Eisen is.
struct SpecsOptions: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOption
  @Option(help: ArgumentHelp("Folder with layouts, value lists and checks.", valueName: "folder"))
  var specs = "Specs"

  func load() throws -> PvE {
    guard try Folders().kind(of: specs) != nil else {
      throw BronError(
        .usage, "there is no such folder", at: .init(specs), remedy: "Name that of the Specs with --specs")
    }
    return try PvE(specs: specs, functies: Grondslag.functies)
  }
}

/// Where the register is.
struct RegisterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The register.", valueName: "sqlite:path"))
  var register = "sqlite:bronbatch.sqlite"
}

extension Personen {
  /// The persons of a reference folder, without whom nobody can be identified.
  static func required(in folder: String) throws -> Personen {
    if let personen = try Personen(folder: folder) { return personen }
    throw BronError(
      .reference, "personen.csv is missing, so nobody can be identified",
      at: .init(Folders.join(folder, "personen.csv")),
      remedy: "Name the folder that holds it with --reference; nothing was touched")
  }
}

/// How many threads work.
struct WorkersOption: ParsableArguments {
  @Option(
    name: .customLong("workers"),
    help: ArgumentHelp(
      "How many threads work on a delivery; the answers are the same with any number. Default: one for each processor.",
      valueName: "n"))
  var number: Int?

  var count: Int { number ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let number, !(1...256).contains(number) {
      throw ValidationError("--workers \(number) is no number of threads; write one from 1 to 256.")
    }
  }
}

/// The processing date.
struct DateOption: ParsableArguments {
  @Option(
    name: .customLong("date"),
    help: ArgumentHelp(
      "The processing date: receipt date, and \"today\" in every check. Default: today.", valueName: "yyyy-mm-dd"))
  var text: String?

  func validate() throws { _ = try vaste() }

  func datum() throws -> Datum { try vaste() ?? Self.today() }

  /// The date that was asked for; nil where none was.
  func vaste() throws -> Datum? {
    guard let text else { return nil }
    guard text.utf8.count == 10, let datum = Datum(text: text) else {
      throw ValidationError("'\(text)' is no date; write it as 2010-02-01.")
    }
    return datum
  }

  /// The day in the Netherlands.
  static func today() -> Datum {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Europe/Amsterdam") ?? .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    return Datum(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) ?? Datum(number: 20100201)!
  }
}
