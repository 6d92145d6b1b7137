import ProgrammaVanEisen
import Records

/// What a mutatiestop or an assurance-rapport has against a change (PvE, signalen 951 and 952, and
/// X700 to X711, whose codes in the register are unknown).
///
/// Each method gives the names of the checks that find something, in the order in which they are told.
struct Afsluitingscontrole {
  static let functies: Set<String> = [
    "assuranceToevoeging", "assuranceAanpassing", "assuranceVerwijdering", "assurancePeriode", "assuranceDiploma",
    "mutatiestopToevoeging", "mutatiestopVerwijdering", "mutatiestopVerwijderingDiploma", "mutatiestopOpleiding",
    "mutatiestopLeerweg", "mutatiestopIntensiteit", "mutatiestopDatums", "mutatiestopPeriode",
    "mutatiestopDiplomaToevoeging", "mutatiestopDiplomaVerwijdering", "mutatiestopDiplomaJaar",
    "mutatiestopDiplomaIndicatie", "mutatiestopBpv", "mutatiestopBpvBegin", "mutatiestopBpvLeerbedrijf",
    "mutatiestopBpvAfsluitdatum",
  ]

  let afsluiting: Afsluiting
  let velden: Registervelden

  // MARK: 320

  func toevoeging(_ gegevens: [UInt8], _ periodes: Periodereeks) -> [String] {
    let dagen = Dagen(gegevens, velden)
    return found(
      assurance: "assuranceToevoeging", mutatiestop: "mutatiestopToevoeging",
      where: { dagen.bevat($0) && periodes.isJ(op: $0) })
  }

  func verwijdering(_ inschrijving: Inschrijving) -> [String] {
    let dagen = Dagen(inschrijving.gegevens, velden)
    let periodes = Periodereeks(inschrijving, velden)
    func isBekostigd(_ teldatum: Int32) -> Bool { dagen.bevat(teldatum) && periodes.isJ(op: teldatum) }
    func heeftDiploma(_ gesloten: Afsluiting.Gesloten) -> Bool {
      inschrijving.onderdelen(323).contains { bekostigdJaar($0.gegevens).map(gesloten.beginjaren.contains) ?? false }
    }
    var found: [String] = []
    if afsluiting.assurance.teldata.contains(where: isBekostigd) || heeftDiploma(afsluiting.assurance) {
      found.append("assuranceVerwijdering")
    }
    if afsluiting.mutatiestop.teldata.contains(where: isBekostigd) { found.append("mutatiestopVerwijdering") }
    if heeftDiploma(afsluiting.mutatiestop) { found.append("mutatiestopVerwijderingDiploma") }
    return found
  }

  func aanpassing(_ was: Inschrijving, _ wordt: [UInt8]) -> [String] {
    let periodes = Periodereeks(was, velden)
    let (oud, nieuw) = (Dagen(was.gegevens, velden), Dagen(wordt, velden))
    func verschilt(_ veld: Range<Int>) -> Bool { was.gegevens[veld] != wordt[veld] }
    func verschuift(_ teldatum: Int32) -> Bool {
      periodes.isJ(op: teldatum) && oud.bevat(teldatum) != nieuw.bevat(teldatum)
    }
    func isBekostigd(_ teldatum: Int32) -> Bool { periodes.isJ(op: teldatum) && oud.bevat(teldatum) }
    let opleiding = velden.gevolgdeOpleiding[320] ?? 0..<0
    let vast = [
      (opleiding, "mutatiestopOpleiding"), (velden.leerweg, "mutatiestopLeerweg"),
      (velden.intensiteit, "mutatiestopIntensiteit"),
    ].filter { verschilt($0.0) }
    var found: [String] = []
    if afsluiting.assurance.teldata.contains(where: { verschuift($0) || !vast.isEmpty && isBekostigd($0) }) {
      found.append("assuranceAanpassing")
    }
    if afsluiting.mutatiestop.teldata.contains(where: isBekostigd) { found += vast.map(\.1) }
    if afsluiting.mutatiestop.teldata.contains(where: verschuift) { found.append("mutatiestopDatums") }
    return found
  }

  // MARK: 321

  /// - Parameters:
  ///   - inschrijving: with the record applied.
  ///   - was: the periods before that.
  func periode(_ inschrijving: Inschrijving, was: Periodereeks) -> [String] {
    let dagen = Dagen(inschrijving.gegevens, velden)
    let wordt = Periodereeks(inschrijving, velden)
    return found(
      assurance: "assurancePeriode", mutatiestop: "mutatiestopPeriode",
      where: { dagen.bevat($0) && was.isJ(op: $0) != wordt.isJ(op: $0) })
  }

  // MARK: 322

  /// The BPV of a BBL or CBL counts where it was agreed before 1 January of the school year, so that is
  /// what is closed. After an assurance-rapport nothing is exempt any more; the register has one code
  /// for both.
  func bpv(_ inschrijving: Inschrijving, was: [UInt8]?, wordt: [UInt8]?) -> [String] {
    guard [Array("BBL".utf8), Array("CBL".utf8)].contains(Array(inschrijving.gegevens[velden.leerweg])) else {
      return []
    }
    let dagen = Dagen(inschrijving.gegevens, velden)
    func isGesloten(_ bpv: [UInt8], in gesloten: Afsluiting.Gesloten) -> Bool {
      guard let afsluitdatum = Datum(bpv[velden.afsluitdatumBPV])?.number else { return false }
      return gesloten.beginjaren.contains { jaar in
        afsluitdatum < (jaar + 1) * 10_000 + 101 && Afsluiting.Gesloten.teldata(jaar).contains(where: dagen.bevat)
      }
    }
    func gesloten(_ bpv: [UInt8]) -> (mutatiestop: Bool, assurance: Bool) {
      (isGesloten(bpv, in: afsluiting.mutatiestop), isGesloten(bpv, in: afsluiting.assurance))
    }
    guard let was, let wordt else {
      return (was ?? wordt).map { gesloten($0) == (false, false) ? [] : ["mutatiestopBpv"] } ?? []
    }
    let (oud, nieuw) = (gesloten(was), gesloten(wordt))
    if oud != (false, false) {
      if was[velden.datumBeginBPV] != wordt[velden.datumBeginBPV] { return ["mutatiestopBpvBegin"] }
      let isVrij = Meldingverwerking.isLeeg(was[velden.leerbedrijf]) && !oud.assurance
      if was[velden.leerbedrijf] != wordt[velden.leerbedrijf] && !isVrij { return ["mutatiestopBpvLeerbedrijf"] }
    }
    return oud == nieuw ? [] : ["mutatiestopBpvAfsluitdatum"]
  }

  // MARK: 323

  func diploma(was: [UInt8]?, wordt: [UInt8]?) -> [String] {
    let (oud, nieuw) = (was.flatMap(bekostigdJaar), wordt.flatMap(bekostigdJaar))
    func ligtIn(_ jaar: Int32?, _ gesloten: Afsluiting.Gesloten) -> Bool {
      jaar.map(gesloten.beginjaren.contains) ?? false
    }
    func verschilt(_ veld: Range<Int>) -> Bool { was?[veld] != wordt?[veld] }
    var found: [String] = []
    if verschilt(velden.datumBehaald) || verschilt(velden.indicatieDiploma),
      ligtIn(oud, afsluiting.assurance) || ligtIn(nieuw, afsluiting.assurance)
    {
      found.append("assuranceDiploma")
    }
    let mutatiestop = afsluiting.mutatiestop
    guard let was, let wordt else {
      if ligtIn(nieuw, mutatiestop) { found.append("mutatiestopDiplomaToevoeging") }
      if ligtIn(oud, mutatiestop) { found.append("mutatiestopDiplomaVerwijdering") }
      return found
    }
    let (oudJaar, nieuwJaar) = (jaar(was), jaar(wordt))
    if oud != nil, oudJaar != nieuwJaar, ligtIn(oudJaar, mutatiestop) || ligtIn(nieuwJaar, mutatiestop) {
      found.append("mutatiestopDiplomaJaar")
    }
    if verschilt(velden.indicatieDiploma),
      ligtIn(oudJaar, mutatiestop) || ligtIn(nieuwJaar, mutatiestop)
    {
      found.append("mutatiestopDiplomaIndicatie")
    }
    return found
  }

  private func jaar(_ diploma: [UInt8]) -> Int32? { Datum(diploma[velden.datumBehaald]).map { $0.number / 10_000 } }

  /// The calendar year in which a diploma is funded; nil where it is not.
  private func bekostigdJaar(_ diploma: [UInt8]) -> Int32? {
    diploma[velden.indicatieDiploma].first == UInt8(ascii: "J") ? jaar(diploma) : nil
  }

  private func found(assurance: String, mutatiestop: String, where isGeraakt: (Int32) -> Bool) -> [String] {
    (afsluiting.assurance.teldata.contains(where: isGeraakt) ? [assurance] : [])
      + (afsluiting.mutatiestop.teldata.contains(where: isGeraakt) ? [mutatiestop] : [])
  }
}

extension Meldingverwerking {
  /// Nil where nothing is closed, as nearly always.
  var afsluiting: Afsluitingscontrole? {
    kader.afsluiting.isLeeg ? nil : Afsluitingscontrole(afsluiting: kader.afsluiting, velden: velden)
  }

  /// Tells what a closed teldatum has against a record.
  mutating func meld(afsluiting functies: [String]?, _ record: RecordView, _ index: Int) {
    for functie in functies ?? [] { meld(functie, record, index) }
  }
}
