import ProgrammaVanEisen
import Records

/// Writes the records of meldingen, field by field, in the layouts of one version.
struct Meldingschrijver {
  private static let ja = [UInt8(ascii: "J")]
  private static let nee = [UInt8(ascii: "N")]

  private var writer = RecordWriter()
  private let vormen: Recordvormen
  /// The kind of the record that is being written.
  private var soort = Recordsoort.melding
  /// The meldingnummer that every record gets.
  var nummer = 0

  init(_ vormen: Recordvormen) {
    self.vormen = vormen
  }

  /// What was written since it was emptied last.
  var bytes: [UInt8] { writer.bytes }
  /// How many records that are.
  var records: Int { writer.records }

  /// Empties the buffer.
  mutating func clear() {
    writer.clear()
  }

  /// Writes a record whose fields are few: the header.
  mutating func schrijf(_ layout: Layout, _ values: [String: [UInt8]]) {
    writer.begin(layout)
    for veld in layout.velden { values[veld.id].map { writer.put($0, in: veld) } }
  }

  /// Writes a record that was made up elsewhere.
  mutating func schrijf(_ record: Conceptrecord) {
    writer.begin(record.layout)
    record.bytes.withUnsafeBytes { writer.put($0, at: 0) }
  }

  /// Begins a record.
  mutating func begin(_ soort: Recordsoort) {
    self.soort = soort
    writer.begin(vormen[soort].layout)
    put(nummer, .meldingnummer)
  }

  /// Begins a record of an inschrijving. A 332 has no soort mutatie: it goes with its 331.
  mutating func begin(_ soort: Recordsoort, _ mutatie: Mutatie, _ volgnummer: Int) {
    begin(soort)
    let range = place(.soortMutatie)
    if !range.isEmpty { withUnsafeBytes(of: mutatie.rawValue) { writer.put($0, at: range.lowerBound) } }
    // Left aligned, as institutions write it.
    putPart(volgnummer, of: .inschrijvingsvolgnummer, at: 0, digits: volgnummer < 10 ? 1 : 2)
  }

  /// Fills a field of the record that was begun last, from its first byte on.
  mutating func put(_ value: [UInt8], _ veld: Veldnaam) {
    let range = place(veld)
    // The form of the writer that is no generic: much faster from another module.
    value.withUnsafeBytes {
      writer.put(UnsafeRawBufferPointer(rebasing: $0.prefix(range.count)), at: range.lowerBound)
    }
  }

  /// Fills a field with digits from its first byte to its last.
  mutating func put(_ number: Int, _ veld: Veldnaam) {
    writer.put(number: number, at: place(veld))
  }

  mutating func put(_ datum: Datum, _ veld: Veldnaam) {
    writer.put(number: Int(datum.number), at: place(veld))
  }

  mutating func put(_ isJa: Bool, _ veld: Veldnaam) {
    put(isJa ? Self.ja : Self.nee, veld)
  }

  /// Fills part of a field with digits.
  mutating func putPart(_ number: Int, of veld: Veldnaam, at offset: Int, digits: Int) {
    let start = place(veld).lowerBound + offset
    writer.put(number: number, at: start..<start + digits)
  }

  /// Fills part of a field with bytes.
  mutating func putPart(_ value: [UInt8], of veld: Veldnaam, at offset: Int) {
    let start = place(veld).lowerBound + offset
    value.withUnsafeBytes { writer.put($0, at: start) }
  }

  private func place(_ veld: Veldnaam) -> Range<Int> {
    vormen[soort][veld]
  }
}
