import ProgrammaVanEisen
import Records

/// Inschrijvingen: 320, 325 and 330.
extension Meldingverwerking {
  mutating func verwerkInschrijving(_ record: RecordView, _ index: Int) {
    let volgnummer = volgnummer(record)
    var nieuw = Inschrijving(leverancier: leverancier, volgnummer: volgnummer, gegevens: vorm.gegevens(record))
    switch (record.mutatie, deelnemer.index(leverancier, volgnummer)) {
    case (UInt8(ascii: "T"), let place?):
      meld("inschrijvingBestaat", record, index)
      deelnemer.inschrijvingen[place].gegevens = nieuw.gegevens
    case (UInt8(ascii: "T"), nil):
      if overlapt(nieuw, record.layout.record) { meld("actieveInschrijving", record, index) }
      if record.layout.record == 320 {
        zoekEerstePeriode(nieuw)
        if let afsluiting {
          let reeks = Periodereeks(nieuwePeriodes(volgnummer).map(vorm.gegevens), velden)
          meld(afsluiting: afsluiting.toevoeging(nieuw.gegevens, reeks), record, index)
        }
      }
      // Its parts come behind it: they get their room at once.
      nieuw.onderdelen.reserveCapacity(records[(index + 1)...].prefix { !isInschrijving($0) }.count)
      deelnemer.inschrijvingen.append(nieuw)
    case (let mutatie, nil):
      meldOnbekend(record, index)
      if mutatie != UInt8(ascii: "V") { deelnemer.inschrijvingen.append(nieuw) }
    case (UInt8(ascii: "A"), let place?):
      if record.layout.record == 320 { controleerAanpassing(place, nieuw.gegevens, record, index) }
      deelnemer.inschrijvingen[place].gegevens = nieuw.gegevens
    case (_, let place?):
      if record.layout.record == 320 {
        meld(afsluiting: afsluiting?.verwijdering(deelnemer.inschrijvingen[place]), record, index)
      }
      deelnemer.inschrijvingen.remove(at: place)
    }
  }

  private func isInschrijving(_ record: RecordView) -> Bool {
    switch record.layout.record {
    case 320, 325, 330: true
    default: false
    }
  }

  /// 805, or what says where the inschrijving is: at another aanleverpunt of the institution (X218), or
  /// at another institution (X604).
  private mutating func meldOnbekend(_ record: RecordView, _ index: Int) {
    let volgnummer = volgnummer(record)
    let elders = deelnemer.inschrijvingen.filter {
      $0.volgnummer == volgnummer && $0.leverancier.sectordeel == leverancier.sectordeel
    }
    let isHier = elders.contains { $0.leverancier.brin == leverancier.brin }
    if isHier && record.layout.record == 320 && record.mutatie == UInt8(ascii: "A") {
      meld("anderAanleverpunt", record, index)
    } else if !isHier && !elders.isEmpty {
      meld("andereInstelling", record, index)
    } else {
      meld("inschrijvingOnbekend", record, index)
    }
  }

  /// Whether another inschrijving at this institution for the same opleiding has a day in common (812).
  private func overlapt(_ nieuw: Inschrijving, _ recordsoort: Int) -> Bool {
    // Most who are new have nothing else.
    if deelnemer.inschrijvingen.isEmpty { return false }
    guard let opleiding = velden.gevolgdeOpleiding[recordsoort], let begin = velden.begin[recordsoort],
      let einde = velden.einde[recordsoort]
    else { return false }
    func dagen(_ inschrijving: Inschrijving) -> ClosedRange<Int32>? {
      guard let first = Datum(inschrijving.gegevens[begin]) else { return nil }
      let last = Datum(inschrijving.gegevens[einde])?.number ?? Dagen.nooit
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
  private mutating func zoekEerstePeriode(_ nieuw: Inschrijving) {
    var eerste: (index: Int, ingang: UInt64)?
    for index in records.indices where isNieuwePeriode(records[index], nieuw.volgnummer) {
      let ingang = ingang(records[index])
      if ingang < eerste?.ingang ?? .max { eerste = (index, ingang) }
    }
    guard let eerste, let ingang = Datum(vorm.sleutel(records[eerste.index])),
      let begin = Datum(nieuw.gegevens[velden.datumInschrijving])
    else { return }
    if ingang > begin { teLateEerstePeriodes.insert(eerste.index) }
  }

  // MARK: Changes

  private mutating func controleerAanpassing(_ place: Int, _ nieuw: [UInt8], _ record: RecordView, _ index: Int) {
    let was = deelnemer.inschrijvingen[place]
    meld(afsluiting: afsluiting?.aanpassing(was, nieuw), record, index)
    if laatBuiten(was, nieuw, index) { meld("diplomaOfBpvBuitenInschrijving", record, index) }
    let opleiding = velden.gevolgdeOpleiding[320] ?? 0..<0
    if was.gegevens[opleiding] != nieuw[opleiding] { meld("opleidingGewijzigd", record, index) }
  }

  /// Whether a diploma or BPV that lay within the inschrijving does so no longer (X219). What the
  /// melding itself changes or takes away further on is judged there.
  private func laatBuiten(_ was: Inschrijving, _ nieuw: [UInt8], _ index: Int) -> Bool {
    let (oud, dagen) = (Dagen(was.gegevens, velden), Dagen(nieuw, velden))
    if oud.begin == dagen.begin && oud.einde == dagen.einde { return false }
    return was.onderdelen.contains { onderdeel in
      let veld: Range<Int>
      switch onderdeel.recordsoort {
      case 322: veld = velden.datumBeginBPV
      case 323: veld = velden.datumBehaald
      default: return false
      }
      guard let datum = Datum(onderdeel.gegevens[veld])?.number, oud.bevat(datum), !dagen.bevat(datum) else {
        return false
      }
      return !records[(index + 1)...].contains { record in
        record.layout.record == onderdeel.recordsoort && volgnummer(record) == was.volgnummer
          && vorm.sleutel(record) == onderdeel.sleutel && record.mutatie != UInt8(ascii: "T")
      }
    }
  }

  // MARK: 814

  /// Which 320s are tested for 1 February, and behind which record: behind the last of its own 321s, or,
  /// where it has none, behind itself.
  ///
  /// - Parameter order: in which they are applied; nil where that is as they were delivered.
  func februaritoetsen(_ order: [Int]?) -> [(na: Int, record: Int)] {
    func isGetoetst(_ record: RecordView) -> Bool {
      record.layout.record == 320 && record.mutatie != UInt8(ascii: "V")
    }
    // Nothing is funded twice where there will be one inschrijving at most.
    if records.count(where: isGetoetst) + deelnemer.inschrijvingen.count < 2 { return [] }
    let order = order ?? Array(records.indices)
    return records.indices.filter { isGetoetst(records[$0]) }.map { inschrijving in
      let mijn = volgnummer(records[inschrijving])
      let laatste = order.last { records[$0].layout.record == 321 && volgnummer(records[$0]) == mijn }
      return (laatste ?? inschrijving, inschrijving)
    }
  }

  /// 814 on the 320: on 1 February, unless one of its 321s has 814 already.
  mutating func controleerFebruari(_ record: RecordView, _ index: Int) {
    guard !metDubbeleBekostiging.contains(volgnummer(record)), let place = plaats(record) else { return }
    if isDubbelBekostigd(place, month: 2, from: 2009) { meld("dubbeleBekostigingFebruari", record, index) }
  }

  /// Whether another inschrijving of the person is funded on the same teldatum.
  func isDubbelBekostigd(_ place: Int, month: Int32, from earliest: Int32) -> Bool {
    // Most persons have one inschrijving: then there is nothing to work out.
    if deelnemer.inschrijvingen.count == 1 { return false }
    let mijn = Bekostiging(deelnemer.inschrijvingen[place], velden)
    if mijn.stretches.isEmpty { return false }
    return deelnemer.inschrijvingen.indices.contains { other in
      other != place && deelnemer.inschrijvingen[other].leverancier.sectordeel == "BO"
        && mijn.deelt(month: month, day: 1, from: earliest, with: Bekostiging(deelnemer.inschrijvingen[other], velden))
    }
  }

  // MARK: Overlijden

  /// X110: an inschrijving that begins after the person died, or is funded on a later 1 October.
  mutating func controleerOverlijden(_ overlijden: Datum) {
    let isTeLaat = records.contains { record in
      guard [320, 321, 325, 330].contains(record.layout.record), record.mutatie != UInt8(ascii: "V"),
        let place = plaats(record)
      else { return false }
      let inschrijving = deelnemer.inschrijvingen[place]
      if let begin = velden.begin[record.layout.record], let datum = Datum(inschrijving.gegevens[begin]) {
        if datum > overlijden { return true }
      }
      return leverancier.sectordeel == "BO" && Bekostiging(inschrijving, velden).telt(na: overlijden.number)
    }
    if isTeLaat { meld("persoonOverleden", records[0], 0) }
  }
}
