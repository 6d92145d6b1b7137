import FileSystem
import Testing

@testable import Exchange

/// The watch over the inbox, with a clock and events of the test's own.
struct BewakingTests {
  /// What happens while the watch waits: each wait takes the next step, and the time that it allows.
  private final class Toneel: FolderEvents {
    enum Stap {
      /// Nothing, until the time is over.
      case niets
      /// Something, after so long.
      case iets(Duration, [FolderEvent])
    }

    let klok = Klok()
    let alarm: Alarm
    var stappen: [Stap]
    /// How long each wait was allowed to take.
    var gewacht: [Duration] = []
    var gevolgd: [[String]] = []
    var fout: BronError?

    init(_ stappen: [Stap]) throws {
      alarm = try Alarm()
      self.stappen = stappen
    }

    func follow(_ folders: [String]) throws {
      gevolgd.append(folders)
      if let fout { throw fout }
    }

    func wait(upTo limit: Duration) -> [FolderEvent] {
      gewacht.append(limit)
      if stappen.isEmpty {
        alarm.ring()
        return []
      }
      switch stappen.removeFirst() {
      case .niets:
        klok.tijd += limit
        return []
      case .iets(let tijd, let events):
        klok.tijd += tijd
        return events
      }
    }
  }

  /// Watches until the steps are over; gives the times of the rounds, and whether something was left.
  private func bewaak(
    _ toneel: Toneel, inname: Inname = Inname(), log: Logboek = Logboek(),
    ronde: @escaping (Rondgang, Duration) throws -> Rondeverslag = { _, _ in Rondeverslag() }
  ) throws -> (rondes: [Duration], isOnafgemaakt: Bool) {
    var rondes: [Duration] = []
    let klok = toneel.klok
    let bewaking = Bewaking(
      inbox: "Inbox", events: toneel, rijpheid: Rijpheid(inname, nu: { klok.tijd }), alarm: toneel.alarm,
      rust: .seconds(60), nu: { klok.tijd }, logger: log.logger
    ) {
      rondes.append(klok.tijd)
      return try ronde($0, klok.tijd)
    }
    let isOnafgemaakt = try bewaking.run()
    return (rondes, isOnafgemaakt)
  }

  @Test func aWholeFileIsTakenAtOnceAndTheRestNowAndThen() throws {
    let toneel = try Toneel([
      .iets(.seconds(1), [.whole(path: "Inbox/a.part")]), .iets(.seconds(1), [.whole(path: "Inbox/a")]),
      .iets(.seconds(3), [.lost]), .iets(.seconds(1), [.whole(path: "Inbox/a.done")]),
      .iets(.seconds(1), [.folder]), .niets,
    ])
    #expect(try bewaak(toneel).rondes == [0, 2, 5, 6, 7, 67].map { .seconds($0) })
  }

  /// Block after block of a large file: not a round for each, but a look soon.
  @Test func aFileThatIsWrittenToIsLookedAtSoon() throws {
    let written = FolderEvent.written(path: "Inbox/a")
    let toneel = try Toneel([
      .iets(.milliseconds(500), [written]), .iets(.milliseconds(500), [written]), .niets, .niets,
    ])
    #expect(try bewaak(toneel).rondes == [.zero, .milliseconds(2_500), .milliseconds(62_500)])
  }

  @Test func whatFailsIsTriedLaterAndLaterAndToldOnce() throws {
    let toneel = try Toneel([.niets, .niets, .niets, .niets, .niets])
    let log = Logboek()
    let vol = BronError(.system, "the disk is full")
    let gedaan = try bewaak(toneel, log: log) { rondgang, tijd in
      #expect(!rondgang.slaOver("01AA") && !rondgang.wachtOpAnderen)
      return tijd < .seconds(15) ? .met(Storing(naam: "01AA001A.B01", afzender: "01AA", fout: vol)) : Rondeverslag()
    }
    #expect(gedaan.rondes == [0, 1, 3, 7, 15, 75].map { .seconds($0) })
    #expect(!gedaan.isOnafgemaakt)
    #expect(log.lines.count { $0.hasPrefix("error") } == 1)
    #expect(log.lines.contains { $0.contains("finished after all") })
  }

  @Test func whatFailedIsLeftAloneWhenSomethingElseComes() throws {
    let toneel = try Toneel([.niets, .niets, .iets(.seconds(1), [.folder])])
    let vol = BronError(.system, "the disk is full")
    let gedaan = try bewaak(toneel) { rondgang, tijd in
      #expect(rondgang.slaOver("01AA") == (tijd == .seconds(4)))
      #expect(!rondgang.slaOver("02BB"))
      return rondgang.slaOver("01AA")
        ? Rondeverslag() : .met(Storing(naam: "01AA001A.B01", afzender: "01AA", fout: vol))
    }
    #expect(gedaan.rondes == [0, 1, 3, 4].map { .seconds($0) })
    #expect(gedaan.isOnafgemaakt)
  }

  @Test func aRoundThatFailsIsTriedAgainButNotTheFirst() throws {
    let fout = BronError(.system, "gone")
    let eerste = try Toneel([.niets])
    #expect(throws: BronError.self) { try bewaak(eerste) { _, _ in throw fout } }
    let later = try Toneel([.niets, .niets, .niets])
    let gedaan = try bewaak(later) { _, tijd in
      if tijd == .seconds(60) || tijd == .seconds(61) { throw fout }
      return Rondeverslag()
    }
    #expect(gedaan.rondes == [0, 60, 61, 63].map { .seconds($0) })
  }

  @Test func whatAnotherProcessHasIsLookedAtSoon() throws {
    let toneel = try Toneel([.niets, .niets])
    let gedaan = try bewaak(toneel) { _, tijd in tijd == .zero ? .elders : Rondeverslag() }
    #expect(gedaan.rondes == [0, 1, 61].map { .seconds($0) })
  }

  /// What came into a new folder before it was followed would not be heard.
  @Test func aNewFolderIsFollowedAndLookedAtAgain() throws {
    let toneel = try Toneel([.niets])
    let gedaan = try bewaak(toneel) { _, _ in .met(mappen: ["01AA"]) }
    #expect(gedaan.rondes == [0, 0, 60].map { .seconds($0) })
    #expect(toneel.gevolgd == [["Inbox"], ["Inbox", "Inbox/01AA"], ["Inbox", "Inbox/01AA"]])
  }

  @Test func whereTheKernelTellsNothingItLooksMoreOften() throws {
    let toneel = try Toneel([.niets, .niets])
    toneel.fout = BronError(.system, "no more watches")
    let log = Logboek()
    #expect(try bewaak(toneel, log: log).rondes == [0, 5, 10].map { .seconds($0) })
    #expect(log.lines.count { $0.contains("no more watches") } == 1)
  }

  @Test func whatStaysIsToldOnce() throws {
    let toneel = try Toneel([.niets, .niets, .niets])
    let log = Logboek()
    _ = try bewaak(toneel, log: log) { _, tijd in
      tijd == .seconds(180)
        ? Rondeverslag() : .met([.init("x\u{07}", .koppeling), .init("y", .zonderMerk)])
    }
    // A mark may be on its way.
    #expect(log.lines.map { $0.hasSuffix("file=x\\x07") } == [true, false])
    #expect(log.lines.first?.hasPrefix("error") == true && log.lines.last?.hasPrefix("notice") == true)
  }
}

extension Rondeverslag {
  /// A round that left something.
  fileprivate static func met(_ storing: Storing) -> Rondeverslag {
    var verslag = Rondeverslag()
    verslag.storingen = [storing]
    return verslag
  }

  fileprivate static func met(_ achterblijvers: [Achterblijver] = [], mappen: [String] = []) -> Rondeverslag {
    var verslag = Rondeverslag()
    (verslag.achterblijvers, verslag.mappen) = (achterblijvers, mappen)
    return verslag
  }

  fileprivate static var elders: Rondeverslag {
    var verslag = Rondeverslag()
    verslag.isElders = true
    return verslag
  }
}
