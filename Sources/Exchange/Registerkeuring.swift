import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register

/// Checks a register with its journal, and the archive that belongs to it.
///
/// Everything that can be worked out a second time is: the counts, the numbers of batches and feedback, the keys, the
/// history, and the SHA-256 of what is in the archive. What a person changed by hand into something that could be
/// true is not seen.
public struct Registerkeuring {
  let register: Register
  let pve: PvE

  /// Checks that register.
  public init(_ register: Register, pve: PvE) {
    self.register = register
    self.pve = pve
  }

  /// What is wrong, a sentence each, without a person's data; nothing where all is right.
  public func fouten() throws -> [String] {
    // What has other tables cannot be asked the questions that follow.
    let tabellen = try register.verifyTables(migrations: Journal.register)
    if !tabellen.isEmpty { return tabellen }
    return try register.verify(pve: pve)
      + register.read { db in
        try Journaalregel.alle.flatMap { try Self.toets($0, db) } + Nummerkeuring(db).fouten()
          + Antwoordkeuring(db, pve).fouten()
      }
  }

  private static func toets(_ regel: Journaalregel, _ db: Database) throws -> [String] {
    var gevonden = Gevonden(regel.fout)
    let namen = try String.fetchCursor(db, sql: regel.sql)
    while let naam = try namen.next() { gevonden.meld(naam) }
    return gevonden.zinnen
  }

  /// Where something is wrong: how often, and the first few by name.
  struct Gevonden {
    private static let meeste = 5
    private let fout: String
    private var namen: [String] = []
    private var aantal = 0

    init(_ fout: String) { self.fout = fout }

    mutating func meld(_ naam: String) {
      aantal += 1
      if aantal <= Self.meeste { namen.append(naam.visible) }
    }

    var zinnen: [String] {
      if aantal == 0 { return [] }
      return ["\(aantal) \(fout): \(namen.joined(separator: ", "))\(aantal > Self.meeste ? ", …" : "")"]
    }
  }
}
