import Testing

@testable import ProgrammaVanEisen

struct PvETests {
  private let pve: PvE

  init() throws {
    pve = try SpecsFolder.pve.get()
  }

  /// The lengths as the dossiers on the exchange files give them, per version where they differ.
  private static let lengths: [Int: (Int, Int)] = [
    300: (135, 135), 305: (61, 61), 306: (45, 45), 310: (627, 627), 320: (60, 62), 321: (23, 23), 322: (191, 191),
    323: (27, 27), 325: (47, 47), 326: (26, 26), 327: (27, 27), 328: (19, 19), 330: (47, 47), 331: (185, 185),
    332: (58, 58),
    400: (25, 25), 402: (41, 41), 405: (65, 65), 406: (48, 48), 410: (630, 630), 411: (110, 110), 420: (63, 65),
    421: (26, 26), 422: (194, 194), 423: (30, 30), 425: (50, 50), 426: (29, 29), 427: (30, 30), 428: (22, 22),
    430: (50, 50), 431: (188, 188), 432: (61, 61), 499: (189, 189),
  ]

  @Test func everyRecordHasTheLengthOfTheDossier() {
    #expect(pve.versies.map(\.naam) == ["1.1", "1.2"])
    for (record, (first, second)) in Self.lengths {
      #expect(pve.layouts[0][record]?.lengte == first, "record \(record)")
      #expect(pve.layouts[1][record]?.lengte == second, "record \(record)")
    }
    for layouts in pve.layouts {
      #expect(Set(layouts.all.map(\.record)) == Set(Self.lengths.keys))
      #expect(layouts.all.filter(\.isKort).map(\.lengte).sorted() == [91, 94])
      #expect(layouts.short(322)?.lengte == 91)
      #expect(layouts.registered(422)?.lengte == 94)
      #expect(layouts.registered(320)?.lengte == layouts[320]?.lengte)
    }
  }

  @Test func everyCheckSaysWhatMakesItFire() {
    for controle in pve.controles {
      #expect(!controle.voorwaarde.isEmpty, "\(controle.code) of \(controle.place) has no 'voorwaarde'")
    }
  }

  /// A row goes before a code, and a record before all records.
  @Test func theMostPreciseUitlegIsTaken() throws {
    func uitleg(_ code: String, _ record: Int) throws -> Uitleg {
      pve.uitleg(try #require(pve.controles(code: code).first { $0.record == record }))
    }
    #expect(try uitleg("740", 310).betekenis.contains("op naam gezocht"))
    #expect(try uitleg("X203", 320).code == "X203")
    #expect(try uitleg("X101", 305).code == "750")
    #expect(try uitleg("753", 305) != uitleg("753", 306))
    #expect(try uitleg("811", 320) == uitleg("811", 330))
  }

  @Test func fieldsLieSideBySide() {
    for layout in pve.layouts.flatMap(\.all) {
      var next = 0
      for veld in layout.velden {
        #expect(veld.offset == next, "\(layout.record) \(veld.id)")
        next += veld.lengte
      }
      #expect(next == layout.lengte)
      #expect(Set(layout.velden.map(\.id)).count == layout.velden.count)
      #expect(layout.velden.prefix { $0.offset < layout.prefix }.reduce(0) { $0 + $1.lengte } == layout.prefix)
    }
  }

  @Test func everyDeliveredRecordComesBackInItsOwnForm() throws {
    for layouts in pve.layouts {
      for layout in layouts.all where layout.record < 400 && layout.record != 300 {
        let echo = layouts.all[try #require(layout.terugkoppeling)]
        #expect(echo.record == layout.record + 100)
        #expect(echo.isKort == layout.isKort)
        #expect(echo.velden.suffix(layout.velden.count - 2).map(\.id) == layout.velden.dropFirst(2).map(\.id))
      }
    }
  }

  @Test func aLineFindsItsLayoutByRecordAndLength() throws {
    let layouts = try #require(pve.layouts(versie: "1.1"))
    for layout in layouts.all { #expect(layouts.index(record: layout.record, length: layout.lengte) == layout.id) }
    #expect(layouts.index(record: 320, length: 62) == -2)
    #expect(layouts.index(record: 322, length: 92) == -2)
    #expect(layouts.index(record: 329, length: 60) == -1)
    #expect(layouts.index(record: -1, length: 60) == -1)
    #expect(layouts.index(record: 1_000, length: 60) == -1)
    #expect(layouts[-1] == nil)
    #expect(layouts[1_000] == nil)
    #expect(pve.layouts(versie: "1.3") == nil)
  }

  @Test func aVersionHoldsBetweenItsDates() throws {
    let last = try #require(Datum(number: 2010_07_31))
    #expect(pve.versies[0].geldt(op: last))
    #expect(!pve.versies[1].geldt(op: last))
    #expect(pve.versies[1].geldt(op: last.adding(days: 1)))
  }

  @Test func codesOfOursSayInTheTextThatTheyAre() throws {
    let ours = try #require(pve.controles(code: "X051").first)
    #expect(ours.signaalcode == "051")
    #expect(ours.signaaltekst.hasPrefix("(X051) "))
    let theirs = try #require(pve.controles(code: "830").first)
    #expect(theirs.signaalcode == "830")
    #expect(theirs.signaaltekst == theirs.tekst)
    // Some of ours have a code of the register's, and can be asked for by their row too.
    #expect(pve.controles(code: "X101").map(\.code) == ["750"])
  }

  @Test func indexesFollowTheCatalogue() {
    #expect(pve.controles.map(\.index) == Array(pve.controles.indices))
  }

  @Test func theContextHasRoomForItsParts() {
    var next = 0
    for part in ConditionContext.allCases {
      #expect(part.offset == next)
      next += part.length
    }
    #expect(ConditionContext.totalLength == next)
  }
}
