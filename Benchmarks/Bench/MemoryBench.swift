import ArgumentParser
import FileSystem

/// Runs a bare reader, with the checks that need no register, over one stream of any length.
struct Memory: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read one delivery again and again, as one stream of at least so many bytes.",
    discussion: "The delivery is in XML where its name ends in .xml. Its meldingen come back under the same numbers.")

  @Option(help: "How long the stream is.") var bytes: Int
  @OptionGroup var specs: SpecsOption
  @Argument var file: String

  func run() throws {
    let pve = try specs.load()
    let isXML = file.hasSuffix(".xml")
    let source = try RepeatedDelivery(file, from: isXML ? "  <melding>" : "305", to: isXML ? "</melding>" : "\n", bytes)
    try Sample.measure { sample in
      if isXML {
        sample.meldingen = try XML.read(source, pve)
      } else {
        let controles = try Aanlevering.controles(pve, Aanlevering.fieldChecks)
        let found = try Check.check(try Aanlevering(source, pve), controles)
        (sample.meldingen, sample.faults) = (found.meldingen, found.faults)
      }
      sample.bytes = source.count
    }.print()
  }
}

/// The bytes of a delivery, with those of its meldingen as often as is wanted: a stream that takes no disk.
final class RepeatedDelivery: ByteSource {
  /// How many bytes were read.
  private(set) var count = 0
  private let bytes: FileBytes
  private let meldingen: Range<Int>
  private let least: Int
  private var position = 0

  /// The meldingen lie from the first `start` up to and including the last `end`.
  init(_ file: String, from start: String, to end: String, _ least: Int) throws {
    let bytes = try FileBytes(file)
    let window = min(1 << 16, bytes.count)
    func part(at offset: Int) throws -> [UInt8] {
      var part = [UInt8](repeating: 0, count: window)
      try part.withUnsafeMutableBytes { try bytes.read(at: offset, into: $0) }
      return part
    }
    let tail = bytes.count - window
    guard let first = try part(at: 0).firstRange(of: Array(start.utf8))?.lowerBound,
      let last = try part(at: tail).ranges(of: Array(end.utf8)).last?.upperBound, first < tail + last
    else { throw BronError(.usage, "this is no delivery with meldingen", at: .init(file)) }
    meldingen = first..<tail + last
    self.bytes = bytes
    self.least = least
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if position == meldingen.upperBound && count < least { position = meldingen.lowerBound }
    let end = position < meldingen.upperBound ? meldingen.upperBound : bytes.count
    let read = min(buffer.count, end - position)
    try bytes.read(at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<read]))
    position += read
    count += read
    return read
  }
}
