import GRDB
import GRDBSQLite
import Records

/// A prepared statement whose values are bound and read as the bytes that they are.
///
/// Through GRDB each value costs a `String`, a `Data` or a row object, which for the statements that run for every
/// melding is several times what the database itself costs. Only those go this way.
///
/// This is the one unsafe place of the register. What makes it sound: `statement` owns the handle and lives as long;
/// SQLite copies what is bound, or is done with it when the statement has run; what is read is copied before the next
/// step; the database is used by one thread at a time, that of its transaction.
final class Opdracht {
  private let statement: Statement
  private let handle: SQLiteStatement
  /// The parameter that is bound next, counted from 1.
  private var volgende: Int32 = 1
  /// The first fault of binding; told when the statement is run.
  private var fout = SQLITE_OK

  /// What SQLite is told of bytes that it copies, and of those that are there until the statement has run.
  private static let kopie = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  private static let blijvend: sqlite3_destructor_type? = nil

  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  // MARK: Parameters, from the first to the last

  private func noteer(_ result: Int32) {
    if fout == SQLITE_OK { fout = result }
    volgende += 1
  }

  @discardableResult
  func bind(_ getal: Int64) -> Opdracht {
    noteer(sqlite3_bind_int64(handle, volgende, getal))
    return self
  }

  @discardableResult
  func bind(_ getal: Int) -> Opdracht { bind(Int64(getal)) }

  /// A number; NULL where there is none.
  @discardableResult
  func bind(_ getal: Int64?) -> Opdracht {
    if let getal { return bind(getal) }
    noteer(sqlite3_bind_null(handle, volgende))
    return self
  }

  @discardableResult
  func bind(_ tekst: String) -> Opdracht {
    var tekst = tekst
    tekst.withUTF8 { bind(utf8: UnsafeRawBufferPointer($0), Self.kopie) }
    return self
  }

  /// Bytes of ISO-8859-1, as text.
  @discardableResult
  func bind(latin1 bytes: some Collection<UInt8>) -> Opdracht {
    // What is ASCII is the same in UTF-8, and that is all but a few names.
    if bytes.contains(where: { $0 > 0x7F }) { return bind(Latin1.text(bytes)) }
    let isBound: Void? = bytes.withContiguousStorageIfAvailable { bind(utf8: UnsafeRawBufferPointer($0), Self.kopie) }
    if isBound == nil { Array(bytes).withUnsafeBytes { bind(utf8: $0, Self.kopie) } }
    return self
  }

  /// Bytes as they are; NULL where there are none to be had.
  @discardableResult
  func bind(blob bytes: [UInt8]?) -> Opdracht {
    guard let bytes else { return bind(nil as Int64?) }
    bytes.withUnsafeBytes { bind(blob: $0, Self.kopie) }
    return self
  }

  private func bind(blob bytes: UnsafeRawBufferPointer, _ wijze: sqlite3_destructor_type?) {
    // Without an address SQLite would take nothing at all for NULL.
    noteer(
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, volgende, 0)
        : sqlite3_bind_blob64(handle, volgende, bytes.baseAddress, UInt64(bytes.count), wijze))
  }

  private func bind(utf8 bytes: UnsafeRawBufferPointer, _ wijze: sqlite3_destructor_type?) {
    guard let address = bytes.bindMemory(to: CChar.self).baseAddress else {
      return noteer(sqlite3_bind_text(handle, volgende, "", 0, Self.kopie))
    }
    noteer(sqlite3_bind_text64(handle, volgende, address, UInt64(bytes.count), wijze, UInt8(SQLITE_UTF8)))
  }

  // MARK: Running

  /// Runs a statement with values that wait, as many as it has parameters.
  func voerUit(_ rijen: Rijen, _ waarden: Range<Int>) throws {
    try bind(rijen, waarden) { try voerUit() }
  }

  /// Gives every row to `body`, with values that wait, as many as it has parameters.
  func elke(_ rijen: Rijen, _ waarden: Range<Int>, _ body: (Rij) throws -> Void) throws {
    try bind(rijen, waarden) { try elke(body) }
  }

  /// Binds values that wait, for as long as `body` runs.
  private func bind(_ rijen: Rijen, _ waarden: Range<Int>, _ body: () throws -> Void) throws {
    try rijen.bytes.withUnsafeBytes { bytes in
      for waarde in rijen.waarden[waarden] {
        switch waarde {
        case .getal(let getal): bind(getal)
        case .tekst(let begin, let count): bind(utf8: .init(rebasing: bytes[begin..<begin + count]), Self.blijvend)
        case .blob(let begin, let count): bind(blob: .init(rebasing: bytes[begin..<begin + count]), Self.blijvend)
        case .niets: bind(nil as Int64?)
        }
      }
      try body()
    }
  }

  /// Runs a statement that gives no rows.
  func voerUit() throws {
    _ = try eerste { _ in }
  }

  /// Gives the first row to `body`; nil where there is none.
  func eerste<Result>(_ body: (Rij) throws -> Result) throws -> Result? {
    try begin()
    defer { sqlite3_reset(handle) }
    return try stap() ? body(Rij(handle: handle)) : nil
  }

  /// Gives every row to `body`.
  func elke(_ body: (Rij) throws -> Void) throws {
    try begin()
    defer { sqlite3_reset(handle) }
    while try stap() { try body(Rij(handle: handle)) }
  }

  private func begin() throws {
    defer { (volgende, fout) = (1, SQLITE_OK) }
    if fout != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: fout)) }
  }

  private func stap() throws -> Bool {
    let result = sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    if result == SQLITE_DONE { return false }
    let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map { String(cString: $0) }
    throw DatabaseError(resultCode: ResultCode(rawValue: result), message: message)
  }

  /// A row, as long as the step that it is given to.
  struct Rij {
    fileprivate let handle: SQLiteStatement

    func getal(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// Text as bytes of ISO-8859-1; empty where it is NULL.
    ///
    /// - Throws: `Rijfout` where it is longer than any that was registered, or has a character that is none of them.
    func latin1(_ column: Int32) throws -> ShortBytes {
      guard let text = sqlite3_column_text(handle, column) else { return [] }
      let utf8 = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column)))
      let bytes =
        utf8.contains { $0 > 0x7F }
        ? Latin1.bytes(String(decoding: utf8, as: UTF8.self)).flatMap { ShortBytes(exactly: $0) }
        : ShortBytes(exactly: utf8)
      guard let bytes else { throw Rijfout() }
      return bytes
    }

    /// Text; empty where it is NULL.
    func tekst(_ column: Int32) -> String {
      guard let text = sqlite3_column_text(handle, column) else { return "" }
      return String(
        decoding: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    /// Bytes; nil where they are NULL.
    func blob(_ column: Int32) -> [UInt8]? {
      if sqlite3_column_type(handle, column) == SQLITE_NULL { return nil }
      guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }
  }
}
