import FileSystem
import GRDB
import Records

/// Which melding a change is from.
public struct Herkomst: Hashable, Sendable {
  /// The delivery, by its number in the journal.
  public let aanlevering: Int64
  /// The number of the melding in it, from 1.
  public let meldingnummer: Int

  /// A change by that melding of that delivery.
  public init(aanlevering: Int64, meldingnummer: Int) {
    self.aanlevering = aanlevering
    self.meldingnummer = meldingnummer
  }
}

/// Writes the difference between what was known of a person and what is known now, and puts what was
/// into the history.
///
/// What is new waits among the `toevoegingen`; what changes or goes does so at once.
struct Registratie {
  private let opdrachten: Opdrachten
  private let toevoegingen: Toevoegingen
  /// The number of the person, who may have rows that wait; nil for who is new.
  private let nummer: Int64?
  let herkomst: Herkomst
  /// What was written.
  private(set) var telling: Mutatietelling
  /// Whether something of this melding waits.
  private var heeftToevoegingen = false

  init(
    _ persoon: Int64?, _ opdrachten: Opdrachten, _ toevoegingen: Toevoegingen, herkomst: Herkomst,
    telling: Mutatietelling
  ) {
    nummer = persoon
    self.opdrachten = opdrachten
    self.toevoegingen = toevoegingen
    self.herkomst = herkomst
    self.telling = telling
  }

  /// Makes the register say `nieuw` where it said `oud`; gives `nieuw` with the numbers of new rows.
  mutating func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Deelnemer {
    var deelnemer = nieuw
    let persoon = try bewaarPersoon(nieuw, was: oud)
    deelnemer.id = persoon
    for was in oud?.inschrijvingen ?? [] where !nieuw.inschrijvingen.contains(where: { $0.id == was.id }) {
      try beeindig(was, wijze: .verwijderd)
      for tabel in Onderdeeltabel.of(sectordeel: was.leverancier.sectordeel) {
        try einde(.verwijderd, direct()(.bewaarAlle, tabel)).bind(was.id).voerUit()
        telling[Feitsoort(tabel)].verwijderd += opdrachten.db.changesCount
      }
      try direct()(.verwijderInschrijving).bind(was.id).voerUit()
      telling[.inschrijving].verwijderd += 1
    }
    for index in deelnemer.inschrijvingen.indices {
      let inschrijving = deelnemer.inschrijvingen[index]
      let was = inschrijving.id.flatMap { id in oud?.inschrijvingen.first { $0.id == id } }
      let id = try bewaarInschrijving(inschrijving, was: was, van: persoon)
      deelnemer.inschrijvingen[index].id = id
      if inschrijving.onderdelen != was?.onderdelen ?? [] { try bewaarOnderdelen(inschrijving, was: was, id: id) }
    }
    if heeftToevoegingen { try toevoegingen.onthoud(deelnemer, persoon) }
    return deelnemer
  }

  /// For what changes or goes: what waits of the person is written first.
  private func direct() throws -> Opdrachten {
    if let nummer, toevoegingen.bevat(nummer) { try toevoegingen.schrijf() }
    return opdrachten
  }

  private mutating func bewaarPersoon(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Int64 {
    guard let id = nieuw.id else {
      telling[.persoon].toegevoegd += 1
      heeftToevoegingen = true
      return try toevoegingen.voegToe(nieuw, herkomst)
    }
    if oud.map({ nieuw.isAnders($0) }) ?? true {
      try direct()(.bewaarPersoon).bind(herkomst.aanlevering).bind(herkomst.meldingnummer).bind(id).voerUit()
      try persoon(nieuw, direct()(.wijzigPersoon)).bind(id).voerUit()
      telling[.persoon].gewijzigd += 1
    }
    return id
  }

  /// The columns of a person.
  private func persoon(_ persoon: Deelnemer, _ opdracht: Opdracht) -> Opdracht {
    for nummer in [persoon.bsn, persoon.onderwijsnummer] {
      if nummer.isEmpty { opdracht.bind(nil as Int64?) } else { opdracht.bind(latin1: nummer) }
    }
    return opdracht.bind(latin1: persoon.geboortedatum).bind(latin1: persoon.geslacht).bind(latin1: persoon.postcode)
      .bind(latin1: persoon.land).bind(blob: persoon.zoeksleutel?.achternaam).bind(blob: persoon.zoeksleutel?.voornamen)
      .bind(herkomst.aanlevering).bind(herkomst.meldingnummer)
  }

  private mutating func bewaarInschrijving(_ nieuw: Inschrijving, was oud: Inschrijving?, van persoon: Int64) throws
    -> Int64
  {
    guard let id = nieuw.id else {
      telling[.inschrijving].toegevoegd += 1
      heeftToevoegingen = true
      return try toevoegingen.voegToe(nieuw, van: persoon, herkomst)
    }
    if nieuw.gegevens != oud?.gegevens {
      try beeindig(nieuw, wijze: .gewijzigd)
      try direct()(.wijzigInschrijving).bind(blob: nieuw.gegevens).bind(herkomst.aanlevering)
        .bind(herkomst.meldingnummer).bind(id).voerUit()
      telling[.inschrijving].gewijzigd += 1
    }
    return id
  }

  private mutating func bewaarOnderdelen(_ nieuw: Inschrijving, was oud: Inschrijving?, id: Int64) throws {
    let tables = Onderdeeltabel.of(sectordeel: nieuw.leverancier.sectordeel)
    let (waren, zijn) = (oud?.onderdelen ?? [], nieuw.onderdelen)
    if waren.isEmpty { return zijn.forEach { voegToe($0, tables, van: id) } }
    let (nu, toen) = plaatsen(waren, in: nieuw)
    // What hangs on another part goes before it and comes behind it.
    for tabel in tables.reversed() {
      for (was, nu) in zip(waren, nu) where nu == nil && was.recordsoort == tabel.recordsoort {
        try sleutel(was, tabel, einde(.verwijderd, direct()(.bewaarEen, tabel)).bind(id)).voerUit()
        try sleutel(was, tabel, direct()(.verwijder, tabel).bind(id)).voerUit()
        telling[Feitsoort(tabel)].verwijderd += 1
      }
    }
    for (onderdeel, toen) in zip(zijn, toen) {
      guard let toen else {
        voegToe(onderdeel, tables, van: id)
        continue
      }
      guard waren[toen] != onderdeel, let tabel = tables.first(where: { $0.recordsoort == onderdeel.recordsoort })
      else { continue }
      try sleutel(onderdeel, tabel, einde(.gewijzigd, direct()(.bewaarEen, tabel)).bind(id)).voerUit()
      try sleutel(
        onderdeel, tabel,
        direct()(.wijzig, tabel).bind(blob: onderdeel.gegevens).bind(herkomst.aanlevering)
          .bind(herkomst.meldingnummer).bind(id)
      ).voerUit()
      telling[Feitsoort(tabel)].gewijzigd += 1
    }
  }

  private mutating func voegToe(_ onderdeel: Onderdeel, _ tables: [Onderdeeltabel], van inschrijving: Int64) {
    guard let tabel = tables.first(where: { $0.recordsoort == onderdeel.recordsoort }) else { return }
    toevoegingen.voegToe(onderdeel, tabel, van: inschrijving, herkomst)
    telling[Feitsoort(tabel)].toegevoegd += 1
    heeftToevoegingen = true
  }

  /// Where each of `waren` stands among the parts of `nieuw`, and the other way round; nil where it is not there.
  private func plaatsen(_ waren: [Onderdeel], in nieuw: Inschrijving) -> (nu: [Int?], toen: [Int?]) {
    var nu = [Int?](repeating: nil, count: waren.count)
    var toen = [Int?](repeating: nil, count: nieuw.onderdelen.count)
    // A melding leaves the order as it is: nearly every part stands behind the one before it, however many there are.
    var volgende = 0
    for (index, was) in waren.enumerated() {
      guard let place = nieuw.index(was.recordsoort, was.sleutel, near: volgende) else { continue }
      (nu[index], toen[place], volgende) = (place, index, place + 1)
    }
    return (nu, toen)
  }

  // MARK: History

  /// Puts an inschrijving as it stands in the register into the history.
  private func beeindig(_ inschrijving: Inschrijving, wijze: Einde.Wijze) throws {
    let recordsoort = Inschrijving.recordsoort(inschrijving.leverancier.sectordeel)
    try einde(wijze, direct()(.bewaarInschrijving).bind(recordsoort)).bind(inschrijving.id).voerUit()
  }

  private func einde(_ wijze: Einde.Wijze, _ opdracht: Opdracht) -> Opdracht {
    opdracht.bind(herkomst.aanlevering).bind(herkomst.meldingnummer).bind(wijze.rawValue)
  }

  /// The columns of the key of a part.
  private func sleutel(_ onderdeel: Onderdeel, _ tabel: Onderdeeltabel, _ opdracht: Opdracht) -> Opdracht {
    var rest = onderdeel.sleutel[...]
    for (_, lengte) in tabel.sleutel {
      opdracht.bind(latin1: Latin1.trimmed(rest.prefix(lengte)))
      rest = rest.dropFirst(lengte)
    }
    return opdracht
  }
}

extension Deelnemer {
  /// Whether what is known of the person himself is another.
  fileprivate func isAnders(_ ander: Deelnemer) -> Bool {
    bsn != ander.bsn || onderwijsnummer != ander.onderwijsnummer || geboortedatum != ander.geboortedatum
      || geslacht != ander.geslacht || postcode != ander.postcode || land != ander.land
      || zoeksleutel != ander.zoeksleutel
  }
}

extension Registertransactie {
  /// Makes the register say `nieuw` where it said `oud`, and gives `nieuw` with the numbers of its new rows.
  @discardableResult
  public func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?, herkomst: Herkomst) throws -> Deelnemer {
    try noteer(herkomst)
    var registratie = Registratie(oud?.id, opdrachten, toevoegingen, herkomst: herkomst, telling: telling)
    let bewaard = try registratie.bewaar(nieuw, was: oud)
    telling = registratie.telling
    return bewaard
  }
}
