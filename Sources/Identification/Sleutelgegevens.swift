import Records
import Reference

/// What a 305 says of the person, without the spaces around it.
public struct Sleutelgegevens: Sendable, Equatable {
  public let leerlingnummer: [UInt8]
  public let sofinummer: [UInt8]
  public let onderwijsnummer: [UInt8]
  public let geboortedatum: [UInt8]
  public let geslacht: [UInt8]
  public let postcode: [UInt8]
  public let land: [UInt8]

  /// The key data of a 305.
  public init(_ record: RecordView) {
    func value(_ id: String) -> [UInt8] { record.field(id).map { Array(Latin1.trimmed($0)) } ?? [] }
    leerlingnummer = value("leerlingnummer")
    sofinummer = value("sofinummer")
    onderwijsnummer = value("onderwijsnummer")
    geboortedatum = value("geboortedatum")
    geslacht = value("geslacht")
    postcode = value("postcodeVolgensInstelling")
    land = value("land")
  }

  /// What the person is searched by when the 305 has no number: with the names of the 310.
  public func zoeksleutel(_ persoonsgegevens: RecordView?) -> Zoeksleutel {
    Zoeksleutel(
      achternaam: persoonsgegevens?.field("achternaam").map(Array.init) ?? [],
      voornamen: persoonsgegevens?.field("alleVoornamen").map(Array.init) ?? [], geboortedatum: geboortedatum,
      geslacht: geslacht)
  }

  /// Whether the person has to be searched.
  public var isZonderNummer: Bool { sofinummer.isEmpty && onderwijsnummer.isEmpty }
}

/// What a 306 changes, without the spaces around it.
public struct Sleutelwijziging: Sendable, Equatable {
  public let sofinummer: [UInt8]
  public let geboortedatum: [UInt8]
  public let geslacht: [UInt8]
  public let postcode: [UInt8]
  public let land: [UInt8]

  /// The changes of a 306.
  public init(_ record: RecordView) {
    func value(_ id: String) -> [UInt8] { record.field(id).map { Array(Latin1.trimmed($0)) } ?? [] }
    sofinummer = value("sofinummerAchterhaald")
    geboortedatum = value("geboortedatumGewijzigd")
    geslacht = value("geslachtGewijzigd")
    postcode = value("postcodeVolgensInstellingGewijzigd")
    land = value("landGewijzigd")
  }
}
