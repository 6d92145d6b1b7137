import Exchange
import FileSystem
import Foundation
import Logging
import ProgrammaVanEisen
import Register
import ServiceLifecycle
import Synchronization

/// The watch over the inbox as a service: on a thread of its own, since it reads, computes and waits without ever
/// giving way to others.
final class Bewakingsdienst: Service {
  /// What it works with.
  struct Opdracht: Sendable {
    let mappen: Mappen
    let grondslag: Grondslag
    let register: Register
    /// The processing date; nil for the day of each claim.
    let vaste: Datum?
    let weigertGat: Bool
    let inname: Inname
    /// Whether the system does not tell of new files.
    let isSilent: Bool
    let rust: Duration
    let isQuiet: Bool
    /// Where is counted what is done; nil for nowhere.
    let meetwaarden: Meetwaarden?
    let logger: Logger
  }

  /// What is to be said at the end.
  struct Slot: Sendable {
    var isGeweigerd = false
    var isOnafgemaakt = false
  }

  private let opdracht: Opdracht
  private let alarm: Alarm
  private let gehouden = Mutex(Slot())

  init(opdracht: Opdracht, alarm: Alarm) {
    self.opdracht = opdracht
    self.alarm = alarm
  }

  /// How it went until now.
  var slot: Slot { gehouden.withLock { $0 } }

  func run() async throws {
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
          let thread = Thread { done.resume(with: Result { try self.bewaak() }) }
          thread.name = "exchange"
          thread.stackSize = 8 << 20
          thread.start()
        }
      } onGracefulShutdown: {
        self.opdracht.logger.notice("stopping behind the delivery at hand")
        self.alarm.ring()
      }
    } onCancel: {
      // The time is over.
      Self.leave()
    }
  }

  /// Ends the process at once. What is at hand is one transaction, which is then not there, or files of which
  /// the journal knows: the next start goes on with it.
  static func leave() -> Never {
    Terminal.error("bronbatch: left what was at hand; the next start completes it")
    _exit(3)
  }

  private func bewaak() throws {
    let (opdracht, mappen) = (opdracht, opdracht.mappen)
    let exchange = Uitwisseling(
      mappen: mappen, grondslag: opdracht.grondslag, register: opdracht.register,
      datum: opdracht.vaste ?? DateOption.today(), weigertGat: opdracht.weigertGat, logger: opdracht.logger)
    let rijpheid = Rijpheid(opdracht.inname)
    let bewaking = Bewaking(
      inbox: mappen.inbox, events: try events(), rijpheid: rijpheid, alarm: alarm, rust: opdracht.rust,
      logger: opdracht.logger
    ) { rondgang in
      let line = ProgressLine(isQuiet: opdracht.isQuiet)
      let clock = ContinuousClock()
      var start = clock.now
      defer { line.clear() }
      let verslag = try exchange.ronde(rondgang, progress: line.show) { uitkomst in
        line.clear()
        opdracht.meetwaarden?.tel(uitkomst)
        if uitkomst.status == .geweigerd { self.gehouden.withLock { $0.isGeweigerd = true } }
        if !opdracht.isQuiet { Terminal.write(Samenvatting.text(uitkomst, duration: clock.now - start)) }
        start = clock.now
      }
      opdracht.meetwaarden?.rondAf(storingen: verslag.storingen.count)
      return verslag
    }
    opdracht.logger.notice(
      "watching", metadata: ["inbox": "\(mappen.inbox)", "told": "\(opdracht.isSilent ? "no" : "yes")"])
    let isOnafgemaakt = try bewaking.run()
    gehouden.withLock { $0.isOnafgemaakt = isOnafgemaakt }
  }

  /// Where one hears of files; the kernel may have no room for one more who wants to.
  private func events() throws -> any FolderEvents {
    if opdracht.isSilent { return SilentFolders(alarm: alarm) }
    do {
      return try FolderWatch(alarm: alarm)
    } catch {
      opdracht.logger.warning("the kernel does not tell of new files", metadata: ["error": "\(error)"])
      return SilentFolders(alarm: alarm)
    }
  }
}
