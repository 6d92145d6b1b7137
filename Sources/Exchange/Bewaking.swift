import FileSystem
import Logging

/// Watches the inbox, and goes round it when something came, when a file may be whole by now, when it is time to
/// try again what failed, and now and then anyway.
///
/// It runs on one thread and blocks it: that of the service, never one of the pool for tasks.
public final class Bewaking {
  /// How a round is gone.
  public typealias Ronde = (Rondgang) throws -> Rondeverslag

  private let inbox: String
  private let events: any FolderEvents
  private let rijpheid: Rijpheid
  private let alarm: Alarm
  /// How often to look where nothing is heard.
  private let rust: Duration
  private let nu: () -> Duration
  private let logger: Logger
  private let ronde: Ronde

  private var herkansingen = Herkansingen()
  /// What lies there and is not taken, and since when.
  private var achterblijvers: [Achterblijver: Duration] = [:]
  private var verteld: Set<Achterblijver> = []
  /// Whether the kernel refused to tell what happens.
  private var isDoof = false

  /// How soon to look again at what another process has in hand.
  private static let elders = Duration.seconds(1)
  /// How often to look where the kernel tells nothing, and how long a file must have kept still then.
  public static let doof = (rust: Duration.seconds(5), stilte: Duration.seconds(10))
  /// How long a file must have kept still of which the kernel could have told, and did not.
  public static let stilte = Duration.seconds(2)

  /// - Parameters:
  ///   - events: where one hears of files.
  ///   - rijpheid: what says which files are whole; it must go by the same clock.
  ///   - alarm: once it is rung, the watch ends behind the delivery at hand.
  ///   - rust: how often to look where nothing is heard.
  ///   - ronde: goes round once.
  public init(
    inbox: String, events: any FolderEvents, rijpheid: Rijpheid, alarm: Alarm, rust: Duration,
    nu: @escaping () -> Duration = Rijpheid.klok, logger: Logger, ronde: @escaping Ronde
  ) {
    self.inbox = inbox
    self.events = events
    self.rijpheid = rijpheid
    self.alarm = alarm
    self.rust = rust
    self.nu = nu
    self.logger = logger
    self.ronde = ronde
  }

  /// Watches until the alarm is rung.
  ///
  /// - Returns: whether something could not be finished, and waits for the next start.
  /// - Throws: what is wrong at the start. What goes wrong later is told, and tried again.
  public func run() throws -> Bool {
    var mappen: Set<String> = []
    var isEerste = true
    while !alarm.isRung {
      // Followed before it is listed: what comes in between is heard.
      volg(mappen)
      let verslag = try gaRond(isEerste: isEerste)
      isEerste = false
      let erbij = Set(verslag.mappen).subtracting(mappen)
      mappen = Set(verslag.mappen)
      if erbij.isEmpty { try wacht(tot: volgende(verslag)) }
    }
    return !herkansingen.isLeeg
  }

  private func volg(_ mappen: Set<String>) {
    do {
      try events.follow([inbox] + mappen.sorted().map { Folders.join(inbox, $0) })
      isDoof = false
    } catch {
      if !isDoof {
        logger.warning(
          "the kernel does not tell of new files; looking for them now and then",
          metadata: ["error": "\(error)", "seconds": "\(Self.doof.rust.components.seconds)"])
      }
      isDoof = true
    }
  }

  // MARK: Going round

  private func gaRond(isEerste: Bool) throws -> Rondeverslag {
    let begin = nu()
    var rondgang = Rondgang(rijpheid: rijpheid, wachtOpAnderen: false)
    rondgang.slaOver = { [herkansingen] in herkansingen.isUitgesteld($0, op: begin) }
    rondgang.stopt = { [alarm] in alarm.isRung }
    var verslag = Rondeverslag()
    do {
      verslag = try ronde(rondgang)
    } catch {
      if isEerste { throw error }
      verslag.storingen = [Storing(naam: inbox, afzender: inbox, fout: error)]
    }
    for (afzender, storingen) in Dictionary(grouping: verslag.storingen, by: \.afzender).sorted(by: { $0.key < $1.key })
    {
      let fout = storingen.map { "\($0.naam.visible): \($0.fout)" }.joined(separator: "; ")
      if herkansingen.faalde(afzender, fout, op: nu()) {
        logger.error("not finished; it is tried again", metadata: ["error": "\(fout)"])
      }
    }
    for afzender in herkansingen.lukte(behalve: Set(verslag.storingen.map(\.afzender)), op: begin) {
      logger.notice("finished after all", metadata: ["institution": "\(afzender.visible)"])
    }
    vertel(verslag.achterblijvers)
    return verslag
  }

  /// Tells what lies there and is not taken: once, and of what may be on its way only when it stays.
  private func vertel(_ nieuw: [Achterblijver]) {
    let tijd = nu()
    achterblijvers = Dictionary(nieuw.map { ($0, achterblijvers[$0] ?? tijd) }, uniquingKeysWith: { $1 })
    verteld.formIntersection(nieuw)
    for achterblijver in nieuw where !verteld.contains(achterblijver) {
      let sinds = achterblijvers[achterblijver] ?? tijd
      if achterblijver.isOnderweg && tijd - sinds < rust { continue }
      verteld.insert(achterblijver)
      logger.log(
        level: achterblijver.isOnderweg ? .notice : .error, "not processed: \(achterblijver.uitleg)",
        metadata: ["file": "\(achterblijver.plaats)"])
    }
  }

  // MARK: Waiting

  /// When to go round again, if nothing is heard.
  private func volgende(_ verslag: Rondeverslag) -> Duration {
    let tijd = nu()
    var tijden = [tijd + (isDoof ? min(rust, Self.doof.rust) : rust)]
    if let wachttijd = verslag.wachttijd { tijden.append(tijd + wachttijd) }
    if let eerste = herkansingen.eerste { tijden.append(eerste) }
    if verslag.isElders { tijden.append(tijd + Self.elders) }
    return tijden.min() ?? tijd
  }

  /// Waits for something to go round for.
  private func wacht(tot moment: Duration) throws {
    var moment = moment
    while !alarm.isRung {
      var isNieuws = false
      for event in try events.wait(upTo: max(.zero, moment - nu())) {
        rijpheid.hoor(event)
        switch event {
        case .whole(let path): isNieuws = isNieuws || Self.telt(path)
        // It may have been put there whole (link(2) does not tell), so it is looked at soon; but not each time
        // that a block of it is written.
        case .written(let path): if Self.telt(path) { moment = min(moment, nu() + Self.stilte) }
        case .folder, .lost: isNieuws = true
        }
      }
      if isNieuws || nu() >= moment { return }
    }
  }

  /// Whether there is something to do for a file: one under an unfinished name will get another, but a mark is
  /// news.
  private static func telt(_ path: String) -> Bool {
    !Bestandsnaam.isUnfinished(Folders.name(of: path)) || path.hasEnd(Bestandsnaam.merk)
  }
}
