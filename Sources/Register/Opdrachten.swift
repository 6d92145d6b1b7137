import GRDB

/// The statements that run for meldingen, each prepared when it is first asked for.
final class Opdrachten {
  private let db: Database
  private var vaste: [Opdracht?]
  private var vanTabellen: [Opdracht?]
  private var toevoegingen: [Opdracht?]

  init(_ db: Database) {
    self.db = db
    vaste = Vast.allCases.map { _ in nil }
    vanTabellen = Onderdeeltabel.all.flatMap { _ in VanTabel.allCases.map { _ in nil } }
    toevoegingen = Toevoegtabel.alle.flatMap { _ in Toevoegtabel.perOpdracht.map { _ in nil } }
  }

  /// Those on persons and inschrijvingen.
  enum Vast: Int, CaseIterable {
    case personenMetBSN, persoonMetBSN, persoonMetOnderwijsnummer, persoonMetNaam, persoon, onderwijsnummers,
      gafOnderwijsnummer
    case bewaarPersoon, wijzigPersoon
    case onderdelenBO, onderdelenED, onderdelenVA
    case inschrijvingen, bewaarInschrijving, wijzigInschrijving, verwijderInschrijving

    private static let kolommen =
      "id, bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land, achternaam, voornamen"

    /// How many BSNs `personenMetBSN` takes.
    static let bsns = 64

    var sql: String {
      switch self {
      case .personenMetBSN:
        // One after the other by the index of the BSNs: CROSS JOIN is what keeps SQLite from another order.
        """
        WITH gevraagd (nummer) AS (VALUES \([String](repeating: "(?)", count: Self.bsns).joined(separator: ", ")))
        SELECT \(Self.kolommen) FROM gevraagd CROSS JOIN persoon WHERE bsn = nummer
        """
      case .persoonMetBSN: "SELECT \(Self.kolommen) FROM persoon WHERE bsn = ?"
      case .persoonMetOnderwijsnummer: "SELECT \(Self.kolommen) FROM persoon WHERE onderwijsnummer = ?"
      case .persoonMetNaam:
        // Without the plus SQLite takes the index of the BSNs, and goes through all who have none.
        """
        SELECT id FROM persoon
        WHERE achternaam = ? AND voornamen = ? AND geboortedatum = ? AND geslacht = ? AND +bsn IS NULL
        """
      case .persoon: "SELECT \(Self.kolommen) FROM persoon WHERE id = ?"
      case .onderwijsnummers: "SELECT onderwijsnummer FROM persoon WHERE onderwijsnummer >= ? AND onderwijsnummer < ?"
      case .gafOnderwijsnummer: "UPDATE laatste_onderwijsnummer SET nummer = ?"
      case .bewaarPersoon:
        """
        INSERT INTO persoon_historie SELECT id, ?, ?, bsn, onderwijsnummer, geboortedatum, geslacht, postcode, land,
        achternaam, voornamen, aanlevering_id, meldingnummer FROM persoon WHERE id = ?
        """
      case .wijzigPersoon:
        """
        UPDATE persoon SET bsn = ?, onderwijsnummer = ?, geboortedatum = ?, geslacht = ?, postcode = ?, land = ?,
        achternaam = ?, voornamen = ?, aanlevering_id = ?, meldingnummer = ? WHERE id = ?
        """
      case .onderdelenBO: Onderdeeltabel.lees(sectordeel: "BO")
      case .onderdelenED: Onderdeeltabel.lees(sectordeel: "ED")
      case .onderdelenVA: Onderdeeltabel.lees(sectordeel: "VA")
      case .inschrijvingen:
        """
        SELECT id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, gegevens FROM inschrijving
        WHERE persoon_id = ? ORDER BY id
        """
      case .bewaarInschrijving:
        """
        INSERT INTO historie SELECT ?, persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer, '', '', '',
        ?, ?, ?, gegevens, aanlevering_id, meldingnummer FROM inschrijving WHERE id = ?
        """
      case .wijzigInschrijving:
        "UPDATE inschrijving SET gegevens = ?, aanlevering_id = ?, meldingnummer = ? WHERE id = ?"
      case .verwijderInschrijving: "DELETE FROM inschrijving WHERE id = ?"
      }
    }
  }

  /// Those on a table of parts.
  enum VanTabel: Int, CaseIterable {
    case wijzig, verwijder, bewaarEen, bewaarAlle

    func sql(_ tabel: Onderdeeltabel) -> String {
      switch self {
      case .wijzig: tabel.wijzig
      case .verwijder: tabel.verwijder
      case .bewaarEen: tabel.bewaarEen
      case .bewaarAlle: tabel.bewaarAlle
      }
    }
  }

  func callAsFunction(_ vast: Vast) throws -> Opdracht {
    if let opdracht = vaste[vast.rawValue] { return opdracht }
    let opdracht = try Opdracht(db, vast.sql)
    vaste[vast.rawValue] = opdracht
    return opdracht
  }

  /// That which reads the parts of an inschrijving of a sectordeel.
  func onderdelen(_ sectordeel: String) throws -> Opdracht {
    try self(sectordeel == "BO" ? .onderdelenBO : sectordeel == "ED" ? .onderdelenED : .onderdelenVA)
  }

  func callAsFunction(_ soort: VanTabel, _ tabel: Onderdeeltabel) throws -> Opdracht {
    let place = tabel.nummer * VanTabel.allCases.count + soort.rawValue
    if let opdracht = vanTabellen[place] { return opdracht }
    let opdracht = try Opdracht(db, soort.sql(tabel))
    vanTabellen[place] = opdracht
    return opdracht
  }

  /// That which adds so many rows, one of `Toevoegtabel.perOpdracht`, to a table.
  func callAsFunction(_ tabel: Toevoegtabel, aantal: Int) throws -> Opdracht {
    let soort = Toevoegtabel.perOpdracht.firstIndex(of: aantal) ?? 0
    let place = tabel.nummer * Toevoegtabel.perOpdracht.count + soort
    if let opdracht = toevoegingen[place] { return opdracht }
    let opdracht = try Opdracht(db, tabel.sql(aantal))
    toevoegingen[place] = opdracht
    return opdracht
  }
}
