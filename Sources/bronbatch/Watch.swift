import ArgumentParser
import Exchange
import FileSystem
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// What `watch` has of its own.
struct WatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look at the inbox at least so often. Default: 60, or 5 where the system does not tell of new files.",
      valueName: "seconds"))
  var rescan: Double?
  @Flag(help: "Do not rely on the system to tell of new files.")
  var poll = false
  @Option(help: ArgumentHelp("How long the delivery at hand may take behind SIGTERM.", valueName: "seconds"))
  var grace: Double = 60
  @Option(
    help: ArgumentHelp(
      """
      Give the metrics to this machine over HTTP: GET /metrics at 127.0.0.1 and this port; 0 takes one that is free, \
      which the log names. Default: do not.
      """, valueName: "port"))
  var metricsPort: UInt16?

  func validate() throws {
    for (name, value) in [("rescan", rescan ?? 1), ("grace", grace)] where !(0.1...86_400).contains(value) {
      throw ValidationError("--\(name) takes a number of seconds from 0.1 to 86400.")
    }
  }
}

/// `bronbatch watch`.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Process deliveries as they come, until SIGTERM or SIGINT.",
    discussion: """
      The same as run, as a service. A file is taken within a second of being renamed into the inbox, \
      or closed there. Where the system does not tell of new files, as on network file systems, the \
      inbox is looked at every 5 seconds, and a file is taken once it kept its size and time for 10; \
      --rescan and --settle say otherwise. What cannot be finished, because the disk is full or the \
      register busy, is told once and tried again, at first after a second, later every 5 minutes.

      SIGTERM or SIGINT ends it behind the delivery at hand, at most --grace seconds later. A second \
      one ends it at once. Nothing is lost by either: the next start goes on where this one was. The \
      exit codes are those of run, over all the time that it ran.

      Example: bronbatch watch --inbox /srv/bron/in --outbox /srv/bron/uit --reference /srv/bron/tabellen
      """)

  @OptionGroup var options: ExchangeOptions
  @OptionGroup var watch: WatchOptions

  func run() async throws {
    let alarm = try Alarm()
    let opdracht = try opdracht()
    let dienst = Bewakingsdienst(opdracht: opdracht, alarm: alarm)
    var services = [
      ServiceGroupConfiguration.ServiceConfiguration(
        service: dienst, successTerminationBehavior: .gracefullyShutdownGroup)
    ]
    if let port = watch.metricsPort, let meetwaarden = opdracht.meetwaarden {
      // First, since the last one is stopped first: they are given until the delivery at hand is done.
      services.insert(
        .init(
          service: try Meetdienst(port: port, meetwaarden, options.logger),
          failureTerminationBehavior: .gracefullyShutdownGroup), at: 0)
    }
    var configuration = ServiceGroupConfiguration(services: services, logger: options.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(watch.grace)
    let group = ServiceGroup(configuration: configuration)
    // The group listens to a signal once; here the second one counts too.
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let listener = Task {
      var isFirst = true
      for await _ in signals {
        if !isFirst { Bewakingsdienst.leave() }
        isFirst = false
        await group.triggerGracefulShutdown()
      }
    }
    defer { listener.cancel() }
    try await group.run()
    let slot = dienst.slot
    if slot.isOnafgemaakt { throw ExitCode(3) }
    if slot.isGeweigerd { throw ExitCode(1) }
  }

  private func opdracht() throws -> Bewakingsdienst.Opdracht {
    let logger = options.logger
    let vaste = try options.date.vaste()
    try options.mappen.eisGescheiden()
    let grondslag = try options.grondslag(logger)
    let mappen = options.mappen
    let folders = Folders()
    try folders.make(mappen.inbox)
    let meetwaarden =
      options.metrics == nil && watch.metricsPort == nil ? nil : try Meetwaarden(options.metrics, mappen, logger)
    let isSilent = try watch.poll || folders.isSilent(mappen.inbox)
    let inname =
      isSilent
      ? options.inname(stilte: options.settle > 0 ? .zero : Bewaking.doof.stilte)
      : options.inname(stilte: Bewaking.stilte)
    return Bewakingsdienst.Opdracht(
      mappen: mappen, grondslag: grondslag,
      register: try Uitwisseling.openRegister(url: options.register.register, pve: grondslag.pve), vaste: vaste,
      weigertGat: options.refuseGaps, inname: inname, isSilent: isSilent,
      rust: watch.rescan.map { .seconds($0) } ?? (isSilent ? Bewaking.doof.rust : .seconds(60)), isQuiet: options.quiet,
      meetwaarden: meetwaarden, logger: logger)
  }
}
