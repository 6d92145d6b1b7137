import ProgrammaVanEisen

/// A record by itself: its layout and its bytes.
public struct PlainRecord: Sendable {
  /// Its layout.
  public let layout: Layout
  let bytes: [UInt8]

  /// The record that a line holds.
  public init(_ line: some Sequence<UInt8>, _ layout: Layout) {
    self.layout = layout
    bytes = Array(line)
  }

  /// The value in `range`, without the spaces at its end.
  func value(_ range: Range<Int>) -> ArraySlice<UInt8> {
    PlainRecord.trimmed(bytes[range])
  }

  /// The value of a field; nil where the record has no such field.
  public func value(_ veld: String) -> [UInt8]? {
    layout.veld(veld).map { Array(value($0.range)) }
  }

  /// T, A or V; a space for records without soort mutatie.
  public var mutation: UInt8 { layout.mutatieOffset.map { bytes[$0] } ?? 0x20 }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = text.endIndex
    while end > text.startIndex, text[end - 1] == 0x20 { end -= 1 }
    return text[text.startIndex..<end]
  }
}

/// What a condition can name besides the melding.
public struct PlainSurroundings {
  /// By the name in conditions, such as `naam.brin`.
  public var texts: [String: String]
  /// The 300.
  public var header: PlainRecord
  /// How many meldingen and records the file has.
  public var (meldingen, records): (Int, Int)
  /// The codes of each value list.
  public var lijsten: [String: [[UInt8]]]
  /// Table, key, column.
  public var tabellen: [String: [String: [String: String]]]
  /// Of tables with a key of several columns, by that key: from which to which day the rows are valid.
  public var geldigheid: [String: [[[UInt8]]: [(String, String)]]]
  /// Every layout of every version; those of the records at hand have their index in `layouts`.
  public var (layouts, known): (Layouts, [Layout])

  /// The surroundings of a delivery that follows `layouts`.
  public init(
    _ pve: PvE, layouts: Layouts, texts: [ConditionContext: String], header: PlainRecord, meldingen: Int, records: Int,
    tabellen: [String: [String: [String: String]]] = [:], geldigheid: [String: [[[UInt8]]: [(String, String)]]] = [:]
  ) {
    self.texts = Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    self.header = header
    (self.meldingen, self.records) = (meldingen, records)
    lijsten = pve.lijsten.mapValues { $0.waarden.map { Array($0.code.utf8) } }
    self.tabellen = tabellen
    self.geldigheid = geldigheid
    (self.layouts, known) = (layouts, pve.layouts.flatMap(\.all))
  }
}

/// A condition that has no value: the catalogue should have guarded it.
public struct Meaningless: Error {
  let what: String

  init(_ what: String) {
    self.what = what
  }
}
