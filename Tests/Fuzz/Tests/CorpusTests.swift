import Foundation
import Fuzzing
import Testing

/// The short form of `make fuzz`: every file of the corpus and mutations of it, through the same targets.
struct CorpusTests {
  /// How often each file is spoiled.
  private static let mutations: [FuzzTarget: Int] = [
    .lines: 60, .gzip: 60, .delivery: 15, .name: 40, .table: 60, .xml: 10, .specs: 8, .condition: 25,
  ]

  private func corpus(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "corpus/\(target.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func readersDoAsTheirTwins(target: FuzzTarget) throws {
    let files = try corpus(target)
    #expect(!files.isEmpty)
    var mutator = Mutator(seed: 20_100_801)
    for (name, bytes) in files {
      #expect(throws: Never.self, "\(name)") { try target.run(bytes) }
      for _ in 0..<(Self.mutations[target] ?? 0) {
        let mutated = mutator.mutated(bytes)
        do {
          try target.run(mutated)
        } catch {
          Issue.record("\(name), spoiled: \(error); base64 \(Data(mutated).base64EncodedString().prefix(4_000))")
          return
        }
      }
    }
  }
}
