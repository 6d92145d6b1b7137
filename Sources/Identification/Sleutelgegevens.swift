import ProgrammaVanEisen
import Records
import Reference

/// Where the fields lie that say who a melding is about, looked up once for a version.
public struct Sleutelvelden: Sendable {
  let leerlingnummer, sofinummer, onderwijsnummer, geboortedatum, geslacht, postcode, land: Range<Int>
  let achternaam, voornamen: Range<Int>
  let nieuwSofinummer, nieuweGeboortedatum, nieuwGeslacht, nieuwePostcode, nieuwLand: Range<Int>

  /// The places in the layouts of a version.
  public init(_ layouts: Layouts) {
    func place(_ record: Int, _ veld: String) -> Range<Int> { layouts[record]?.veld(veld)?.range ?? 0..<0 }
    leerlingnummer = place(305, "leerlingnummer")
    sofinummer = place(305, "sofinummer")
    onderwijsnummer = place(305, "onderwijsnummer")
    geboortedatum = place(305, "geboortedatum")
    geslacht = place(305, "geslacht")
    postcode = place(305, "postcodeVolgensInstelling")
    land = place(305, "land")
    achternaam = place(310, "achternaam")
    voornamen = place(310, "alleVoornamen")
    nieuwSofinummer = place(306, "sofinummerAchterhaald")
    nieuweGeboortedatum = place(306, "geboortedatumGewijzigd")
    nieuwGeslacht = place(306, "geslachtGewijzigd")
    nieuwePostcode = place(306, "postcodeVolgensInstellingGewijzigd")
    nieuwLand = place(306, "landGewijzigd")
  }

  static func value(_ record: RecordView, _ range: Range<Int>) -> [UInt8] {
    Array(Latin1.trimmed(record.bytes.slice(range)))
  }

  static func short(_ record: RecordView, _ range: Range<Int>) -> ShortBytes {
    ShortBytes(record.bytes, record.bytes.trimmed(range))
  }
}

/// What a 305 says of the person, without the spaces behind it.
public struct Sleutelgegevens: Sendable, Equatable {
  /// The number of the deelnemer at the institution.
  public let leerlingnummer: ShortBytes
  /// The BSN; empty where the 305 has none.
  public let sofinummer: ShortBytes
  /// The onderwijsnummer; empty where the 305 has none.
  public let onderwijsnummer: ShortBytes
  /// EEJJMMDD, month and day 00 where they are unknown.
  public let geboortedatum: ShortBytes
  /// M, V or O.
  public let geslacht: ShortBytes
  /// The postcode according to the institution; empty where the land is given instead.
  public let postcode: ShortBytes
  /// The code of the land; empty where the postcode is given.
  public let land: ShortBytes

  /// The key data of a 305.
  public init(_ record: RecordView, _ velden: Sleutelvelden) {
    leerlingnummer = Sleutelvelden.short(record, velden.leerlingnummer)
    sofinummer = Sleutelvelden.short(record, velden.sofinummer)
    onderwijsnummer = Sleutelvelden.short(record, velden.onderwijsnummer)
    geboortedatum = Sleutelvelden.short(record, velden.geboortedatum)
    geslacht = Sleutelvelden.short(record, velden.geslacht)
    postcode = Sleutelvelden.short(record, velden.postcode)
    land = Sleutelvelden.short(record, velden.land)
  }

  /// What the person is searched by when the 305 has no number: with the names of the 310.
  public func zoeksleutel(_ persoonsgegevens: RecordView?, _ velden: Sleutelvelden) -> Zoeksleutel {
    Zoeksleutel(
      achternaam: persoonsgegevens.map { Sleutelvelden.value($0, velden.achternaam) } ?? [],
      voornamen: persoonsgegevens.map { Sleutelvelden.value($0, velden.voornamen) } ?? [],
      geboortedatum: geboortedatum, geslacht: geslacht)
  }

  /// Whether the person has to be searched.
  public var isZonderNummer: Bool { sofinummer.isEmpty && onderwijsnummer.isEmpty }
}

/// What a 306 changes, without the spaces behind it; empty where it changes nothing.
public struct Sleutelwijziging: Sendable, Equatable {
  /// The BSN of a person who was known by onderwijsnummer.
  public let sofinummer: ShortBytes
  /// The new birth date.
  public let geboortedatum: ShortBytes
  /// The new sex.
  public let geslacht: ShortBytes
  /// The new postcode.
  public let postcode: ShortBytes
  /// The new land.
  public let land: ShortBytes

  /// The changes of a 306.
  public init(_ record: RecordView, _ velden: Sleutelvelden) {
    sofinummer = Sleutelvelden.short(record, velden.nieuwSofinummer)
    geboortedatum = Sleutelvelden.short(record, velden.nieuweGeboortedatum)
    geslacht = Sleutelvelden.short(record, velden.nieuwGeslacht)
    postcode = Sleutelvelden.short(record, velden.nieuwePostcode)
    land = Sleutelvelden.short(record, velden.nieuwLand)
  }
}
