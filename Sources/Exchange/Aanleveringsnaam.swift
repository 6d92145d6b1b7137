import GRDB
import ProgrammaVanEisen
import Register

/// A delivery as people know it.
public struct Aanleveringsnaam: Sendable {
  /// The name under which it came in, with the folder of its institution where it lay in one.
  public let naam: String
  /// Who delivered it.
  public let leverancier: Leverancier
  /// Three digits.
  public let batchnummer: String
  /// Where it lies below the folder of the archive, unless that name was taken.
  public let archief: String
  /// The name of the feedback file in the outbox, unless that was taken; nil where it got none of its own.
  public let terugkoppeling: String?
  /// That of its unpacked bytes.
  public let sha256: String
}

extension Journaaltransactie {
  /// The delivery with that number, where it was accepted.
  func aanleveringsnaam(_ id: Int64) throws -> Aanleveringsnaam? {
    let row = try Row.fetchOne(
      try db.cachedStatement(
        sql: """
          SELECT map, naam, datum, brin, aanleverpunt, sectordeel, batchnummer, terugkoppelnummer, sha256
          FROM aanlevering WHERE id = ? AND status = 'aangenomen'
          """), arguments: [id])
    guard let row else { return nil }
    let (map, naam, datum): (String, String, String) = (try row.lees(0), try row.lees(1), try row.lees(2))
    let leverancier = try row.leverancier(3)
    let batchnummer: Int = try row.lees(6)
    let vooraf = map.isEmpty ? "" : "\(map)/"
    return Aanleveringsnaam(
      naam: vooraf + naam, leverancier: leverancier, batchnummer: String(String(1_000 + batchnummer).suffix(3)),
      archief: "\(datum.prefix(4))/\(datum.dropFirst(4).prefix(2))/\(naam)",
      terugkoppeling: try (row.lees(7) as Int?).map {
        "\(vooraf)\(Uitwisseling.terugkoppelnaam(leverancier, $0))\(Bestandsvorm(naam: naam).ending).gz"
      },
      sha256: try row.lees(8))
  }
}
