import FileSystem

/// A CSV file: UTF-8, `;`, a header row, empty is unknown.
///
/// It is read as a stream, so a table takes no more memory than what is made of its rows.
public struct CSVTable {
  /// A row: the line on which it begins, and its fields.
  public typealias Row = (line: Int, fields: [Substring.UTF8View.SubSequence])

  /// How many rows that are not in order an error names.
  private static let most = 10

  let file: String
  private let folders: Folders
  /// The names in the header.
  public let header: [String]

  /// Opens `file`; nil where it is not there.
  ///
  /// - Throws: `BronError` of code `reference` where it is no such table, as the others do.
  public init?(file: String, folders: Folders = Folders()) throws {
    guard try folders.kind(of: file) != nil else { return nil }
    var reader = CSVReader(try FileSource(file, folders: folders), file: file)
    guard let header = try reader.next() else {
      throw BronError(.reference, "the table has no header row", at: .init(file, line: 1))
    }
    self.header = header.fields.map { String(Substring($0)) }
    self.file = file
    self.folders = folders
  }

  /// Gives the rows one by one: a table of millions is never there as rows all at once.
  ///
  /// - Throws: what is wrong with the rows, once all were seen: those that have another number of fields
  ///   than the header, and those that `body` has a `BronError` of code `reference` for.
  public func forEach(_ body: (Row) throws -> Void) throws {
    var reader = CSVReader(try FileSource(file, folders: folders), file: file)
    _ = try reader.next()
    var faults: [(line: Int, message: String)] = []
    var count = 0
    while let row = try reader.next() {
      if row.fields.count == 1 && row.fields[0].isEmpty { continue }
      do {
        guard row.fields.count == header.count else {
          throw BronError(.reference, "the row has \(row.fields.count) fields, the header has \(header.count)")
        }
        try body(row)
      } catch let error as BronError where error.code == .reference {
        count += 1
        if count <= Self.most { faults.append((row.line, error.message)) }
      }
    }
    if let first = faults.first {
      let others = faults.dropFirst().map { "; line \($0.line): \($0.message)" }.joined()
      let rest = count > faults.count ? "; and \(count - faults.count) more rows" : ""
      throw BronError(.reference, first.message + others + rest, at: .init(file, line: first.line))
    }
  }

  /// The rows, each made into something else.
  public func map<Result>(_ transform: (Row) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    try forEach { results.append(try transform($0)) }
    return results
  }

  /// Where a column stands; an error where it is not there, or there twice.
  public func column(_ name: String) throws -> Int {
    guard let column = header.firstIndex(of: name) else {
      throw BronError(
        .reference, "the column '\(name)' is missing", at: .init(file, line: 1),
        // Never what stands there: without a header row that is a person.
        remedy: "The first line names the columns, with ; between them")
    }
    if header.lastIndex(of: name) != column {
      throw BronError(.reference, "the column '\(name)' stands there twice", at: .init(file, line: 1))
    }
    return column
  }
}
