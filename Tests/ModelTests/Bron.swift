/// What BRON knows, in plain dictionaries.
struct Persoon: Sendable {
  var bsn = ""
  var onderwijsnummer = ""
  var geboortedatum: String
  var geslacht: String
  var postcode = ""
  var land = ""
  var achternaam: String
  var voornamen: String
  /// Whether BRON itself keeps his names, to find him by.
  var isOpNaam = false
  var inschrijvingen: [Inschrijvingsleutel: Inschrijving] = [:]

  var zoeknaam: Zoeknaam { .init(achternaam, voornamen, geboortedatum, geslacht) }
  /// His names as BRON keeps them.
  var namen: [String] { isOpNaam ? Array(zoeknaam.delen.prefix(2)) : [] }
}

/// A volgnummer means something only together with who gave it.
struct Inschrijvingsleutel: Hashable, Sendable {
  let leverancier: Leverancier
  let volgnummer: String
}

/// An inschrijving and all that hangs on it.
struct Inschrijving: Sendable {
  /// The 320, 325 or 330.
  var gegevens: Record
  /// By recordsoort and key.
  var delen: [Deelsleutel: Record] = [:]

  var begin: String { gegevens["datumInschrijving"] }
  /// Without an end it goes on.
  var einde: String {
    let einde = gegevens["werkelijkeDatumUitschrijving"]
    return einde.isEmpty ? "99999999" : einde
  }

  func isActief(op dag: String) -> Bool { begin <= dag && dag <= einde }

  func delen(_ soort: Int) -> [Record] { delen.filter { $0.key.soort == soort }.map(\.value) }

  /// The indicatie bekostiging in force: that of the last period that has begun.
  func indicatie(op dag: String) -> String {
    let ingang = "datumIngangPeriodegegevensInschrijving"
    let begonnen = delen(321).filter { $0[ingang] <= dag }
    return begonnen.max { $0[ingang] < $1[ingang] }?["indicatieBekostigingInschrijving"] ?? ""
  }

  func isBekostigd(op dag: String) -> Bool { isActief(op: dag) && indicatie(op: dag) == "J" }
}

/// What tells two parts of an inschrijving apart.
struct Deelsleutel: Hashable, Sendable {
  let soort: Int
  let waarden: [String]

  /// Which fields are the key, behind the volgnummer.
  static let velden: [Int: [String]] = [
    321: ["datumIngangPeriodegegevensInschrijving"], 322: ["bpvVolgnummer"], 323: ["behaaldeKwalificatie"],
    326: ["voltooideOpleiding"], 327: ["vakvolgnummer"], 328: ["vakvolgnummer", "nt2Vaardigheid"],
    331: ["examen", "examenjaar"], 332: ["examen", "examenjaar", "examenvak"],
  ]

  init(_ record: Record) {
    soort = record.soort
    waarden = (Self.velden[record.soort] ?? []).map { record[$0] }
  }

  /// Whether a part goes when this one does: the vaardigheden of a vak, the vakken of an examen.
  func neemtMee(_ ander: Deelsleutel) -> Bool {
    (soort == 327 && ander.soort == 328 || soort == 331 && ander.soort == 332)
      && Array(ander.waarden.prefix(waarden.count)) == waarden
  }
}

/// What a person without a number is searched by: case and repeated spaces don't matter.
struct Zoeknaam: Hashable, Sendable {
  let delen: [String]

  init(_ achternaam: String, _ voornamen: String, _ geboortedatum: String, _ geslacht: String) {
    delen =
      [achternaam, voornamen].map { $0.lowercased().split(separator: " ").joined(separator: " ") } + [
        geboortedatum, geslacht,
      ]
  }
}

/// A signaal, before it is put in its place among the others.
struct Signaal: Sendable {
  let code: String
  let ernst: String
  /// The index of the record in the melding.
  let record: Int
  /// Where it comes among those of the same code; the index of the record, but for 814.
  let plaats: Int

  init(_ code: String, _ ernst: String, _ record: Int, plaats: Int? = nil) {
    self.code = code
    self.ernst = ernst
    self.record = record
    self.plaats = plaats ?? record
  }

  /// Codes ascend, ours by their digits; equal codes stand in the order of the records.
  static func geordend(_ signalen: [Signaal]) -> [Signaal] {
    func cijfers(_ signaal: Signaal) -> String { String(signaal.code.suffix(3)) }
    return signalen.enumerated().sorted {
      (cijfers($0.element), $0.element.plaats, $0.offset) < (cijfers($1.element), $1.element.plaats, $1.offset)
    }.map(\.element)
  }

  /// As a scenario writes it.
  func tekst(_ melding: Melding) -> String {
    let record = melding.records[self.record]
    return "\(record.soort + 100) \(code) \(ernst) \(Self.identificatie(record))"
  }

  private static func identificatie(_ record: Record) -> String {
    if record.soort < 320 { return "nvt" }
    let volgnummer = record.volgnummer + String(repeating: " ", count: 3 - record.volgnummer.count)
    let sleutel = volgnummer + Deelsleutel(record).waarden.joined()
    return String(sleutel.reversed().drop { $0 == " " }.reversed())
  }
}
