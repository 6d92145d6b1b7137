import Checks
import Identification
import ProgrammaVanEisen
import Records
import Reference

/// Applies the records of one melding to what is known of the person, and finds what the register
/// has against it: the third phase, and 940 of the fourth.
///
/// Records are applied as if nothing were wrong, so that signalen behind an afkeuring are still
/// found; whoever calls throws the result away when there is an afkeuring.
public struct Meldingverwerking {
  /// The checks that stand behind it.
  public static let functies: Set<String> = [
    "periodeBestaat", "inschrijvingOnbekend", "bpvOnbekend", "inschrijvingBestaat", "actieveInschrijving",
    "dubbeleBekostiging", "dubbeleBekostigingFebruari", "bekostigingExamendeelnemer", "leerbedrijvenregister",
    "datumBehaald", "eerstePeriode", "vakNT2", "periodeOnbekend", "bpvBestaat", "diplomaBestaat", "diplomaOnbekend",
    "resultaatSleutel", "vakSleutel", "vaardigheidSleutel", "examenSleutel",
  ]

  private let vorm: Registervorm
  private let velden: Registervelden
  private let tables: ReferenceTables
  private let leverancier: Leverancier

  /// What the melding leaves of the person.
  public private(set) var deelnemer: Deelnemer
  /// What the register has against it, in the order in which it was found.
  public private(set) var bevindingen: [Bevinding] = []
  /// The 321s that were told of 814 already, so that their 320 is not.
  private var metDubbeleBekostiging: Set<[UInt8]> = []
  /// The 321s that begin too late for the inschrijving that they are the first of (X052).
  private var teLateEerstePeriodes: Set<Int> = []

  init(
    _ deelnemer: Deelnemer, leverancier: Leverancier, vorm: Registervorm, velden: Registervelden,
    tables: ReferenceTables
  ) {
    self.deelnemer = deelnemer
    self.leverancier = leverancier
    self.vorm = vorm
    self.velden = velden
    self.tables = tables
  }

  /// Applies the records of a melding; the first of them is its 305.
  ///
  /// - Parameter isBruikbaarLeerbedrijf: whether the 322 at that place describes a leerbedrijf without
  ///   a fault that the first phase found; only then 936 is told.
  mutating func verwerk(_ records: [RecordView], isBruikbaarLeerbedrijf: (Int) -> Bool) {
    var examMutation: UInt8 = 0x20
    let order = volgorde(records)
    let februari = februaritoetsen(order, records)
    for index in order {
      let record = records[index]
      switch record.layout.record {
      case 320, 325, 330: verwerkInschrijving(record, index, records)
      case 321: verwerkPeriode(record, index)
      case 322: verwerkBPV(record, index, isBruikbaarLeerbedrijf)
      case 323: verwerkOnderdeel(record, index, bestaat: "diplomaBestaat", onbekend: "diplomaOnbekend")
      case 326: verwerkOnderdeel(record, index, bestaat: "resultaatSleutel", onbekend: "resultaatSleutel")
      case 327: verwerkVak(record, index)
      case 328: verwerkVaardigheid(record, index)
      case 331:
        examMutation = record.mutatie
        verwerkExamen(record, index)
      case 332 where examMutation != UInt8(ascii: "V"): verwerkExamenvak(record, index)
      default: break
      }
      for inschrijving in februari[index] ?? [] { controleerFebruari(records[inschrijving], inschrijving) }
    }
    controleerDatumBehaald(records)
  }

  /// The order in which records are applied: as delivered, the 321s from the latest to the earliest.
  private func volgorde(_ records: [RecordView]) -> [Int] {
    let periodes = records.indices.filter { records[$0].layout.record == 321 }
    if periodes.count < 2 { return Array(records.indices) }
    let latestFirst = periodes.sorted { left, right in
      let (a, b) = (vorm.sleutel(records[left]), vorm.sleutel(records[right]))
      return a == b ? left < right : b.lexicographicallyPrecedes(a)
    }
    var order = Array(records.indices)
    for (place, index) in zip(periodes, latestFirst) { order[place] = index }
    return order
  }

  private mutating func meld(_ functie: String, _ record: RecordView, _ index: Int) {
    bevindingen.append(Bevinding(functie, recordsoort: record.layout.record, record: index))
  }

  private func volgnummer(_ record: RecordView) -> [UInt8] {
    Array(record.bytes.slice(record.layout.sleutel[0].range))
  }

  // MARK: Inschrijvingen

  private mutating func verwerkInschrijving(_ record: RecordView, _ index: Int, _ records: [RecordView]) {
    let volgnummer = volgnummer(record)
    let bestaand = deelnemer.index(leverancier, volgnummer)
    switch (record.mutatie, bestaand) {
    case (UInt8(ascii: "T"), let place?):
      meld("inschrijvingBestaat", record, index)
      deelnemer.inschrijvingen[place].gegevens = vorm.gegevens(record)
    case (UInt8(ascii: "T"), nil):
      let nieuw = Inschrijving(leverancier: leverancier, volgnummer: volgnummer, gegevens: vorm.gegevens(record))
      if overlapt(nieuw, record.layout.record) { meld("actieveInschrijving", record, index) }
      if record.layout.record == 320 { zoekEerstePeriode(nieuw, volgnummer, records) }
      deelnemer.inschrijvingen.append(nieuw)
    case (let mutatie, nil):
      meld("inschrijvingOnbekend", record, index)
      if mutatie != UInt8(ascii: "V") {
        deelnemer.inschrijvingen.append(
          Inschrijving(leverancier: leverancier, volgnummer: volgnummer, gegevens: vorm.gegevens(record)))
      }
    case (UInt8(ascii: "A"), let place?):
      deelnemer.inschrijvingen[place].gegevens = vorm.gegevens(record)
    case (_, let place?):
      deelnemer.inschrijvingen.remove(at: place)
    }
  }

  /// Whether another inschrijving at this institution for the same opleiding has a day in common (812).
  private func overlapt(_ nieuw: Inschrijving, _ recordsoort: Int) -> Bool {
    guard let opleiding = velden.gevolgdeOpleiding[recordsoort], let begin = velden.begin[recordsoort],
      let einde = velden.einde[recordsoort]
    else { return false }
    func dagen(_ inschrijving: Inschrijving) -> ClosedRange<Int32>? {
      guard let first = Datum(inschrijving.gegevens[begin]) else { return nil }
      let last = Datum(inschrijving.gegevens[einde])?.number ?? Bekostiging.nooit
      return first.number <= last ? first.number...last : nil
    }
    guard let mijn = dagen(nieuw) else { return false }
    return deelnemer.inschrijvingen.contains { ander in
      ander.leverancier.brin == leverancier.brin && ander.leverancier.sectordeel == leverancier.sectordeel
        && ander.gegevens[opleiding] == nieuw.gegevens[opleiding] && dagen(ander)?.overlaps(mijn) ?? false
    }
  }

  /// Looks for X052: the earliest period of a new inschrijving begins on or before its first day. It
  /// is told when that period has its turn.
  private mutating func zoekEerstePeriode(_ nieuw: Inschrijving, _ volgnummer: [UInt8], _ records: [RecordView]) {
    let periodes = records.indices.filter {
      records[$0].layout.record == 321 && records[$0].mutatie == UInt8(ascii: "T")
        && self.volgnummer(records[$0]) == volgnummer
    }
    let eerste = periodes.min { vorm.sleutel(records[$0]).lexicographicallyPrecedes(vorm.sleutel(records[$1])) }
    guard let eerste, let ingang = Datum(vorm.sleutel(records[eerste])),
      let begin = Datum(nieuw.gegevens[velden.datumInschrijving])
    else { return }
    if ingang > begin { teLateEerstePeriodes.insert(eerste) }
  }

  // MARK: Onderdelen

  /// Applies a record under an inschrijving; false where it is not there, or its key is not right.
  @discardableResult
  private mutating func verwerkOnderdeel(_ record: RecordView, _ index: Int, bestaat: String, onbekend: String) -> Bool
  {
    guard let place = deelnemer.index(leverancier, record.bytes.slice(record.layout.sleutel[0].range)) else {
      meld("inschrijvingOnbekend", record, index)
      return false
    }
    let recordsoort = record.layout.record
    let sleutel = vorm.sleutel(record)
    let found = deelnemer.inschrijvingen[place].index(recordsoort, sleutel)
    switch (record.mutatie, found) {
    case (UInt8(ascii: "T"), _?): meld(bestaat, record, index)
    case (UInt8(ascii: "A"), nil), (UInt8(ascii: "V"), nil): meld(onbekend, record, index)
    default: break
    }
    switch (record.mutatie, found) {
    case (UInt8(ascii: "V"), let onderdeel?): deelnemer.inschrijvingen[place].onderdelen.remove(at: onderdeel)
    case (UInt8(ascii: "V"), nil): break
    case (_, let onderdeel?): deelnemer.inschrijvingen[place].onderdelen[onderdeel].gegevens = vorm.gegevens(record)
    case (_, nil):
      deelnemer.inschrijvingen[place].onderdelen.append(
        Onderdeel(recordsoort: recordsoort, sleutel: sleutel, gegevens: vorm.gegevens(record)))
    }
    return (record.mutatie == UInt8(ascii: "T")) == (found == nil)
  }

  private mutating func verwerkPeriode(_ record: RecordView, _ index: Int) {
    verwerkOnderdeel(record, index, bestaat: "periodeBestaat", onbekend: "periodeOnbekend")
    guard record.mutatie != UInt8(ascii: "V"), let place = deelnemer.index(leverancier, volgnummer(record)) else {
      return
    }
    let inschrijving = deelnemer.inschrijvingen[place]
    if inschrijving.gegevens[velden.intensiteit].elementsEqual("EX".utf8),
      vorm.gegevens(record)[velden.indicatie].first == UInt8(ascii: "J")
    {
      meld("bekostigingExamendeelnemer", record, index)
    }
    if teLateEerstePeriodes.contains(index) { meld("eerstePeriode", record, index) }
    if isDubbelBekostigd(place, month: 10, from: 0) {
      meld("dubbeleBekostiging", record, index)
      metDubbeleBekostiging.insert(inschrijving.volgnummer)
    }
  }

  /// Behind which record each 320 is tested for 1 February: behind the last of its own 321s, or, where
  /// it has none, behind itself.
  private func februaritoetsen(_ order: [Int], _ records: [RecordView]) -> [Int: [Int]] {
    let inschrijvingen = records.indices.filter {
      records[$0].layout.record == 320 && records[$0].mutatie != UInt8(ascii: "V")
    }
    if inschrijvingen.isEmpty { return [:] }
    var laatste: [[UInt8]: Int] = [:]
    for index in order where records[index].layout.record == 321 { laatste[volgnummer(records[index])] = index }
    return Dictionary(grouping: inschrijvingen) { laatste[volgnummer(records[$0])] ?? $0 }
  }

  /// 814 on the 320: on 1 February, unless one of its 321s has 814 already.
  private mutating func controleerFebruari(_ record: RecordView, _ index: Int) {
    let volgnummer = volgnummer(record)
    guard !metDubbeleBekostiging.contains(volgnummer), let place = deelnemer.index(leverancier, volgnummer) else {
      return
    }
    if isDubbelBekostigd(place, month: 2, from: 2009) { meld("dubbeleBekostigingFebruari", record, index) }
  }

  /// Whether another inschrijving of the person is funded on the same teldatum.
  private func isDubbelBekostigd(_ place: Int, month: Int32, from earliest: Int32) -> Bool {
    // Most persons have one inschrijving: then there is nothing to work out.
    if deelnemer.inschrijvingen.count == 1 { return false }
    let mijn = Bekostiging(deelnemer.inschrijvingen[place], velden)
    if mijn.stretches.isEmpty { return false }
    return deelnemer.inschrijvingen.indices.contains { other in
      other != place && deelnemer.inschrijvingen[other].leverancier.sectordeel == "BO"
        && mijn.deelt(month: month, day: 1, from: earliest, with: Bekostiging(deelnemer.inschrijvingen[other], velden))
    }
  }

  private mutating func verwerkBPV(_ record: RecordView, _ index: Int, _ isBruikbaar: (Int) -> Bool) {
    let place = deelnemer.index(leverancier, volgnummer(record))
    let sleutel = vorm.sleutel(record)
    let was = place.flatMap { place in
      deelnemer.inschrijvingen[place].index(322, sleutel).map {
        deelnemer.inschrijvingen[place].onderdelen[$0].gegevens
      }
    }
    guard verwerkOnderdeel(record, index, bestaat: "bpvBestaat", onbekend: "bpvOnbekend"),
      record.mutatie != UInt8(ascii: "V"), let place,
      let onderdeel = deelnemer.inschrijvingen[place].index(322, sleutel)
    else { return }
    let code = deelnemer.inschrijvingen[place].onderdelen[onderdeel].gegevens[velden.leerbedrijf]
    let isZonderCode = code.allSatisfy { $0 == 0x20 }
    // Only a BPV without a code needs its description to be looked at.
    let omschrijving = isZonderCode ? LeerbedrijfOmschrijving(record) : nil
    let isBruikbaar = omschrijving.map { $0.isGevuld && isBruikbaar(index) } ?? true
    if tables.present.contains(.leerbedrijven) {
      if isBruikbaar, let gevonden = omschrijving?.code(in: tables) {
        deelnemer.inschrijvingen[place].onderdelen[onderdeel].gegevens.replaceSubrange(
          velden.leerbedrijf,
          with: gevonden + [UInt8](repeating: 0x20, count: velden.leerbedrijf.count - gevonden.count))
      }
    } else if isBruikbaar && (was.map { $0[velden.leerbedrijf] != code } ?? true) {
      meld("leerbedrijvenregister", record, index)
    }
  }

  private mutating func verwerkVak(_ record: RecordView, _ index: Int) {
    let isVerwerkt = verwerkOnderdeel(record, index, bestaat: "vakSleutel", onbekend: "vakSleutel")
    guard isVerwerkt, record.mutatie == UInt8(ascii: "V"), let place = deelnemer.index(leverancier, volgnummer(record))
    else { return }
    verwijder(328, under: vorm.sleutel(record), of: place)
  }

  private mutating func verwerkVaardigheid(_ record: RecordView, _ index: Int) {
    if record.mutatie != UInt8(ascii: "V"), let place = deelnemer.index(leverancier, volgnummer(record)) {
      let vakvolgnummer = Array(vorm.sleutel(record).prefix(2))
      let vak = deelnemer.inschrijvingen[place].index(327, vakvolgnummer).map {
        Array(deelnemer.inschrijvingen[place].onderdelen[$0].gegevens[velden.vak])
      }
      if !(vak.map(isNT2) ?? false) { meld("vakNT2", record, index) }
    }
    verwerkOnderdeel(record, index, bestaat: "vaardigheidSleutel", onbekend: "vaardigheidSleutel")
  }

  /// Whether a vak is Nederlands als tweede taal: 0990, or what the table of vakken says.
  private func isNT2(_ vak: [UInt8]) -> Bool {
    if tables.present.contains(.vakken) {
      return tables.value(Tabel.vakken.nummer, column: 3, key: Latin1.trimmed(vak)) == Array("J".utf8)
    }
    return vak == Array("0990".utf8)
  }

  private mutating func verwerkExamen(_ record: RecordView, _ index: Int) {
    let isVerwerkt = verwerkOnderdeel(record, index, bestaat: "examenSleutel", onbekend: "examenSleutel")
    // An A brings its vakken along, a V takes them away: either way the old ones go.
    guard isVerwerkt, record.mutatie != UInt8(ascii: "T"), let place = deelnemer.index(leverancier, volgnummer(record))
    else { return }
    verwijder(332, under: vorm.sleutel(record), of: place)
  }

  private mutating func verwerkExamenvak(_ record: RecordView, _ index: Int) {
    guard let place = deelnemer.index(leverancier, volgnummer(record)) else {
      meld("inschrijvingOnbekend", record, index)
      return
    }
    let sleutel = vorm.sleutel(record)
    if let bestaand = deelnemer.inschrijvingen[place].index(332, sleutel) {
      deelnemer.inschrijvingen[place].onderdelen[bestaand].gegevens = vorm.gegevens(record)
    } else {
      deelnemer.inschrijvingen[place].onderdelen.append(
        .init(recordsoort: 332, sleutel: sleutel, gegevens: vorm.gegevens(record)))
    }
  }

  private mutating func verwijder(_ recordsoort: Int, under sleutel: [UInt8], of place: Int) {
    deelnemer.inschrijvingen[place].onderdelen.removeAll {
      $0.recordsoort == recordsoort && $0.sleutel.starts(with: sleutel)
    }
  }

  /// 940: with the melding applied, the date of a diploma is that on which the inschrijving ended.
  private mutating func controleerDatumBehaald(_ records: [RecordView]) {
    for (index, record) in records.enumerated() where record.layout.record == 323 && record.mutatie != UInt8(ascii: "V")
    {
      guard let place = deelnemer.index(leverancier, volgnummer(record)) else { continue }
      let einde = deelnemer.inschrijvingen[place].gegevens[velden.werkelijkeDatumUitschrijving]
      if einde.allSatisfy({ $0 == 0x20 }) || einde == vorm.gegevens(record)[velden.datumBehaald] { continue }
      meld("datumBehaald", record, index)
    }
  }
}
