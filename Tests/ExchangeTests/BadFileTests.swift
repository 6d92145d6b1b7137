import FileSystem
import Foundation
import Testing

/// Files that are no delivery, or a broken one: refused as a whole, and nothing else is disturbed.
struct BadFileTests {
  @Test(arguments: BadFile.all)
  func isRefused(file: BadFile) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(file.bytes, as: file.naam, map: file.map)
      // Rejected as a melding, so that the register stays empty.
      let next = Delivery(Regels.fout()).with { $0.brin = "99ZZ" }
      try bench.deliver(next)
      let uitkomsten = try bench.run()
      #expect(Set(uitkomsten.map(\.naam)) == [file.naam, next.naam])
      #expect(uitkomsten.first { $0.naam == file.naam }?.status == .geweigerd)
      #expect(uitkomsten.first { $0.naam == next.naam }?.status == .aangenomen)

      let naam = String(decoding: file.naam.without(end: ".gz").utf8.prefix(200), as: UTF8.self)
      let map = file.map.isEmpty ? "" : "/\(file.map)"
      let receipt = try bench.receipt(naam, in: "Outbox\(map)")
      #expect(receipt["uitkomst"] == "GEWEIGERD")
      #expect(receipt["terugkoppelbestand"] == nil)
      for expected in file.expected {
        #expect(
          receipt.fouten.contains {
            $0.code == expected.code && (expected.isAnywhere || $0.regel == expected.regel && $0.byte == expected.byte)
          },
          "\(expected) is not among \(receipt.fouten)")
      }
      let codes = Set(file.expected.map(\.code)).union(file.besides)
      #expect(Set(receipt.fouten.map(\.code)).subtracting(codes).isEmpty, "\(receipt.fouten)")
      let texts = try Exchangebench.pve().controles.map(\.tekst)
      #expect(receipt.fouten.allSatisfy { texts.contains($0.tekst) })

      #expect(try bench.bytes("Rejected/\(file.naam)") == file.bytes)
      #expect(try bench.receipt(naam, in: "Rejected").xml == receipt.xml)
      #expect(try bench.isEmptyRegister())
      #expect(try bench.files("Inbox").isEmpty)
      #expect(
        try bench.files("Outbox").filter { $0.hasSuffix(".gz") && !$0.contains("ontvangst") } == ["99ZZ001T.B01.gz"])

      // The same number again, and no feedback number was used up.
      let again = Delivery()
      try bench.deliver(again)
      #expect(try bench.run().map(\.status) == [.aangenomen])
      #expect(try bench.feedback("01AA001T.B01").first?.hasPrefix("40001AA01BO001T") == true)
    }
  }

  @Test(arguments: [[], [0x1C], [0x1A]] as [[UInt8]])
  func endMarkMayBeThere(mark: [UInt8]) throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery().with { $0.einde = mark })
      #expect(try bench.run().map(\.status) == [.aangenomen])
    }
  }

  @Test func accentsInLatin1AreAccepted() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let regels = Regels.zonderNummer(
        1, leerling: "7", achternaam: "Müller", voornamen: "Zoë", geboortedatum: "19900102")
      try bench.deliver(Delivery(regels + Regels.inschrijving(1)))
      #expect(try bench.run().map(\.status) == [.aangenomen])
    }
  }

  @Test func packedDeliveryNeedsNoName() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(try gzipMember(Delivery().bytes), as: "01AA001A.B01")
      try bench.deliver(try gzipMember(Delivery().with { $0.brin = "99ZZ" }.bytes), as: "99ZZ001A.B01.gz")
      #expect(try bench.run().map(\.status) == [.aangenomen, .aangenomen])
      let receipt = try bench.receipt("01AA001A.B01")
      #expect(receipt["sha256"] != receipt["sha256Bestand"])
      #expect(try bench.files("Archive") == ["2009/06/01AA001A.B01", "2009/06/99ZZ001A.B01.gz"])
    }
  }

  @Test func unfinishedFilesAreLeftAlone() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      let names = [
        ".01AA001A.B01", "01AA001A.B01.done", "01AA001A.B01.filepart", "01AA001A.B01.part", "01AA001A.B01.tmp",
      ]
      for name in names { try bench.deliver(Delivery(), as: name) }
      #expect(try bench.run().isEmpty)
      #expect(try bench.files("Inbox") == names.sorted())
    }
  }

  /// The mark makes another sign of the dot, but not of its byte.
  @Test func aDotWithAMarkIsADot() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery(), as: ".\u{301}01AA001A.B01")
      #expect(try bench.run().isEmpty)
    }
  }

  @Test func listedFaultsHaveAnEnd() throws {
    try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Delivery([String](repeating: "999", count: 150)))
      try bench.run()
      let receipt = try bench.receipt("01AA001A.B01")
      #expect(receipt.fouten.count { $0.code == "X020" } == 100)
      #expect(receipt["aantal"] == "50")
    }
  }

  /// In `make hostile` the line is a gigabyte; here it is as long as the suite can wait for.
  @Test func lineWithoutEndTakesNoMemory() throws {
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder)
      func peak() throws -> Command.Outcome {
        try Command.run(
          Command.bronbatch(),
          [
            "run", "--quiet", "--date", "2009-06-15", "--specs", Exchangebench.root.appending(path: "Specs").path,
            "--reference", Exchangebench.sample("bo"),
          ], in: folder, measured: true)
      }
      try bench.deliver(Delivery())
      let usual = try peak()
      #expect(usual.code == 0, "\(usual.errors)")
      try bench.deliver([UInt8](repeating: 0x30, count: 64 << 20), as: "01AA002A.B01")
      let large = try peak()
      #expect(large.code == 1, "\(large.errors)")
      #expect(usual.peak > 0 && large.peak > 0)
      #expect(large.peak - usual.peak < 64 << 20)
      let receipt = try bench.receipt("01AA002A.B01")
      #expect(receipt["aantalBytes"] == "\(64 << 20)")
      #expect(receipt.fouten.map(\.code) == ["X001", "X029"])
      try bench.validateReceipts()
    }
  }
}
