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
struct Registratie {
  let opdrachten: Opdrachten
  let herkomst: Herkomst
  /// What was written.
  private(set) var telling: Mutatietelling

  init(_ opdrachten: Opdrachten, herkomst: Herkomst, telling: Mutatietelling) {
    self.opdrachten = opdrachten
    self.herkomst = herkomst
    self.telling = telling
  }

  /// Makes the register say `nieuw` where it said `oud`; gives `nieuw` with the numbers of new rows.
  mutating func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Deelnemer {
    var deelnemer = nieuw
    deelnemer.id = try bewaarPersoon(nieuw, was: oud)
    for was in oud?.inschrijvingen ?? [] where !nieuw.inschrijvingen.contains(where: { $0.id == was.id }) {
      try beeindig(was, wijze: .verwijderd)
      for tabel in Onderdeeltabel.of(sectordeel: was.leverancier.sectordeel) {
        try einde(.verwijderd, opdrachten(.bewaarAlle, tabel)).bind(was.id).voerUit()
        telling[Feitsoort(tabel)].verwijderd += opdrachten.db.changesCount
      }
      try opdrachten(.verwijderInschrijving).bind(was.id).voerUit()
      telling[.inschrijving].verwijderd += 1
    }
    for index in deelnemer.inschrijvingen.indices {
      let inschrijving = deelnemer.inschrijvingen[index]
      let was = inschrijving.id.flatMap { id in oud?.inschrijvingen.first { $0.id == id } }
      let id = try bewaarInschrijving(inschrijving, was: was, van: deelnemer.id)
      deelnemer.inschrijvingen[index].id = id
      if inschrijving.onderdelen != was?.onderdelen ?? [] { try bewaarOnderdelen(inschrijving, was: was, id: id) }
    }
    return deelnemer
  }

  private mutating func bewaarPersoon(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Int64 {
    guard let id = nieuw.id else {
      try persoon(nieuw, opdrachten(.nieuwePersoon)).voerUit()
      telling[.persoon].toegevoegd += 1
      return opdrachten.db.lastInsertedRowID
    }
    if oud.map({ nieuw.isAnders($0) }) ?? true {
      try opdrachten(.bewaarPersoon).bind(herkomst.aanlevering).bind(herkomst.meldingnummer).bind(id).voerUit()
      try persoon(nieuw, opdrachten(.wijzigPersoon)).bind(id).voerUit()
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

  private mutating func bewaarInschrijving(_ nieuw: Inschrijving, was oud: Inschrijving?, van persoon: Int64?) throws
    -> Int64
  {
    guard let id = nieuw.id else {
      try opdrachten(.nieuweInschrijving).bind(persoon).bind(nieuw.leverancier.brin)
        .bind(nieuw.leverancier.aanleverpunt).bind(nieuw.leverancier.sectordeel)
        .bind(latin1: Latin1.trimmed(nieuw.volgnummer)).bind(blob: nieuw.gegevens).bind(herkomst.aanlevering)
        .bind(herkomst.meldingnummer).voerUit()
      telling[.inschrijving].toegevoegd += 1
      return opdrachten.db.lastInsertedRowID
    }
    if nieuw.gegevens != oud?.gegevens {
      try beeindig(nieuw, wijze: .gewijzigd)
      try opdrachten(.wijzigInschrijving).bind(blob: nieuw.gegevens).bind(herkomst.aanlevering)
        .bind(herkomst.meldingnummer).bind(id).voerUit()
      telling[.inschrijving].gewijzigd += 1
    }
    return id
  }

  private mutating func bewaarOnderdelen(_ nieuw: Inschrijving, was oud: Inschrijving?, id: Int64) throws {
    let tables = Onderdeeltabel.of(sectordeel: nieuw.leverancier.sectordeel)
    let (waren, zijn) = (oud?.onderdelen ?? [], nieuw.onderdelen)
    let (nu, toen) = plaatsen(waren, in: nieuw)
    // What hangs on another part goes before it and comes behind it.
    for tabel in tables.reversed() {
      for (was, nu) in zip(waren, nu) where nu == nil && was.recordsoort == tabel.recordsoort {
        try sleutel(was, tabel, einde(.verwijderd, opdrachten(.bewaarEen, tabel)).bind(id)).voerUit()
        try sleutel(was, tabel, opdrachten(.verwijder, tabel).bind(id)).voerUit()
        telling[Feitsoort(tabel)].verwijderd += 1
      }
    }
    for tabel in tables {
      for (onderdeel, toen) in zip(zijn, toen) where onderdeel.recordsoort == tabel.recordsoort {
        if let toen {
          if waren[toen] == onderdeel { continue }
          try sleutel(onderdeel, tabel, einde(.gewijzigd, opdrachten(.bewaarEen, tabel)).bind(id)).voerUit()
          telling[Feitsoort(tabel)].gewijzigd += 1
        } else {
          telling[Feitsoort(tabel)].toegevoegd += 1
        }
        try sleutel(onderdeel, tabel, opdrachten(.schrijf, tabel).bind(id)).bind(blob: onderdeel.gegevens)
          .bind(herkomst.aanlevering).bind(herkomst.meldingnummer).voerUit()
      }
    }
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
    try einde(wijze, opdrachten(.bewaarInschrijving).bind(recordsoort)).bind(inschrijving.id).voerUit()
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
    var registratie = Registratie(opdrachten, herkomst: herkomst, telling: telling)
    let bewaard = try registratie.bewaar(nieuw, was: oud)
    telling = registratie.telling
    return bewaard
  }
}
