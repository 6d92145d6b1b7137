import ArgumentParser

/// Shows that no delivery is lost or done twice, whatever ends the program and whatever the disk does.
@main
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Disturb the work at every system call, and see that it is finished all the same.",
    subcommands: [Crash.self, Power.self, Faults.self, Soak.self, History.self])
}

/// What the sweeps have in common.
struct SweepOptions: ParsableArguments {
  @Option(help: "Disturb one call in so many, so that a few of all kinds are tried.")
  var every = 1
  @Option(help: "How many processes share the work.")
  var jobs = 2
  @Option(help: "An existing folder for the tries. What is kept of a failed one lies there.")
  var folder = "/tmp"
}
