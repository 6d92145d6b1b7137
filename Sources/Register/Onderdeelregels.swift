import ProgrammaVanEisen
import Records
import Reference

/// What hangs on an inschrijving, BO: periods, BPVs and diplomas.
extension Meldingverwerking {
  /// A part before and after a record was applied to it.
  struct Wijziging {
    /// Where the inschrijving stands among those of the person.
    let place: Int
    /// What the register had; nil where it had nothing.
    let was: [UInt8]?
    /// What the record brings.
    let wordt: [UInt8]
  }

  /// Applies a record under an inschrijving; nil where that is not there, or where there is nothing to
  /// take away. A T of what exists or an A of what does not is applied too: its signalen are still told.
  @discardableResult
  mutating func verwerkOnderdeel(_ record: RecordView, _ index: Int, bestaat: String, onbekend: String) -> Wijziging? {
    guard let place = plaats(record) else {
      meld("inschrijvingOnbekend", record, index)
      return nil
    }
    let recordsoort = record.layout.record
    let sleutel = vorm.sleutel(record)
    let found = deelnemer.inschrijvingen[place].index(recordsoort, sleutel)
    let was = found.map { deelnemer.inschrijvingen[place].onderdelen[$0].gegevens }
    let wordt = vorm.gegevens(record)
    switch (record.mutatie, found) {
    case (UInt8(ascii: "T"), _?): meld(bestaat, record, index)
    case (UInt8(ascii: "A"), nil), (UInt8(ascii: "V"), nil): meld(onbekend, record, index)
    default: break
    }
    switch (record.mutatie, found) {
    case (UInt8(ascii: "V"), let onderdeel?): deelnemer.inschrijvingen[place].onderdelen.remove(at: onderdeel)
    case (UInt8(ascii: "V"), nil): break
    case (_, let onderdeel?): deelnemer.inschrijvingen[place].onderdelen[onderdeel].gegevens = wordt
    case (_, nil):
      deelnemer.inschrijvingen[place].onderdelen.append(
        Onderdeel(recordsoort: recordsoort, sleutel: sleutel, gegevens: wordt))
    }
    if record.mutatie == UInt8(ascii: "V") && found == nil { return nil }
    return Wijziging(place: place, was: was, wordt: wordt)
  }

  // MARK: Periods

  mutating func verwerkPeriode(_ record: RecordView, _ index: Int) {
    let afsluiting = afsluiting
    let was = afsluiting == nil ? nil : plaats(record).map { Periodereeks(deelnemer.inschrijvingen[$0], velden) }
    guard
      let wijziging = verwerkOnderdeel(record, index, bestaat: "periodeBestaat", onbekend: "periodeOnbekend")
    else { return }
    let place = wijziging.place
    if let was {
      meld(afsluiting: afsluiting?.periode(deelnemer.inschrijvingen[place], was: was), record, index)
    }
    if record.mutatie == UInt8(ascii: "V") {
      if laatOnbedekt(place, vorm.sleutel(record)) { meld("laatstePeriode", record, index) }
      return
    }
    if wijziging.wordt[velden.indicatie].first == UInt8(ascii: "J"),
      isExamendeelnemer(deelnemer.inschrijvingen[place].gegevens)
    {
      meld("bekostigingExamendeelnemer", record, index)
    }
    if teLateEerstePeriodes.contains(index) { meld("eerstePeriode", record, index) }
    if isDubbelBekostigd(place, month: 10, from: 0) {
      meld("dubbeleBekostiging", record, index)
      metDubbeleBekostiging.insert(volgnummer(record))
    }
  }

  /// Whether no period covers the first day of the inschrijving any more, where the one that is taken
  /// away did (X252). One that the melding adds counts, wherever it stands.
  private func laatOnbedekt(_ place: Int, _ verwijderd: ShortBytes) -> Bool {
    let inschrijving = deelnemer.inschrijvingen[place]
    guard let begin = Datum(inschrijving.gegevens[velden.datumInschrijving]), let ingang = Datum(verwijderd),
      ingang <= begin
    else { return false }
    func bedekt(_ ingang: ShortBytes) -> Bool { Datum(ingang).map { $0 <= begin } ?? false }
    return !inschrijving.onderdelen(321).contains { bedekt($0.sleutel) }
      && !nieuwePeriodes(inschrijving.volgnummer).contains { bedekt(vorm.sleutel($0)) }
  }

  // MARK: BPV

  mutating func verwerkBPV(_ record: RecordView, _ index: Int, _ isBruikbaar: (Int) -> Bool) {
    guard let wijziging = verwerkOnderdeel(record, index, bestaat: "bpvBestaat", onbekend: "bpvOnbekend") else {
      return
    }
    let place = wijziging.place
    if record.mutatie == UInt8(ascii: "V") {
      let functies = afsluiting?.bpv(deelnemer.inschrijvingen[place], was: wijziging.was, wordt: nil)
      return meld(afsluiting: functies, record, index)
    }
    guard let onderdeel = deelnemer.inschrijvingen[place].index(322, vorm.sleutel(record)) else { return }
    if let functie = zoekLeerbedrijf(record, index, wijziging, onderdeel, isBruikbaar) {
      meld(functie, record, index)
    }
    let wordt = deelnemer.inschrijvingen[place].onderdelen[onderdeel].gegevens
    meld(
      afsluiting: afsluiting?.bpv(deelnemer.inschrijvingen[place], was: wijziging.was, wordt: wordt), record, index)
    let inschrijving = deelnemer.inschrijvingen[place].gegevens
    if let begin = Datum(wijziging.wordt[velden.datumBeginBPV])?.number, !Dagen(inschrijving, velden).bevat(begin) {
      meld("bpvBuitenInschrijving", record, index)
    }
    if isZonderErkenning(wordt, van: inschrijving) { meld("leerbedrijfNietErkend", record, index) }
    if isExamendeelnemer(inschrijving) { meld("bpvBijExamendeelnemer", record, index) }
  }

  /// Whether the leerbedrijf may not teach the opleiding on the day on which the BPV begins (X308).
  private func isZonderErkenning(_ bpv: [UInt8], van inschrijving: [UInt8]) -> Bool {
    guard kader.heeftErkenningen, let opleiding = velden.gevolgdeOpleiding[320],
      !Self.isLeeg(bpv[velden.leerbedrijf])
    else { return false }
    let key =
      Array(Latin1.trimmed(bpv[velden.leerbedrijf])) + [UInt8(ascii: ";")]
      + Latin1.trimmed(inschrijving[opleiding])
    return !kader.tables.isValid(Tabel.erkenningen.nummer, key: key, on: bpv[velden.datumBeginBPV])
  }

  /// Fills in the code of a described leerbedrijf. Gives the check that has something to tell: the
  /// description fits none or several (X313), or there is no register of them to ask (936).
  private mutating func zoekLeerbedrijf(
    _ record: RecordView, _ index: Int, _ wijziging: Wijziging, _ onderdeel: Int, _ isBruikbaar: (Int) -> Bool
  ) -> String? {
    let code = wijziging.wordt[velden.leerbedrijf]
    // Only a BPV without a code needs its description to be looked at.
    let omschrijving = Self.isLeeg(code) ? LeerbedrijfOmschrijving(record) : nil
    let isBruikbaar = omschrijving.map { $0.isGevuld && isBruikbaar(index) } ?? true
    guard kader.heeftLeerbedrijven else {
      // Only a code can be seen to be the registered one.
      let isAnder = omschrijving != nil || wijziging.was.map { $0[velden.leerbedrijf] != code } ?? true
      return isBruikbaar && (isAnder || record.mutatie == UInt8(ascii: "T")) ? "leerbedrijvenregister" : nil
    }
    guard let omschrijving, isBruikbaar else { return nil }
    guard let gevonden = omschrijving.code(in: kader.tables) else { return "leerbedrijfNietUniek" }
    deelnemer.inschrijvingen[wijziging.place].onderdelen[onderdeel].gegevens.replaceSubrange(
      velden.leerbedrijf,
      with: gevonden + [UInt8](repeating: 0x20, count: velden.leerbedrijf.count - gevonden.count))
    return nil
  }

  // MARK: Diplomas

  mutating func verwerkDiploma(_ record: RecordView, _ index: Int) {
    guard let wijziging = verwerkOnderdeel(record, index, bestaat: "diplomaBestaat", onbekend: "diplomaOnbekend") else {
      return
    }
    let isVerwijdering = record.mutatie == UInt8(ascii: "V")
    let functies = afsluiting?.diploma(was: wijziging.was, wordt: isVerwijdering ? nil : wijziging.wordt)
    meld(afsluiting: functies, record, index)
    if isVerwijdering { return }
    let begin = deelnemer.inschrijvingen[wijziging.place].gegevens[velden.datumInschrijving]
    if let behaald = Datum(wijziging.wordt[velden.datumBehaald]), let begin = Datum(begin), behaald < begin {
      meld("diplomaVoorInschrijving", record, index)
    }
    if isDubbelDiploma(wijziging) { meld("dubbelDiploma", record, index) }
  }

  /// Whether the person has another funded diploma of that calendar year, of the same or a higher level
  /// (X358); never where the level of either is unknown.
  private func isDubbelDiploma(_ wijziging: Wijziging) -> Bool {
    func isBekostigd(_ diploma: [UInt8]) -> Bool { diploma[velden.indicatieDiploma].first == UInt8(ascii: "J") }
    func jaar(_ diploma: [UInt8]) -> ArraySlice<UInt8> { diploma[velden.datumBehaald].prefix(4) }
    func niveau(_ diploma: [UInt8]) -> [UInt8] {
      kader.tables.value(
        Tabel.opleidingen.nummer, column: 3, key: Latin1.trimmed(diploma[velden.behaaldeKwalificatie]))
    }
    if !isBekostigd(wijziging.wordt) { return false }
    var andere: [Onderdeel] = []
    for place in deelnemer.inschrijvingen.indices {
      for ander in deelnemer.inschrijvingen[place].onderdelen where ander.recordsoort == 323 {
        let isZelf =
          place == wijziging.place
          && ander.gegevens[velden.behaaldeKwalificatie] == wijziging.wordt[velden.behaaldeKwalificatie]
        if !isZelf && isBekostigd(ander.gegevens) && jaar(ander.gegevens) == jaar(wijziging.wordt) {
          andere.append(ander)
        }
      }
    }
    // Most have one diploma: then nobody's level is looked up.
    if andere.isEmpty { return false }
    let mijn = niveau(wijziging.wordt)
    return !mijn.isEmpty && andere.contains { !niveau($0.gegevens).lexicographicallyPrecedes(mijn) }
  }

  /// 940: with the melding applied, the date of a diploma is that on which the inschrijving ended.
  mutating func controleerDatumBehaald() {
    for index in records.indices where records[index].layout.record == 323 {
      let record = records[index]
      if record.mutatie == UInt8(ascii: "V") { continue }
      guard let place = plaats(record) else { continue }
      let einde = deelnemer.inschrijvingen[place].gegevens[velden.werkelijkeDatumUitschrijving]
      if Self.isLeeg(einde) || einde == vorm.gegevens(record)[velden.datumBehaald] { continue }
      meld("datumBehaald", record, index)
    }
  }
}
