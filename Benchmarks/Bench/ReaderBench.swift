import Checks
import FileSystem
import Glibc
import ProgrammaVanEisen
import Records
import Reference

/// The first stage of the pipeline: split and field checks, against a bare scan of the same bytes.
final class ReaderBench {
  private let files: [String]
  private let pve: PvE
  private(set) var bytes = 0
  private(set) var meldingen = 0
  private(set) var records = 0
  private(set) var faults = 0

  init(_ pve: PvE, files: [String]) {
    self.files = files
    self.pve = pve
  }

  /// Reads every file and counts its line ends: what any reader has to do at the least.
  func scan() throws {
    var block = [UInt8](repeating: 0, count: 1 << 20)
    (bytes, records) = (0, 0)
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
            records += 1
            start = UnsafeRawPointer(found) + 1
          }
        }
      }
    }
  }

  /// Splits every file into records and meldingen, and runs the conditions of the first phase over them;
  /// counts all faults, not the first of a melding.
  ///
  /// - Parameter soorten: the checks to run; those of fields and records look at one record alone.
  func check(_ soorten: Set<Reikwijdte>) throws {
    (meldingen, faults) = (0, 0)
    let controles = try Aanlevering.controles(pve, soorten)
    for file in files {
      var delivery = try Aanlevering(file, pve)
      let context = delivery.context
      let checker = try Veldcontrole(controles, layouts: delivery.layouts, tables: ReferenceTables(), all: true)
      var findings = Veldcontrole.Findings()
      repeat {
        let found = Melding.all(in: delivery.reader.block)
        meldingen += found.count
        checker.check(delivery.reader.block, found, context: context, into: &findings)
        faults += findings.signalen.count
      } while try delivery.reader.next()
    }
  }
}
