import ProgrammaVanEisen
import Records
import Reference

/// The first phase: fields, records, and what a melding shows by itself or with a table.
///
/// A block is checked by column: the records of one kind are gathered, and each check runs over all of
/// them before the next does. What is found is put back in the order of the meldingen at the end;
/// nearly always that is next to nothing.
public struct Veldcontrole: Sendable {
  private let programs: RecordPrograms
  private let header: RecordPrograms
  private let layouts: Layouts
  /// By layout, the place of the soort mutatie, or -1.
  private let mutations: [Int]
  private let tables: ReferenceTables
  private let isAfkeuring: [Bool]
  private let all: Bool

  /// The conditions in force, for deliveries of one version.
  ///
  /// - Parameter all: gives every afkeuring of a melding instead of the first.
  public init(_ controles: Controles, layouts: Layouts, tables: ReferenceTables, all: Bool) throws {
    programs = try RecordPrograms(controles, layouts: layouts, fase: .velden)
    header = try RecordPrograms(controles, layouts: layouts, fase: .bestand)
    self.layouts = layouts
    mutations = layouts.all.map { $0.mutatieOffset ?? -1 }
    self.tables = tables
    isAfkeuring = controles.pve.controles.map { $0.ernst == .afkeuring }
    self.all = all
  }

  /// What was found in the meldingen of a block.
  public struct Findings: Sendable {
    /// The faults of all meldingen, melding by melding.
    public internal(set) var signalen: [Signaal] = []
    /// Where the faults of each melding lie in `signalen`.
    public internal(set) var ranges: [Range<Int>] = []
    /// A column for each group of checks, side by side, and how far each is filled.
    fileprivate var columns: [Entry] = []
    fileprivate var counts: [Int] = []
    fileprivate var found: [Found] = []
    fileprivate var scratch = ColumnMachine.Scratch()

    /// Nothing yet; use the same one for every block, so that its memory is used again.
    public init() {}

    /// The faults of the melding at `index`.
    public subscript(index: Int) -> ArraySlice<Signaal> { signalen[ranges[index]] }
  }

  /// A check that holds for a record.
  fileprivate struct Found {
    var line: Int32
    var melding: Int32
    /// The check's place among those of its kind of record.
    var position: Int32
  }

  /// Checks the meldingen of a block whose structure is right.
  public func check(_ block: Block, _ meldingen: [Melding], context: DeliveryContext, into findings: inout Findings) {
    findings.found.removeAll(keepingCapacity: true)
    ConditionMachine.run(programs.code, block, context: context, tables: tables) { machine in
      runColumns(meldingen, machine, &findings)
    }
    collect(meldingen, &findings)
  }

  /// Puts every record into the column of its layout and of what is asked of it, all or only its key,
  /// and runs a column when it is full, while its records are still near; at the end those that are not.
  private func runColumns(_ meldingen: [Melding], _ machine: ConditionMachine, _ findings: inout Findings) {
    let length = ColumnMachine.length
    let groups = programs.groups.count
    if findings.counts.count != groups {
      findings.columns = .init(repeating: Entry(offset: 0, previous: 0, line: 0, melding: 0), count: groups * length)
      findings.counts = .init(repeating: 0, count: groups)
    }
    var (columns, counts): ([Entry], [Int]) = ([], [])
    swap(&columns, &findings.columns)
    swap(&counts, &findings.counts)
    columns.withUnsafeMutableBufferPointer { columns in
      counts.withUnsafeMutableBufferPointer { counts in
        for (number, melding) in meldingen.enumerated() {
          var examMutation: UInt8 = 0x20
          var previous = machine.lines[melding.lines.lowerBound].offset
          for index in melding.lines {
            let line = machine.lines[index]
            let group = group(of: line, machine.bytes, &examMutation)
            let start = group * length
            columns[start + counts[group]] = Entry(
              offset: line.offset, previous: previous, line: Int32(index), melding: Int32(number))
            previous = line.offset
            counts[group] += 1
            if counts[group] == length {
              run(group, .init(rebasing: columns[start..<start + length]), meldingen, machine, &findings)
              counts[group] = 0
            }
          }
        }
        for group in 0..<groups where counts[group] > 0 {
          let start = group * length
          run(group, .init(rebasing: columns[start..<start + counts[group]]), meldingen, machine, &findings)
          counts[group] = 0
        }
      }
    }
    swap(&columns, &findings.columns)
    swap(&counts, &findings.counts)
  }

  /// The group of checks for a record.
  ///
  /// - Parameter examMutation: the soort mutatie of the last 331. A 332 has none of its own: it goes with it.
  @inline(__always)
  private func group(of line: Block.Line, _ bytes: RawBytes, _ examMutation: inout UInt8) -> Int {
    let layout = Int(line.layout)
    var mutation: UInt8 = 0x20
    if mutations[layout] >= 0 {
      mutation = bytes[Int(line.offset) + mutations[layout]]
      if line.record == 331 { examMutation = mutation }
    } else if line.record == 332 {
      mutation = examMutation
    }
    return 2 * layout + (mutation == UInt8(ascii: "V") ? 1 : 0)
  }

  /// Runs the checks of one kind of record over its column.
  ///
  /// Not inlined: the loop that fills the columns would have no registers left.
  @inline(never)
  private func run(
    _ group: Int, _ entries: UnsafeBufferPointer<Entry>, _ meldingen: [Melding],
    _ machine: ConditionMachine, _ findings: inout Findings
  ) {
    func take(_ entry: Entry) {
      machine.take(entry, in: meldingen[Int(entry.melding)].lines)
    }
    var found = findings.found
    findings.found = []
    let tests = programs.tests[group / 2]
    ColumnMachine.run(entries, machine, tests: tests, scratch: &findings.scratch) { column in
      for check in programs.groups[group] {
        func fire(_ entry: Entry) {
          found.append(.init(line: entry.line, melding: entry.melding, position: check.position))
        }
        guard let steps = check.column else {
          for entry in entries {
            take(entry)
            if machine.run(from: check.entry) == ConditionCode.holds { fire(entry) }
          }
          continue
        }
        column.matches(machine.steps[steps], programs.numbers[steps], take: take, fire)
      }
    }
    findings.found = found
  }

  /// Puts what was found in order, and keeps one afkeuring of a melding, the first.
  private func collect(_ meldingen: [Melding], _ findings: inout Findings) {
    findings.signalen.removeAll(keepingCapacity: true)
    findings.ranges.removeAll(keepingCapacity: true)
    findings.found.sort { ($0.line, $0.position) < ($1.line, $1.position) }
    var next = 0
    for (number, melding) in meldingen.enumerated() {
      let start = findings.signalen.count
      var isRefused = false
      while next < findings.found.count, findings.found[next].melding == Int32(number) {
        let found = findings.found[next]
        let controle = programs.controles[Int(found.position)]
        if !isAfkeuring[controle] || !isRefused || all {
          findings.signalen.append(.init(controle: controle, record: Int(found.line) - melding.lines.lowerBound))
        }
        isRefused = isRefused || isAfkeuring[controle]
        next += 1
      }
      findings.ranges.append(start..<findings.signalen.count)
    }
  }

  /// Checks the header, a record 300; gives the checks that hold.
  public func check(header bytes: [UInt8], context: DeliveryContext) -> [Int] {
    guard let layout = layouts[300] else { return [] }
    return ConditionMachine.run(header.code, Block(line: bytes), context: context, tables: tables) { machine in
      machine.take(Entry(offset: 0, previous: 0, line: 0, melding: 0), in: 0..<1)
      return header.groups[2 * layout.id].filter { machine.run(from: $0.entry) == ConditionCode.holds }.map {
        header.controles[Int($0.position)]
      }
    }
  }
}
