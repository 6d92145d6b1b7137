import FileSystem
import Foundation
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

/// Feedback of then beside what is decided now.
struct VergelijkingTests {
  /// Takes a small history in, with its answers as the feedback of then, after `change` was done to them.
  private func vergelijk(_ change: (inout [String: [UInt8]]) -> Void) throws -> Vergelijking {
    try Exchangebench.with { bench in
      try bench.bewaar(.van("20080901", 1, Regels.goed(1) + Regels.fout(2)))
      try bench.bewaar(.van("20090201", 2, Regels.goed(1, Regels.twee) + Regels.fout(2) + Regels.fout(3)))
      try bench.migreer()
      var toen: [String: [UInt8]] = [:]
      for naam in try bench.files("Outbox") { toen[naam] = try bench.unpacked("Outbox/\(naam)") }
      change(&toen)
      let folder = bench.work.appending(path: "Toen")
      for (naam, bytes) in toen {
        // Under other names, and not packed.
        let path = folder.appending(path: "\(naam.prefix(7))/\(naam.dropLast(3)).oud")
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: path)
      }
      return try bench.migratie().vergelijk(register: bench.register, met: folder.path)
    }
  }

  /// Changes one line of a feedback.
  private func change(_ bytes: inout [UInt8], _ prefix: String, _ body: (inout String) -> Void) throws {
    var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    let index = try #require(lines.firstIndex { $0.hasPrefix(prefix) })
    body(&lines[index])
    bytes = Array(lines.joined(separator: "\r\n").utf8)
  }

  @Test func theSameFeedbackHasNoDifference() throws {
    let vergelijking = try vergelijk { _ in }
    #expect(vergelijking.bestanden == 2 && vergelijking.anders == 2)
    #expect(vergelijking.aanleveringen == 2 && vergelijking.meldingen == 5 && vergelijking.gelijk == 5)
    #expect(vergelijking.verschillen.isEmpty && vergelijking.zonderNu.isEmpty && vergelijking.zonderToen == 0)
    #expect(!vergelijking.codes.isEmpty)
    #expect(vergelijking.codes.values.allSatisfy { $0.alleenToen == 0 && $0.alleenNu == 0 })
  }

  /// One melding was rejected then for another reason, one was approved, and one is missing.
  @Test func plantedDifferencesAreFound() throws {
    var code = ""
    let vergelijking = try vergelijk { toen in
      do {
        try change(&toen["01AA001T.B01.gz"]!, "499001000002") { line in
          code = String(line.dropFirst(35).prefix(3))
          line.replaceSubrange(
            line.index(line.startIndex, offsetBy: 35)..<line.index(line.startIndex, offsetBy: 38), with: "899")
        }
        try change(&toen["01AA002T.B01.gz"]!, "405002000001") { line in
          let status = line.index(line.startIndex, offsetBy: 12)
          line.replaceSubrange(status...status, with: "A")
        }
        var lines = String(decoding: toen["01AA002T.B01.gz"]!, as: UTF8.self).components(separatedBy: "\r\n")
        lines.removeAll { $0.dropFirst(3).hasPrefix("002000003") }
        toen["01AA002T.B01.gz"] = Array(lines.joined(separator: "\r\n").utf8)
      } catch {
        Issue.record(error)
      }
    }
    #expect(vergelijking.meldingen == 5 && vergelijking.gelijk == 2)
    let soorten = vergelijking.verschillen.map { "\($0.key.toen.map(Self.tekst) ?? "-") \(Self.tekst($0.key.nu!))" }
    let eigen = vergelijking.codes.first { $0.key.hasSuffix(code) }?.key ?? "?"
    #expect(Set(soorten) == ["A[\"899\"] A[\"\(eigen)\"]", "A[] G[]", "- A[\"\(eigen)\"]"])
    #expect(vergelijking.codes["899"] == .init(beide: 0, alleenToen: 1, alleenNu: 0))
    #expect(vergelijking.codes[eigen] == .init(beide: 1, alleenToen: 0, alleenNu: 2))
    #expect(vergelijking.verschillen.values.flatMap(\.voorbeelden).sorted().first == "01AA001A.B01 melding 2")
  }

  private static func tekst(_ beslissing: Beslissing) -> String {
    "\(beslissing.isAfgekeurd ? "A" : "G")\(beslissing.codes)"
  }

  /// Feedback about what is not there, damaged feedback, and deliveries without any.
  @Test func whatCannotBeComparedIsTold() throws {
    let vergelijking = try vergelijk { toen in
      toen["01AA001T.B01.gz"] = Array(
        String(decoding: toen["01AA001T.B01.gz"]!, as: UTF8.self).replacing("402001", with: "402077").utf8)
      toen["01AA002T.B01.gz"] = nil
    }
    #expect(vergelijking.zonderNu == ["01AA 01 BO, batch 77, ontvangen 2008-09-01"])
    #expect(vergelijking.zonderToen == 2 && vergelijking.aanleveringen == 0)
  }

  /// A file that ends too early says so, wherever it does; what stands before that counts, but for the melding of which
  /// some may be missing.
  @Test(arguments: [1, 40, 2_000]) func whatIsCutOffIsTold(lost: Int) throws {
    let vergelijking = try vergelijk { toen in
      let bytes = toen["01AA002T.B01.gz"] ?? []
      toen["01AA002T.B01.gz"] = Array(bytes.dropLast(min(lost, bytes.count - 200)))
    }
    #expect(vergelijking.bestanden == 2 && vergelijking.beschadigd == ["01AA002/01AA002T.B01.oud"])
    #expect(vergelijking.gelijk == vergelijking.meldingen && (2..<5).contains(vergelijking.meldingen))
    #expect(vergelijking.aanleveringen == 2)
  }

  /// As a file of then may end that was copied: all of it counts.
  @Test(arguments: ["\u{1A}", "\u{1C}\r\n", "LF"]) func whatWasCopiedIsWhole(ending: String) throws {
    let vergelijking = try vergelijk { toen in
      let bytes = toen["01AA002T.B01.gz"] ?? []
      toen["01AA002T.B01.gz"] =
        ending == "LF" ? bytes.filter { $0 != 0x0D } : Array(bytes.dropLast()) + Array(ending.utf8)
    }
    #expect(vergelijking.beschadigd.isEmpty && vergelijking.gelijk == 5)
  }

  /// A record that cannot be read is not passed over without a word.
  @Test(arguments: ["405002000002", "499002000002"]) func whatCannotBeReadIsTold(record: String) throws {
    let vergelijking = try vergelijk { toen in
      do {
        try change(&toen["01AA002T.B01.gz"]!, record) { line in
          line = record.hasPrefix("405") ? line.replacing("000002", with: "00000X") : String(line.prefix(30))
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(vergelijking.beschadigd == ["01AA002/01AA002T.B01.oud"])
  }

  /// Packed ones too, and what is no feedback at all is another thing.
  @Test func aPackedFileThatIsCutOffIsDamaged() throws {
    let vergelijking = try vergelijk { toen in
      do {
        toen["01AA001T.B01.gz"] = Array(try gzipMember(toen["01AA001T.B01.gz"] ?? []).dropLast(30))
      } catch {
        Issue.record(error)
      }
    }
    #expect(vergelijking.beschadigd == ["01AA001/01AA001T.B01.oud"] && vergelijking.anders == 2)
  }

  /// A register may hold several migrations: each is compared with what is of it.
  @Test func onlyThisMigrationCounts() throws {
    try Exchangebench.with { bench in
      try bench.bewaar(.van("20080901", 1, Regels.goed(1)))
      try bench.migreer()
      let other = bench.work.appending(path: "Anders")
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      let vergelijking = try Migratie(
        map: other.path, uit: bench.mappen, grondslag: bench.grondslag,
        vandaag: try #require(Datum(text: "2012-01-01")), weigertGat: false, logger: Exchangebench.quiet
      ).vergelijk(register: bench.register, met: other.path)
      #expect(vergelijking.zonderToen == 0)
    }
  }
}
