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

/// Notes the difference between what was known of a person and what is known now, and what it puts into the history,
/// behind what waits to be written.
struct Registratie {
  private let rij: Schrijfrij
  let herkomst: Herkomst

  init(_ rij: Schrijfrij, herkomst: Herkomst) {
    self.rij = rij
    self.herkomst = herkomst
  }

  /// Makes the register say `nieuw` where it said `oud`; gives `nieuw` with the numbers of new rows.
  func bewaar(_ nieuw: consuming Deelnemer, was oud: Deelnemer?, in nu: inout Wijzigingen) throws -> Deelnemer {
    var deelnemer = nieuw
    let eerder = nu.aantal
    let persoon = try bewaarPersoon(deelnemer, was: oud, in: &nu)
    deelnemer.id = persoon
    for was in oud?.inschrijvingen ?? [] where !deelnemer.inschrijvingen.contains(where: { $0.id == was.id }) {
      if let id = was.id { verwijder(was, id, van: persoon, in: &nu) }
    }
    for index in deelnemer.inschrijvingen.indices {
      guard let id = deelnemer.inschrijvingen[index].id else {
        deelnemer.inschrijvingen[index].id = try voegToe(deelnemer.inschrijvingen[index], van: persoon, in: &nu)
        continue
      }
      let was = oud?.inschrijvingen.first { $0.id == id }
      bewaarInschrijving(deelnemer.inschrijvingen[index], was: was, id, van: persoon, in: &nu)
    }
    if nu.aantal != eerder { nu.onthoud(deelnemer, persoon, eerder: oud) }
    return deelnemer
  }

  private func bewaarPersoon(_ nieuw: Deelnemer, was oud: Deelnemer?, in nu: inout Wijzigingen) throws -> Int64 {
    guard let id = nieuw.id else {
      let id = try rij.volgendePersoon()
      nu.telling[.persoon].toegevoegd += 1
      nu.voegToe(.persoon, van: id) { waarden in
        waarden.voegToe(id)
        waarden.voegToe(nieuw)
        waarden.voegToe(herkomst)
      }
      return id
    }
    if oud.map({ nieuw.isAnders($0) }) ?? true {
      nu.voegToe(.vast(.bewaarPersoon), van: id) { waarden in
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      nu.voegToe(.vast(.wijzigPersoon), van: id) { waarden in
        waarden.voegToe(nieuw)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      nu.telling[.persoon].gewijzigd += 1
    }
    return id
  }

  /// A new inschrijving, with all that hangs on it; gives its number.
  private func voegToe(_ inschrijving: Inschrijving, van persoon: Int64, in nu: inout Wijzigingen) throws -> Int64 {
    let id = try rij.volgendeInschrijving()
    nu.telling[.inschrijving].toegevoegd += 1
    nu.voegToe(.inschrijving, van: persoon) { waarden in
      waarden.voegToe(id)
      waarden.voegToe(persoon)
      waarden.voegToe(inschrijving.leverancier.brin)
      waarden.voegToe(inschrijving.leverancier.aanleverpunt)
      waarden.voegToe(inschrijving.leverancier.sectordeel)
      waarden.voegToe(zonderSpaties: inschrijving.volgnummer)
      waarden.voegToe(blob: inschrijving.gegevens)
      waarden.voegToe(herkomst)
    }
    voegToe(inschrijving.onderdelen, Onderdeeltabel.of(inschrijving), van: id, persoon, in: &nu)
    return id
  }

  /// An inschrijving that may be there already.
  private func bewaarInschrijving(
    _ nieuw: Inschrijving, was oud: Inschrijving?, _ id: Int64, van persoon: Int64, in nu: inout Wijzigingen
  ) {
    if nieuw.gegevens != oud?.gegevens {
      beeindig(nieuw, id, wijze: .gewijzigd, van: persoon, in: &nu)
      nu.voegToe(.vast(.wijzigInschrijving), van: persoon) { waarden in
        waarden.voegToe(blob: nieuw.gegevens)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      nu.telling[.inschrijving].gewijzigd += 1
    }
    if nieuw.onderdelen != oud?.onderdelen ?? [] { bewaarOnderdelen(nieuw, was: oud, id: id, van: persoon, in: &nu) }
  }

  /// Takes an inschrijving away, with all that hangs on it.
  private func verwijder(_ inschrijving: Inschrijving, _ id: Int64, van persoon: Int64, in nu: inout Wijzigingen) {
    beeindig(inschrijving, id, wijze: .verwijderd, van: persoon, in: &nu)
    for tabel in Onderdeeltabel.of(inschrijving) {
      let aantal = inschrijving.onderdelen.count { $0.recordsoort == tabel.recordsoort }
      if aantal == 0 { continue }
      nu.voegToe(.vanTabel(.bewaarAlle, tabel), van: persoon) { waarden in
        einde(.verwijderd, &waarden)
        waarden.voegToe(id)
      }
      nu.telling[tabel.soort].verwijderd += aantal
    }
    nu.voegToe(.vast(.verwijderInschrijving), van: persoon) { $0.voegToe(id) }
    nu.telling[.inschrijving].verwijderd += 1
  }

  private func bewaarOnderdelen(
    _ nieuw: Inschrijving, was oud: Inschrijving?, id: Int64, van persoon: Int64, in nu: inout Wijzigingen
  ) {
    let tables = Onderdeeltabel.of(nieuw)
    let (waren, zijn) = (oud?.onderdelen ?? [], nieuw.onderdelen)
    if waren.isEmpty { return voegToe(zijn, tables, van: id, persoon, in: &nu) }
    let (hier, toen) = plaatsen(waren, in: nieuw)
    // What hangs on another part goes before it and comes behind it.
    for tabel in tables.reversed() {
      for (was, hier) in zip(waren, hier) where hier == nil && was.recordsoort == tabel.recordsoort {
        beeindig(was, tabel, wijze: .verwijderd, van: id, persoon, in: &nu)
        nu.voegToe(.vanTabel(.verwijder, tabel), van: persoon) { waarden in
          waarden.voegToe(id)
          waarden.voegToe(was, tabel)
        }
        nu.telling[tabel.soort].verwijderd += 1
      }
    }
    for (onderdeel, toen) in zip(zijn, toen) {
      guard let toen else {
        voegToe(CollectionOfOne(onderdeel), tables, van: id, persoon, in: &nu)
        continue
      }
      guard waren[toen] != onderdeel, let tabel = tables.first(where: { $0.recordsoort == onderdeel.recordsoort })
      else { continue }
      beeindig(onderdeel, tabel, wijze: .gewijzigd, van: id, persoon, in: &nu)
      nu.voegToe(.vanTabel(.wijzig, tabel), van: persoon) { waarden in
        waarden.voegToe(blob: onderdeel.gegevens)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
        waarden.voegToe(onderdeel, tabel)
      }
      nu.telling[tabel.soort].gewijzigd += 1
    }
  }

  /// New parts of an inschrijving.
  private func voegToe(
    _ onderdelen: some Collection<Onderdeel>, _ tables: [Onderdeeltabel], van inschrijving: Int64, _ persoon: Int64,
    in nu: inout Wijzigingen
  ) {
    // Those of a kind stand together.
    var vorige: Onderdeeltabel?
    for onderdeel in onderdelen {
      if vorige?.recordsoort != onderdeel.recordsoort {
        vorige = tables.first { $0.recordsoort == onderdeel.recordsoort }
      }
      guard let tabel = vorige else { continue }
      nu.voegToe(.van(tabel), van: persoon) { waarden in
        waarden.voegToe(inschrijving)
        waarden.voegToe(onderdeel, tabel)
        waarden.voegToe(blob: onderdeel.gegevens)
        waarden.voegToe(herkomst)
      }
      nu.telling[tabel.soort].toegevoegd += 1
    }
  }

  /// Where each of `waren` stands among the parts of `nieuw`, and the other way round; nil where it is not there.
  private func plaatsen(_ waren: [Onderdeel], in nieuw: Inschrijving) -> (hier: [Int?], toen: [Int?]) {
    var hier = [Int?](repeating: nil, count: waren.count)
    var toen = [Int?](repeating: nil, count: nieuw.onderdelen.count)
    // A melding leaves the order as it is: nearly every part stands behind the one before it, however many there are.
    var volgende = 0
    for (index, was) in waren.enumerated() {
      guard let place = nieuw.index(was.recordsoort, was.sleutel, near: volgende) else { continue }
      (hier[index], toen[place], volgende) = (place, index, place + 1)
    }
    return (hier, toen)
  }

  // MARK: History

  /// Puts an inschrijving as it stands in the register into the history.
  private func beeindig(
    _ inschrijving: Inschrijving, _ id: Int64, wijze: Einde.Wijze, van persoon: Int64, in nu: inout Wijzigingen
  ) {
    nu.voegToe(.vast(.bewaarInschrijving), van: persoon) { waarden in
      waarden.voegToe(Int64(Inschrijving.recordsoort(inschrijving.leverancier.sectordeel)))
      einde(wijze, &waarden)
      waarden.voegToe(id)
    }
  }

  /// The same of a part of one.
  private func beeindig(
    _ onderdeel: Onderdeel, _ tabel: Onderdeeltabel, wijze: Einde.Wijze, van inschrijving: Int64, _ persoon: Int64,
    in nu: inout Wijzigingen
  ) {
    nu.voegToe(.vanTabel(.bewaarEen, tabel), van: persoon) { waarden in
      einde(wijze, &waarden)
      waarden.voegToe(inschrijving)
      waarden.voegToe(onderdeel, tabel)
    }
  }

  private func einde(_ wijze: Einde.Wijze, _ waarden: inout Rijen) {
    waarden.voegToe(herkomst)
    waarden.voegToe(wijze.rawValue)
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
  public func bewaar(_ nieuw: consuming Deelnemer, was oud: Deelnemer?, herkomst: Herkomst) throws -> Deelnemer {
    try noteer(herkomst)
    let bewaard = try rij.bewaar(nieuw, was: oud, herkomst: herkomst)
    if rij.isVol { try voltooi() }
    return bewaard
  }
}
