/// The values that conditions compare: fields, texts, columns of tables, whole numbers.
extension ConditionCompiler {
  func isNumber(_ expression: Expression) -> Bool {
    switch expression {
    case .number, .arithmetic, .negative, .call("int", _), .method(_, "size", _), .member(.name("telling"), _),
      .member(.name("melding"), _):
      true
    default: false
    }
  }

  /// Adds a number expression and gives its index.
  mutating func number(_ expression: Expression) throws(ConditionMistake) -> Int {
    var parts: [ConditionCode.NumberPart] = []
    try number(expression, into: &parts)
    code.numbers.append(parts)
    return code.numbers.count - 1
  }

  /// Numbers are worked out from left to right, so only the left side of a sum may be one itself.
  mutating func number(
    _ expression: Expression, into parts: inout [ConditionCode.NumberPart]
  ) throws(ConditionMistake) {
    guard case .arithmetic(let operation, let left, let right) = expression else {
      parts.append(.init(operation: .add, value: try numberValue(expression)))
      return
    }
    try number(left, into: &parts)
    parts.append(.init(operation: operation, value: try numberValue(right)))
  }

  mutating func numberValue(_ expression: Expression) throws(ConditionMistake) -> ConditionCode.NumberPart.Value {
    switch expression {
    case .number(let value): return .constant(value)
    case .negative(.number(let value)): return .constant(-value)
    case .call("int", let arguments) where arguments.count == 1: return .digits(try operand(arguments[0]))
    case .method(let target, "size", let arguments) where arguments.isEmpty:
      guard case .call = target else { return .size(try operand(target)) }
      let (record, range) = try records(target)
      return .records(record, range)
    case .member(.name("telling"), "meldingen"): return .meldingen
    case .member(.name("telling"), "records"): return .allRecords
    case .member(.name("melding"), "records"): return .meldingSize
    case .arithmetic: throw ConditionMistake("behind an operator stands a single number; put the sum before it")
    default: throw ConditionMistake("a whole number is expected here")
    }
  }

  mutating func operand(_ expression: Expression) throws(ConditionMistake) -> ConditionCode.Operand {
    try operand(try text(expression))
  }

  mutating func operand(_ text: Text) throws(ConditionMistake) -> ConditionCode.Operand {
    switch text {
    case .operand(let operand): return operand
    case .constant(let bytes): return constant(bytes)
    case .column(let tabel, let column, let key):
      guard let slot = freeSlots.popLast() else {
        throw ConditionMistake("a comparison may name two columns of tables at the most")
      }
      let next = label()
      step(.lookup, key, .init(slot, offset: column, length: 0), k: UInt64(tabel.nummer), yes: next, no: next)
      place(next)
      return .init(slot, offset: 0, length: ConditionCode.foundLength)
    }
  }

  mutating func text(_ expression: Expression) throws(ConditionMistake) -> Text {
    switch expression {
    case .text(let text):
      return .constant(try Self.comparable(text))
    case .name("vorige"):
      return .operand(.init(.previous, offset: 0, length: 3))
    case .name(let name):
      if let context = ConditionContext(rawValue: name) { return .operand(Self.operand(context)) }
      return try field(name, of: "")
    case .member(.name("voorloop"), let name):
      guard let veld = layouts[300]?.veld(name) else { throw ConditionMistake("record 300 has no field '\(name)'") }
      return .operand(.init(.header, offset: veld.offset, length: veld.lengte))
    case .member(.name(let owner), let name):
      if let context = ConditionContext(rawValue: "\(owner).\(name)") { return .operand(Self.operand(context)) }
      return try field(name, of: owner)
    case .member(.index(.member(.name("tabellen"), let name), let key), let column):
      let tabel = try table(name)
      guard let index = tabel.kolommen.firstIndex(of: column) else {
        throw ConditionMistake("table \(name) has no column '\(column)'")
      }
      return .column(tabel, index, key: try operand(key))
    case .method(let target, "substring", let arguments):
      guard arguments.count == 2, case .number(let from) = arguments[0], case .number(let to) = arguments[1],
        case .operand(var operand) = try text(target), from < to, to <= Int(operand.length)
      else {
        // A part of what is always blank.
        if case .constant([]) = try text(target) { return .constant([]) }
        throw ConditionMistake("substring(from, to) is for a field, with fixed places inside it")
      }
      operand.offset += UInt32(from)
      operand.length = UInt16(to - from)
      return .operand(operand)
    default:
      throw ConditionMistake("a text is expected here")
    }
  }

  /// A field; one that this layout does not have is always blank, if another version has it.
  func field(_ name: String, of owner: String) throws(ConditionMistake) -> Text {
    guard let (slot, layout) = scope[owner] else { throw ConditionMistake("'\(owner)' is not known here") }
    if let veld = layout.veld(name) { return .operand(.init(slot, offset: veld.offset, length: veld.lengte)) }
    if slot != .record && layout.isKort && layouts[layout.record]?.veld(name) != nil {
      throw ConditionMistake("'\(name)' of another record cannot be asked for, since it may be left off")
    }
    if layout.afwezig.contains(name) { return .constant([]) }
    throw ConditionMistake("record \(layout.record) has no field '\(name)'")
  }

  mutating func table(_ name: String) throws(ConditionMistake) -> Tabel {
    guard let tabel = Tabel(rawValue: name) else { throw ConditionMistake("there is no table '\(name)'") }
    code.tables.insert(tabel)
    return tabel
  }

  mutating func constant(_ bytes: [UInt8]) -> ConditionCode.Operand {
    let offset = code.constants.count
    code.constants += bytes
    return .init(.constant, offset: offset, length: bytes.count)
  }

  static func operand(_ context: ConditionContext) -> ConditionCode.Operand {
    .init(.context, offset: context.offset, length: context.length)
  }

  static func padded(_ bytes: [UInt8], to length: Int) -> UInt64 {
    ConditionCode.word(bytes + [UInt8](repeating: 0x20, count: length - bytes.count))
  }

  /// A constant that fields are compared with.
  static func comparable(_ text: String) throws(ConditionMistake) -> [UInt8] {
    if text.hasSuffix(" ") {
      throw ConditionMistake("'\(text)' ends with a space, and the value of a field never does")
    }
    return try latin1(text)
  }

  static func latin1(_ text: String) throws(ConditionMistake) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { throw ConditionMistake("'\(text)' is not ISO-8859-1") }
      bytes.append(byte)
    }
    return bytes
  }
}
