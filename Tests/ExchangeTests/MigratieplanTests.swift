import FileSystem
import Foundation
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

/// What there is to do is known, with all that is wrong with it, before anything is touched.
struct MigratieplanTests {
  private func with(_ body: (Exchangebench) throws -> Void) throws {
    try Exchangebench.with(controles: .bestand, body)
  }

  // MARK: Order

  /// By day, and on one day by number, counted modulo 1000 from the last one of the days before.
  @Test(arguments: [
    ([("20090101", [1, 2, 3])], [1, 2, 3]),
    // Nothing goes before them, so they begin behind the widest space.
    ([("20090101", [0, 998, 1, 999])], [998, 999, 0, 1]),
    ([("20090101", [997]), ("20090102", [1, 0, 999, 998]), ("20090103", [2])], [997, 998, 999, 0, 1, 2]),
    // The same number again, a thousand deliveries later.
    ([("20080101", [7]), ("20080601", [400]), ("20081201", [800]), ("20090601", [7])], [7, 400, 800, 7]),
    // The date counts, also where the number was made earlier.
    ([("20090101", [1]), ("20090102", [3]), ("20090103", [2, 4])], [1, 3, 4, 2]),
  ])
  func orderOfOneAanleverpunt(dagen: [(String, [Int])], expected: [Int]) throws {
    try with { bench in
      for (dag, nummers) in dagen {
        for nummer in nummers { try bench.bewaar(.van(dag, nummer), in: dag) }
      }
      #expect(try bench.volgorde() == expected)
      // None of them is refused for its number.
      #expect(try bench.migreer().totaal.aangenomen == expected.count)
    }
  }

  /// Aanleverpunten are woven by date, so that the register is told of everything in the order in which it became
  /// known.
  @Test func aanleverpuntenAreWovenByDate() throws {
    try with { bench in
      for (dag, nummer, brin) in [
        ("20090301", 2, "02BB"), ("20090201", 1, "01AA"), ("20090301", 2, "01AA"), ("20090101", 1, "02BB"),
      ] {
        try bench.bewaar(.van(dag, nummer).with { $0.brin = brin })
      }
      let namen = try bench.migratie().plan().leveringen.map(\.naam)
      #expect(namen == ["02BB001A.B01", "01AA001A.B01", "01AA002A.B01", "02BB002A.B01"])
    }
  }

  // MARK: Numbers

  @Test func whatIsMissingIsTold() throws {
    try with { bench in
      for (dag, nummer) in [("20090101", 998), ("20090102", 1), ("20090103", 5), ("20090104", 3)] {
        try bench.bewaar(.van(dag, nummer), in: dag)
      }
      let plan = try #require(try bench.migratie().plan().aanleverpunten.first)
      #expect(plan.gaten.map(\.nummers) == [[999, 0], [2, 4]])
      #expect(plan.gaten.map { [$0.na.nummer, $0.voor.nummer] } == [[998, 1], [1, 5]])
      #expect(plan.nagekomen.map(\.nummer) == [3])
      // What it says is what becomes of it.
      try bench.migreer()
      let gemeld = try ["998", "001", "005", "003"].map { try bench.receipt("01AA\($0)A.B01").fouten.map(\.code) }
      #expect(gemeld == [[], ["X010"], ["X010"], ["X010"]])
    }
  }

  @Test func aNumberThatIsTakenIsTold() throws {
    try with { bench in
      try bench.bewaar(.van("20090101", 1), in: "a")
      try bench.bewaar(.van("20090102", 2), in: "a")
      try bench.bewaar(.van("20090103", 1), in: "b")
      let plan = try #require(try bench.migratie().plan().aanleverpunten.first)
      #expect(plan.nummerBezet.map(\.pad) == ["b/01AA001A.B01"])
      let afstemming = try bench.migreer()
      #expect(afstemming.geweigerd == [.init(pad: "b/01AA001A.B01", codes: ["X009"])])
    }
  }

  // MARK: Files

  /// The same content counts once, packed or not, wherever it lies; the file that is no fault stays.
  @Test func theSameContentCountsOnce() throws {
    try with { bench in
      let delivery = Delivery.van("20090101", 1)
      try bench.bewaar(delivery, as: "a/01AA009A.B01")
      try bench.bewaar(try gzipMember(delivery.bytes), as: "b/01AA001A.B01.gz")
      try bench.bewaar(delivery, in: "c")
      let plan = try bench.migratie().plan()
      #expect(plan.leveringen.map(\.pad) == ["b/01AA001A.B01.gz"])
      #expect(
        plan.overig == [
          .init(pad: "a/01AA009A.B01", reden: .dubbel(van: "b/01AA001A.B01.gz")),
          .init(pad: "c/01AA001A.B01", reden: .dubbel(van: "b/01AA001A.B01.gz")),
        ])
    }
  }

  /// Whatever lies in the folder is named, and none of it stops the others.
  @Test func everyFileIsNamed() throws {
    try with { bench in
      try bench.bewaar(.van("20090101", 1), as: "oud/levering een.txt")
      try bench.bewaar(try gzipMember(Delivery.van("20090102", 2).bytes), as: "oud/twee")
      try bench.bewaar(Array("onzin".utf8), as: "lees mij")
      try bench.bewaar([], as: "leeg")
      try bench.bewaar([0x1F, 0x8B, 0], as: "stuk.gz")
      try bench.bewaar(.van("20090103", 3), as: ".verborgen")
      try bench.bewaar(.van("20090103", 3), as: "01AA003A.B01.part")
      try bench.bewaar(Array("400\r\n".utf8), as: "uit/01AA001T.B01")
      try FileManager.default.createSymbolicLink(
        atPath: Folders.join(bench.historie, "koppeling"), withDestinationPath: "oud")
      let plan = try bench.migratie().plan()
      #expect(plan.hernoemd.map(\.naam) == ["01AA001A.B01", "01AA002A.B01.gz"])
      #expect(
        plan.overig == [
          .init(pad: ".verborgen", reden: .onaf), .init(pad: "01AA003A.B01.part", reden: .onaf),
          .init(pad: "koppeling", reden: .koppeling), .init(pad: "leeg", reden: .geenAanlevering),
          .init(pad: "lees mij", reden: .geenAanlevering), .init(pad: "stuk.gz", reden: .geenAanlevering),
          .init(pad: "uit/01AA001T.B01", reden: .terugkoppeling),
        ])
      try bench.migreer()
      #expect(try bench.files("Archive") == ["2009/01/01AA001A.B01", "2009/01/01AA002A.B01.gz"])
    }
  }

  /// What will be refused is told with why, and comes where its number would be, or last.
  @Test func whatWillBeRefusedIsTold() throws {
    try with { bench in
      try bench.bewaar(.van("20090102", 2).with { $0.meldingen = 9 })
      try bench.bewaar(.van("20090103", 3))
      try bench.bewaar(.van("20090101", 1))
      try bench.bewaar(.van("20090230", 4))
      try bench.bewaar(Array("onzin\r\n".utf8), as: "01AA005A.B01")
      try bench.bewaar(.van("20130101", 6))
      let plan = try bench.migratie().plan()
      #expect(
        plan.leveringen.map(\.naam) == [
          "01AA001A.B01", "01AA002A.B01", "01AA003A.B01", "01AA004A.B01", "01AA006A.B01", "01AA005A.B01",
        ])
      let verwacht = ["01AA002A.B01", "01AA004A.B01", "01AA006A.B01", "01AA005A.B01"]
      #expect(plan.geweigerd.map(\.pad) == verwacht)
      // A batch that will not be accepted leaves a gap, unless it comes again.
      #expect(plan.aanleverpunten.flatMap(\.gaten).flatMap(\.nummers) == [2])
      let afstemming = try bench.migreer()
      #expect(afstemming.geweigerd.map(\.pad) == plan.geweigerd.map(\.pad))
      #expect(try bench.files("Rejected").count == 8)
    }
  }

  @Test func whatCannotBeReadIsTold() throws {
    try with { bench in
      try bench.bewaar(.van("20090101", 1))
      try bench.bewaar(.van("20090102", 2))
      var system = SystemCalls.live
      system.open = { path, flags, mode in
        path.hasSuffix("01AA001A.B01") ? -Int(EACCES) : SystemCalls.live.open(path, flags, mode)
      }
      let plan = try bench.migratie(folders: Folders(system: system)).plan()
      #expect(plan.onleesbaar.map(\.pad) == ["01AA001A.B01"])
      #expect(plan.onleesbaar.first?.fout.code == .system)
      #expect(plan.leveringen.map(\.naam) == ["01AA002A.B01"])
    }
  }

  /// Nothing may be written into the folder.
  @Test(arguments: ["Outbox", "Archive", "Rejected"]) func nothingIsWrittenIntoTheFolder(naam: String) throws {
    try with { bench in
      try bench.bewaar(.van("20090101", 1), in: "Outbox")
      let folder = bench.work.appending(path: "Historie").path
      func place(_ other: String) -> String { other == naam ? "\(folder)/\(other)" : "\(bench.work.path)/\(other)" }
      let migratie = Migratie(
        map: folder,
        uit: Mappen(inbox: "", outbox: place("Outbox"), archive: place("Archive"), rejected: place("Rejected")),
        grondslag: bench.grondslag, vandaag: try #require(Datum(text: "2012-01-01")), weigertGat: false,
        logger: Exchangebench.quiet)
      #expect {
        try migratie.plan()
      } throws: {
        ($0 as? BronError)?.code == .usage
      }
    }
  }

  /// Nor may the register or a report lie in it, nor the folder itself where answers or copies go.
  @Test func whatIsWrittenLiesElsewhere() throws {
    try with { bench in
      try bench.bewaar(.van("20090101", 1), in: "2009")
      func fout(_ map: String, schrijft: [String] = []) -> BronError.Code? {
        do {
          _ = try Migratie(
            map: map, uit: bench.mappen, grondslag: bench.grondslag,
            vandaag: #require(Datum(text: "2012-01-01")), weigertGat: false, logger: Exchangebench.quiet
          ).plan(schrijft: schrijft)
          return nil
        } catch {
          return (error as? BronError)?.code
        }
      }
      #expect(fout(bench.historie, schrijft: ["\(bench.work.path)/register.sqlite"]) == nil)
      #expect(fout(bench.historie, schrijft: ["\(bench.historie)/register.sqlite"]) == .usage)
      for map in [bench.mappen.outbox, bench.mappen.archive, bench.mappen.rejected] {
        try FileManager.default.createDirectory(atPath: "\(map)/2010", withIntermediateDirectories: true)
        #expect(fout("\(map)/2010") == .usage)
      }
    }
  }
}
