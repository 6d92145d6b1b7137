import Exchange
import FileSystem
import ProgrammaVanEisen
import Reference
import Register

/// What somebody does at the desk of the program.
struct Ketenbalie {
  let register: Register
  let pve: PvE
  let personen: Personen
  /// By name, the first case that was decided.
  private var besloten: [String: Int64] = [:]

  init(register: Register, pve: PvE, personen: Personen) {
    self.register = register
    self.pve = pve
    self.personen = personen
  }

  private func balie(_ datum: Datum) -> Beslisbalie {
    Beslisbalie(register: register, pve: pve, personen: personen, datum: datum)
  }

  private static func naam(_ zaak: Onbeslist) -> [String] {
    [zaak.achternaam, zaak.voornamen, zaak.geboortedatum, zaak.geslacht]
  }

  /// The cases that nobody decided, each with who may be meant.
  func onbeslist(op datum: Datum) throws -> [String] {
    try balie(datum).onbeslist().map { zaak in
      Keten.zaak(
        Int(zaak.id), zaak.brin, zaak.leerlingnummer, Self.naam(zaak),
        kandidaten: zaak.kandidaten.map { $0.bsn.isEmpty ? $0.onderwijsnummer : $0.bsn })
    }
  }

  /// Does it; gives what that is, as a scenario writes it.
  mutating func doe(_ handeling: Handeling, op datum: Datum) throws -> [String] {
    switch handeling {
    case .verwijder(_, let nummer):
      try verwijder(nummer)
      return ["verwijder: [\(nummer)]"]
    case .besluit(_, let brin, let leerlingnummer, let keuze):
      let zaken = try balie(datum).onbeslist().filter { $0.brin == brin && $0.leerlingnummer == leerlingnummer }
      return try zaken.map { zaak in
        let (tekst, gekozen) = gekozen(zaak, keuze)
        _ = try balie(datum).beslis([.init(zaak: zaak.id, keuze: gekozen)], bewaar: true)
        let naam = "\(Self.naam(zaak))"
        besloten[naam] = min(besloten[naam] ?? zaak.id, zaak.id)
        return "besluit: [\(zaak.id): \(tekst)]"
      }
    }
  }

  private func gekozen(_ zaak: Onbeslist, _ keuze: Handeling.Keuze) -> (tekst: String, keuze: Beslisbalie.Keuze) {
    let aantal = zaak.kandidaten.count
    switch (keuze, besloten["\(Self.naam(zaak))"]) {
    case (.kandidaat(let nummer), _) where aantal > 0:
      return ("\(nummer % aantal + 1)", .kandidaat(nummer % aantal + 1))
    case (.zelfde, let eerdere?): return ("=\(eerdere)", .alsZaak(eerdere))
    default: return ("nieuw", .nieuw)
    }
  }

  private mutating func verwijder(_ nummer: String) throws {
    do {
      _ = try Persoonsverwijdering(register, pve: pve).verwijder(nummer, isProef: false)
    } catch let fout as BronError where fout.code == .usage {
      // Nobody is known under it.
      return
    }
    // With a person the decisions go that say that it is he.
    let over = try register.read { try Set(Int64.fetchAll($0, sql: "SELECT id FROM zaak WHERE besluit IS NOT NULL")) }
    besloten = besloten.filter { over.contains($0.value) }
  }
}
