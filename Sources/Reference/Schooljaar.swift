import FileSystem
import ProgrammaVanEisen

/// A row of `schooljaren.csv`: from a day on, a school year of an aanleverpunt is in a state.
public struct Schooljaar: Sendable {
  /// How far a school year is: what may still change gets less from state to state (PvE; Regeling
  /// gegevensverstrekking persoonsgebonden nummer BVE 2009, artikel 7).
  public enum Status: String, CaseIterable, Sendable {
    /// Everything may be delivered.
    case invoer = "INVOER"
    /// The institution has said that its data are complete.
    case volledigheidsverklaring = "VOLLEDIGHEIDSVERKLARING"
    /// What funding depends on changes only with an accountant behind the delivery.
    case mutatiestop = "MUTATIESTOP"
    /// The accountant's report is in: what funding depends on does not change any more.
    case assurance = "ASSURANCE"
    /// The year lies behind; blocks as `assurance` does.
    case historisch = "HISTORISCH"
  }

  /// The institution, four positions.
  public let brin: String
  /// Two digits, as in record 300.
  public let aanleverpunt: String
  /// BO, ED or VA.
  public let sectordeel: String
  /// The year in which it begins: 2009 for 2009-2010.
  public let beginjaar: Int
  /// The state that begins on `datum`.
  public let status: Status
  /// From which day on it is in force.
  public let datum: Datum

  static func read(folder: String, folders: Folders) throws -> [Schooljaar]? {
    guard let csv = try CSVTable(file: Folders.join(folder, "schooljaren.csv"), folders: folders) else { return nil }
    let columns = try ["brin", "aanleverpunt", "sectordeel", "schooljaar", "status", "datum"].map { try csv.column($0) }
    return try csv.map { row in
      let texts = columns.map { String(Substring(row.fields[$0])) }
      // A row about nobody would leave open what it was meant to close.
      guard isBrin(texts[0]), texts[1].utf8.count == 2, texts[1].utf8.allSatisfy(isDigit),
        ["BO", "ED", "VA"].contains(texts[2]), let datum = try csv.datum(row, columns[5])
      else {
        throw BronError(
          .reference, "the row has no BRIN, aanleverpunt, sectordeel or datum of the right form",
          at: .init(csv.file, line: row.line), remedy: "Write it as 99ZZ;01;BO;2009-2010;MUTATIESTOP;20100601")
      }
      guard let status = Status(rawValue: texts[4]) else {
        throw BronError(
          .reference, "'\(texts[4])' is no status of a school year", at: .init(csv.file, line: row.line),
          remedy: "Known are \(Status.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard let beginjaar = beginjaar(texts[3]) else {
        throw BronError(
          .reference, "'\(texts[3])' is no school year", at: .init(csv.file, line: row.line),
          remedy: "Write it as 2009-2010")
      }
      return Schooljaar(
        brin: texts[0], aanleverpunt: texts[1], sectordeel: texts[2], beginjaar: beginjaar, status: status,
        datum: datum)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Two digits and two capitals.
  private static func isBrin(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 4 && bytes[..<2].allSatisfy(isDigit) && bytes[2...].allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// 2009 for "2009-2010"; nil for anything but two years that follow each other.
  private static func beginjaar(_ text: String) -> Int? {
    let years = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.utf8.count == 4 && part.utf8.allSatisfy(isDigit) ? Int(part) : nil
    }
    guard years.count == 2, let first = years[0], years[1] == first + 1 else { return nil }
    return first
  }
}

extension ReferenceTables {
  /// The statuses that are in force on `datum`, by the year in which the school year begins, for one
  /// aanleverpunt and sectordeel: of each school year the last row that begins on or before that day.
  public func statussen(brin: String, aanleverpunt: String, sectordeel: String, op datum: Datum)
    -> [Int: Schooljaar.Status]
  {
    var found: [Int: Schooljaar] = [:]
    for rij in schooljaren ?? []
    where rij.brin == brin && rij.aanleverpunt == aanleverpunt && rij.sectordeel == sectordeel
      && rij.datum <= datum
    {
      if let other = found[rij.beginjaar], rij.datum < other.datum { continue }
      found[rij.beginjaar] = rij
    }
    return found.mapValues(\.status)
  }
}
