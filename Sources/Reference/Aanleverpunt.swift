import FileSystem
import ProgrammaVanEisen

/// A row of `aanleverpunten.csv`: where an institution may deliver from.
public struct Aanleverpunt: Sendable {
  /// The institution, four positions.
  public let brin: String
  /// Two digits, as in record 300.
  public let nummer: String
  /// BO, ED or VA.
  public let sectordeel: String
  /// The first day on which it may deliver; nil: always.
  public let begin: Datum?
  /// The last such day; nil: without end.
  public let einde: Datum?

  /// Whether deliveries from it may come in on `datum`.
  public func geldt(op datum: Datum) -> Bool {
    (begin.map { $0 <= datum } ?? true) && (einde.map { datum <= $0 } ?? true)
  }

  static func read(folder: String, folders: Folders) throws -> [Aanleverpunt]? {
    guard let csv = try CSVTable(file: Folders.join(folder, "aanleverpunten.csv"), folders: folders) else { return nil }
    let (brin, nummer, sectordeel) = (
      try csv.column("brin"), try csv.column("aanleverpunt"), try csv.column("sectordeel")
    )
    let (begin, einde) = (try csv.column("datum_begin"), try csv.column("datum_einde"))
    return try csv.map { row in
      Aanleverpunt(
        brin: String(Substring(row.fields[brin])), nummer: String(Substring(row.fields[nummer])),
        sectordeel: String(Substring(row.fields[sectordeel])), begin: try csv.datum(row, begin),
        einde: try csv.datum(row, einde))
    }
  }
}

extension CSVTable {
  /// The date in a field; nil where it is empty.
  func datum(_ row: CSVTable.Row, _ column: Int) throws -> Datum? {
    if row.fields[column].isEmpty { return nil }
    guard let datum = Datum(row.fields[column]) else {
      throw BronError(.reference, "'\(header[column])' is no date EEJJMMDD", at: .init(file, line: row.line))
    }
    return datum
  }
}
