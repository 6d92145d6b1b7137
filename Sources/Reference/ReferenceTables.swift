import FileSystem
import ProgrammaVanEisen
import Records

/// The reference tables of a run: immutable, found by their key.
///
/// A table whose file is not there is absent, and the checks that need it are off.
public struct ReferenceTables: Sendable {
  private struct Table: Sendable {
    /// The keys; those of several columns with `;` between them.
    var keys = KeyIndex()
    /// By the number of the key, the values of the columns.
    var rows: [[[UInt8]]] = []
    /// By the number of a key of several columns, when it is valid.
    var periodes: [[Periode]] = []
  }

  private struct Periode: Sendable {
    let begin: ShortBytes
    /// Empty is without end.
    let einde: ShortBytes

    /// Whether it has a day of a month or year, or the day itself, which `date` may be.
    func contains(_ date: ShortBytes) -> Bool {
      !date.precedes(begin.first(date.count)) && (einde.isEmpty || !einde.first(date.count).precedes(date))
    }
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
      if tabel.sleutels > 1 { return try Self.periodes(csv, tabel) }
      guard let key = columns[0] else {
        throw BronError(.reference, "the column '\(tabel.kolommen[0])' is missing", at: .init(csv.file, line: 1))
      }
      var table = Table()
      try csv.forEach { row in
        let values = columns.map { $0.map { Array(row.fields[$0]) } ?? [] }
        let number = table.keys.add(TableKey(row.fields[key]))
        // Of two rows with one key the last one holds.
        if number < table.rows.count { table.rows[number] = values } else { table.rows.append(values) }
      }
      return table
    }
    present = Self.present(tables)
    leerbedrijvenPerPostcode = Dictionary(
      grouping: tables[Tabel.leerbedrijven.nummer]?.rows ?? [], by: { $0[3] })
    aanleverpunten = try Aanleverpunt.read(folder: folder, folders: folders)
    schooljaren = try Schooljaar.read(folder: folder, folders: folders)
  }

  private static func periodes(_ csv: CSVTable, _ tabel: Tabel) throws -> Table {
    let columns = try tabel.kolommen.map { try csv.column($0) }
    var table = Table()
    try csv.forEach { row in
      let key = columns.prefix(tabel.sleutels).map { Array(row.fields[$0]) }
      let days = columns.dropFirst(tabel.sleutels).map { ShortBytes(row.fields[$0].prefix(ShortBytes.most)) }
      let number = table.keys.add(TableKey(Array(key.joined(separator: [UInt8(ascii: ";")]))))
      if number == table.periodes.count { table.periodes.append([]) }
      table.periodes[number].append(Periode(begin: days[0], einde: days[1]))
    }
    return table
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
  @inlinable
  public func contains(_ table: Int, key: some Collection<UInt8>) -> Bool {
    contains(table, TableKey(key))
  }

  /// A value of a row; empty where there is no such row, or no value in it.
  @inlinable
  public func value(_ table: Int, column: Int, key: some Collection<UInt8>) -> [UInt8] {
    value(table, column, TableKey(key))
  }

  /// Whether a table with a key of several columns has a row that is valid on a day, or, where `date` is
  /// a year, on a day of that year.
  ///
  /// - Parameter key: the columns, with `;` between them.
  @inlinable
  public func isValid(_ table: Int, key: some Collection<UInt8>, on date: some Collection<UInt8>) -> Bool {
    isValid(table, TableKey(key), on: ShortBytes(date.prefix(ShortBytes.most)))
  }

  // What is above is compiled where it is called, for the bytes that are there; what is below only once.

  @usableFromInline
  func contains(_ table: Int, _ key: TableKey) -> Bool {
    guard let table = tables[table], let number = table.keys.number(of: key) else { return false }
    return number < table.rows.count
  }

  @usableFromInline
  func value(_ table: Int, _ column: Int, _ key: TableKey) -> [UInt8] {
    // A table with a key of several columns has periods, and no rows.
    guard let table = tables[table], let number = table.keys.number(of: key), number < table.rows.count else {
      return []
    }
    return table.rows[number][column]
  }

  @usableFromInline
  func isValid(_ table: Int, _ key: TableKey, on date: ShortBytes) -> Bool {
    guard let table = tables[table], let number = table.keys.number(of: key), number < table.periodes.count else {
      return false
    }
    return table.periodes[number].contains { $0.contains(date) }
  }

  /// The rows of the leerbedrijven at a postcode, in no order.
  public func leerbedrijven(postcode: [UInt8]) -> [[[UInt8]]] { leerbedrijvenPerPostcode[postcode] ?? [] }
}
