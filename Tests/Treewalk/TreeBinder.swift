import ProgrammaVanEisen

/// Makes the tree of a condition for the records of one layout.
public struct TreeBinder {
  private let surroundings: PlainSurroundings
  private let layout: Layout
  /// The records that an `exists` names: how deep, and of which kind.
  private var named: [String: (depth: Int, record: Int)] = [:]

  /// For records of `layout`.
  public init(_ surroundings: PlainSurroundings, layout: Layout) {
    self.surroundings = surroundings
    self.layout = layout
  }

  /// The tree of a condition.
  public func tree(_ expression: Expression) throws -> Tree {
    switch expression {
    case .bool(let value): return .always(value)
    case .not(let inner): return .not(try tree(inner))
    case .and(let left, let right): return .and(try tree(left), try tree(right))
    case .or(let left, let right): return .or(try tree(left), try tree(right))
    case .compare(let comparison, let left, let right):
      if let left = try number(left) {
        guard let right = try number(right) else { throw Meaningless("a number against \(right)") }
        return .numbers(comparison, left, right)
      }
      return .texts(comparison, try text(left), try text(right))
    case .isIn(let value, let collection): return try membership(text(value), collection)
    case .call(let name, let arguments): return try call(name, arguments)
    case .method(let target, let name, let arguments): return try method(target, name, arguments)
    default: throw Meaningless("no yes or no: \(expression)")
    }
  }

  private func membership(_ value: Tree.Text, _ collection: Expression) throws -> Tree {
    switch collection {
    case .list(let elements):
      return .isOne(
        value,
        of: try elements.map { element in
          guard case .constant(let text) = try text(element) else { throw Meaningless("no text: \(element)") }
          return text
        })
    case .member(.name("lijsten"), let name):
      guard let codes = surroundings.lijsten[name] else { throw Meaningless("no list \(name)") }
      return .isOne(value, of: codes)
    case .member(.name("tabellen"), let name): return .isKey(value, of: try column(nil, of: name))
    default: throw Meaningless("no collection: \(collection)")
    }
  }

  /// The values of a column by key; without a column, the keys alone.
  private func column(_ column: String?, of table: String) throws -> [[UInt8]: [UInt8]] {
    // Without the table nobody asks for it: its checks are off.
    let rows = surroundings.tabellen[table] ?? [:]
    let values = rows.map { key, row in (Array(key.utf8), Array((column.flatMap { row[$0] } ?? "").utf8)) }
    return Dictionary(uniqueKeysWithValues: values)
  }

  private func call(_ name: String, _ arguments: [Expression]) throws -> Tree {
    if name == "geldig", case .member(.name("tabellen"), let table)? = arguments.first, let date = arguments.last {
      return .isValid(
        surroundings.geldigheid[table] ?? [:], key: try arguments.dropFirst().dropLast().map(text),
        date: try text(date))
    }
    guard arguments.count == 1 else { throw Meaningless("\(name) of \(arguments.count)") }
    let text = try text(arguments[0])
    switch name {
    case "datum": return .datum(text)
    case "onvolledigeDatum": return .onvolledigeDatum(text)
    case "elfproefBSN": return .elfproefBSN(text)
    case "elfproefOnderwijsnummer": return .elfproefOnderwijsnummer(text)
    default: throw Meaningless("no function \(name)")
    }
  }

  private func method(_ target: Expression, _ name: String, _ arguments: [Expression]) throws -> Tree {
    switch (name, arguments.first) {
    case ("exists", .name(let variable)?) where arguments.count == 2:
      guard let others = try others(target) else { throw Meaningless("exists of \(target)") }
      var inner = self
      inner.named[variable] = (named.count, others.record)
      return .exists(others, try inner.tree(arguments[1]))
    case ("matches", .text(let pattern)?): return .matches(try text(target), try Form(pattern))
    case ("startsWith", let part?): return .startsWith(try text(target), try text(part))
    case ("endsWith", let part?): return .endsWith(try text(target), try text(part))
    case ("contains", let part?): return .contains(try text(target), try text(part))
    default: throw Meaningless("no method \(name)")
    }
  }

  private func others(_ expression: Expression) throws -> Tree.Others? {
    guard case .call(let name, let arguments) = expression, let place = Tree.Others.Place(rawValue: name) else {
      return nil
    }
    guard case .number(let record)? = arguments.first else { throw Meaningless("no \(name)") }
    return .init(place: place, record: record)
  }

  // MARK: Values

  /// A number; nil where the expression is none.
  private func number(_ expression: Expression) throws -> Tree.Number? {
    switch expression {
    case .number(let value): return .constant(value)
    case .negative(let inner): return try number(inner).map(Tree.Number.negative)
    case .arithmetic(let operation, let left, let right):
      guard let left = try number(left), let right = try number(right) else { throw Meaningless("\(expression)") }
      return .arithmetic(operation, left, right)
    case .call("int", let arguments): return try arguments.first.map { .digits(try text($0)) }
    case .method(let target, "size", _):
      if let others = try others(target) { return .count(others) }
      return .size(try text(target))
    case .member(.name("melding"), "records"): return .melding
    case .member(.name("telling"), let name):
      return .constant(name == "meldingen" ? surroundings.meldingen : surroundings.records)
    default: return nil
    }
  }

  private func text(_ expression: Expression) throws -> Tree.Text {
    switch expression {
    case .text(let text): return .constant(text.unicodeScalars.map { UInt8($0.value) })
    case .name("vorige"): return .vorige
    case .name(let name):
      if let text = surroundings.texts[name] { return .constant(Array(text.utf8)) }
      return try place(of: name, in: layout).map(Tree.Text.field) ?? .constant([])
    case .member(.name("voorloop"), let name):
      let place = try place(of: name, in: surroundings.header.layout)
      return .constant(place.map { Array(surroundings.header.value($0)) } ?? [])
    case .member(.name(let owner), let name):
      if let text = surroundings.texts["\(owner).\(name)"] { return .constant(Array(text.utf8)) }
      guard let (depth, record) = named[owner] else { throw Meaningless("no \(owner)") }
      return .other(
        depth,
        try surroundings.layouts.all.map { layout in
          layout.record == record ? try place(of: name, in: layout) ?? 0..<0 : 0..<0
        })
    case .member(.index(.member(.name("tabellen"), let table), let key), let column):
      return .column(try self.column(column, of: table), key: try text(key))
    case .method(let target, "substring", let places):
      guard places.count == 2, case .number(let from) = places[0], case .number(let to) = places[1] else {
        throw Meaningless("substring(\(places))")
      }
      return .part(try text(target), from..<to)
    default: throw Meaningless("no text: \(expression)")
    }
  }

  /// Where a field is; nil where it is blank, since only another version or form has it.
  private func place(of veld: String, in layout: Layout) throws -> Range<Int>? {
    if let veld = layout.veld(veld) { return veld.range }
    guard surroundings.known.contains(where: { $0.record == layout.record && $0.veld(veld) != nil }) else {
      throw Meaningless("record \(layout.record) has no \(veld)")
    }
    return nil
  }
}
