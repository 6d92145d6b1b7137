import ArgumentParser
import FileSystem
import Foundation

/// The program.
@main
struct Bronbatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bronbatch",
    abstract: "The batch counter of the Dutch education register BRON.",
    discussion: """
      Schools drop deliveries (aanleverbestanden) in the inbox; bronbatch checks them against the \
      Programma van Eisen, keeps what is approved in its register, and answers each with a receipt \
      and a feedback file (terugkoppelbestand) in the outbox.

      Exit codes: 0 everything done and every file accepted; 1 done, but a file was refused \
      (or, by check, found to hold what would be rejected); 2 wrong use; 3 something could not be \
      finished: nothing is lost, run again.
      """,
    version: "0.1.0",
    subcommands: [
      Run.self, Watch.self, Migrate.self, Status.self, Report.self, Check.self, Show.self, Explain.self,
      Convert.self, Generate.self, Docs.self, SchemaCommand.self, RegisterCommand.self, Config.self, Manual.self,
    ])

  /// Runs the command that was asked for; errors end with the code that scripts rely on.
  static func main() async {
    do {
      let woorden = try Instellingen.aangevuld(
        Array(CommandLine.arguments.dropFirst()), ProcessInfo.processInfo.environment)
      var command = try parseAsRoot(woorden)
      if var service = command as? any AsyncParsableCommand {
        try await service.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      exit(code)
    } catch let fouten as Instellingsfouten {
      Terminal.error("bronbatch: \(fouten)")
      exit(ExitCode(2))
    } catch let error as BronError {
      Terminal.error("bronbatch: \(error)")
      exit(ExitCode(error.code == .usage ? 2 : error.code == .refused ? 1 : 3))
    } catch {
      if exitCode(for: error).isSuccess { exit(withError: error) }
      if Self.exitCode(for: error) == .validationFailure {
        Terminal.error(fullMessage(for: error))
        exit(ExitCode(2))
      }
      Terminal.error("bronbatch: \(error)")
      exit(ExitCode(3))
    }
  }

  private static func exit(_ code: ExitCode) -> Never {
    Foundation.exit(code.rawValue)
  }
}
