import FileSystem
import ProgrammaVanEisen

/// The reference tables of a run: immutable, found by their key.
///
/// A table whose file is not there is absent, and the checks that need it are off.
public struct ReferenceTables: Sendable {
  private struct Table: Sendable {
    var rows: [[UInt8]: [[UInt8]]]
    /// By the columns of a longer key, with `;` between them: from when to when; empty is without end.
    var periodes: [[UInt8]: [(begin: [UInt8], einde: [UInt8])]] = [:]
  }

  private let tables: [Table?]
  /// There are hundreds of thousands, and a BPV may describe one instead of giving its code.
  private let leerbedrijvenPerPostcode: [[UInt8]: [[[UInt8]]]]
  /// The tables that are there.
  public let present: Set<Tabel>
  /// The aanleverpunten that are known; nil where there is no `aanleverpunten.csv`.
  public let aanleverpunten: [Aanleverpunt]?
  /// The school years; nil where there is no `schooljaren.csv`.
  public let schooljaren: [Schooljaar]?

  /// Reads the tables of `folder`.
  ///
  /// - Throws: `BronError` of code `reference` with file and line, where a table is not in order.
  public init(folder: String, folders: Folders = Folders()) throws {
    tables = try Tabel.allCases.map { tabel in
      guard let csv = try CSVTable(file: Folders.join(folder, tabel.rawValue + ".csv"), folders: folders) else {
        return nil
      }
      let columns = tabel.kolommen.map { csv.header.firstIndex(of: $0) }
      if tabel.sleutels > 1 { return Table(rows: [:], periodes: try Self.periodes(csv, tabel)) }
      guard let key = columns[0] else {
        throw BronError(.reference, "the column '\(tabel.kolommen[0])' is missing", at: .init(csv.file, line: 1))
      }
      var rows: [[UInt8]: [[UInt8]]] = [:]
      try csv.forEach { row in
        rows[Array(row.fields[key])] = columns.map { $0.map { Array(row.fields[$0]) } ?? [] }
      }
      return Table(rows: rows)
    }
    present = Self.present(tables)
    leerbedrijvenPerPostcode = Dictionary(
      grouping: tables[Tabel.leerbedrijven.nummer].map { Array($0.rows.values) } ?? [], by: { $0[3] })
    aanleverpunten = try Aanleverpunt.read(folder: folder, folders: folders)
    schooljaren = try Schooljaar.read(folder: folder, folders: folders)
  }

  private static func periodes(_ csv: CSVTable, _ tabel: Tabel) throws -> [[UInt8]: [(begin: [UInt8], einde: [UInt8])]]
  {
    let columns = try tabel.kolommen.map { try csv.column($0) }
    var periodes: [[UInt8]: [(begin: [UInt8], einde: [UInt8])]] = [:]
    try csv.forEach { row in
      let key = columns.prefix(tabel.sleutels).map { Array(row.fields[$0]) }
      let days = columns.dropFirst(tabel.sleutels).map { Array(row.fields[$0]) }
      periodes[Array(key.joined(separator: [UInt8(ascii: ";")])), default: []].append((days[0], days[1]))
    }
    return periodes
  }

  /// No tables at all.
  public init() {
    tables = Tabel.allCases.map { _ in nil }
    present = []
    leerbedrijvenPerPostcode = [:]
    aanleverpunten = nil
    schooljaren = nil
  }

  private static func present(_ tables: [Table?]) -> Set<Tabel> {
    Set(Tabel.allCases.filter { tables[$0.nummer] != nil })
  }

  /// Whether a table has a row with that key.
  public func contains(_ table: Int, key: some Sequence<UInt8>) -> Bool {
    tables[table]?.rows[Array(key)] != nil
  }

  /// A value of a row; empty where there is no such row, or no value in it.
  public func value(_ table: Int, column: Int, key: some Sequence<UInt8>) -> [UInt8] {
    tables[table]?.rows[Array(key)]?[column] ?? []
  }

  /// Whether a table with a key of several columns has a row that is valid on a day, or, where `date` is
  /// a year, on a day of that year.
  ///
  /// - Parameter key: the columns, with `;` between them.
  public func isValid(_ table: Int, key: [UInt8], on date: some Collection<UInt8>) -> Bool {
    let periodes = tables[table]?.periodes[key] ?? []
    return periodes.contains { begin, einde in
      !date.lexicographicallyPrecedes(begin.prefix(date.count))
        && (einde.isEmpty || !einde.prefix(date.count).lexicographicallyPrecedes(date))
    }
  }

  /// The rows of the leerbedrijven at a postcode, in no order.
  public func leerbedrijven(postcode: [UInt8]) -> [[[UInt8]]] { leerbedrijvenPerPostcode[postcode] ?? [] }
}
