import FileSystem
import ProgrammaVanEisen
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

  private let values: [[UInt8]]

  init(values: [[UInt8]]) {
    self.values = values
  }

  /// A value, empty where it is unknown.
  public subscript(kolom: Kolom) -> [UInt8] { values[kolom.rawValue] }

  /// Whether the BRP may not give the address.
  public var isGeheim: Bool { self[.geheim] == [UInt8(ascii: "J")] }
}

/// The persons that can be found: by number, or by name, birth date and sex.
///
/// The values lie side by side in one piece of memory, and a `Persoon` is made of them when it is asked
/// for: a few hundred bytes a person, however many there are.
public struct Personen: Sendable {
  /// The values of all persons, each closed by a zero byte, which no value holds.
  private var bytes: [UInt8] = []
  /// Where each person begins in `bytes`, and where the last one ends.
  private var starts: [Int] = [0]
  private var byBSN: [Int: Int32] = [:]
  private var byOnderwijsnummer: [Int: Int32] = [:]
  /// By a hash of what they are searched by, the last person who has it, and for each person the one
  /// before him.
  private var byName: [Int: Int32] = [:]
  private var earlier: [Int32] = []

  /// Reads `personen.csv` of a reference folder; nil where it is not there.
  ///
  /// - Throws: `BronError` of code `reference` with the lines of rows that are not in order: no number at
  ///   all, a number that another row has too, or a value that makes no sense.
  public init?(folder: String, folders: Folders = Folders()) throws {
    guard let csv = try CSVTable(file: Folders.join(folder, "personen.csv"), folders: folders) else { return nil }
    let columns = Persoon.Kolom.allCases.map { kolom in csv.header.firstIndex(of: kolom.naam) }
    for kolom in [Persoon.Kolom.bsn, .onderwijsnummer, .geboortedatum, .geslacht, .achternaam, .voornamen] {
      _ = try csv.column(kolom.naam)
    }
    try csv.forEach { row in
      try add(
        Persoon(values: columns.map { $0.map { Self.latin1(row.fields[$0]) } ?? [] }),
        at: .init(csv.file, line: row.line))
    }
  }

  private mutating func add(_ persoon: Persoon, at place: BronError.Place) throws {
    if let mistake = persoon.mistake { throw BronError(.reference, mistake, at: place) }
    let number = Int32(starts.count - 1)
    if let key = Self.key(persoon[.bsn]), byBSN.updateValue(number, forKey: key) != nil {
      throw BronError(.reference, "a bsn stands in the table twice", at: place)
    }
    if let key = Self.key(persoon[.onderwijsnummer]), byOnderwijsnummer.updateValue(number, forKey: key) != nil {
      throw BronError(.reference, "an onderwijsnummer stands in the table twice", at: place)
    }
    earlier.append(byName.updateValue(number, forKey: Zoeksleutel(persoon).hashValue) ?? -1)
    for kolom in Persoon.Kolom.allCases {
      bytes += persoon[kolom]
      bytes.append(0)
    }
    starts.append(bytes.count)
  }

  /// A number as a key: its digits behind a 1, so that leading zeros count. What is no number is never
  /// asked for.
  private static func key(_ number: [UInt8]) -> Int? {
    guard !number.isEmpty, number.count < 18, number.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
    return number.reduce(1) { $0 * 10 + Int($1 - 0x30) }
  }

  private func persoon(_ number: Int32) -> Persoon {
    let values = bytes[starts[Int(number)]..<starts[Int(number) + 1]].dropLast()
    return Persoon(values: values.split(separator: 0, omittingEmptySubsequences: false).map(Array.init))
  }

  /// The person of the BRP with that BSN.
  public func persoon(bsn: [UInt8]) -> Persoon? {
    Self.key(bsn).flatMap { byBSN[$0] }.map(persoon)
  }

  /// The person with that onderwijsnummer.
  public func persoon(onderwijsnummer: [UInt8]) -> Persoon? {
    Self.key(onderwijsnummer).flatMap { byOnderwijsnummer[$0] }.map(persoon)
  }

  /// Everyone with those names, birth date and sex, in the order of the file.
  public func zoek(_ sleutel: Zoeksleutel) -> [Persoon] {
    var found: [Persoon] = []
    var next = byName[sleutel.hashValue] ?? -1
    while next >= 0 {
      let persoon = persoon(next)
      // Two keys may share a hash.
      if Zoeksleutel(persoon) == sleutel { found.append(persoon) }
      next = earlier[Int(next)]
    }
    return found.reversed()
  }

  /// The bytes of a value in ISO-8859-1. A letter that it does not have loses its accent; what has
  /// no such letter at all becomes a question mark, and so does a control character: it would break the
  /// records of the feedback.
  private static func latin1(_ value: Substring.UTF8View.SubSequence) -> [UInt8] {
    if value.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return Array(value) }
    return letters(value).map { $0 < 0x20 || (0x7F...0x9F).contains($0) ? UInt8(ascii: "?") : $0 }
  }

  private static func letters(_ value: Substring.UTF8View.SubSequence) -> [UInt8] {
    String(Substring(value)).map { character -> UInt8 in
      let scalars = character.unicodeScalars
      if let byte = UInt8(exactly: scalars.first!.value), scalars.count == 1 { return byte }
      let composed = String(character).precomposed
      if let byte = UInt8(exactly: composed.first!.value), composed.count == 1 { return byte }
      return String(character).decomposed.first.flatMap { UInt8(exactly: $0.value) } ?? UInt8(ascii: "?")
    }
  }
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
}
