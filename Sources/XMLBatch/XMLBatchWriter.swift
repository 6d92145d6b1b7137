import FileSystem
import ProgrammaVanEisen
import Records

/// Writes records of the fixed format as a delivery or feedback in XML: a record to a line, an empty field left out.
///
/// The same records give the same bytes: what the document is known by follows from its content.
public struct XMLBatchWriter {
  /// What was written since it was emptied last.
  public private(set) var bytes: [UInt8] = []

  private let pve: PvE
  /// The SHA-256 of the records, 64 hexadecimal digits.
  private let sha256: String
  private var soort = Documentsoort.aanlevering
  /// By recordsoort, and then by length.
  private var elements: [Int: [Int: XMLRecordelement]] = [:]
  private var shared: [UInt8] = []
  private var sharedFields: [XMLRecordelement.Field] = []
  private var sharedEnd = 0
  private var hasHeader = false
  private var isInMelding = false

  /// - Parameter sha256: that of the records with their line ends, from which the identification of the document
  ///   follows.
  public init(_ pve: PvE, sha256: String) {
    self.pve = pve
    self.sha256 = sha256
  }

  /// Empties the buffer and keeps its memory.
  public mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes a record; the header comes first.
  ///
  /// - Throws: `BronError` of code `refused` where it has no place in XML: it is of no known form, or stands outside of
  ///   the melding that it says it is of. A file with such a record would be refused.
  public mutating func write(_ record: Int, _ source: RawBytes, length: Int) throws {
    if !hasHeader {
      try begin(record, source, length)
      return
    }
    guard let element = elements[record]?[length] else {
      throw BronError(.refused, "record \(record) of \(length) bytes is not known in this file")
    }
    if record == soort.melding {
      closeMelding()
      bytes += Array("  <melding>".utf8)
      for field in sharedFields { try append(field, source, always: true) }
      bytes.append(0x0A)
      shared = Array(source.slice(3..<sharedEnd))
      isInMelding = true
    } else if record == 402 {
      closeMelding()
    } else if !isInMelding || !shared.elementsEqual(source.slice(3..<sharedEnd)) {
      throw BronError(.refused, "record \(record) does not belong to the melding before it")
    }
    bytes += Array((record == 402 ? "  " : "    ").utf8)
    try append(element, source)
  }

  /// Writes some whole records, with their line ends.
  ///
  /// - Throws: as for one record.
  public mutating func write(_ records: UnsafeRawBufferPointer) throws {
    try Omzetting.elkeRegel("", MemorySource(Array(records))) { bytes, line, _ in
      try write(Int(line.record), bytes.from(Int(line.offset)), length: Int(line.length))
    }
  }

  /// Writes the end of the document.
  public mutating func end() throws {
    if !hasHeader { throw BronError(.refused, "the file is empty") }
    closeMelding()
    bytes += Array("</\(soort.rawValue)>\n".utf8)
  }

  // MARK: The header

  private mutating func begin(_ record: Int, _ source: RawBytes, _ length: Int) throws {
    guard let soort = Documentsoort.allCases.first(where: { $0.voorloop == record }),
      let layout = pve.newest[record], layout.lengte == length
    else { throw BronError(.refused, "the file does not begin with a record 300 or 400") }
    self.soort = soort
    hasHeader = true
    func text(_ id: String) -> String {
      layout.veld(id).map { Latin1.text(Latin1.trimmed(source.slice($0.range))) } ?? ""
    }
    var layouts = pve.layouts
    if soort == .aanlevering {
      guard let named = pve.layouts(versie: text("versieProgrammaVanEisen")) else {
        throw BronError(.refused, "the header names a version of the Programma van Eisen that there is not")
      }
      layouts = [named]
    }
    try makeElements(layouts, sectordeel: text("sectordeel"))
    let datum = layout.veld(soort == .aanlevering ? "aanmaakdatumAanleverbestand" : "datumTerugkoppeling").flatMap {
      Datum(Array(source.slice($0.range)))
    }
    let tijd = datum.map { "<datumTijdBedrijfsdocument>\($0.dashed)T00:00:00Z</datumTijdBedrijfsdocument>" } ?? ""
    bytes += Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <\(soort.rawValue) xmlns="\(pve.xml.naamruimte)">
        <bedrijfsdocument><identificatiecodeBedrijfsdocument>\(uuid)</identificatiecodeBedrijfsdocument>\(tijd)\
      </bedrijfsdocument>

      """.utf8)
    bytes += Array("  ".utf8)
    guard let element = elements[record]?[length] else { return }
    try append(element, source)
  }

  /// The forms of all records that may come.
  private mutating func makeElements(_ layouts: [Layouts], sectordeel: String) throws {
    let records = Set(
      layouts.flatMap(\.all).filter { layout in
        [soort.voorloop, soort.melding].contains(layout.record) || soort == .terugkoppeling && layout.record == 402
          || soort.isInMelding(layout.record) && (layout.sectordeel == nil || layout.sectordeel == sectordeel)
      }.map(\.record))
    for record in records {
      let vormen = try Recordvormen(record: record, layouts)
      let group = layouts.compactMap { $0.short(record) }.first
      for index in vormen.vormen.indices {
        elements[record, default: [:]][vormen.vormen[index].layout.lengte] = XMLRecordelement(
          vormen, index, kort: group, pve.xml)
      }
    }
    let melding = try Recordvormen(record: soort.melding, layouts).langste
    sharedFields = melding.layout.meldingvelden.map { .init($0, pve.xml.element($0, versie: melding.versie)) }
    sharedEnd = melding.layout.meldingvelden.last?.range.upperBound ?? 3
  }

  /// A UUID of our own making (version 8) from the content.
  private var uuid: String {
    var digits = Array(sha256.utf8.prefix(32))
    if digits.count < 32 { digits += [UInt8](repeating: 0x30, count: 32 - digits.count) }
    digits[12] = UInt8(ascii: "8")
    digits[16] = UInt8(ascii: "a")
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text += "-" }
      text.unicodeScalars.append(Unicode.Scalar(digit))
    }
    return text
  }

  // MARK: Records

  private mutating func closeMelding() {
    if isInMelding { bytes += Array("  </melding>\n".utf8) }
    isInMelding = false
  }

  private mutating func append(_ element: XMLRecordelement, _ source: RawBytes) throws {
    bytes += element.open
    for field in element.fields { try append(field, source, always: field.showsForm) }
    if !element.group.isEmpty {
      bytes += element.openGroup
      for field in element.group { try append(field, source, always: false) }
      bytes += element.closeGroup
    }
    bytes += element.close
  }

  /// Writes a field; an empty one is left out.
  private mutating func append(_ field: XMLRecordelement.Field, _ source: RawBytes, always: Bool) throws {
    var end = field.range.upperBound
    while end > field.range.lowerBound && source[end - 1] == 0x20 { end -= 1 }
    if end == field.range.lowerBound && !always { return }
    bytes += field.open
    if field.vorm == .date, let datum = Datum(source.slice(field.range)) {
      bytes += Array(datum.dashed.utf8)
    } else {
      let value = field.range.lowerBound..<end
      // Digits that do not fill the field would come back with zeros before them: they keep their spaces.
      let isShort =
        field.vorm == .number && end > value.lowerBound && end < field.range.upperBound
        && value.allSatisfy { source[$0] &- 0x30 < 10 }
      try append(source, isShort ? field.range : value)
    }
    bytes += field.close
  }

  /// Writes characters of ISO-8859-1 in UTF-8.
  private mutating func append(_ source: RawBytes, _ range: Range<Int>) throws {
    for position in range {
      let byte = source[position]
      switch byte {
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case 0x20...0x7E: bytes.append(byte)
      case 0xA0...0xFF: bytes += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
      default: throw BronError(.refused, "a record holds a control character, which cannot be in XML")
      }
    }
  }
}
