import FileSystem
import GRDB
import ProgrammaVanEisen
import Register

/// How far a register goes: the last delivery that it accepted of each aanleverpunt and sectordeel.
public struct LaatsteAanlevering: Sendable, Equatable {
  /// Who delivered it.
  public let leverancier: Leverancier
  /// Its number.
  public let batchnummer: Int
  /// The name under which it came in.
  public let naam: String
  /// Its processing date.
  public let datum: Datum

  /// Those of a register, by leverancier.
  public static func alle(_ register: Register) throws -> [LaatsteAanlevering] {
    try register.read { db in
      // Of the columns that are not grouped SQLite gives those of the row with the maximum.
      try Row.fetchAll(
        db,
        sql: """
          SELECT brin, aanleverpunt, sectordeel, batchnummer, naam, datum, max(id) FROM aanlevering
          WHERE status = 'aangenomen' GROUP BY brin, aanleverpunt, sectordeel ORDER BY brin, aanleverpunt, sectordeel
          """
      ).compactMap { row in
        try Datum(text: row.lees(5)).map {
          try LaatsteAanlevering(
            leverancier: row.leverancier(0), batchnummer: row.lees(3), naam: row.lees(4), datum: $0)
        }
      }
    }
  }
}

extension Uitwisseling {
  /// The register that `url` names, to look into it while others work with it.
  public static func inzage(_ url: String, folders: Folders = Folders()) throws -> Register {
    try Register(inzage: url, tabellen: ["aanlevering", "opgeruimd"], folders: folders)
  }

  /// A copy of the register that `url` names, with the tables of the exchange in it, that nobody else sees and that
  /// goes with the process.
  public static func kopie(van url: String, pve: PvE) throws -> Register {
    try Register(kopieVan: url, pve: pve, migrations: Journal.register)
  }
}
