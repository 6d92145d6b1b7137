import GRDB
import ProgrammaVanEisen
import Records

extension Register {
  /// Compares the tables and indexes with those that a register is made with. Gives what is not so, one sentence each.
  ///
  /// - Parameter migrations: those of the register itself, for tables of others.
  public func verifyTables(migrations: (inout DatabaseMigrator) -> Void) throws -> [String] {
    let nieuw = try DatabaseQueue()
    try Self.migrator(migrations).migrate(nieuw)
    let hoort = try nieuw.read(Self.tabellen)
    let heeft = try read(Self.tabellen)
    return hoort.sorted { $0.key < $1.key }.compactMap { naam, sql in
      guard let gevonden = heeft[naam] else { return "the register has no \(naam)" }
      return gevonden == sql ? nil : "the \(naam) of the register is not as it was made"
    }
  }

  /// By kind and name, how each table and index was made.
  private static func tabellen(_ db: Database) throws -> [String: String] {
    let rijen = try Row.fetchAll(
      db, sql: "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    )
    return Dictionary(try rijen.map { (try $0.lees(0), try $0.lees(1)) }, uniquingKeysWith: { $1 })
  }

  /// Checks the database itself, its references, that every key agrees with the bytes beside it, and
  /// that the history has no holes. Gives what is wrong, one sentence each; nothing where all is right.
  public func verify(pve: PvE) throws -> [String] {
    try read { db in
      var wrong = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
      // What is not as its tables have it cannot be read either.
      if !wrong.isEmpty { return wrong }
      for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
        let table: String = try row.lees(0)
        wrong.append("a row of table \(table) refers to something that is not there")
      }
      let lezer = Feitenlezer(db, pve: pve)
      for tabel in lezer.tabellen {
        var controle = Feitencontrole(tabel)
        try lezer.elk(tabel, .alle) { controle.neem($0) }
        wrong += controle.fouten()
      }
      return wrong
    }
  }
}

/// Checks the facts of one table as they come by, those that are the same thing at different times together.
private struct Feitencontrole {
  private let tabel: Feitentabel
  /// By what is wrong, in how many facts.
  private var aantallen: [Fout: Int] = [:]
  private var keten: [Feit] = []

  private enum Fout: String, CaseIterable {
    case sleutel = "have another key than their record"
    case herkomst = "are from a delivery that was never processed"
    case volgorde = "ended before they became known"
    case overlap = "hold at the same time as another of the same key"
    case opvolger = "were replaced by something that is not there"
    case verwijdering = "were removed, and are still there"
  }

  init(_ tabel: Feitentabel) {
    self.tabel = tabel
  }

  mutating func neem(_ feit: Feit) {
    if let first = keten.first, !first.isZelfde(feit) { controleerKeten() }
    keten.append(feit)
    if !feit.isHeel || !tabel.klopt(feit) { tel(.sleutel) }
  }

  /// What was found in all, one sentence for each kind.
  mutating func fouten() -> [String] {
    controleerKeten()
    return Fout.allCases.compactMap { fout in
      aantallen[fout].map { "\($0) rows of table \(tabel.bron) \(fout.rawValue)" }
    }
  }

  private mutating func controleerKeten() {
    let keten = keten.sorted { Moment($0.bekend, $0.herkomst) < Moment($1.bekend, $1.herkomst) }
    self.keten.removeAll(keepingCapacity: true)
    for (index, feit) in keten.enumerated() {
      if (feit.herkomst != nil && feit.bekend == nil) || (feit.einde.map { $0.bekend == nil } ?? false) {
        tel(.herkomst)
        continue
      }
      let volgende = index + 1 < keten.count ? keten[index + 1] : nil
      guard let einde = feit.einde else {
        if volgende != nil { tel(.overlap) }
        continue
      }
      let slot = Moment(einde.bekend, einde.herkomst)
      if slot <= Moment(feit.bekend, feit.herkomst) { tel(.volgorde) }
      let isOpgevolgd = volgende?.herkomst == einde.herkomst
      if let volgende, Moment(volgende.bekend, volgende.herkomst) < slot { tel(.overlap) }
      if einde.wijze == .gewijzigd && !isOpgevolgd { tel(.opvolger) }
      if einde.wijze == .verwijderd && isOpgevolgd { tel(.verwijdering) }
    }
  }

  private mutating func tel(_ fout: Fout) { aantallen[fout, default: 0] += 1 }

  /// A place in the order in which things became known; before all others where that is unknown.
  private struct Moment: Comparable {
    let verwerking: Int64
    let meldingnummer: Int

    init(_ bekend: Verwerking?, _ herkomst: Herkomst?) {
      verwerking = bekend?.nummer ?? 0
      meldingnummer = herkomst?.meldingnummer ?? 0
    }

    static func < (left: Moment, right: Moment) -> Bool {
      (left.verwerking, left.meldingnummer) < (right.verwerking, right.meldingnummer)
    }
  }
}
