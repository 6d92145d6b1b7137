import Records

/// Rows of one table that wait to be written: their values side by side, the bytes of all of them in one piece.
struct Rijen {
  /// A value; text and bytes by where they lie.
  enum Waarde {
    case getal(Int64)
    case tekst(Int, Int)
    case blob(Int, Int)
    case niets
  }

  private(set) var waarden: [Waarde] = []
  private(set) var bytes: [UInt8] = []

  /// Forgets the rows, and keeps their memory for the next ones.
  mutating func leegMaken() {
    waarden.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  // MARK: Values, from the first to the last

  mutating func voegToe(_ getal: Int64) { waarden.append(.getal(getal)) }

  mutating func voegToe(_ tekst: String) {
    var tekst = tekst
    tekst.withUTF8 { utf8 in
      waarden.append(.tekst(bytes.count, utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  /// Bytes of ISO-8859-1, as text.
  mutating func voegToe(latin1 tekst: some Collection<UInt8>) {
    // What is ASCII is the same in UTF-8, and that is all but a few names.
    if tekst.contains(where: { $0 > 0x7F }) { return voegToe(Latin1.text(tekst)) }
    waarden.append(.tekst(bytes.count, tekst.count))
    bytes.append(contentsOf: tekst)
  }

  /// The same of a few bytes, as most are: two words are soon looked through.
  mutating func voegToe(latin1 tekst: ShortBytes) {
    if !tekst.isASCII { return voegToe(Latin1.text(tekst)) }
    waarden.append(.tekst(bytes.count, tekst.count))
    tekst.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
  }

  /// The same, without the spaces behind it.
  mutating func voegToe(zonderSpaties tekst: ShortBytes) {
    var count = tekst.count
    while count > 0, tekst[count - 1] == 0x20 { count -= 1 }
    voegToe(latin1: tekst.first(count))
  }

  /// The same; NULL where there is none.
  mutating func voegToe(nummer: ShortBytes) {
    if nummer.isEmpty { waarden.append(.niets) } else { voegToe(latin1: nummer) }
  }

  /// Bytes as they are; NULL where there are none to be had.
  mutating func voegToe(blob: [UInt8]?) {
    guard let blob else { return waarden.append(.niets) }
    waarden.append(.blob(bytes.count, blob.count))
    bytes.append(contentsOf: blob)
  }

  /// Where a row is from.
  mutating func voegToe(_ herkomst: Herkomst) {
    voegToe(herkomst.aanlevering)
    voegToe(Int64(herkomst.meldingnummer))
  }
}
