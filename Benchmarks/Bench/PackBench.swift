import ArgumentParser
import Exchange
import FileSystem
import Foundation

/// Packs answers with the writer of the program; the harness has pigz do the same.
struct Pack: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Pack a file as the program packs its answers.")

  @Option(help: "How many threads pack.") var workers = 2
  @Argument var file: String
  @Argument var packed: String

  func run() throws {
    try Sample.measure { sample in
      let source = try FileSource(file)
      let workers = Workers(workers)
      // The first part of an answer may come last, so nothing is written before all is there.
      let parts = Parts()
      let writer = Terugkoppelschrijver(workers) { parts.packed[$1] = $0 }
      var read = 0
      while true {
        let block = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
          count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if block.isEmpty { break }
        read += block.count
        try writer.schrijf(workers.start { block })
      }
      try writer.sluit([])
      let output = parts.packed.sorted { $0.key < $1.key }.reduce(into: Data()) { $0 += $1.value }
      try output.write(to: URL(filePath: packed))
      (sample.bytes, sample.written) = (read, output.count)
    }.print()
  }

  /// What was packed, by its place.
  private final class Parts {
    var packed: [Int: [UInt8]] = [:]
  }
}
