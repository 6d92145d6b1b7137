import ArgumentParser
import Checks
import FileSystem
import Glibc
import ProgrammaVanEisen
import Records
import Reference

/// Reads every file and counts its line ends: what any reader has to do at the least.
struct Scan: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Scan deliveries for line ends.")

  @Argument var files: [String]

  func run() throws {
    try Sample.measure { sample in
      var block = [UInt8](repeating: 0, count: 1 << 20)
      var (bytes, lines) = (0, 0)
      for file in files {
        let source = try FileSource(file)
        while true {
          let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
          if count == 0 { break }
          bytes += count
          block.withUnsafeBytes { buffer in
            var start = buffer.baseAddress!
            let end = start + count
            while let found = memchr(start, 0x0A, start.distance(to: end)) {
              lines += 1
              start = UnsafeRawPointer(found) + 1
            }
          }
        }
      }
      (sample.bytes, sample.count) = (bytes, lines)
    }.print()
  }
}

/// Splits deliveries into records and meldingen.
struct Split: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Split deliveries into records and meldingen.")

  @OptionGroup var specs: SpecsOption
  @Argument var files: [String]

  func run() throws {
    let pve = try specs.load()
    try Sample.measure { sample in
      var meldingen = 0
      for file in files {
        var delivery = try Aanlevering(FileSource(file), pve)
        repeat { meldingen += Melding.all(in: delivery.reader.block).count } while try delivery.reader.next()
      }
      sample.meldingen = meldingen
    }.print()
  }
}

/// Splits deliveries, and runs conditions of the first phase over them; counts all faults, not the first of a melding.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Split deliveries and run checks that need no register.",
    discussion: "Those of fields and records, which look at one record alone, unless --whole-phase is given.")

  @Flag(help: "Run those that look at a whole melding too.") var wholePhase = false
  @OptionGroup var specs: SpecsOption
  @Argument var files: [String]

  func run() throws {
    let pve = try specs.load()
    let soorten = wholePhase ? Set(Reikwijdte.allCases) : Aanlevering.fieldChecks
    try Sample.measure { sample in
      var (meldingen, faults) = (0, 0)
      let controles = try Aanlevering.controles(pve, soorten)
      for file in files {
        let found = try Self.check(try Aanlevering(FileSource(file), pve), controles)
        meldingen += found.meldingen
        faults += found.faults
      }
      (sample.meldingen, sample.faults) = (meldingen, faults)
    }.print()
  }

  /// How many meldingen a delivery has, and how many faults they have.
  static func check(
    _ delivery: consuming Aanlevering, _ controles: Controles
  ) throws -> (meldingen: Int, faults: Int) {
    var total = (meldingen: 0, faults: 0)
    let context = delivery.context
    let checker = try Veldcontrole(controles, layouts: delivery.layouts, tables: ReferenceTables(), all: true)
    var findings = Veldcontrole.Findings()
    repeat {
      let found = Melding.all(in: delivery.reader.block)
      total.meldingen += found.count
      checker.check(delivery.reader.block, found, context: context, into: &findings)
      total.faults += findings.signalen.count
    } while try delivery.reader.next()
    return total
  }
}
