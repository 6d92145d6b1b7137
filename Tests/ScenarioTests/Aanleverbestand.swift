import ProgrammaVanEisen
import Records

/// Writes a delivery of a scenario as the file that a school would send.
struct Aanleverbestand {
  let naam: String
  let bytes: [UInt8]

  init(naam: String, bytes: [UInt8]) {
    self.naam = naam
    self.bytes = bytes
  }

  private static let letters = ["BO": "B", "ED": "E", "VA": "A"]

  init(
    _ aanlevering: Scenarioaanlevering, sectordeel: String, layouts: Layouts, standaard: Standaard,
    personen: [String: [String: String]]
  ) throws {
    var inhoud = RecordWriter()
    for (index, melding) in aanlevering.meldingen.enumerated() {
      guard let persoon = personen[melding.van] else { throw Scenariofout("nobody knows '\(melding.van)'") }
      for record in melding.records {
        try Self.schrijf(record, index + 1, layouts, standaard, persoon, to: &inhoud)
      }
    }
    let nummer = String(repeating: "0", count: 3 - aanlevering.batchnummer.count) + aanlevering.batchnummer
    var waarden = [
      "brinNummer": "99ZZ", "aanleverpuntnummer": "01", "sectordeel": sectordeel, "batchnummer": nummer,
      "bestandssoort": "A", "aanmaakdatumAanleverbestand": aanlevering.datum, "versieProgrammaVanEisen": "1.1",
      "aantalMeldingen": "\(aanlevering.meldingen.count)", "aantalRecords": "\(inhoud.records + 1)",
      "verantwoordelijkeAanlevering": "I", "laatsteAanlevering": "N",
    ]
    waarden.merge(aanlevering.kop) { $1 }
    var kop = RecordWriter()
    guard let layout = layouts[300] else { throw Scenariofout("there is no layout of a 300") }
    kop.begin(layout)
    for (id, waarde) in waarden { kop.put(Array(waarde.utf8), in: try standaard.veld(id, layout)) }
    naam = [
      waarden["brinNummer"], nummer, "A.",
      // One that is no sectordeel has no letter.
      Self.letters[waarden["sectordeel"] ?? ""] ?? Self.letters[sectordeel], waarden["aanleverpuntnummer"],
    ].compactMap {
      $0
    }.joined()
    bytes = kop.bytes + inhoud.bytes + [0x1C]
  }

  private static func schrijf(
    _ record: Scenariorecord, _ nummer: Int, _ layouts: Layouts, _ standaard: Standaard, _ persoon: [String: String],
    to writer: inout RecordWriter
  ) throws {
    guard let vol = layouts[record.recordsoort] else { throw Scenariofout("there is no \(record.recordsoort)") }
    let waarden = try standaard.waarden(record, vol, van: persoon)
    var layout = vol
    // The short form, unless there is something that it has no room for.
    if let kort = layouts.short(record.recordsoort), waarden.keys.allSatisfy({ kort.veld($0) != nil }) { layout = kort }
    writer.begin(layout)
    writer.put(number: nummer, at: 3..<9)
    for (id, waarde) in waarden {
      guard let bytes = Latin1.bytes(waarde) else { throw Scenariofout("'\(waarde)' is not ISO-8859-1") }
      writer.put(bytes, in: try standaard.veld(id, layout))
    }
  }
}
