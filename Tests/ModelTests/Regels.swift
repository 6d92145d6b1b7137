import ProgrammaVanEisen
import Records
import Treewalk

/// The records of a delivery as lines of the file.
enum Regels {
  private static let letters = ["BO": "B", "ED": "E", "VA": "A"]

  /// A record with its line end.
  static func regel(_ record: Record, melding: Int?, _ layouts: Layouts) throws -> (layout: Layout, bytes: [UInt8]) {
    guard let vol = layouts[record.soort] else { throw Modelfout("there is no record \(record.soort)") }
    var layout = vol
    // The short form, unless there is something that it has no room for.
    if let kort = layouts.short(record.soort), record.velden.keys.allSatisfy({ kort.veld($0) != nil }) { layout = kort }
    var writer = RecordWriter()
    writer.begin(layout)
    if let melding { writer.put(number: melding, at: 3..<9) }
    for (id, waarde) in record.velden {
      guard let veld = layout.veld(id) else { throw Modelfout("a \(record.soort) has no field '\(id)'") }
      writer.put(Array(waarde.utf8), in: veld)
    }
    return (layout, writer.bytes)
  }

  /// The 300 of a delivery.
  static func kop(_ levering: Levering, batchnummer: String) -> Record {
    Record(
      300,
      [
        "brinNummer": levering.leverancier.brin, "aanleverpuntnummer": levering.leverancier.aanleverpunt,
        "sectordeel": levering.leverancier.sectordeel, "batchnummer": batchnummer, "bestandssoort": "A",
        "aanmaakdatumAanleverbestand": levering.datum, "versieProgrammaVanEisen": "1.1",
        "aantalMeldingen": "\(levering.meldingen.count)",
        "aantalRecords": "\(levering.meldingen.reduce(1) { $0 + $1.records.count })",
        "verantwoordelijkeAanlevering": levering.isVanAccountant ? "A" : "I", "laatsteAanlevering": "N",
      ])
  }

  /// Name and content of the file that holds a delivery.
  static func bestand(_ levering: Levering, batchnummer: String, _ layouts: Layouts) throws -> (
    naam: String, bytes: [UInt8]
  ) {
    var bytes = try regel(kop(levering, batchnummer: batchnummer), melding: nil, layouts).bytes
    for (index, melding) in levering.meldingen.enumerated() {
      for record in melding.records { bytes += try regel(record, melding: index + 1, layouts).bytes }
    }
    let van = levering.leverancier
    return ("\(van.brin)\(batchnummer)A.\(letters[van.sectordeel] ?? "")\(van.aanleverpunt)", bytes + [0x1C])
  }
}

/// A sequence that cannot be run.
struct Modelfout: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The first stage, which has an interpreter of its own: what is wrong with the fields of a melding.
struct Veldregels {
  private let pve: PvE
  private let layouts: Layouts
  private let verwachting: PlainExpectation
  private let aanwezig: Set<String>

  /// For the meldingen of a delivery.
  init(_ pve: PvE, _ layouts: Layouts, _ levering: Levering, _ tabellen: [String: [String: [String: String]]]) throws {
    self.pve = pve
    self.layouts = layouts
    aanwezig = Set(tabellen.keys)
    let (layout, bytes) = try Regels.regel(Regels.kop(levering, batchnummer: "001"), melding: nil, layouts)
    let surroundings = PlainSurroundings(
      pve, layouts: layouts,
      texts: [.ontvangst: levering.datum, .versie: "1.1", .sectordeel: levering.leverancier.sectordeel],
      header: PlainRecord(bytes.dropLast(2), layout), meldingen: levering.meldingen.count, records: 0,
      tabellen: tabellen)
    verwachting = try PlainExpectation(pve, layouts, surroundings, fase: .velden)
  }

  /// What they give, with the signalen that are ours.
  func signalen(_ melding: Melding) throws -> [Signaal] {
    let records = try melding.records.map { record in
      let (layout, bytes) = try Regels.regel(record, melding: 1, layouts)
      return PlainRecord(bytes.dropLast(2), layout)
    }
    let hits = verwachting.signalen(try verwachting.hits(records), records, all: false) { controle in
      controle.isAan && controle.tabellen.allSatisfy { aanwezig.contains($0.rawValue) }
    }
    return hits.map { hit in
      let controle = pve.controles[hit.controle]
      return Signaal(controle.code, controle.ernst.rawValue, hit.record)
    }
  }
}
