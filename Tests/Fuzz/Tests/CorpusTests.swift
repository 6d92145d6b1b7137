import Foundation
import Fuzzing
import Testing

/// The short form of `make fuzz`: every file of the corpus and mutations of it, through the same targets.
struct CorpusTests {
  /// How many spoiled files a target gets here, where nothing is optimised.
  private static let mutations = 250

  private func corpus(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "corpus/\(target.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }

  @Test func theCorpusIsSmall() throws {
    for target in FuzzTarget.allCases {
      let files = try corpus(target)
      #expect(files.count <= 60 && files.reduce(0) { $0 + $1.bytes.count } < 100_000, "\(target)")
      #expect(files.allSatisfy { $0.bytes.count <= target.longest }, "\(target)")
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func readersDoAsTheirTwins(target: FuzzTarget) throws {
    let files = try corpus(target)
    #expect(!files.isEmpty)
    var mutator = Mutator(seed: 20_100_801)
    for (name, bytes) in files {
      #expect(throws: Never.self, "\(name)") { try target.run(bytes) }
      for _ in 0..<(Self.mutations + files.count - 1) / max(1, files.count) {
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
