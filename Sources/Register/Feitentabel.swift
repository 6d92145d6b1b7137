import Foundation
import GRDB
import ProgrammaVanEisen
import Records

/// A kind of facts: persons, inschrijvingen of a sectordeel, or one kind of parts.
public struct Feitentabel: Sendable {
  /// Of the table, or of the view that has its fields as columns: "persoon", "inschrijving_bo", "periode".
  public let naam: String
  /// The kind of record that the fields are those of; 305 for persons.
  public let recordsoort: Int
  /// The fields that the register keeps, without the soort mutatie.
  public let velden: [Veld]
  /// Where the fields lie in the bytes of a row; empty for persons, who have a column for each.
  private let plaatsen: [Range<Int>]
  private let lengte: Int
  /// Queries of what holds now, and of what held once; their columns are those that `feit` reads.
  private let nu, eerder: String

  /// All of them, in the order in which they are shown.
  public static func alle(_ pve: PvE) -> [Feitentabel] {
    let vorm = Registervorm(pve.newest, newest: pve.newest)
    let inschrijvingen = [("inschrijving_bo", "BO"), ("inschrijving_ed", "ED"), ("inschrijving_va", "VA")].map {
      naam, sectordeel in
      Feitentabel(
        naam, Inschrijving.recordsoort(sectordeel), sleutel: [], vorm,
        van: "inschrijving AS feit", waar: "sectordeel = '\(sectordeel)'")
    }
    let onderdelen = Onderdeeltabel.all.map { tabel in
      Feitentabel(
        tabel.naam, tabel.recordsoort, sleutel: tabel.sleutel.map(\.kolom), vorm,
        van: "inschrijving CROSS JOIN \(tabel.naam) AS feit ON feit.inschrijving_id = inschrijving.id", waar: "true")
    }
    return [Feitentabel(personen: pve.newest)] + inschrijvingen + onderdelen
  }

  private init(
    _ naam: String, _ recordsoort: Int, sleutel: [String], _ vorm: Registervorm, van tabel: String, waar: String
  ) {
    self.naam = naam
    self.recordsoort = recordsoort
    let velden = vorm.velden(recordsoort)
    self.velden = velden.map(\.veld)
    plaatsen = velden.map(\.plaats)
    lengte = vorm.lengte(recordsoort)
    let inschrijving = "persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer"
    let kolommen = (sleutel + ["''", "''", "''"].dropFirst(sleutel.count)).joined(separator: ", ")
    nu = """
      SELECT \(inschrijving), \(kolommen), \(Self.begin), NULL, NULL, NULL, NULL, NULL, feit.gegevens
      FROM \(tabel) \(Self.metBegin) WHERE \(waar)
      """
    eerder = """
      SELECT \(inschrijving), sleutel_1, sleutel_2, sleutel_3, \(Self.begin), \(Self.einde), feit.einde, feit.gegevens
      FROM historie AS feit \(Self.metBegin) \(Self.metEinde) WHERE recordsoort = \(recordsoort)
      """
  }

  private init(personen layouts: Layouts) {
    naam = "persoon"
    recordsoort = 305
    velden =
      ["sofinummer", "onderwijsnummer", "geboortedatum", "geslacht", "postcodeVolgensInstelling", "land"]
      .compactMap { layouts[305]?.veld($0) } + ["achternaam", "alleVoornamen"].compactMap { layouts[310]?.veld($0) }
    plaatsen = []
    lengte = 0
    let leeg = [String](repeating: "''", count: 7).joined(separator: ", ")
    let waarden = "bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land, achternaam, voornamen"
    nu = """
      SELECT feit.id, \(leeg), \(Self.begin), NULL, NULL, NULL, NULL, NULL, \(waarden)
      FROM persoon AS feit \(Self.metBegin) WHERE true
      """
    eerder = """
      SELECT persoon_id, \(leeg), \(Self.begin), \(Self.einde), 'A', \(waarden)
      FROM persoon_historie AS feit \(Self.metBegin) \(Self.metEinde) WHERE true
      """
  }

  private static let begin = "feit.aanlevering_id, feit.meldingnummer, begin.id, begin.datum"
  private static let metBegin =
    "LEFT JOIN verwerking AS begin ON begin.id = "
    + Verwerking.nummer(aanlevering: "feit.aanlevering_id", melding: "feit.meldingnummer")
  private static let einde = "feit.einde_aanlevering_id, feit.einde_meldingnummer, slot.id, slot.datum"
  private static let metEinde =
    "LEFT JOIN verwerking AS slot ON slot.id = "
    + Verwerking.nummer(aanlevering: "feit.einde_aanlevering_id", melding: "feit.einde_meldingnummer")

  /// The table of the database that it is in.
  var bron: String { naam.hasPrefix("inschrijving") ? "inschrijving" : naam }

  /// Whether the key of a fact is that of its record.
  func klopt(_ feit: Feit) -> Bool {
    if recordsoort == 305 { return true }
    let sleutel = zip(velden, feit.waarden).filter { $0.0.isSleutel }.map { Latin1.text($0.1) }
    return sleutel.elementsEqual(feit.sleutel.prefix(sleutel.count))
  }

  /// Which facts are asked for.
  enum Keuze {
    case nu
    /// As they were known behind the verwerking with that number.
    case na(Int64)
    /// Now and once, of one person.
    case persoon(Int64)
    /// Now and once.
    case alle
  }

  /// The query that gives facts by person, inschrijving and key. Both halves come in that order from
  /// their indexes, so nothing is sorted and memory does not grow.
  func sql(_ keuze: Keuze) -> String {
    let order = "ORDER BY 1, 2, 3, 4, 5, 6, 7, 8"
    switch keuze {
    case .nu: return "\(nu) \(order)"
    case .na(let verwerking):
      let isBekend = "coalesce(begin.id, 0) <= \(verwerking)"
      return "\(nu) AND \(isBekend) UNION ALL \(eerder) AND \(isBekend) AND slot.id > \(verwerking) \(order)"
    case .persoon(let id):
      let (hier, daar) = recordsoort == 305 ? ("feit.id", "persoon_id") : ("persoon_id", "persoon_id")
      return "\(nu) AND \(hier) = \(id) UNION ALL \(eerder) AND \(daar) = \(id) \(order)"
    case .alle: return "\(nu) UNION ALL \(eerder) \(order)"
    }
  }

  /// A row of that query.
  func feit(_ row: Row) throws -> Feit {
    var leverancier: Leverancier?
    var waarden: [ArraySlice<UInt8>]
    var isHeel = true
    if recordsoort == 305 {
      waarden = try (0..<6).map { try (row.lees(17 + $0) as String?).flatMap(Latin1.bytes)?[...] ?? [] }
      waarden += try (6..<8).map { try (row.lees(17 + $0) as Data?).map { ArraySlice($0) } ?? [] }
    } else {
      leverancier = try row.leverancier(1)
      var gegevens = try Array(row.lees(17) as Data)
      isHeel = gegevens.count == lengte
      gegevens += [UInt8](repeating: 0x20, count: max(0, lengte - gegevens.count))
      waarden = plaatsen.map { Latin1.trimmed(gegevens[$0]) }
    }
    return try Feit(
      persoon: row.lees(0), leverancier: leverancier, sleutel: (4..<8).map { try row.lees($0) }, waarden: waarden,
      isHeel: isHeel,
      herkomst: Self.herkomst(row, 8), bekend: Self.verwerking(row, 10), einde: Self.einde(row))
  }

  private static func einde(_ row: Row) throws -> Einde? {
    guard let herkomst = try herkomst(row, 12), let wijze = try (row.lees(16) as String?).flatMap(Einde.Wijze.init)
    else {
      return nil
    }
    return Einde(herkomst: herkomst, bekend: try verwerking(row, 14), wijze: wijze)
  }

  private static func herkomst(_ row: Row, _ column: Int) throws -> Herkomst? {
    guard let aanlevering: Int64 = try row.lees(column), let melding: Int = try row.lees(column + 1) else { return nil }
    return Herkomst(aanlevering: aanlevering, meldingnummer: melding)
  }

  private static func verwerking(_ row: Row, _ column: Int) throws -> Verwerking? {
    guard let nummer: Int64 = try row.lees(column), let datum: String = try row.lees(column + 1) else { return nil }
    return Verwerking(nummer: nummer, datum: datum)
  }
}
