import ArgumentParser
import FileSystem
import Records
import Reference

/// Opens `personen.csv`, which makes its index where there is none, and looks persons up.
struct Persons: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open personen.csv, or look persons up.",
    discussion: "The opening is measured, unless there is something to look up: that is measured then.")

  /// What persons are looked up by.
  enum Key: String, ExpressibleByArgument, CaseIterable {
    case number, name
  }

  @Option(help: "Look persons up by this.") var by: Key?
  @Option(help: "How many persons are looked up.") var lookups = 100_000
  @Argument var folder: String

  func run() throws {
    var personen: Personen?
    let opening = try Sample.measure { sample in
      personen = try Personen(folder: folder)
      sample.faults = 0
    }
    guard let personen, personen.geenIndex == nil else {
      throw BronError(.usage, "there is no personen.csv with an index", at: .init(folder))
    }
    guard let by else { return try opening.print() }
    let numbers = try Self.numbers(Folders.join(folder, "personen.csv"), lookups)
    switch by {
    case .number:
      try Sample.measure { sample in
        var found = 0
        for number in numbers where try personen.persoon(bsn: ShortBytes(number)) != nil { found += 1 }
        (sample.count, sample.faults) = (found, numbers.count - found)
      }.print()
    case .name:
      let keys = try numbers.compactMap { try personen.persoon(bsn: ShortBytes($0)) }.map {
        Zoeksleutel(
          achternaam: $0[.achternaam], voornamen: $0[.voornamen], geboortedatum: $0[.geboortedatum],
          geslacht: $0[.geslacht])
      }
      try Sample.measure { sample in
        var found = 0
        for key in keys where try !personen.zoek(key).isEmpty { found += 1 }
        (sample.count, sample.faults) = (found, keys.count - found)
      }.print()
    }
  }

  /// Numbers of persons here and there in the table, always the same ones.
  private static func numbers(_ file: String, _ count: Int) throws -> [[UInt8]] {
    let bytes = try FileBytes(file)
    var random = Scatter()
    var numbers: [[UInt8]] = []
    var window = [UInt8](repeating: 0, count: 1 << 10)
    guard bytes.count > window.count else { throw BronError(.usage, "the table is too small", at: .init(file)) }
    while numbers.count < count {
      try window.withUnsafeMutableBytes { try bytes.read(at: random.below(bytes.count - $0.count), into: $0) }
      // The first number behind an end of line; persons without a BSN are passed by.
      guard let end = window.firstIndex(of: 0x0A) else { continue }
      let number = window[(end + 1)...].prefix(9)
      if number.count == 9, number.allSatisfy({ $0 &- 0x30 <= 9 }) { numbers.append(Array(number)) }
    }
    return numbers
  }
}

/// Numbers that look drawn by lot, and are the same in every run.
struct Scatter {
  private var state: UInt64 = 1

  /// A number from 0 up to `limit`.
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
