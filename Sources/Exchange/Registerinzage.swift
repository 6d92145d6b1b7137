import FileSystem
import ProgrammaVanEisen
import Register

/// What the register has of one person.
public struct Registerinzage {
  private let register: Register
  private let pve: PvE

  /// Looks into that register, with the fields of the newest layouts.
  public init(_ register: Register, pve: PvE) {
    self.register = register
    self.pve = pve
  }

  /// How the data of a person came to be, with the deliveries that they are from, by number.
  ///
  /// - Parameter nummer: a BSN or onderwijsnummer, also one that he had before.
  /// - Throws: `BronError` of code `usage` where the register has nobody under that number.
  public func geschiedenis(_ nummer: String) throws -> (Geschiedenis, aanleveringen: [Int64: Aanleveringsnaam]) {
    try register.read { db in
      let lezer = Feitenlezer(db, pve: pve)
      guard let persoon = try lezer.persoon(nummer: nummer) else { throw Self.onbekend }
      let geschiedenis = try Geschiedenis(van: persoon, lezer)
      let journal = Journaaltransactie(db: db)
      var aanleveringen: [Int64: Aanleveringsnaam] = [:]
      for gebeurtenis in geschiedenis.gebeurtenissen {
        aanleveringen[gebeurtenis.herkomst.aanlevering] = try journal.aanleveringsnaam(gebeurtenis.herkomst.aanlevering)
      }
      return (geschiedenis, aanleveringen)
    }
  }

  /// The number itself is not told: errors end up in logs.
  static var onbekend: BronError {
    BronError(.usage, "the register knows nobody under that number", remedy: "Give a BSN or an onderwijsnummer")
  }
}
