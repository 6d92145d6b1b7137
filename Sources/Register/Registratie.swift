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

/// Has the difference between what was known of a person and what is known now written, and what was put into the
/// history.
struct Registratie {
  private let rij: Schrijfrij
  let herkomst: Herkomst
  /// Whether the melding changed something.
  private var isGewijzigd = false

  init(_ rij: Schrijfrij, herkomst: Herkomst) {
    self.rij = rij
    self.herkomst = herkomst
  }

  /// Makes the register say `nieuw` where it said `oud`; gives `nieuw` with the numbers of new rows.
  mutating func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Deelnemer {
    var deelnemer = nieuw
    let persoon = try bewaarPersoon(nieuw, was: oud)
    deelnemer.id = persoon
    for was in oud?.inschrijvingen ?? [] where !nieuw.inschrijvingen.contains(where: { $0.id == was.id }) {
      if let id = was.id { verwijder(was, id, van: persoon) }
    }
    for index in deelnemer.inschrijvingen.indices {
      let inschrijving = deelnemer.inschrijvingen[index]
      let was = inschrijving.id.flatMap { id in oud?.inschrijvingen.first { $0.id == id } }
      let id = try bewaarInschrijving(inschrijving, was: was, van: persoon)
      deelnemer.inschrijvingen[index].id = id
      if inschrijving.onderdelen != was?.onderdelen ?? [] {
        bewaarOnderdelen(inschrijving, was: was, id: id, van: persoon)
      }
    }
    if isGewijzigd { rij.onthoud(deelnemer, persoon, eerder: oud) }
    return deelnemer
  }

  /// Counts a change, and has it written behind those before it.
  private mutating func wijzig(_ soort: Wijzigingen.Soort, van persoon: Int64, _ vul: (inout Rijen) -> Void) {
    isGewijzigd = true
    rij.voegToe(soort, van: persoon, vul)
  }

  private mutating func bewaarPersoon(_ nieuw: Deelnemer, was oud: Deelnemer?) throws -> Int64 {
    guard let id = nieuw.id else {
      isGewijzigd = true
      rij.telling[.persoon].toegevoegd += 1
      return try rij.voegToe(nieuw, herkomst)
    }
    if oud.map({ nieuw.isAnders($0) }) ?? true {
      wijzig(.vast(.bewaarPersoon), van: id) { [herkomst] waarden in
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      wijzig(.vast(.wijzigPersoon), van: id) { [herkomst] waarden in
        waarden.voegToe(nieuw)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      rij.telling[.persoon].gewijzigd += 1
    }
    return id
  }

  private mutating func bewaarInschrijving(_ nieuw: Inschrijving, was oud: Inschrijving?, van persoon: Int64) throws
    -> Int64
  {
    guard let id = nieuw.id else {
      isGewijzigd = true
      rij.telling[.inschrijving].toegevoegd += 1
      return try rij.voegToe(nieuw, van: persoon, herkomst)
    }
    if nieuw.gegevens != oud?.gegevens {
      beeindig(nieuw, id, wijze: .gewijzigd, van: persoon)
      wijzig(.vast(.wijzigInschrijving), van: persoon) { [herkomst] waarden in
        waarden.voegToe(blob: nieuw.gegevens)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
      }
      rij.telling[.inschrijving].gewijzigd += 1
    }
    return id
  }

  /// Takes an inschrijving away, with all that hangs on it.
  private mutating func verwijder(_ inschrijving: Inschrijving, _ id: Int64, van persoon: Int64) {
    beeindig(inschrijving, id, wijze: .verwijderd, van: persoon)
    for tabel in Onderdeeltabel.of(sectordeel: inschrijving.leverancier.sectordeel) {
      let aantal = inschrijving.onderdelen.count { $0.recordsoort == tabel.recordsoort }
      if aantal == 0 { continue }
      wijzig(.vanTabel(.bewaarAlle, tabel), van: persoon) { [self] waarden in
        einde(.verwijderd, &waarden)
        waarden.voegToe(id)
      }
      rij.telling[Feitsoort(tabel)].verwijderd += aantal
    }
    wijzig(.vast(.verwijderInschrijving), van: persoon) { $0.voegToe(id) }
    rij.telling[.inschrijving].verwijderd += 1
  }

  private mutating func bewaarOnderdelen(
    _ nieuw: Inschrijving, was oud: Inschrijving?, id: Int64, van persoon: Int64
  ) {
    let tables = Onderdeeltabel.of(sectordeel: nieuw.leverancier.sectordeel)
    let (waren, zijn) = (oud?.onderdelen ?? [], nieuw.onderdelen)
    if waren.isEmpty {
      for onderdeel in zijn { voegToe(onderdeel, tables, van: id, persoon) }
      return
    }
    let (nu, toen) = plaatsen(waren, in: nieuw)
    // What hangs on another part goes before it and comes behind it.
    for tabel in tables.reversed() {
      for (was, nu) in zip(waren, nu) where nu == nil && was.recordsoort == tabel.recordsoort {
        beeindig(was, tabel, wijze: .verwijderd, van: id, persoon)
        wijzig(.vanTabel(.verwijder, tabel), van: persoon) { waarden in
          waarden.voegToe(id)
          waarden.voegToe(was, tabel)
        }
        rij.telling[Feitsoort(tabel)].verwijderd += 1
      }
    }
    for (onderdeel, toen) in zip(zijn, toen) {
      guard let toen else {
        voegToe(onderdeel, tables, van: id, persoon)
        continue
      }
      guard waren[toen] != onderdeel, let tabel = tables.first(where: { $0.recordsoort == onderdeel.recordsoort })
      else { continue }
      beeindig(onderdeel, tabel, wijze: .gewijzigd, van: id, persoon)
      wijzig(.vanTabel(.wijzig, tabel), van: persoon) { [herkomst] waarden in
        waarden.voegToe(blob: onderdeel.gegevens)
        waarden.voegToe(herkomst)
        waarden.voegToe(id)
        waarden.voegToe(onderdeel, tabel)
      }
      rij.telling[Feitsoort(tabel)].gewijzigd += 1
    }
  }

  private mutating func voegToe(
    _ onderdeel: Onderdeel, _ tables: [Onderdeeltabel], van inschrijving: Int64, _ persoon: Int64
  ) {
    guard let tabel = tables.first(where: { $0.recordsoort == onderdeel.recordsoort }) else { return }
    isGewijzigd = true
    rij.voegToe(onderdeel, tabel, van: inschrijving, persoon, herkomst)
    rij.telling[Feitsoort(tabel)].toegevoegd += 1
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
  private mutating func beeindig(_ inschrijving: Inschrijving, _ id: Int64, wijze: Einde.Wijze, van persoon: Int64) {
    wijzig(.vast(.bewaarInschrijving), van: persoon) { [self] waarden in
      waarden.voegToe(Int64(Inschrijving.recordsoort(inschrijving.leverancier.sectordeel)))
      einde(wijze, &waarden)
      waarden.voegToe(id)
    }
  }

  /// The same of a part of one.
  private mutating func beeindig(
    _ onderdeel: Onderdeel, _ tabel: Onderdeeltabel, wijze: Einde.Wijze, van inschrijving: Int64, _ persoon: Int64
  ) {
    wijzig(.vanTabel(.bewaarEen, tabel), van: persoon) { [self] waarden in
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
  public func bewaar(_ nieuw: Deelnemer, was oud: Deelnemer?, herkomst: Herkomst) throws -> Deelnemer {
    try noteer(herkomst)
    var registratie = Registratie(rij, herkomst: herkomst)
    let bewaard = try registratie.bewaar(nieuw, was: oud)
    if rij.isVol { try voltooi() }
    return bewaard
  }
}
