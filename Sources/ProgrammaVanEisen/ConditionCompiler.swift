/// Turns a condition into flat code for one layout.
///
/// Everything that can be known before a record is read is decided here: where fields lie, which
/// constants they are compared with, that a date has eight bytes. What cannot be right is a
/// mistake with its words.
struct ConditionCompiler {
  /// A text operand, and the steps that must run before it can be read.
  enum Text {
    case operand(ConditionCode.Operand)
    case constant([UInt8])
    case column(Tabel, Int, key: ConditionCode.Operand)
  }

  let layouts: Layouts
  let lijsten: [String: Waardelijst]
  var code = ConditionCode()
  /// The layouts of the names that are in force: '' is the record at hand.
  var scope: [String: (slot: ConditionCode.Slot, layout: Layout)]
  var bodies: [(loop: Int, expression: Expression, scope: [String: (slot: ConditionCode.Slot, layout: Layout)])] = []
  /// Targets of jumps that are not placed yet, as positions in `labels`; ends are negative.
  var labels: [Int32] = []
  /// The slots that columns of tables have not taken yet in the test at hand.
  var freeSlots: [ConditionCode.Slot] = []

  /// The code of `expression` for records of `layout`.
  static func compile(
    _ expression: Expression, layout: Layout, layouts: Layouts, lijsten: [String: Waardelijst]
  ) throws(ConditionMistake) -> ConditionCode {
    var compiler = ConditionCompiler(layouts: layouts, lijsten: lijsten, layout: layout)
    try compiler.emit(expression, yes: ConditionCode.holds, no: ConditionCode.fails)
    // Bodies come after all steps of the condition itself: `ConditionCode.append` relies on it.
    while !compiler.bodies.isEmpty {
      let body = compiler.bodies.removeFirst()
      compiler.scope = body.scope
      compiler.code.loops[body.loop].body = Int32(compiler.code.steps.count)
      try compiler.emit(body.expression, yes: ConditionCode.holds, no: ConditionCode.fails)
    }
    compiler.resolve()
    compiler.code.dropIdleSteps()
    return compiler.code
  }

  init(layouts: Layouts, lijsten: [String: Waardelijst], layout: Layout) {
    self.layouts = layouts
    self.lijsten = lijsten
    scope = ["": (.record, layout)]
  }

  // MARK: Jumps

  static let firstLabel: Int32 = 1_000_000

  mutating func label() -> Int32 {
    labels.append(0)
    return Self.firstLabel + Int32(labels.count - 1)
  }

  mutating func place(_ label: Int32) {
    labels[Int(label - Self.firstLabel)] = Int32(code.steps.count)
  }

  mutating func resolve() {
    for index in code.steps.indices {
      if code.steps[index].yes >= Self.firstLabel {
        code.steps[index].yes = labels[Int(code.steps[index].yes - Self.firstLabel)]
      }
      if code.steps[index].no >= Self.firstLabel {
        code.steps[index].no = labels[Int(code.steps[index].no - Self.firstLabel)]
      }
    }
  }

  mutating func step(
    _ operation: ConditionCode.Operation, _ a: ConditionCode.Operand? = nil, _ b: ConditionCode.Operand? = nil,
    k: UInt64 = 0, count: Int = 0, comparison: Expression.Comparison = .equal, yes: Int32, no: Int32
  ) {
    let none = ConditionCode.Operand(.record, offset: 0, length: 0)
    code.steps.append(
      .init(
        operation: operation, a: a ?? none, b: b ?? none, k: k, count: Int32(count), comparison: comparison,
        yes: yes, no: no))
  }

  // MARK: Conditions

  mutating func emit(_ expression: Expression, yes: Int32, no: Int32) throws(ConditionMistake) {
    freeSlots = [.otherFound, .found]
    switch expression {
    case .bool(let value):
      step(.always, yes: value ? yes : no, no: no)
    case .not(let inner):
      try emit(inner, yes: no, no: yes)
    case .and(let left, let right):
      let middle = label()
      try emit(left, yes: middle, no: no)
      place(middle)
      try emit(right, yes: yes, no: no)
    case .or(let left, let right):
      let middle = label()
      try emit(left, yes: yes, no: middle)
      place(middle)
      try emit(right, yes: yes, no: no)
    case .compare(let comparison, let left, let right):
      try emitComparison(comparison, left, right, yes: yes, no: no)
    case .isIn(let value, let collection):
      try emitMembership(value, collection, yes: yes, no: no)
    case .call(let name, let arguments):
      try emitCall(name, arguments, yes: yes, no: no)
    case .method(let target, let name, let arguments):
      try emitMethod(target, name, arguments, yes: yes, no: no)
    case .text, .number, .list, .name, .member, .index, .negative, .arithmetic:
      throw ConditionMistake("a condition that is true or false is expected, not a value")
    }
  }

  mutating func emitComparison(
    _ comparison: Expression.Comparison, _ left: Expression, _ right: Expression, yes: Int32, no: Int32
  ) throws(ConditionMistake) {
    if isNumber(left) || isNumber(right) {
      let first = try number(left)
      let second = try number(right)
      step(.numbers, k: UInt64(first), count: second, comparison: comparison, yes: yes, no: no)
      return
    }
    switch comparison {
    case .equal: try emitEqual(left, right, yes: yes, no: no)
    case .notEqual: try emitEqual(left, right, yes: no, no: yes)
    case .less: step(.less, try operand(left), try operand(right), yes: yes, no: no)
    case .lessOrEqual: step(.lessOrEqual, try operand(left), try operand(right), yes: yes, no: no)
    case .greater: step(.less, try operand(right), try operand(left), yes: yes, no: no)
    case .greaterOrEqual: step(.lessOrEqual, try operand(right), try operand(left), yes: yes, no: no)
    }
  }

  mutating func emitEqual(_ left: Expression, _ right: Expression, yes: Int32, no: Int32)
    throws(ConditionMistake)
  {
    var (first, second) = (try text(left), try text(right))
    if case .constant(let a) = first, case .constant(let b) = second {
      return step(.always, yes: a == b ? yes : no, no: no)
    }
    if case .constant = first { swap(&first, &second) }
    let a = try operand(first)
    guard case .constant(let bytes) = second else {
      step(.equal, a, try operand(second), yes: yes, no: no)
      return
    }
    let length = Int(a.length)
    if bytes.isEmpty && length > 8 {
      step(.blank, a, yes: yes, no: no)
    } else if bytes.count > length {
      step(.always, yes: no, no: no)
    } else if length <= 8 {
      step(.equalWord, a, k: Self.padded(bytes, to: length), yes: yes, no: no)
    } else {
      step(.equal, a, constant(bytes), yes: yes, no: no)
    }
  }

  mutating func emitMembership(_ value: Expression, _ collection: Expression, yes: Int32, no: Int32)
    throws(ConditionMistake)
  {
    let a = try operand(value)
    let codes: [[UInt8]]
    switch collection {
    case .list(let elements):
      var found: [[UInt8]] = []
      for element in elements {
        guard case .text(let text) = element else { throw ConditionMistake("a list holds texts only") }
        found.append(try Self.comparable(text))
      }
      codes = found
    case .member(.name("lijsten"), let name):
      guard let lijst = lijsten[name] else { throw ConditionMistake("there is no value list '\(name)'") }
      var found: [[UInt8]] = []
      for waarde in lijst.waarden { found.append(try Self.latin1(waarde.code)) }
      codes = found
    case .member(.name("tabellen"), let name):
      let tabel = try table(name)
      step(.inTable, a, k: UInt64(tabel.nummer), yes: yes, no: no)
      return
    default:
      throw ConditionMistake("'in' is followed by a list, lijsten.… or tabellen.…")
    }
    if a.length == 0 || a.length > 8 {
      for code in codes {
        let next = label()
        step(.equal, a, constant(code), yes: yes, no: next)
        place(next)
      }
      return step(.always, yes: no, no: no)
    }
    let start = code.words.count
    code.words += codes.filter { $0.count <= Int(a.length) }.map { Self.padded($0, to: Int(a.length)) }
    step(.oneOfWords, a, k: UInt64(start), count: code.words.count - start, yes: yes, no: no)
  }

  mutating func emitCall(_ name: String, _ arguments: [Expression], yes: Int32, no: Int32)
    throws(ConditionMistake)
  {
    let operations: [String: (ConditionCode.Operation, Int)] = [
      "datum": (.datum, 8), "onvolledigeDatum": (.onvolledigeDatum, 8), "elfproefBSN": (.elfproefBSN, 9),
      "elfproefOnderwijsnummer": (.elfproefOnderwijsnummer, 9),
    ]
    if name == "geldig" { return try emitValid(arguments, yes: yes, no: no) }
    guard let (operation, length) = operations[name], arguments.count == 1 else {
      throw ConditionMistake("there is no test '\(name)' with \(arguments.count) arguments")
    }
    let a = try operand(arguments[0])
    if a.length == 0 { return step(.always, yes: no, no: no) }
    guard Int(a.length) == length else { throw ConditionMistake("\(name) is for fields of \(length) positions") }
    step(operation, a, yes: yes, no: no)
  }

  /// `geldig(tabellen.licenties, brin, opleiding, datum)`: the table, the columns of its key, a day.
  private mutating func emitValid(_ arguments: [Expression], yes: Int32, no: Int32) throws(ConditionMistake) {
    guard case .member(.name("tabellen"), let name)? = arguments.first, let tabel = Tabel(rawValue: name),
      tabel.sleutels > 1, arguments.count == tabel.sleutels + 2
    else {
      throw ConditionMistake("geldig(tabellen.…, …) is for a table with a key of two columns, both, and a day")
    }
    code.tables.insert(tabel)
    var operands: [ConditionCode.Operand] = []
    for argument in arguments.dropFirst() { operands.append(try operand(argument)) }
    code.validities.append(
      .init(table: tabel.nummer, key: Array(operands.dropLast()), date: operands[operands.count - 1]))
    step(.valid, k: UInt64(code.validities.count - 1), yes: yes, no: no)
  }

  mutating func emitMethod(
    _ target: Expression, _ name: String, _ arguments: [Expression], yes: Int32, no: Int32
  ) throws(ConditionMistake) {
    switch (name, arguments.first) {
    case ("matches", .text(let source)?) where arguments.count == 1:
      let a = try operand(target)
      let pattern = try Pattern(source)
      if pattern == (try Pattern("[0-9]{\(a.length)}")) {
        step(.digits, a, yes: yes, no: no)
      } else if let bounds = pattern.bounds(length: Int(a.length)) {
        step(.between, a, k: UInt64(code.words.count), count: bounds.count, yes: yes, no: no)
        for (low, high) in bounds { code.words += [low, high].map(ConditionCode.word) }
      } else {
        code.patterns.append(pattern)
        step(.matches, a, k: UInt64(code.patterns.count - 1), yes: yes, no: no)
      }
    case ("startsWith", .text(let part)?) where arguments.count == 1:
      step(.startsWith, try operand(target), constant(try Self.latin1(part)), yes: yes, no: no)
    case ("endsWith", .text(let part)?) where arguments.count == 1:
      step(.endsWith, try operand(target), constant(try Self.latin1(part)), yes: yes, no: no)
    case ("contains", .text(let part)?) where arguments.count == 1:
      step(.contains, try operand(target), constant(try Self.latin1(part)), yes: yes, no: no)
    case ("exists", .name(let variable)?) where arguments.count == 2:
      let (record, range) = try records(target)
      guard let layout = layouts.registered(record) else { throw ConditionMistake("there is no record \(record)") }
      let used = scope.values.map(\.slot)
      guard let slot = [ConditionCode.Slot.outer, .inner].first(where: { !used.contains($0) }) else {
        throw ConditionMistake("exists may be nested two deep at the most")
      }
      if scope[variable] != nil { throw ConditionMistake("'\(variable)' is another record already") }
      code.loops.append(.init(record: record, range: range, slot: slot, body: 0))
      var inner = scope
      inner[variable] = (slot, layout)
      bodies.append((code.loops.count - 1, arguments[1], inner))
      step(.exists, k: UInt64(code.loops.count - 1), yes: yes, no: no)
    default:
      throw ConditionMistake("there is no '.\(name)' with these arguments")
    }
  }

  /// `records(321)`, `eerder(321)`, `later(321)` or `laatste(321)`.
  func records(_ expression: Expression) throws(ConditionMistake) -> (Int, ConditionCode.Loop.Range) {
    let ranges: [String: ConditionCode.Loop.Range] = [
      "records": .all, "eerder": .before, "later": .after, "laatste": .last,
    ]
    guard case .call(let name, let arguments) = expression, let range = ranges[name],
      case .number(let record)? = arguments.first, arguments.count == 1
    else { throw ConditionMistake("records(…), eerder(…), later(…) or laatste(…) with a recordsoort is expected") }
    if layouts[record] == nil { throw ConditionMistake("there is no record \(record)") }
    return (record, range)
  }
}

extension ConditionCode {
  /// The bytes of the slots `found` and `otherFound`: longer values of a table cannot be compared.
  public static let foundLength = 64
}
