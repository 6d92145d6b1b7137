import FileSystem
import Records

/// A row of `personen.csv`: a person of the BRP, or one whom BRON knows by onderwijsnummer.
///
/// All values are in ISO-8859-1, as feedback shows them.
public struct Persoon: Sendable {
  /// The columns of the file.
  public enum Kolom: Int, CaseIterable, Sendable {
    case bsn, onderwijsnummer, geboortedatum, geslacht, achternaam, voorvoegsel, voornamen, straatnaam, huisnummer,
      huisnummertoevoeging, locatieomschrijving, huisnummeraanduiding, postcode, plaatsnaam, land,
      adresregel_buitenland_1, adresregel_buitenland_2, adresregel_buitenland_3, datum_ingang_adres, geboorteland,
      geboorteland_ouder_1, geslacht_ouder_1, geboorteland_ouder_2, geslacht_ouder_2, datum_overlijden,
      datum_vestiging_nederland, datum_vertrek_nederland, land_waarnaar_vertrokken, nationaliteit_1,
      datum_ingang_nationaliteit_1, nationaliteit_2, datum_ingang_nationaliteit_2, verblijfstitel,
      datum_ingang_verblijfstitel, datum_einde_verblijfstitel, geheim

    /// The name in the header.
    var naam: String { "\(self)" }
  }

  /// The values in the order of the columns, each closed by a zero byte, which no value holds.
  let bytes: [UInt8]
  /// Where each value ends in `bytes`.
  private let ends: [UInt16]

  /// The most bytes that the values of a person have together, with their zeros.
  static let langste = Int(UInt16.max)

  /// A person of values that are closed by zeros; nil where they are not one for each column.
  init?(bytes: [UInt8]) {
    guard bytes.count <= Self.langste else { return nil }
    var ends: [UInt16] = []
    ends.reserveCapacity(Kolom.allCases.count)
    for index in bytes.indices where bytes[index] == 0 { ends.append(UInt16(index)) }
    guard ends.count == Kolom.allCases.count, bytes.last == 0 else { return nil }
    self.bytes = bytes
    self.ends = ends
  }

  /// A value, empty where it is unknown.
  public subscript(kolom: Kolom) -> [UInt8] { Array(slice(kolom)) }

  /// The same without a copy of it, for what is asked of every melding.
  public func slice(_ kolom: Kolom) -> ArraySlice<UInt8> {
    let number = kolom.rawValue
    let start = number == 0 ? 0 : Int(ends[number - 1]) + 1
    return bytes[start..<Int(ends[number])]
  }

  /// Gives all values to `body`, for what writes many of them: each costs nothing but to look where it lies.
  public func withWaarden<Result>(_ body: (Waarden) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { bytes in
      try ends.withUnsafeBufferPointer { try body(Waarden(bytes: bytes, ends: $0)) }
    }
  }

  /// The values of a person. They live no longer than the step that they are given to.
  public struct Waarden {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let ends: UnsafeBufferPointer<UInt16>

    /// A value, empty where it is unknown.
    public subscript(kolom: Kolom) -> UnsafeRawBufferPointer {
      let number = kolom.rawValue
      let start = number == 0 ? 0 : Int(ends[number - 1]) + 1
      return UnsafeRawBufferPointer(rebasing: bytes[start..<Int(ends[number])])
    }
  }

  /// Whether the BRP may not give the address.
  public var isGeheim: Bool { slice(.geheim).elementsEqual(CollectionOfOne(UInt8(ascii: "J"))) }
}

/// What a person without a number is searched by: names in one form, birth date and sex.
public struct Zoeksleutel: Hashable, Sendable {
  /// In the form of `Latin1.searchKey`, without voorvoegsel.
  public let achternaam: [UInt8]
  /// All of them, in the same form.
  public let voornamen: [UInt8]
  /// EEJJMMDD; an incomplete one equals only itself.
  public let geboortedatum: [UInt8]
  /// M, V or O.
  public let geslacht: [UInt8]

  /// The key of names and data as they were delivered: case and repeated spaces don't matter.
  public init(
    achternaam: some Sequence<UInt8>, voornamen: some Sequence<UInt8>, geboortedatum: some Sequence<UInt8>,
    geslacht: some Sequence<UInt8>
  ) {
    self.achternaam = Latin1.searchKey(achternaam)
    self.voornamen = Latin1.searchKey(voornamen)
    self.geboortedatum = Array(geboortedatum)
    self.geslacht = Array(geslacht)
  }

  init(_ persoon: Persoon) {
    self.init(
      achternaam: persoon[.achternaam], voornamen: persoon[.voornamen], geboortedatum: persoon[.geboortedatum],
      geslacht: persoon[.geslacht])
  }

  /// The same number in every process, unlike `hashValue`: FNV-1a of the four, with a zero behind each.
  var vasteHash: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for part in [achternaam, voornamen, geboortedatum, geslacht] {
      for byte in part { add(byte) }
      add(0)
    }
    return hash
  }
}
