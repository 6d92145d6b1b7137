import FileSystem
import Foundation
import Testing

/// A delivery among the samples, from the manifest.
struct Sample {
  let folder: String
  let delivery: String
  /// The processing date.
  let date: String
  let feedback: String

  /// All of them, in the order in which they were processed.
  static func all() throws -> [Sample] {
    let text = try String(contentsOfFile: Exchangebench.sample("manifest.csv"), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ";").map(String.init)
      return Sample(folder: fields[0], delivery: fields[2], date: fields[3], feedback: fields[4])
    }
  }
}

/// The bar: real deliveries give exactly the feedback that the register gave.
struct SampleTests {
  @Test(arguments: ["bo-refused", "bo", "vavo", "ed"])
  func feedbackIsTheSameByteForByte(folder: String) throws {
    try Exchangebench.with(reference: Exchangebench.sample(folder)) { bench in
      let samples = try Sample.all().filter { $0.folder == folder }
      #expect(!samples.isEmpty)
      for sample in samples {
        let path = Exchangebench.sample("\(folder)/\(sample.delivery)")
        try bench.deliver(try Folders().bytes(of: path), as: sample.delivery)
        try bench.run(sample.date)
        let expected = try Folders().bytes(of: Exchangebench.sample("\(folder)/\(sample.feedback)"))
        #expect(try bench.unpacked("Outbox/\(sample.feedback).gz") == expected, "\(folder)/\(sample.delivery)")
      }
    }
  }
}
