import FileSystem
import Reference

/// The first byte says which table the rest is.
enum TableTarget {
  private static let files = MemoryFiles()
  private static let names = ["personen", "opleidingen", "schooljaren", "aanleverpunten", "licenties"]

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let file = Array(bytes.dropFirst())
    let path = names[Int(choice) % names.count] + ".csv"
    files[path] = file
    defer { files[path] = nil }
    let folders = files.folders
    try compare(file, path, folders)
    try Workplace.expecting(.reference) { _ = try Personen(folder: "", folders: folders) }
    try Workplace.expecting(.reference) { _ = try ReferenceTables(folder: "", folders: folders) }
  }

  private static func compare(_ file: [UInt8], _ path: String, _ folders: Folders) throws {
    let expected = PlainTable.rows(file)
    var found: [[String]]? = []
    do {
      if let table = try CSVTable(file: path, folders: folders) {
        found?.append(table.header)
        try table.forEach { row in found?.append(row.fields.map { String(Substring($0)) }) }
      }
    } catch let error as BronError where error.code == .reference {
      found = nil
    }
    if found != expected {
      throw Finding(
        "\(found.map { "\($0.count) rows" } ?? "refused"), not \(expected.map { "\($0.count)" } ?? "refused")")
    }
  }
}

/// The slow twin of `CSVTable`: the whole file at once.
enum PlainTable {
  /// The header and the rows; nil where the table must be refused.
  static func rows(_ file: [UInt8]) -> [[String]]? {
    var rest = file[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var rows: [[String]] = []
    while !rest.isEmpty {
      guard let fields = row(&rest), fields.count <= 1_000 else { return nil }
      guard fields.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) else { return nil }
      if !rows.isEmpty && fields == [[]] { continue }
      if let header = rows.first, header.count != fields.count { return nil }
      rows.append(fields.map { String(decoding: $0, as: UTF8.self) })
    }
    return rows.isEmpty ? nil : rows
  }

  private static func row(_ rest: inout ArraySlice<UInt8>) -> [[UInt8]]? {
    var fields: [[UInt8]] = []
    while true {
      guard let field = field(&rest) else { return nil }
      fields.append(field)
      switch rest.popFirst() {
      case UInt8(ascii: ";"): continue
      case 0x0D:
        if rest.first == 0x0A { rest.removeFirst() }
        return fields
      default: return fields
      }
    }
  }

  /// A field, up to what ends it; nil where a quote is not closed, or there is more behind it.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let ends: [UInt8] = [UInt8(ascii: ";"), 0x0D, 0x0A]
    guard rest.first == UInt8(ascii: "\"") else {
      let field = Array(rest.prefix { !ends.contains($0) })
      rest = rest.dropFirst(field.count)
      return field
    }
    rest.removeFirst()
    var field: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "\"") {
        field.append(byte)
      } else if rest.first == byte {
        field.append(byte)
        rest.removeFirst()
      } else {
        return rest.first.map(ends.contains) ?? true ? field : nil
      }
    }
    return nil
  }
}
