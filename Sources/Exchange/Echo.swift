import Checks
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Writes what comes back for a melding: 405, 406, 410, 411, the content, and the signalen.
final class Echo: Sendable {
  private let pve: PvE
  private let layouts: Layouts
  private let vorm: Registervorm
  private let batchnummer: Int
  private let velden: Echovelden

  init(pve: PvE, layouts: Layouts, vorm: Registervorm, batchnummer: Int) {
    self.pve = pve
    self.layouts = layouts
    self.vorm = vorm
    self.batchnummer = batchnummer
    velden = Echovelden(pve, layouts)
  }

  /// What an approved melding left. One object: it goes from hand to hand.
  final class Goedgekeurd: Sendable {
    let deelnemer: Deelnemer
    /// The number by which the melding goes on, where the 305 had none.
    let bsn: ShortBytes
    let onderwijsnummer: ShortBytes
    /// The person in the BRP, for who has a BSN.
    let brp: Persoon?
    let leverancier: Leverancier

    init(
      deelnemer: Deelnemer, bsn: ShortBytes, onderwijsnummer: ShortBytes, brp: Persoon?, leverancier: Leverancier
    ) {
      self.deelnemer = deelnemer
      self.bsn = bsn
      self.onderwijsnummer = onderwijsnummer
      self.brp = brp
      self.leverancier = leverancier
    }
  }

  /// What became of a melding, with its signalen.
  enum Uitslag: Sendable {
    case goedgekeurd(Goedgekeurd, [Signaal])
    case afgekeurd([Signaal])
    /// It is not decided yet, and nothing comes back for it.
    case wacht
  }

  /// What comes back for the meldingen of a block, each with what became of it.
  func schrijf(_ gelezen: Meldinglezing.Gelezen, _ uitslagen: [Uitslag]) -> [UInt8] {
    var writer = RecordWriter()
    gelezen.open { blok in
      for (melding, uitslag) in zip(blok.meldingen, uitslagen) {
        switch uitslag {
        case .goedgekeurd(let goed, let signalen):
          schrijf(blok.records(melding), melding.nummer, goed, signalen, to: &writer)
        case .afgekeurd(let signalen):
          schrijfAfgekeurd(blok.records(melding), melding.nummer, signalen, to: &writer)
        case .wacht: break
        }
      }
    }
    return writer.bytes
  }

  /// Writes an approved melding: as the register has it now, a verwijdering as it was delivered.
  func schrijf(
    _ records: [RecordView], _ nummer: Int, _ goed: Goedgekeurd, _ signalen: [Signaal], to writer: inout RecordWriter
  ) {
    schrijfSleutel(records[0], nummer, status: "G", bsn: goed.bsn, onderwijsnummer: goed.onderwijsnummer, to: &writer)
    for record in records where record.layout.record == 306 { kopieer(record, nummer, to: &writer) }
    if let brp = goed.brp { schrijfPersoon(brp, nummer, to: &writer) }
    for index in inhoud(records) {
      let record = records[index]
      if isZonderVak(record, records) { continue }
      vorm.schrijf(
        geregistreerd(record, goed) ?? vorm.gegevens(record), mutatie: record.mutatie,
        recordsoort: record.layout.record, batchnummer: batchnummer, meldingnummer: nummer, to: &writer)
    }
    schrijf(signalen, records, nummer, to: &writer)
  }

  /// What the register has of a record now; nil where the melding takes it away.
  private func geregistreerd(_ record: RecordView, _ goed: Goedgekeurd) -> [UInt8]? {
    if record.mutatie == UInt8(ascii: "V") { return nil }
    let volgnummer = ShortBytes(record.bytes.slice(velden.sleutels[record.layout.id][0]))
    let inschrijvingen = goed.deelnemer.inschrijvingen
    // Of two under one key the last one holds.
    let plaats = inschrijvingen.lastIndex { $0.volgnummer == volgnummer && $0.leverancier == goed.leverancier }
    guard let plaats else { return nil }
    let recordsoort = record.layout.record
    return recordsoort == 320 || recordsoort == 325 || recordsoort == 330
      ? inschrijvingen[plaats].gegevens : inschrijvingen[plaats].onderdeel(recordsoort, vorm.sleutel(record))?.gegevens
  }

  /// Writes a rejected melding: as it was delivered, in its delivered lengths.
  func schrijfAfgekeurd(_ records: [RecordView], _ nummer: Int, _ signalen: [Signaal], to writer: inout RecordWriter) {
    schrijfSleutel(records[0], nummer, status: "A", bsn: [], onderwijsnummer: [], to: &writer)
    for record in records where record.layout.record == 306 { kopieer(record, nummer, to: &writer) }
    for record in records where record.layout.record == 310 { kopieer(record, nummer, to: &writer) }
    for index in inhoud(records) { kopieer(records[index], nummer, to: &writer) }
    schrijf(signalen, records, nummer, to: &writer)
  }

  /// The content records by their number, those of one kind as they were delivered.
  private func inhoud(_ records: [RecordView]) -> [Int] {
    var inhoud: [Int] = []
    inhoud.reserveCapacity(records.count)
    for index in records.indices where records[index].layout.record >= 320 { inhoud.append(index) }
    // Most meldingen are delivered in that order.
    var last = 0
    let isOrdered = inhoud.allSatisfy { index in
      defer { last = records[index].layout.record }
      return last <= records[index].layout.record
    }
    if isOrdered { return inhoud }
    return inhoud.sorted { (records[$0].layout.record, $0) < (records[$1].layout.record, $1) }
  }

  /// A skill whose vak is not in the melding is processed, but not echoed.
  private func isZonderVak(_ record: RecordView, _ records: [RecordView]) -> Bool {
    guard record.layout.record == 328 else { return false }
    let vak = record.layout.sleutel.prefix(2).flatMap { Array(record.bytes.slice($0.range)) }
    return !records.contains { other in
      other.layout.record == 327 && other.layout.sleutel.flatMap { Array(other.bytes.slice($0.range)) } == vak
    }
  }

  private func kopieer(_ record: RecordView, _ nummer: Int, to writer: inout RecordWriter) {
    guard let target = record.layout.terugkoppeling else { return }
    let layout = layouts.all[target]
    writer.begin(layout, batchnummer: batchnummer, meldingnummer: nummer)
    writer.put(record.bytes.slice(record.layout.prefix..<record.layout.lengte), at: layout.prefix)
  }

  private func schrijfSleutel(
    _ record: RecordView, _ nummer: Int, status: String, bsn: ShortBytes, onderwijsnummer: ShortBytes,
    to writer: inout RecordWriter
  ) {
    kopieer(record, nummer, to: &writer)
    writer.put(status.utf8, at: velden.status)
    if !bsn.isEmpty { writer.put(bsn, at: velden.sofinummer) }
    if !onderwijsnummer.isEmpty { writer.put(onderwijsnummer, at: velden.onderwijsnummer) }
  }

  private func schrijfPersoon(_ brp: Persoon, _ nummer: Int, to writer: inout RecordWriter) {
    let isGeheim = brp.isGeheim
    brp.withWaarden { waarden in
      for (layout, kolommen) in velden.persoon {
        writer.begin(layout, batchnummer: batchnummer, meldingnummer: nummer)
        for kolom in kolommen where !(kolom.isAdres && isGeheim) {
          let waarde = waarden[kolom.kolom]
          if !waarde.isEmpty { writer.put(waarde, at: kolom.range, isNumeriek: kolom.isNumeriek) }
        }
      }
    }
  }

  // MARK: Signalen

  private func schrijf(_ signalen: [Signaal], _ records: [RecordView], _ nummer: Int, to writer: inout RecordWriter) {
    guard let layout = layouts[499] else { return }
    for signaal in ordered(signalen, records) {
      let record = records[signaal.record]
      let vast = velden.signalen[signaal.controle]
      writer.begin(layout, batchnummer: batchnummer, meldingnummer: nummer)
      writer.put(number: record.layout.recordTerugkoppeling, at: velden.recordsoort)
      schrijfIdentificatie(record, to: &writer)
      writer.put(vast.code, at: velden.signaalcode)
      writer.put(vast.tekst ?? tekst(pve.controles[signaal.controle], record), at: velden.omschrijving)
      writer.put(vast.ernst, at: velden.ernst)
    }
  }

  /// Ascending by code; equal codes by record, but the 321s with 814 as they were found: from the
  /// latest on.
  private func ordered(_ signalen: [Signaal], _ records: [RecordView]) -> [Signaal] {
    if signalen.count < 2 { return signalen }
    return signalen.enumerated().sorted { left, right in
      let (a, b) = (velden.signalen[left.element.controle].code, velden.signalen[right.element.controle].code)
      if a != b { return a.precedes(b) }
      let (one, other) = (left.element.record, right.element.record)
      let arePeriodes = records[one].layout.record == 321 && records[other].layout.record == 321
      if one == other || a == Self.vanafDeLaatste && arePeriodes { return left.offset < right.offset }
      return one < other
    }.map(\.element)
  }

  private static let vanafDeLaatste = ShortBytes("814".utf8)

  /// Writes the key of a record, its fields side by side, or `nvt` where there is only one in a melding.
  private func schrijfIdentificatie(_ record: RecordView, to writer: inout RecordWriter) {
    let sleutel = velden.sleutels[record.layout.id]
    if sleutel.isEmpty { writer.put("nvt".utf8, at: velden.identificatie) }
    var rest = velden.identificatie
    for veld in sleutel {
      writer.put(record.bytes.slice(veld), at: rest)
      rest = min(rest.lowerBound + veld.count, rest.upperBound)..<rest.upperBound
    }
  }

  private func tekst(_ controle: Controle, _ record: RecordView) -> [UInt8] {
    Latin1.bytes(
      controle.signaaltekst.ingevuld { id in record.field(id).map { Latin1.text(Latin1.trimmed($0)) } ?? "" })
      ?? []
  }
}

extension String {
  /// The text of a check with the fields that it names between braces filled in.
  func ingevuld(_ waarde: (String) -> String) -> String {
    let parts = split(separator: "{", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { tekst, part in
      tekst += waarde(String(part.prefix { $0 != "}" })) + part.drop { $0 != "}" }.dropFirst()
    }
  }
}

extension Inschrijving {
  /// The part with that key.
  func onderdeel(_ recordsoort: Int, _ sleutel: ShortBytes) -> Onderdeel? {
    onderdelen.first { $0.recordsoort == recordsoort && $0.sleutel == sleutel }
  }
}
