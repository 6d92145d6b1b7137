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
  public static let functies: Set<String> = Set([
    "periodeBestaat", "inschrijvingOnbekend", "bpvOnbekend", "inschrijvingBestaat", "actieveInschrijving",
    "dubbeleBekostiging", "dubbeleBekostigingFebruari", "bekostigingExamendeelnemer", "leerbedrijvenregister",
    "datumBehaald", "eerstePeriode", "vakNT2", "periodeOnbekend", "bpvBestaat", "diplomaBestaat", "diplomaOnbekend",
    "resultaatSleutel", "vakSleutel", "vaardigheidSleutel", "examenSleutel", "anderAanleverpunt", "andereInstelling",
    "diplomaOfBpvBuitenInschrijving", "opleidingGewijzigd", "laatstePeriode", "bpvBuitenInschrijving",
    "bpvBijExamendeelnemer", "diplomaVoorInschrijving", "dubbelDiploma", "resultaatAndereOpleiding",
    "resultaatBuitenInschrijving", "vakBuitenInschrijving", "vakInDeToekomst", "vakNT2Gewijzigd", "vakDubbel",
    "examenjaarBuitenInschrijving", "vakkenVervangen", "persoonOverleden", "leerbedrijfNietUniek",
    "leerbedrijfNietErkend",
    "teWeinigDiplomavakken", "teVeelFeiten",
  ]).union(Afsluitingscontrole.functies)

  /// How many inschrijvingen and parts of them a person has at most. A real one stays below a hundred; all of them
  /// are looked at with each melding, so a delivery that piles them up on one person would hold up everybody.
  static let meesteFeiten = 900

  /// What stays the same for the meldingen of one delivery: one object, since every melding holds it.
  final class Kader {
    let leverancier: Leverancier
    /// The day on which the delivery is processed.
    let ontvangst: Datum
    let afsluiting: Afsluiting
    let vorm: Registervorm
    let velden: Registervelden
    let tables: ReferenceTables
    /// Of the tables of leerbedrijven and of erkenningen, whether they are there.
    let heeftLeerbedrijven, heeftErkenningen: Bool

    init(
      leverancier: Leverancier, ontvangst: Datum, afsluiting: Afsluiting, vorm: Registervorm, velden: Registervelden,
      tables: ReferenceTables
    ) {
      self.leverancier = leverancier
      self.ontvangst = ontvangst
      self.afsluiting = afsluiting
      self.vorm = vorm
      self.velden = velden
      self.tables = tables
      heeftLeerbedrijven = tables.present.contains(.leerbedrijven)
      heeftErkenningen = tables.present.contains(.erkenningen)
    }
  }

  let kader: Kader
  var vorm: Registervorm { kader.vorm }
  var velden: Registervelden { kader.velden }
  var leverancier: Leverancier { kader.leverancier }

  /// What the melding leaves of the person.
  public internal(set) var deelnemer: Deelnemer
  /// What the register has against it, in the order in which it was found.
  public private(set) var bevindingen: [Bevinding] = []
  /// The records of the melding; the first is its 305.
  let records: [RecordView]
  /// The 321s that were told of 814 already, so that their 320 is not.
  var metDubbeleBekostiging: Set<ShortBytes> = []
  /// The 321s that begin too late for the inschrijving that they are the first of (X052).
  var teLateEerstePeriodes: Set<Int> = []

  init(_ records: [RecordView], op deelnemer: Deelnemer, in kader: Kader) {
    self.records = records
    self.deelnemer = deelnemer
    self.kader = kader
  }

  /// Applies the records of the melding.
  ///
  /// - Parameters:
  ///   - overlijden: when the person died, according to the BRP.
  ///   - isBruikbaarLeerbedrijf: whether the 322 at that place describes a leerbedrijf without a fault
  ///     that the first phase found; only then 936 is told.
  mutating func verwerk(overlijden: Datum?, isBruikbaarLeerbedrijf: (Int) -> Bool) {
    if feiten > Self.meesteFeiten { return meld("teVeelFeiten", records[0], 0) }
    let order = volgorde()
    let februari = februaritoetsen(order)
    for place in records.indices {
      let index = order?[place] ?? place
      let record = records[index]
      switch record.layout.record {
      case 320, 325, 330: verwerkInschrijving(record, index)
      case 321: verwerkPeriode(record, index)
      case 322: verwerkBPV(record, index, isBruikbaarLeerbedrijf)
      case 323: verwerkDiploma(record, index)
      case 326: verwerkResultaat(record, index)
      case 327: verwerkVak(record, index)
      case 328: verwerkVaardigheid(record, index)
      case 331: verwerkExamen(record, index)
      case 332 where !isVanVerwijderdExamen(record): verwerkExamenvak(record, index)
      default: break
      }
      for toets in februari where toets.na == index { controleerFebruari(records[toets.record], toets.record) }
    }
    if let overlijden { controleerOverlijden(overlijden) }
    controleerDatumBehaald()
  }

  /// How many inschrijvingen and parts the person would have with all that the melding adds; what it takes away
  /// does not count.
  private var feiten: Int {
    let bekend = deelnemer.inschrijvingen.reduce(0) { $0 + 1 + $1.onderdelen.count }
    let erbij = records.count { $0.mutatie == UInt8(ascii: "T") || $0.layout.record == 332 }
    return bekend + erbij
  }

  /// The order in which records are applied: as delivered, the 321s from the latest to the earliest. Nil where they were
  /// delivered like that, as many meldingen are that have one.
  private func volgorde() -> [Int]? {
    let aantal = records.count { $0.layout.record == 321 }
    if aantal < 2 { return nil }
    // With the keys beside them, so that they are sorted without a look at the melding.
    var latestFirst: [(index: Int, ingang: UInt64)] = []
    latestFirst.reserveCapacity(aantal)
    for index in records.indices where records[index].layout.record == 321 {
      latestFirst.append((index, ingang(records[index])))
    }
    latestFirst.sort { $0.ingang == $1.ingang ? $0.index < $1.index : $0.ingang > $1.ingang }
    var order = Array(records.indices)
    var volgende = 0
    for place in records.indices where records[place].layout.record == 321 {
      order[place] = latestFirst[volgende].index
      volgende += 1
    }
    return order
  }

  /// The key of a 321, eight bytes, as a number: it compares as they do.
  func ingang(_ periode: RecordView) -> UInt64 {
    periode.bytes.word(at: periode.layout.sleutel[1].offset).byteSwapped
  }

  // MARK: For the rules

  mutating func meld(_ functie: String, _ record: RecordView, _ index: Int) {
    bevindingen.append(Bevinding(functie, recordsoort: record.layout.record, record: index))
  }

  func volgnummer(_ record: RecordView) -> ShortBytes {
    ShortBytes(record.bytes, record.layout.sleutel[0].range)
  }

  /// Where the inschrijving of a record stands among those of the person.
  func plaats(_ record: RecordView) -> Int? {
    deelnemer.index(leverancier, volgnummer(record))
  }

  /// The periods that the melding adds to the inschrijving with that number.
  func nieuwePeriodes(_ volgnummer: ShortBytes) -> [RecordView] {
    records.filter { isNieuwePeriode($0, volgnummer) }
  }

  /// Whether a record adds a period to the inschrijving with that number.
  func isNieuwePeriode(_ record: RecordView, _ volgnummer: ShortBytes) -> Bool {
    record.layout.record == 321 && record.mutatie == UInt8(ascii: "T") && self.volgnummer(record) == volgnummer
  }

  static func isLeeg(_ veld: ArraySlice<UInt8>) -> Bool { veld.allSatisfy { $0 == 0x20 } }

  /// Whether an inschrijving is that of an examendeelnemer.
  func isExamendeelnemer(_ inschrijving: [UInt8]) -> Bool {
    let intensiteit = inschrijving[velden.intensiteit]
    return intensiteit.count == 2 && intensiteit.first == UInt8(ascii: "E") && intensiteit.last == UInt8(ascii: "X")
  }
}
