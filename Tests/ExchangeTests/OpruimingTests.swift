import Foundation
import GRDB
import ProgrammaVanEisen
import Testing

@testable import Exchange

/// What is kept of old deliveries goes; that they were there is still known.
struct OpruimingTests {
  private func ruimOp(_ bench: Exchangebench, voor datum: String, isProef: Bool = false) throws -> [Int] {
    let verslag = try Opruiming(bench.register, archive: bench.mappen.archive).ruimOp(
      voor: try #require(Datum(text: datum)), isProef: isProef)
    return [verslag.antwoorden, verslag.bestanden]
  }

  private func feiten(_ bench: Exchangebench) throws -> [String] {
    try bench.tables().filter { row in
      !["antwoord:", "aanlevering:", "opgeruimd:"].contains { row.hasPrefix($0) }
    }
  }

  @Test func whatIsOldGoesAndWhatIsNotStays() throws {
    try Exchangebench.with { bench in
      try bench.deliver(Delivery())
      try bench.run("2009-06-15")
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout()))
      try bench.run("2009-07-20")
      let register = try feiten(bench)
      let before = try bench.tables()
      #expect(try ruimOp(bench, voor: "2009-07-20", isProef: true) == [1, 1])
      #expect(try bench.tables() == before)
      #expect(try ruimOp(bench, voor: "2009-06-15") == [0, 0])
      #expect(try ruimOp(bench, voor: "2009-07-20") == [1, 1])
      #expect(try bench.files("Archive") == ["2009/07/01AA002A.B01"])
      #expect(try feiten(bench) == register)
      #expect(try ruimOp(bench, voor: "2009-07-20") == [0, 0])
    }
  }

  /// Whoever names another folder than the archive loses nothing that is not ours.
  @Test func filesThatAreNoDeliveriesStay() throws {
    try Exchangebench.with { bench in
      let month = URL(filePath: bench.mappen.archive).appending(path: "2009/06")
      try FileManager.default.createDirectory(at: month, withIntermediateDirectories: true)
      let ours = ["01AA001A.B01", "01AA001A.B01-1a2b3c4d.gz", "01AA001A.B01.xml.gz"]
      let others = ["01AA001A.B01x", "01AA001T.B01.gz", "foto.jpg"]
      for naam in ours + others { try Data().write(to: month.appending(path: naam)) }
      #expect(try ruimOp(bench, voor: "2009-07-01") == [0, 3])
      #expect(try bench.files("Archive") == others.map { "2009/06/\($0)" })
    }
  }

  @Test func aDeliveryThatComesAgainIsStillKnown() throws {
    try Exchangebench.with { bench in
      try bench.deliver(Delivery())
      try bench.run("2009-06-15")
      try bench.deliver(Delivery())
      #expect(try bench.run("2009-06-15").map(\.status) == [.herhaald])
      _ = try ruimOp(bench, voor: "2009-07-01")
      let register = try feiten(bench)
      try bench.deliver(Delivery())
      let again = try bench.run("2009-08-01")
      #expect(again.map(\.status) == [.geweigerd])
      let verslag = try #require(again.first)
      #expect(verslag.fouten.lijst.map { verslag.fouten.controle($0).code } == ["X009"])
      #expect(try feiten(bench) == register)
    }
  }
}
