import ProgrammaVanEisen
import Records
import Reference

/// The first phase: fields, records, and what a melding shows by itself or with a table.
public struct Veldcontrole: Sendable {
  private let programs: RecordPrograms
  private let header: RecordPrograms
  private let layouts: Layouts
  private let tables: ReferenceTables
  private let controles: Controles
  private let all: Bool

  /// The conditions in force, for deliveries of one version.
  ///
  /// - Parameter all: gives every afkeuring of a melding instead of the first.
  public init(_ controles: Controles, layouts: Layouts, tables: ReferenceTables, all: Bool) throws {
    programs = try RecordPrograms(controles, layouts: layouts, fase: .velden)
    header = try RecordPrograms(controles, layouts: layouts, fase: .bestand)
    self.layouts = layouts
    self.tables = tables
    self.controles = controles
    self.all = all
  }

  /// What was found in the meldingen of a block.
  public struct Findings: Sendable {
    /// The faults of all meldingen, melding by melding.
    public var signalen: [Signaal] = []
    /// Where the faults of each melding lie in `signalen`.
    public var ranges: [Range<Int>] = []

    public init() {}

    /// The faults of the melding at `index`.
    public subscript(index: Int) -> ArraySlice<Signaal> { signalen[ranges[index]] }
  }

  /// Checks the meldingen of a block whose structure is right.
  public func check(_ block: Block, _ meldingen: [Melding], context: DeliveryContext, into findings: inout Findings) {
    findings.signalen.removeAll(keepingCapacity: true)
    findings.ranges.removeAll(keepingCapacity: true)
    ConditionMachine.run(programs.code, block, context: context, tables: tables) { machine in
      for melding in meldingen {
        let start = findings.signalen.count
        var isRefused = false
        var examMutation: UInt8 = 0x20
        machine.melding = melding.lines
        for line in melding.lines {
          machine.take(line)
          let layout = layouts.all[Int(machine.lines[line].layout)]
          let mutation = self.mutation(of: layout, machine, line, &examMutation)
          let entries = mutation == UInt8(ascii: "V") ? programs.deletion : programs.full
          var end = machine.run(from: entries[layout.id])
          while end != RecordPrograms.end {
            let (controle, next) = programs.fired[RecordPrograms.position(end)]
            let isAfkeuring = controles.isAfkeuring(controle)
            if !isAfkeuring || !isRefused || all {
              findings.signalen.append(Signaal(controle: controle, record: line - melding.lines.lowerBound))
            }
            isRefused = isRefused || isAfkeuring
            end = machine.run(from: next)
          }
        }
        findings.ranges.append(start..<findings.signalen.count)
      }
    }
  }

  /// Checks the header, whose bytes are in `context`; gives the checks that hold.
  public func check(header bytes: [UInt8], context: DeliveryContext) -> [Int] {
    guard let layout = layouts[300] else { return [] }
    let block = Block(line: bytes)
    var found: [Int] = []
    ConditionMachine.run(header.code, block, context: context, tables: tables) { machine in
      machine.melding = 0..<1
      machine.take(0)
      var end = machine.run(from: header.full[layout.id])
      while end != RecordPrograms.end {
        let (controle, next) = header.fired[RecordPrograms.position(end)]
        found.append(controle)
        end = machine.run(from: next)
      }
    }
    return found
  }

  /// The soort mutatie of a record; a 332 has that of its 331.
  @inline(__always)
  private func mutation(of layout: Layout, _ machine: ConditionMachine, _ line: Int, _ examMutation: inout UInt8)
    -> UInt8
  {
    guard let offset = layout.mutatieOffset else { return layout.record == 332 ? examMutation : 0x20 }
    let mutation = machine.bytes[Int(machine.lines[line].offset) + offset]
    if layout.record == 331 { examMutation = mutation }
    return mutation
  }
}
