import ArgumentParser
import Exchange
import FileSystem
import ProgrammaVanEisen
import Register

/// `bronbatch register`.
struct RegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Make the register, say what is in it, check it, keep it.",
    subcommands: [
      Init.self, Status.self, RegisterVerify.self, RegisterBackup.self, RegisterRestore.self, RegisterExport.self,
      RegisterHistory.self, RegisterRemove.self, RegisterPrune.self, Decide.self,
    ])

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an empty register. `run` does so by itself where there is none.")

    @OptionGroup var specs: SpecsOptions
    @OptionGroup var register: RegisterOptions

    func run() throws {
      let isThere = try Register.exists(url: register.register)
      _ = try Uitwisseling.openRegister(url: register.register, pve: try specs.load())
      Terminal.write(
        isThere ? "Er is al een register: \(register.register)\n" : "Register gemaakt: \(register.register)\n")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say how much is in the register.")

    @OptionGroup var specs: SpecsOptions
    @OptionGroup var register: RegisterOptions

    func run() throws {
      let register = try RegisterCommand.open(register, try specs.load())
      let inhoud = try register.inhoud()
      Terminal.write("personen          \(inhoud.personen)\n")
      for (naam, aantal) in inhoud.aantallen {
        Terminal.write(naam + String(repeating: " ", count: 18 - naam.count) + "\(aantal)\n")
      }
      let stand = try Beslisbalie.stand(register)
      Terminal.write("in behandeling    \(stand.inBehandeling)\n")
      Terminal.write("te beslissen      \(stand.teBeslissen)\n")
      Terminal.write("besloten          \(stand.besloten.count)\n")
    }
  }

  /// The register, which must be there.
  static func open(_ register: RegisterOptions, _ pve: PvE) throws -> Register {
    guard try Register.exists(url: register.register) else {
      throw BronError(
        .usage, "there is no register", at: .init(register.register), remedy: "Make one with: bronbatch register init")
    }
    return try Uitwisseling.openRegister(url: register.register, pve: pve)
  }
}
