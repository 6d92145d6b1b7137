import FileSystem

/// A CSV file: UTF-8, `;`, a header row, empty is unknown.
public struct CSVTable {
  /// A row: the line on which it begins, and its fields.
  public typealias Row = (line: Int, fields: [Substring.UTF8View.SubSequence])

  let file: String
  /// The names in the header.
  public let header: [String]
  private let parser: CSVParser

  /// Opens `file`; nil where it is not there.
  ///
  /// - Throws: `BronError` of code `reference` where it is no such table, as the others do.
  public init?(file: String, folders: Folders = Folders()) throws {
    guard try folders.kind(of: file) != nil else { return nil }
    guard let text = String(validating: try folders.bytes(of: file, limit: 4 << 30), as: UTF8.self) else {
      throw BronError(.reference, "the table is not UTF-8", at: .init(file), remedy: "Write it as UTF-8")
    }
    // Some programs begin a UTF-8 file with a byte order mark.
    var parser = CSVParser((text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]).utf8, file: file)
    guard let header = try parser.next() else {
      throw BronError(.reference, "the table has no header row", at: .init(file, line: 1))
    }
    self.header = header.fields.map { String(Substring($0)) }
    self.file = file
    self.parser = parser
  }

  /// Gives the rows one by one: a table of millions is never there as rows all at once.
  public func forEach(_ body: (Row) throws -> Void) throws {
    var parser = parser
    while let row = try parser.next() {
      if row.fields.count == 1 && row.fields[0].isEmpty { continue }
      guard row.fields.count == header.count else {
        throw BronError(
          .reference, "the row has \(row.fields.count) fields, the header has \(header.count)",
          at: .init(file, line: row.line))
      }
      try body(row)
    }
  }

  /// The rows, each made into something else.
  public func map<Result>(_ transform: (Row) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    try forEach { results.append(try transform($0)) }
    return results
  }

  /// Where a column stands; an error where it is not there.
  public func column(_ name: String) throws -> Int {
    guard let column = header.firstIndex(of: name) else {
      throw BronError(
        .reference, "the column '\(name)' is missing", at: .init(file, line: 1),
        // Never what stands there: without a header row that is a person.
        remedy: "The first line names the columns, with ; between them")
    }
    return column
  }
}

/// Cuts CSV text into rows. A field between double quotes may hold `;`, line ends and `""`.
private struct CSVParser {
  private var rest: Substring.UTF8View.SubSequence
  private let file: String
  private var line = 1

  init(_ text: Substring.UTF8View.SubSequence, file: String) {
    rest = text
    self.file = file
  }

  mutating func next() throws -> (line: Int, fields: [Substring.UTF8View.SubSequence])? {
    if rest.isEmpty { return nil }
    let start = line
    var fields: [Substring.UTF8View.SubSequence] = []
    while true {
      fields.append(try field())
      guard let separator = rest.popFirst() else { return (start, fields) }
      if separator == UInt8(ascii: ";") { continue }
      if separator == 0x0D, rest.first == 0x0A { rest.removeFirst() }
      line += 1
      return (start, fields)
    }
  }

  private mutating func field() throws -> Substring.UTF8View.SubSequence {
    guard rest.first == UInt8(ascii: "\"") else {
      let end = rest.firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[..<end]
    }
    rest.removeFirst()
    var text = ""
    while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
      text += String(Substring(rest[..<quote]))
      rest = rest[rest.index(after: quote)...]
      if rest.first != UInt8(ascii: "\"") {
        line += text.utf8.count { $0 == 0x0A }
        return text[...].utf8
      }
      text += "\""
      rest.removeFirst()
    }
    throw BronError(.reference, "a field begins with a quote that is not closed", at: .init(file, line: line))
  }
}
