import GRDB

extension Row {
  /// The value of a column, which a row that somebody damaged does not have.
  ///
  /// GRDB's own `row[0]` ends the process there, and prints the row; so nothing of ours uses it.
  ///
  /// - Throws: `RowDecodingError`, which `Register` turns into one that names nobody.
  public func lees<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ kolom: Int) throws -> Value {
    try decode(atIndex: kolom)
  }

  /// Who delivered, from three columns.
  public func leverancier(_ kolom: Int) throws -> Leverancier {
    Leverancier(brin: try lees(kolom), aanleverpunt: try lees(kolom + 1), sectordeel: try lees(kolom + 2))
  }
}
