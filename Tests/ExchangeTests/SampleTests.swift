import Exchange
import FileSystem
import Foundation
import Logging
import ProgrammaVanEisen
import Reference
import Testing

/// The bar: real deliveries give exactly the feedback that the register gave.
struct SampleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A line of the manifest.
  struct Sample: Sendable, CustomTestStringConvertible {
    let folder: String
    let delivery: String
    let date: Datum
    let feedback: String

    var testDescription: String { "\(folder)/\(delivery)" }
  }

  private static func samples() throws -> [Sample] {
    let text = try String(contentsOf: root.appending(path: "Tests/Samples/manifest.csv"), encoding: .utf8)
    return try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ";").map(String.init)
      return Sample(
        folder: fields[0], delivery: fields[2], date: try #require(Datum(text: fields[3])), feedback: fields[4])
    }
  }

  @Test(arguments: ["bo-refused", "bo", "vavo", "ed"])
  func feedbackIsTheSameByteForByte(folder: String) throws {
    let work = FileManager.default.temporaryDirectory.appending(path: "bronbatch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: work) }
    let sampleFolder = Self.root.appending(path: "Tests/Samples/\(folder)").path
    let pve = try PvE(specs: Self.root.appending(path: "Specs").path, functies: Grondslag.functies)
    let personen = try #require(try Personen(folder: sampleFolder))
    let grondslag = Grondslag(
      pve: pve, tables: try ReferenceTables(folder: sampleFolder), personen: personen, alleFouten: false,
      propSignalen: false)
    let mappen = Mappen(
      inbox: work.appending(path: "Inbox").path, outbox: work.appending(path: "Outbox").path,
      archive: work.appending(path: "Archive").path, rejected: work.appending(path: "Rejected").path)
    try Folders().make(mappen.inbox)
    let register = try Uitwisseling.openRegister(url: "sqlite:\(work.path)/register.sqlite", pve: pve)
    let samples = try Self.samples().filter { $0.folder == folder }
    #expect(!samples.isEmpty)
    for sample in samples {
      try FileManager.default.copyItem(
        atPath: "\(sampleFolder)/\(sample.delivery)", toPath: "\(mappen.inbox)/\(sample.delivery)")
      let exchange = Uitwisseling(
        mappen: mappen, grondslag: grondslag, register: register, datum: sample.date, weigertGat: false,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let storingen = try exchange.run(progress: { _, _ in }, each: { _ in })
      #expect(storingen.isEmpty)
      let answer = try GzipSource(FileSource("\(mappen.outbox)/\(sample.feedback).gz")).readAll(limit: 1 << 20)
      let expected = try Folders().bytes(of: "\(sampleFolder)/\(sample.feedback)")
      #expect(answer == expected, "\(sample.testDescription)")
    }
  }
}
