import ProgrammaVanEisen
import Records

/// What hangs on an inschrijving, ED and VA: results, vakken, skills and exams.
extension Meldingverwerking {
  // MARK: Educatie

  mutating func verwerkResultaat(_ record: RecordView, _ index: Int) {
    guard
      let wijziging = verwerkOnderdeel(record, index, bestaat: "resultaatSleutel", onbekend: "resultaatSleutel"),
      record.mutatie != UInt8(ascii: "V"), let opleiding = velden.gevolgdeOpleiding[325]
    else { return }
    let inschrijving = deelnemer.inschrijvingen[wijziging.place].gegevens
    if Latin1.trimmed(wijziging.wordt[velden.voltooideOpleiding]) != Latin1.trimmed(inschrijving[opleiding]) {
      meld("resultaatAndereOpleiding", record, index)
    }
    if isVoltooidVoorInschrijving(record, wijziging) { meld("resultaatBuitenInschrijving", record, index) }
  }

  mutating func verwerkVak(_ record: RecordView, _ index: Int) {
    guard let wijziging = verwerkOnderdeel(record, index, bestaat: "vakSleutel", onbekend: "vakSleutel") else { return }
    let sleutel = vorm.sleutel(record)
    if record.mutatie == UInt8(ascii: "V") { return verwijder(328, under: sleutel, of: wijziging.place) }
    if isVoltooidVoorInschrijving(record, wijziging) { meld("vakBuitenInschrijving", record, index) }
    if let veld = velden.datumVoltooid[327], let voltooid = Datum(wijziging.wordt[veld]), voltooid > kader.ontvangst {
      meld("vakInDeToekomst", record, index)
    }
    let inschrijving = deelnemer.inschrijvingen[wijziging.place]
    let vak = Array(wijziging.wordt[velden.vak])
    if let was = wijziging.was, isNT2(Array(was[velden.vak])), !isNT2(vak),
      inschrijving.onderdelen(328).contains(where: { $0.sleutel.starts(with: sleutel) })
    {
      meld("vakNT2Gewijzigd", record, index)
    }
    if inschrijving.onderdelen(327).contains(where: {
      $0.sleutel != sleutel && $0.gegevens[velden.vak].elementsEqual(vak)
    }) {
      meld("vakDubbel", record, index)
    }
  }

  private func isVoltooidVoorInschrijving(_ record: RecordView, _ wijziging: Wijziging) -> Bool {
    guard let veld = velden.datumVoltooid[record.layout.record], let begin = velden.begin[325],
      let voltooid = Datum(wijziging.wordt[veld]),
      let inschrijving = Datum(deelnemer.inschrijvingen[wijziging.place].gegevens[begin])
    else { return false }
    return voltooid < inschrijving
  }

  mutating func verwerkVaardigheid(_ record: RecordView, _ index: Int) {
    if record.mutatie != UInt8(ascii: "V"), let place = plaats(record) {
      let vakvolgnummer = ShortBytes(vorm.sleutel(record).prefix(2))
      let vak = deelnemer.inschrijvingen[place].index(327, vakvolgnummer).map {
        Array(deelnemer.inschrijvingen[place].onderdelen[$0].gegevens[velden.vak])
      }
      if !(vak.map(isNT2) ?? false) { meld("vakNT2", record, index) }
    }
    verwerkOnderdeel(record, index, bestaat: "vaardigheidSleutel", onbekend: "vaardigheidSleutel")
  }

  /// Whether a vak is Nederlands als tweede taal: 0990, or what the table of vakken says.
  private func isNT2(_ vak: [UInt8]) -> Bool {
    if kader.tables.present.contains(.vakken) {
      return kader.tables.value(Tabel.vakken.nummer, column: 3, key: Latin1.trimmed(vak)) == Array("J".utf8)
    }
    return vak == Array("0990".utf8)
  }

  // MARK: Vavo

  mutating func verwerkExamen(_ record: RecordView, _ index: Int) {
    guard let wijziging = verwerkOnderdeel(record, index, bestaat: "examenSleutel", onbekend: "examenSleutel") else {
      return
    }
    if record.mutatie != UInt8(ascii: "V"), isBuitenInschrijving(wijziging) {
      meld("examenjaarBuitenInschrijving", record, index)
    }
    let sleutel = vorm.sleutel(record)
    let geleverd = geleverdeVakken(record, sleutel)
    if record.mutatie != UInt8(ascii: "V") { controleerDiplomavakken(wijziging.wordt, geleverd) }
    // An A brings its vakken along, a V takes them away: either way the old ones go.
    if record.mutatie == UInt8(ascii: "T") { return }
    if wijziging.was != nil, record.mutatie == UInt8(ascii: "A"),
      vakken(sleutel, of: wijziging.place) != Set(geleverd.map { vorm.gegevens(records[$0]) })
    {
      meld("vakkenVervangen", record, index)
    }
    verwijder(332, under: sleutel, of: wijziging.place)
  }

  /// Whether the examenjaar is none of the calendar years of the inschrijving, or has still to come (X461).
  private func isBuitenInschrijving(_ wijziging: Wijziging) -> Bool {
    let inschrijving = deelnemer.inschrijvingen[wijziging.place].gegevens
    guard let begin = velden.begin[330], let einde = velden.einde[330], let eerste = Datum(inschrijving[begin]) else {
      return false
    }
    let laatste = min(Datum(inschrijving[einde]) ?? kader.ontvangst, kader.ontvangst)
    // One of another form was refused already.
    guard let jaar = Int(Latin1.text(wijziging.wordt[velden.examenjaar])) else { return false }
    return jaar < eerste.year || jaar > laatste.year
  }

  /// What the register has under an exam.
  private func vakken(_ sleutel: ShortBytes, of place: Int) -> Set<[UInt8]> {
    Set(deelnemer.inschrijvingen[place].onderdelen(332).filter { $0.sleutel.starts(with: sleutel) }.map(\.gegevens))
  }

  /// The 332s that the melding brings for an exam.
  private func geleverdeVakken(_ examen: RecordView, _ sleutel: ShortBytes) -> [Int] {
    records.indices.filter {
      records[$0].layout.record == 332 && volgnummer(records[$0]) == volgnummer(examen)
        && vorm.sleutel(records[$0]).starts(with: sleutel)
    }
  }

  /// X486, on the first vak: passed with fewer diplomavakken than the table of examens asks for.
  private mutating func controleerDiplomavakken(_ examen: [UInt8], _ geleverd: [Int]) {
    guard let eerste = geleverd.first, examen[velden.uitslagExamen].first == UInt8(ascii: "G") else { return }
    let kolom = Tabel.examens.kolommen.count - 1
    let vereist = kader.tables.value(
      Tabel.examens.nummer, column: kolom, key: Latin1.trimmed(examen[velden.examen]))
    let diplomavakken = geleverd.count {
      vorm.gegevens(records[$0])[velden.indicatieDiplomavak].first == UInt8(ascii: "J")
    }
    if diplomavakken < Int(Latin1.text(vereist)) ?? 0 { meld("teWeinigDiplomavakken", records[eerste], eerste) }
  }

  /// Whether the 331 that a 332 belongs to takes the exam away: then there is nothing to keep it under.
  func isVanVerwijderdExamen(_ record: RecordView) -> Bool {
    records.contains { examen in
      examen.layout.record == 331 && examen.mutatie == UInt8(ascii: "V") && volgnummer(examen) == volgnummer(record)
        && vorm.sleutel(record).starts(with: vorm.sleutel(examen))
    }
  }

  mutating func verwerkExamenvak(_ record: RecordView, _ index: Int) {
    guard let place = plaats(record) else {
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

  private mutating func verwijder(_ recordsoort: Int, under sleutel: ShortBytes, of place: Int) {
    deelnemer.inschrijvingen[place].onderdelen.removeAll {
      $0.recordsoort == recordsoort && $0.sleutel.starts(with: sleutel)
    }
  }
}
