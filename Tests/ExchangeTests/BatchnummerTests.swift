import FileSystem
import Foundation
import Testing

/// Numbers of batches and of feedback (choice 7 of the Programma van Eisen).
struct BatchnummerTests {
  /// A delivery whose one melding is rejected.
  private func delivery(_ nummer: String, datum: String = "20090615", brin: String = "01AA") -> Delivery {
    Delivery(batchnummer: nummer, Regels.fout()).with {
      $0.datum = datum
      $0.brin = brin
    }
  }

  @Test(arguments: ["000", "001", "500", "999"])
  func firstNumberMayBeAny(nummer: String) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(delivery(nummer))
      #expect(try bench.run().map(\.status) == [.aangenomen])
      #expect(try bench.receipt("01AA\(nummer)A.B01").fouten.isEmpty)
      #expect(try bench.feedback("01AA001T.B01")[0].hasPrefix("40001AA01BO001T20090615"))
    }
  }

  @Test func nextNumberIsSilent() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["998", "999", "000", "001"] {
        try bench.deliver(delivery(nummer))
        #expect(try bench.run().map(\.status) == [.aangenomen])
        #expect(try bench.receipt("01AA\(nummer)A.B01").fouten.isEmpty, "\(nummer)")
      }
      let feedback = try bench.files("Outbox").filter { $0.contains("T.") }
      #expect(feedback == (1...4).map { "01AA00\($0)T.B01.gz" })
    }
  }

  @Test func gapIsTold() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["001", "004"] { try bench.deliver(delivery(nummer)) }
      #expect(try bench.run().map(\.status) == [.aangenomen, .aangenomen])
      let fout = try #require(try bench.receipt("01AA004A.B01").fouten.first)
      #expect(fout.code == "X010" && fout.ernst == "S" && fout.regel == 1 && fout.byte == 14)
      #expect(fout.toelichting == "verwacht werd 2")
      // The feedback has a sequence of its own.
      #expect(try bench.receipt("01AA004A.B01")["terugkoppelbestand"] == "01AA002T.B01.gz")
    }
  }

  @Test func gapOverTheWrapIsTold() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["999", "002"] {
        try bench.deliver(delivery(nummer))
        #expect(try bench.run().map(\.status) == [.aangenomen])
      }
      #expect(try bench.receipt("01AA002A.B01").fouten.map(\.toelichting) == ["verwacht werd 0"])
    }
  }

  @Test func gapMayRefuse() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["001", "003"] { try bench.deliver(delivery(nummer)) }
      #expect(try bench.run(weigertGat: true).map(\.status) == [.aangenomen, .geweigerd])
      let receipt = try bench.receipt("01AA003A.B01")
      #expect(receipt["uitkomst"] == "GEWEIGERD")
      #expect(receipt.fouten.map(\.code) == ["X010"])
      // Once the one between has come, it fits.
      for nummer in ["002", "003"] { try bench.deliver(delivery(nummer)) }
      #expect(try bench.run(weigertGat: true).map(\.status) == [.aangenomen, .aangenomen])
    }
  }

  @Test(arguments: [false, true])
  func skippedNumberMayStillCome(weigertGat: Bool) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for nummer in ["001", "004"] { try bench.deliver(delivery(nummer)) }
      try bench.run()
      try bench.deliver(delivery("003"))
      #expect(try bench.run(weigertGat: weigertGat).map(\.status) == [.aangenomen])
      #expect(try bench.receipt("01AA003A.B01").fouten.map(\.code) == ["X010"])
      // It does not move the count, and comes but once.
      try bench.deliver(delivery("005"))
      try bench.deliver(delivery("003", datum: "20090614"))
      #expect(try bench.run().map(\.status) == [.aangenomen, .geweigerd])
      #expect(try bench.receipt("01AA005A.B01").fouten.isEmpty)
    }
  }

  @Test func numberTooFarBackIsRefused() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for (nummer, status) in [("600", "AANGENOMEN"), ("100", "GEWEIGERD"), ("099", "AANGENOMEN")] {
        try bench.deliver(delivery(nummer))
        try bench.run()
        #expect(try bench.receipt("01AA\(nummer)A.B01")["uitkomst"] == status, "\(nummer)")
      }
    }
  }

  @Test func otherContentUnderANumberIsRefused() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.run()
      let before = try bench.register.inhoud()
      try bench.deliver(Delivery(Regels.goed(1, Regels.twee)))
      let uitkomst = try #require(try bench.run().first)
      #expect(uitkomst.status == .geweigerd)
      let name = try #require(try bench.files("Rejected").first { $0.contains("ontvangst") })
      let receipt = Receipt(String(decoding: try bench.unpacked("Rejected/\(name)"), as: UTF8.self))
      let fout = try #require(receipt.fouten.first)
      #expect(fout.code == "X009" && fout.ernst == "A" && fout.regel == 1 && fout.byte == 14)
      #expect(try bench.register.inhoud() == before)
      // The name of the first receipt is taken, so this one has a mark.
      let mark = try #require(receipt["sha256"]).prefix(8)
      #expect(
        try bench.files("Outbox") == [
          "01AA001A.B01-\(mark).ontvangst.xml.gz", "01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz",
        ])
    }
  }

  @Test(arguments: [false, true])
  func sameContentGetsTheSameAnswer(isOutboxEmptied: Bool) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery())
      try bench.run()
      let answers = try bench.files("Outbox").map { try bench.bytes("Outbox/\($0)") }
      let before = try bench.tables().filter { !$0.hasPrefix("aanlevering") }
      if isOutboxEmptied { try FileManager.default.removeItem(atPath: bench.mappen.outbox) }
      // Later, and packed this time: the content is what counts.
      try bench.deliver(try gzipMember(Delivery().bytes), as: "01AA001A.B01.gz")
      #expect(try bench.run("2009-07-01").map(\.status) == [.herhaald])
      #expect(try bench.files("Outbox") == ["01AA001A.B01.ontvangst.xml.gz", "01AA001T.B01.gz"])
      #expect(try bench.files("Outbox").map { try bench.bytes("Outbox/\($0)") } == answers)
      #expect(try bench.tables().filter { !$0.hasPrefix("aanlevering") } == before)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01", "2009/07/01AA001A.B01.gz"])
    }
  }

  @Test func aanleverpuntenCountByThemselves() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(delivery("001"))
      try bench.deliver(delivery("001").with { $0.aanleverpunt = "02" })
      try bench.deliver(Delivery(batchnummer: "001", [Regels.sleutel(1, Regels.een)]).with { $0.sectordeel = "ED" })
      #expect(try bench.run().allSatisfy { $0.status == .aangenomen })
      #expect(
        try bench.files("Outbox").filter { $0.contains("T.") } == [
          "01AA001T.B01.gz", "01AA001T.B02.gz", "01AA001T.E01.gz",
        ])
    }
  }

  // MARK: The order in the inbox

  @Test func withoutALastNumberTheDateOrders() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(delivery("001", datum: "20090103"))
      try bench.deliver(delivery("999", datum: "20090101"))
      try bench.deliver(delivery("000", datum: "20090102"))
      try bench.deliver(delivery("998", datum: "20090101"))
      #expect(
        try bench.run().map(\.naam) == ["01AA998A.B01", "01AA999A.B01", "01AA000A.B01", "01AA001A.B01"])
    }
  }

  @Test func numbersCountFromTheLast() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(delivery("998"))
      try bench.run()
      // Dates say otherwise, and no longer matter.
      for (nummer, datum) in [("001", "20090101"), ("999", "20090103"), ("000", "20090102")] {
        try bench.deliver(delivery(nummer, datum: datum))
      }
      #expect(try bench.run().map(\.naam) == ["01AA999A.B01", "01AA000A.B01", "01AA001A.B01"])
    }
  }

  @Test func institutionsComeInOrder() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(delivery("001", brin: "02BB"))
      try bench.deliver(delivery("001").with { $0.aanleverpunt = "02" })
      try bench.deliver(delivery("005"))
      try bench.deliver(Delivery(batchnummer: "001", [Regels.sleutel(1, Regels.een)]).with { $0.sectordeel = "ED" })
      try bench.deliver(delivery("004"), map: "01AA")
      try bench.deliver("onleesbaar\r\n".latin1, as: "00AA001A.B01")
      try bench.deliver("onleesbaar\r\n".latin1, as: "a")
      #expect(
        try bench.run().map(\.naam) == [
          "00AA001A.B01", "01AA004A.B01", "01AA005A.B01", "01AA001A.E01", "01AA001A.B02", "02BB001A.B01", "a",
        ])
      #expect(try bench.files("Outbox").contains("01AA/01AA004A.B01.ontvangst.xml.gz"))
    }
  }

  // MARK: Names that are taken

  @Test func nothingIsOverwritten() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      for folder in ["Outbox", "Archive/2009/06"] {
        try FileManager.default.createDirectory(
          at: bench.work.appending(path: folder), withIntermediateDirectories: true)
      }
      let taken = [
        "Archive/2009/06/01AA001A.B01", "Outbox/01AA001T.B01.gz", "Outbox/01AA001A.B01.ontvangst.xml.gz",
      ]
      for path in taken { try Data("bezet".utf8).write(to: bench.work.appending(path: path)) }
      try bench.deliver(Delivery())
      #expect(try bench.run().map(\.status) == [.aangenomen])
      for path in taken { #expect(try bench.bytes(path) == Array("bezet".utf8)) }
      let digest = Digest.of(Delivery().bytes).prefix(8)
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01", "2009/06/01AA001A.B01-\(digest)"])
      #expect(
        try bench.files("Outbox").filter { $0.contains("-") } == [
          "01AA001A.B01-\(digest).ontvangst.xml.gz", "01AA001T.B01-\(digest).gz",
        ])
      for path in taken where path.hasPrefix("Outbox/01AA001A") {
        try FileManager.default.removeItem(at: bench.work.appending(path: path))
      }
    }
  }

  @Test func refusedFileMayComeAnyNumberOfTimes() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let bad = Delivery().with { $0.meldingen = 2 }
      for day in 15...18 {
        try bench.deliver(bad)
        #expect(try bench.run("2009-06-\(day)").map(\.status) == [.geweigerd])
      }
      let digest = Digest.of(bad.bytes).prefix(8)
      let receipts = ["-\(digest)-2", "-\(digest)-3", "-\(digest)", ""].map { "01AA001A.B01\($0).ontvangst.xml.gz" }
      #expect(try bench.files("Outbox") == receipts)
      #expect(try bench.files("Rejected").sorted() == (["01AA001A.B01"] + receipts).sorted())
    }
  }
}

extension Digest {
  /// The digest of bytes, as 64 hexadecimal digits.
  static func of(_ bytes: [UInt8]) -> String {
    var digest = Digest()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.finalize()
  }
}
