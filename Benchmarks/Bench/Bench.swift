import Checks
import Exchange
import Foundation
import ProgrammaVanEisen

/// Measures stages of the program against what bounds them and against its peers, interleaved in one
/// run, by the processor's time: seconds move by a third from minute to minute on shared machines,
/// ratios hardly do.
@main
enum Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("spoil", 3):
      try Spoiler.spoil(arguments[1], to: arguments[2])
    case ("cobol", 4):
      let pve = try PvE(specs: arguments[1], functies: Grondslag.functies)
      let layouts = try Aanlevering(arguments[2], pve).layouts
      let controles = try Aanlevering.controles(pve, fieldChecks)
      try CobolCopybooks(controles, layouts, sectordeel: "BO", ontvangst: Aanlevering.ontvangst)
        .write(to: arguments[3])
    case ("conditions", 3):
      let pve = try PvE(specs: arguments[1], functies: Grondslag.functies)
      let conditions = try ConditionBench(pve, file: arguments[2], blocks: 20, times: 3)
      let (machine, walker) = (Measurement("compiled"), Measurement("walked"))
      for _ in 0..<5 { try measure(conditions, machine, walker) }
      printConditions(conditions, machine, walker)
    case ("measure", 5):
      let pve = try PvE(specs: arguments[1], functies: Grondslag.functies)
      try measure(pve, program: arguments[2], clean: files(arguments[3]), spoiled: files(arguments[4]))
    case ("xml", 4):
      let pve = try PvE(specs: arguments[1], functies: Grondslag.functies)
      try measure(XMLBench(pve, specs: arguments[1], files: files(arguments[2]), fixed: files(arguments[3])))
    default:
      print(
        "usage: bench spoil FILE SPOILED | cobol SPECS DELIVERY FOLDER | measure SPECS PROGRAM CLEAN SPOILED | "
          + "xml SPECS XML FIXED")
      exit(2)
    }
  }

  /// What looks at one record alone.
  private static let fieldChecks: Set<Reikwijdte> = [.veld, .record]

  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "\(folder)/\($0)" }
  }

  private static func measure(_ pve: PvE, program: String, clean: [String], spoiled: [String]) throws {
    let reader = ReaderBench(pve, files: clean)
    let spoiledReader = ReaderBench(pve, files: spoiled)
    let cobol = CobolBench(program: program, files: clean)
    let spoiledCobol = CobolBench(program: program, files: spoiled)
    let conditions = try ConditionBench(pve, file: spoiled[0], blocks: 20, times: 3)
    let (scan, phase) = (Measurement("scan for line ends"), Measurement("split and whole first phase"))
    let fields = Measurement("split and field checks")
    let spoiledFields = Measurement("split and field checks, spoiled")
    let peer = Measurement("GnuCOBOL, the same field checks")
    let spoiledPeer = Measurement("GnuCOBOL, the same field checks, spoiled")
    let (machine, walker) = (Measurement("conditions, compiled"), Measurement("conditions, walked as trees"))
    for _ in 0..<5 {
      try scan.round {
        try reader.scan()
        return nil
      }
      for (measurement, reader) in [(fields, reader), (spoiledFields, spoiledReader)] {
        try measurement.round {
          try reader.check(fieldChecks)
          return reader.faults
        }
      }
      try phase.round {
        try reader.check(Set(Reikwijdte.allCases))
        return reader.faults
      }
      try peer.round { try cobol.check() }
      try spoiledPeer.round { try spoiledCobol.check() }
      try measure(conditions, machine, walker)
    }

    let megabytes = Double(reader.bytes) / 1_000_000
    print(
      "\(reader.meldingen) meldingen, \(reader.records) records, \(Int(megabytes)) MB; medians of 5 in processor time")
    print(String(repeating: " ", count: 50) + "seconds                meldingen/s   faults")
    for measurement in [scan, fields, spoiledFields, phase, peer, spoiledPeer] {
      print(measurement.row(megabytes: megabytes, meldingen: reader.meldingen))
    }
    printConditions(conditions, machine, walker)
    print("of the scan \(number(scan.median / fields.median)) (floor 0.10, target 0.20)")
    print(
      "times GnuCOBOL \(number(peer.median / fields.median)), spoiled "
        + "\(number(spoiledPeer.median / spoiledFields.median)) (floor 4, target 8)")
    let isSame =
      fields.faults == peer.faults && spoiledFields.faults == spoiledPeer.faults && machine.faults == walker.faults
    if !isSame || spoiledFields.faults == 0 {
      print("the sides do not find the same faults")
      exit(1)
    }
  }

  /// The XML reader against expat and xmllint; all must see the same meldingen.
  private static func measure(_ bench: XMLBench) throws {
    let (tokens, whole) = (Measurement("XML: tokens"), Measurement("XML: tokens, schema, records"))
    let (expat, xmllint) = (Measurement("expat, with namespaces"), Measurement("xmllint --stream --schema"))
    let fixed = Measurement("the same in the fixed format: split")
    for _ in 0..<5 {
      try fixed.round { try bench.split() }
      try tokens.round { try bench.tokens() }
      try whole.round { try bench.records() }
      try expat.round { try bench.expat() }
      try xmllint.round { try bench.xmllint() }
    }
    let megabytes = Double(bench.bytes) / 1_000_000
    print("\(bench.meldingen) meldingen as XML, \(Int(megabytes)) MB; medians of 5 in processor time")
    for measurement in [fixed, tokens, whole, expat, xmllint] {
      print(measurement.row(megabytes: megabytes, meldingen: bench.meldingen))
    }
    print("tokens, times expat \(number(expat.median / tokens.median)) (floor 1, target 5)")
    print("tokens, schema and records, times xmllint \(number(xmllint.median / whole.median)) (floor 4, target 7)")
    if [fixed, tokens, whole, expat].contains(where: { $0.faults != .some(bench.meldingen) })
      || xmllint.faults != .some(0)
    {
      print("the sides do not see the same meldingen")
      exit(1)
    }
  }

  private static func measure(_ conditions: ConditionBench, _ machine: Measurement, _ walker: Measurement) throws {
    machine.round {
      conditions.machine()
      return conditions.faults
    }
    try walker.round {
      try conditions.walk()
      return conditions.faults
    }
  }

  private static func printConditions(_ conditions: ConditionBench, _ machine: Measurement, _ walker: Measurement) {
    for measurement in [machine, walker] {
      let nanoseconds = measurement.median / Double(conditions.rules) * 1e9
      print("\(measurement.name): \(number(nanoseconds)) ns a condition, \(measurement.faults ?? 0) faults")
    }
    print("times the tree walker \(number(walker.median / machine.median)) (floor 4, target 10)")
  }

  private static func number(_ value: Double) -> String { String(format: "%.2f", value) }
}
