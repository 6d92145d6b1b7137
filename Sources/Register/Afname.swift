import FileSystem
import GRDB

/// What a delivery took away of what its institution had: facts of one kind and sectordeel that were there before
/// it, and are not there any more under their key. One that is removed and added again does not count.
public struct Afname: Sendable, Equatable {
  /// What was taken away.
  public let soort: Feitsoort
  /// How many.
  public let aantal: Int
  /// How many the institution had before.
  public let van: Int

  /// The share that was taken away, in whole percents, rounded down.
  public var procent: Int { van == 0 ? 0 : aantal * 100 / van }

  /// From how many on, in number and in percents, an afname is unusual.
  public struct Drempel: Sendable {
    let aantal: Int
    let procent: Int

    /// Unusual is what reaches both.
    public init(aantal: Int, procent: Int) {
      self.aantal = aantal
      self.procent = procent
    }

    func isBereikt(_ aantal: Int, van: Int) -> Bool { aantal >= self.aantal && aantal * 100 >= procent * van }
  }
}

extension Registertransactie {
  /// What a delivery took away, of the kinds in which that is unusual; asked behind its last melding.
  public func afname(aanlevering: Int64, _ drempel: Afname.Drempel) throws -> [Afname] {
    try voltooi()
    return try Feitsoort.allCases.compactMap { soort in
      let telling = telling[soort]
      // Counting goes over all that the register has: only where it can come to something.
      if soort == .persoon || telling.verwijderd < max(1, drempel.aantal) { return nil }
      let van = try aantal(soort) - telling.toegevoegd + telling.verwijderd
      if !drempel.isBereikt(telling.verwijderd, van: van) { return nil }
      let aantal = try verdwenen(soort, aanlevering)
      return aantal > 0 && drempel.isBereikt(aantal, van: van) ? Afname(soort: soort, aantal: aantal, van: van) : nil
    }
  }

  /// How many the institution has, of that sectordeel.
  private func aantal(_ soort: Feitsoort) throws -> Int {
    let deel = soort.tabel.map { "JOIN \($0.naam) ON inschrijving_id = inschrijving.id" } ?? ""
    return try Int.fetchOne(
      database, sql: "SELECT count(*) FROM inschrijving \(deel) WHERE brin = ? AND sectordeel = ?",
      arguments: [leverancier.brin, leverancier.sectordeel]) ?? 0
  }

  /// How many were there before the delivery, were ended by it, and did not come back.
  private func verdwenen(_ soort: Feitsoort, _ aanlevering: Int64) throws -> Int {
    let sleutel = "persoon_id, brin, aanleverpunt, sectordeel, inschrijvingsvolgnummer"
    let recordsoort = soort.tabel?.recordsoort ?? Inschrijving.recordsoort(leverancier.sectordeel)
    let deel = soort.tabel.map { tabel in
      let gelijk = tabel.sleutel.enumerated().map { "deel.\($1.kolom) = was.sleutel_\($0 + 1)" }
      return "JOIN \(tabel.naam) AS deel ON deel.inschrijving_id = nu.id AND \(gelijk.joined(separator: " AND "))"
    }
    let gelijk = sleutel.split(separator: ", ").map { "nu.\($0) = was.\($0)" }.joined(separator: " AND ")
    return try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM (
          SELECT DISTINCT \(sleutel), sleutel_1, sleutel_2, sleutel_3 FROM historie
          WHERE recordsoort = ? AND einde_aanlevering_id = ? AND aanlevering_id <> einde_aanlevering_id
        ) AS was WHERE NOT EXISTS (SELECT 1 FROM inschrijving AS nu \(deel ?? "") WHERE \(gelijk))
        """, arguments: [recordsoort, aanlevering]) ?? 0
  }
}
