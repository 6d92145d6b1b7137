import Checks
import Exchange
import FileSystem
import Foundation
import Glibc
import ProgrammaVanEisen
import Records
import Reference

/// Measures stages of the program against what bounds them, interleaved in one run: seconds move by
/// a third from minute to minute on shared machines, ratios hardly do.
@main
enum Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else {
      print("usage: bench SPECS DELIVERY…")
      exit(2)
    }
    let reader = try ReaderBench(specs: arguments[0], files: Array(arguments[1...]))
    var scans: [Double] = []
    var checks: [Double] = []
    var phases: [Double] = []
    for _ in 0..<5 {
      scans.append(try seconds { try reader.scan() })
      checks.append(try seconds { try reader.check([.veld, .record]) })
      phases.append(try seconds { try reader.check(Set(Reikwijdte.allCases)) })
    }
    let (scan, check, phase) = (median(scans), median(checks), median(phases))
    let megabytes = Double(reader.bytes) / 1_000_000
    print("\(reader.meldingen) meldingen, \(reader.records) records, \(Int(megabytes)) MB, medians of 5, one thread")
    print(row("scan for line ends", scan, megabytes, reader.meldingen))
    print(row("split and field checks", check, megabytes, reader.meldingen))
    print(row("whole first phase", phase, megabytes, reader.meldingen))
    print(
      "ratio of split and field checks \(number(scan / check)) (floor 0.10, target 0.20); \(reader.faults) faults found"
    )
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return duration / .seconds(1)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private static func row(_ name: String, _ seconds: Double, _ megabytes: Double, _ meldingen: Int) -> String {
    let padded = name + String(repeating: " ", count: 26 - name.count)
    return
      "\(padded)\(number(seconds)) s  \(Int(megabytes / seconds)) MB/s  \(Int(Double(meldingen) / seconds)) meldingen/s"
  }

  private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

/// The first stage of the pipeline: split and field checks, against a bare scan of the same bytes.
final class ReaderBench {
  private let files: [String]
  private let pve: PvE
  private(set) var bytes = 0
  private(set) var meldingen = 0
  private(set) var records = 0
  private(set) var faults = 0

  init(specs: String, files: [String]) throws {
    self.files = files
    pve = try PvE(specs: specs, functies: Grondslag.functies)
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

  /// Splits every file into records and meldingen, and runs the conditions of the first phase over them.
  ///
  /// - Parameter soorten: the checks to run; those of fields and records look at one record alone.
  func check(_ soorten: Set<Reikwijdte>) throws {
    (meldingen, faults) = (0, 0)
    for file in files {
      var reader = BlockReader(try FileSource(file))
      var context: DeliveryContext?
      var checker: Veldcontrole?
      var layouts = pve.newest
      var findings = Veldcontrole.Findings()
      while try reader.next() {
        if checker == nil, let line = reader.block.lines.first {
          let header = reader.block.copy(line)
          let versie = layouts[300]?.veld("versieProgrammaVanEisen").map {
            Latin1.text(Latin1.trimmed(header[$0.range]))
          }
          layouts = versie.flatMap { pve.layouts(versie: $0) } ?? layouts
          let datum = Datum(number: 20100201) ?? Datum(number: 20000101)!
          let controles = try Controles(pve: pve, tables: [], datum: datum, propSignalen: false, soorten: soorten)
          checker = try Veldcontrole(controles, layouts: layouts, tables: ReferenceTables(), all: false)
          reader.use(layouts)
          context = DeliveryContext([.ontvangst: datum.bytes], header: header, meldingen: 0, records: 0)
        }
        guard let checker, let context else { continue }
        let found = Melding.all(in: reader.block)
        meldingen += found.count
        checker.check(reader.block, found, context: context, into: &findings)
        faults += findings.signalen.count
      }
    }
  }
}
