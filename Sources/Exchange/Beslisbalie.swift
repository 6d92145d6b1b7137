import Checks
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Where somebody sees of which persons nobody can say who they are, and decides: what is decided is
/// processed with the next `run`.
public struct Beslisbalie {
  let register: Register
  let pve: PvE
  let personen: Personen
  private let datum: Datum

  /// The cases of a register, with the persons that may be meant now.
  ///
  /// - Parameter datum: the day on which it is decided.
  public init(register: Register, pve: PvE, personen: Personen, datum: Datum) {
    self.register = register
    self.pve = pve
    self.personen = personen
    self.datum = datum
  }

  /// What somebody decides of a case.
  public enum Keuze: Equatable, Sendable {
    /// One of the candidates, by the number that the list gives him.
    case kandidaat(Int)
    /// A person by BSN or onderwijsnummer, also one who is no candidate.
    case nummer(String)
    /// Nobody who is known: he gets an onderwijsnummer.
    case nieuw
    /// The person of another case that was decided.
    case alsZaak(Int64)
    /// Nothing any more: a decision is taken back.
    case geen
  }

  /// A decision of somebody, and the line of the file that it stands in.
  public struct Opdracht: Sendable {
    let zaak: Int64
    let keuze: Keuze
    let regel: Int?

    /// - Parameter regel: the line; nil where it stands in no file.
    public init(zaak: Int64, keuze: Keuze, regel: Int? = nil) {
      self.zaak = zaak
      self.keuze = keuze
      self.regel = regel
    }
  }

  /// Why decisions were not taken over: none of them was.
  public struct Fouten: Error, Sendable {
    /// What is wrong, each with its line. It never holds a person's data.
    public let fouten: [(regel: Int?, tekst: String)]

    /// What is wrong.
    public init(fouten: [(regel: Int?, tekst: String)]) {
      self.fouten = fouten
    }
  }

  /// What a decision leads to.
  public struct Gevolg: Sendable, Equatable {
    /// The case.
    public let zaak: Int64
    /// How many meldingen wait for it.
    public let meldingen: Int
    /// The cases that have to be decided too, before these are processed.
    public let wachtOp: [Int64]
  }

  // MARK: Deciding

  /// Takes over decisions: all of them, or, where one is wrong, none.
  ///
  /// - Parameter bewaar: false only says what would come of it.
  /// - Throws: `Fouten` with everything that is wrong.
  public func beslis(_ opdrachten: [Opdracht], bewaar: Bool) throws -> [Gevolg] {
    let doe = { (db: Database) in
      let journal = Journaaltransactie(db: db)
      var fouten: [(regel: Int?, tekst: String)] = []
      for opdracht in opdrachten {
        switch try besluit(opdracht, journal) {
        case .success(let besluit): try journal.beslis(opdracht.zaak, besluit, op: datum)
        case .failure(let fout): fouten.append((opdracht.regel, fout.tekst))
        }
      }
      if !fouten.isEmpty { throw Fouten(fouten: fouten) }
      return try gevolgen(opdrachten.map(\.zaak), journal)
    }
    return bewaar ? try register.write(doe) : try register.attempt(doe)
  }

  private func gevolgen(_ ids: [Int64], _ journal: Journaaltransactie) throws -> [Gevolg] {
    let wachtende = try journal.wachtende()
    let groepen = Groepen(wachtende)
    let aantallen = Dictionary(grouping: wachtende) { groepen.groep($0.leerling) ?? -1 }.mapValues(\.count)
    let onbeslist = Dictionary(grouping: try journal.zaken("besluit IS NULL")) { groepen.groep($0.leerling) ?? -1 }
    return try ids.compactMap { id in
      guard let zaak = try journal.zaak(id), let groep = groepen.groep(zaak.leerling) else { return nil }
      return Gevolg(zaak: id, meldingen: aantallen[groep] ?? 0, wachtOp: (onbeslist[groep] ?? []).map(\.id))
    }
  }

  /// Why a decision cannot be taken over.
  private struct Fout: Error {
    let tekst: String

    init(_ tekst: String) { self.tekst = tekst }
  }

  private func besluit(_ opdracht: Opdracht, _ journal: Journaaltransactie) throws -> Result<Zaak.Besluit?, Fout> {
    guard let zaak = try journal.zaak(opdracht.zaak) else { return .failure(Fout("there is no case \(opdracht.zaak)")) }
    if opdracht.keuze == .geen { return try terug(zaak, journal) }
    if zaak.besluit != nil {
      let dag = zaak.beslotenOp.map { " on \($0.dashed)" } ?? ""
      return .failure(Fout("case \(zaak.id) was decided already\(dag)"))
    }
    switch opdracht.keuze {
    case .kandidaat(let volgnummer): return try kandidaat(volgnummer, zaak, journal)
    case .nummer(let nummer): return try metNummer(Latin1.bytes(nummer) ?? [], zaak, journal)
    case .nieuw: return .success(.nieuw(nil))
    case .alsZaak(let andere): return try alsZaak(andere, zaak, journal)
    case .geen: return .success(nil)
    }
  }

  private func terug(_ zaak: Zaak, _ journal: Journaaltransactie) throws -> Result<Zaak.Besluit?, Fout> {
    if zaak.besluit == nil { return .failure(Fout("case \(zaak.id) was not decided")) }
    if zaak.isToegepast { return .failure(Fout("case \(zaak.id) was processed already")) }
    if let andere = try journal.zaken("besluit = 'zaak' AND nummer = ?", ["\(zaak.id)"]).first {
      return .failure(Fout("case \(andere.id) was decided to be the same person: take that back first"))
    }
    return .success(nil)
  }

  private func kandidaat(_ volgnummer: Int, _ zaak: Zaak, _ journal: Journaaltransactie) throws
    -> Result<Zaak.Besluit?, Fout>
  {
    let zoekregister = zoekregister(journal.db)
    let gevonden = try Naamzoeker(personen: personen).kandidaten(zaak.naam, register: zoekregister)
    let kandidaten = try journal.kandidaten(zaak, met: gevonden)
    guard kandidaten.indices.contains(volgnummer - 1) else {
      return .failure(Fout("case \(zaak.id) has \(kandidaten.count) candidates, and no number \(volgnummer)"))
    }
    let kandidaat = kandidaten[volgnummer - 1]
    if try rij(kandidaat) == nil && bekend(kandidaat, zoekregister) == nil {
      return .failure(Fout("candidate \(volgnummer) of case \(zaak.id) is not known any more"))
    }
    return .success(.persoon(kandidaat))
  }

  /// Somebody by number: who has the birth date and sex of the melding, as if it had that number itself.
  private func metNummer(_ nummer: [UInt8], _ zaak: Zaak, _ journal: Journaaltransactie) throws
    -> Result<Zaak.Besluit?, Fout>
  {
    var kandidaat: Kandidaat
    if Elfproef.isBSN(nummer) {
      kandidaat = Kandidaat(bsn: ShortBytes(nummer))
    } else if Elfproef.isOnderwijsnummer(nummer) {
      kandidaat = Kandidaat(onderwijsnummer: ShortBytes(nummer))
    } else {
      return .failure(Fout("the number for case \(zaak.id) is neither a BSN nor an onderwijsnummer"))
    }
    let rij = try rij(kandidaat)
    let bekend = try bekend(kandidaat, zoekregister(journal.db))
    guard let geboortedatum = bekend?.geboortedatum ?? (rij?.slice(.geboortedatum)).map({ ShortBytes($0) }),
      let geslacht = bekend?.geslacht ?? (rij?.slice(.geslacht)).map({ ShortBytes($0) })
    else { return .failure(Fout("nobody has the number for case \(zaak.id)")) }
    if !geboortedatum.elementsEqual(zaak.naam.geboortedatum) || !geslacht.elementsEqual(zaak.naam.geslacht) {
      return .failure(Fout("who has the number for case \(zaak.id) has another birth date or sex than the melding"))
    }
    if let bsn = bekend?.bsn ?? (rij?.slice(.bsn)).map({ ShortBytes($0) }), !bsn.isEmpty {
      kandidaat = Kandidaat(bsn: bsn)
    }
    return .success(.persoon(kandidaat))
  }

  private func alsZaak(_ andere: Int64, _ zaak: Zaak, _ journal: Journaaltransactie) throws
    -> Result<Zaak.Besluit?, Fout>
  {
    guard andere != zaak.id, let gevonden = try journal.zaak(andere) else {
      return .failure(Fout("there is no other case \(andere)"))
    }
    if gevonden.besluit == nil { return .failure(Fout("case \(andere) has to be decided first")) }
    if gevonden.naam.geboortedatum != zaak.naam.geboortedatum || gevonden.naam.geslacht != zaak.naam.geslacht {
      return .failure(Fout("case \(andere) has another birth date or sex than case \(zaak.id)"))
    }
    return .success(.zaak(try journal.geldend(gevonden).id))
  }

  // MARK: Persons

  func rij(_ kandidaat: Kandidaat) throws -> Persoon? {
    try kandidaat.bsn.isEmpty
      ? personen.persoon(onderwijsnummer: kandidaat.onderwijsnummer) : personen.persoon(bsn: kandidaat.bsn)
  }

  func bekend(_ kandidaat: Kandidaat, _ register: Registertransactie) throws -> BekendePersoon? {
    try kandidaat.bsn.isEmpty
      ? register.persoon(onderwijsnummer: kandidaat.onderwijsnummer) : register.persoon(bsn: kandidaat.bsn)
  }

  /// The persons of the register; nothing is processed through it.
  func zoekregister(_ db: Database) -> Registertransactie {
    Registertransactie(
      db, vorm: Registervorm(pve.newest, newest: pve.newest), tables: ReferenceTables(),
      leverancier: Leverancier(brin: "", aanleverpunt: "", sectordeel: ""), ontvangst: datum, afsluiting: .geen)
  }
}
