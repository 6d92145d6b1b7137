import GRDB
import Records

extension Row {
  /// The value of a column, which a row that somebody damaged does not have.
  ///
  /// GRDB's own `row[0]` ends the process there, and prints the row; so nothing of ours uses it.
  ///
  /// - Throws: `RowDecodingError`, which `Register` turns into one that names nobody.
  public func lees<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ kolom: Int) throws -> Value {
    try decode(atIndex: kolom)
  }

  /// Text as bytes of ISO-8859-1; nil where it is NULL.
  ///
  /// - Throws: `Rijfout` where it is longer than any that was registered, or has a character that is none of them;
  ///   `RowDecodingError` where it is no text.
  public func latin1(_ kolom: Int) throws -> ShortBytes? {
    guard let text: String = try lees(kolom) else { return nil }
    guard let bytes = Latin1.bytes(text).flatMap({ ShortBytes(exactly: $0) }) else { throw Rijfout() }
    return bytes
  }

  /// Who delivered, from three columns.
  public func leverancier(_ kolom: Int) throws -> Leverancier {
    Leverancier(brin: try lees(kolom), aanleverpunt: try lees(kolom + 1), sectordeel: try lees(kolom + 2))
  }
}

/// That a row holds what its column cannot: `Register` makes an error of it that names nobody.
struct Rijfout: Error {}
