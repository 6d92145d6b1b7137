import ArgumentParser
import Foundation

/// `bronbatch manual`: the man page, from the command line's own definitions. It is for who packs the program, and not
/// among the commands that help lists.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the man page.", discussion: "Read it with: bronbatch manual | man -l -", shouldDisplay: false)

  func run() throws {
    Terminal.write(Handleiding.roff(try Opdrachtdefinitie.programma(), versie: Bronbatch.configuration.version))
  }
}

/// The man page of the whole program.
enum Handleiding {
  static func roff(_ programma: Opdrachtdefinitie, versie: String) -> String {
    var text = ".TH BRONBATCH 1 \"\" \"bronbatch \(versie)\" \"User Commands\"\n"
    text += ".SH NAME\nbronbatch \\- \(eerste(programma.abstract ?? ""))\n"
    text += ".SH SYNOPSIS\n.B bronbatch\n.I command\n[\\fIoptions\\fR]\n"
    text += ".SH DESCRIPTION\n\(alineas(programma.discussion ?? ""))"
    text += ".SH COMMANDS\n" + opdrachten(programma, pad: [])
    text += """
      .SH FILES
      .TP
      .I bronbatch.yaml
      The configuration, in the working directory or where \\fB\\-\\-config\\fR or BRONBATCH_CONFIG says; every option of
      \\fBrun\\fR and \\fBwatch\\fR may stand in it by its name.
      .SH ENVIRONMENT
      .TP
      .B BRONBATCH_\\fIOPTION\\fR
      As in the file: BRONBATCH_INBOX for \\fB\\-\\-inbox\\fR.

      """
    return text
  }

  private static func opdrachten(_ opdracht: Opdrachtdefinitie, pad: [String]) -> String {
    (opdracht.subcommands ?? []).filter { $0.commandName != "help" && $0.isGetoond }.map { onder in
      let pad = pad + [onder.commandName]
      var text = ""
      if onder.subcommands?.isEmpty ?? true {
        let plaatsen = (onder.arguments ?? []).filter { $0.kind == "positional" }.map {
          " \\fI\($0.valueName ?? "")\\fR"
        }
        text += ".SS bronbatch \(vrij(pad.joined(separator: " ")))\(plaatsen.joined()) [\\fIoptions\\fR]\n"
        text += alineas((onder.abstract ?? "") + "\n\n" + (onder.discussion ?? ""))
        text += (onder.arguments ?? []).filter(\.shouldDisplay).map(optie).joined()
      }
      return text + opdrachten(onder, pad: pad)
    }.joined()
  }

  private static func optie(_ argument: Opdrachtdefinitie.Argument) -> String {
    if argument.naam == "version" || argument.naam == "help" { return "" }
    let waarde = argument.kind == "flag" ? "" : " \\fI\(vrij(argument.valueName ?? "value"))\\fR"
    let naam = argument.naam.map { "\\fB\\-\\-\(vrij($0))\\fR\(waarde)" } ?? "\\fI\(vrij(argument.valueName ?? ""))\\fR"
    let standaard = argument.defaultValue.map { " Default: \($0)." } ?? ""
    return ".TP\n\(naam)\n\(regel((argument.abstract ?? "") + standaard))\n"
  }

  /// Paragraphs, as they stand between empty lines.
  private static func alineas(_ text: String) -> String {
    text.split(separator: "\n\n", omittingEmptySubsequences: true).map { alinea in
      ".PP\n" + alinea.split(separator: "\n").map { regel(String($0)) }.joined(separator: "\n.br\n") + "\n"
    }.joined()
  }

  /// One line of text: none of it is read as a request.
  private static func regel(_ text: String) -> String {
    let vrij = vrij(text.trimmingCharacters(in: .whitespaces))
    return vrij.hasPrefix(".") || vrij.hasPrefix("'") ? "\\&" + vrij : vrij
  }

  private static func vrij(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }

  private static func eerste(_ text: String) -> String {
    vrij(text.hasSuffix(".") ? String(text.dropLast()) : text)
  }
}
