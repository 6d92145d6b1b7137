import GRDB
import ProgrammaVanEisen
import Records
import Reference

/// New persons, inschrijvingen and parts that wait to be written, and the persons whom they are of.
///
/// A statement for each row costs more than the row: its cursors are opened and closed, its memory is taken and given
/// back. So rows are kept until there are many, and written by statements of many rows. Until then whoever asks for
/// their persons gets them from here, and who changes or removes rows of such a person has them written first.
final class Toevoegingen {
  /// How many rows a statement writes: as many of the largest as there are rows for, then of the next.
  private static let perOpdracht = [64, 16, 4, 1]
  /// How many rows wait at most.
  static let meeste = 4_096

  /// A table with its rows.
  private struct Tabel {
    let naam: String
    let kolommen: [String]
    var rijen = Rijen()
    /// By their number of rows, as `perOpdracht`; nil as long as there was no use for it.
    var opdrachten = [Opdracht?](repeating: nil, count: perOpdracht.count)

    func sql(_ aantal: Int) -> String {
      let rij = "(\(kolommen.map { _ in "?" }.joined(separator: ", ")))"
      let rijen = [String](repeating: rij, count: aantal).joined(separator: ", ")
      return "INSERT INTO \(naam) (\(kolommen.joined(separator: ", "))) VALUES \(rijen)"
    }
  }

  private let db: Database
  /// What refers to another comes behind it.
  private var tabellen: [Tabel]
  private var aantal = 0
  /// The numbers that were given last; nil as long as none was asked for.
  private var laatstePersoon: Int64?
  private var laatsteInschrijving: Int64?

  /// The persons with waiting rows, as they are with them, and those of them who are new by what they are found by.
  private var personen: [Int64: Deelnemer] = [:]
  private var metBSN: [UInt64: Int64] = [:]
  private var metOnderwijsnummer: [UInt64: Int64] = [:]
  private var metNaam: [Zoeksleutel: [Int64]] = [:]

  init(_ db: Database) {
    self.db = db
    let herkomst = ["aanlevering_id", "meldingnummer"]
    tabellen =
      [
        Tabel(
          naam: "persoon",
          kolommen: [
            "id", "bsn", "onderwijsnummer", "geboortedatum", "geslacht", "postcode", "land", "achternaam", "voornamen",
          ] + herkomst),
        Tabel(
          naam: "inschrijving",
          kolommen: [
            "id", "persoon_id", "brin", "aanleverpunt", "sectordeel", "inschrijvingsvolgnummer", "gegevens",
          ] + herkomst),
      ]
      + Onderdeeltabel.all.map { tabel in
        Tabel(naam: tabel.naam, kolommen: ["inschrijving_id"] + tabel.sleutel.map(\.kolom) + ["gegevens"] + herkomst)
      }
  }

  // MARK: Rows

  /// A new person; gives his number.
  func voegToe(_ persoon: Deelnemer, _ herkomst: Herkomst) throws -> Int64 {
    let id = try Self.volgende(&laatstePersoon, "persoon", db)
    voegToe(0) { rij in
      rij.voegToe(id)
      rij.voegToe(nummer: persoon.bsn)
      rij.voegToe(nummer: persoon.onderwijsnummer)
      rij.voegToe(latin1: persoon.geboortedatum)
      rij.voegToe(latin1: persoon.geslacht)
      rij.voegToe(latin1: persoon.postcode)
      rij.voegToe(latin1: persoon.land)
      rij.voegToe(blob: persoon.zoeksleutel?.achternaam)
      rij.voegToe(blob: persoon.zoeksleutel?.voornamen)
      rij.voegToe(herkomst)
    }
    if let sleutel = Self.sleutel(persoon.bsn) { metBSN[sleutel] = id }
    if let sleutel = Self.sleutel(persoon.onderwijsnummer) { metOnderwijsnummer[sleutel] = id }
    if let sleutel = Self.geregistreerd(persoon) { metNaam[sleutel, default: []].append(id) }
    return id
  }

  /// A new inschrijving of a person; gives its number.
  func voegToe(_ inschrijving: Inschrijving, van persoon: Int64, _ herkomst: Herkomst) throws -> Int64 {
    let id = try Self.volgende(&laatsteInschrijving, "inschrijving", db)
    voegToe(1) { rij in
      rij.voegToe(id)
      rij.voegToe(persoon)
      rij.voegToe(inschrijving.leverancier.brin)
      rij.voegToe(inschrijving.leverancier.aanleverpunt)
      rij.voegToe(inschrijving.leverancier.sectordeel)
      rij.voegToe(latin1: Latin1.trimmed(inschrijving.volgnummer))
      rij.voegToe(blob: inschrijving.gegevens)
      rij.voegToe(herkomst)
    }
    return id
  }

  /// A new part of an inschrijving.
  func voegToe(_ onderdeel: Onderdeel, _ tabel: Onderdeeltabel, van inschrijving: Int64, _ herkomst: Herkomst) {
    voegToe(2 + tabel.nummer) { rij in
      rij.voegToe(inschrijving)
      var rest = onderdeel.sleutel[...]
      for (_, lengte) in tabel.sleutel {
        rij.voegToe(latin1: Latin1.trimmed(rest.prefix(lengte)))
        rest = rest.dropFirst(lengte)
      }
      rij.voegToe(blob: onderdeel.gegevens)
      rij.voegToe(herkomst)
    }
  }

  private func voegToe(_ tabel: Int, _ rij: (inout Rijen) -> Void) {
    aantal += 1
    rij(&tabellen[tabel].rijen)
  }

  /// The number that SQLite would give: only this transaction writes.
  private static func volgende(_ laatste: inout Int64?, _ tabel: String, _ db: Database) throws -> Int64 {
    let nummer = try 1 + (laatste ?? Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM \(tabel)") ?? 0)
    laatste = nummer
    return nummer
  }

  /// Writes what waits.
  func schrijf() throws {
    for tabel in tabellen.indices where !tabellen[tabel].rijen.waarden.isEmpty { try schrijf(&tabellen[tabel]) }
    aantal = 0
    personen.removeAll(keepingCapacity: true)
    metBSN.removeAll(keepingCapacity: true)
    metOnderwijsnummer.removeAll(keepingCapacity: true)
    metNaam.removeAll(keepingCapacity: true)
  }

  private func schrijf(_ tabel: inout Tabel) throws {
    var begin = 0
    for (soort, aantal) in Self.perOpdracht.enumerated() {
      let count = aantal * tabel.kolommen.count
      while tabel.rijen.waarden.count - begin >= count {
        let opdracht = try tabel.opdrachten[soort] ?? Opdracht(db, tabel.sql(aantal))
        tabel.opdrachten[soort] = opdracht
        try opdracht.voerUit(tabel.rijen, begin..<begin + count)
        begin += count
      }
    }
    tabel.rijen.leegMaken()
  }

  // MARK: Persons

  /// Whether rows of a person wait.
  func bevat(_ persoon: Int64) -> Bool { personen[persoon] != nil }

  /// Keeps who has rows here, as he is with them; writes all where there are many.
  func onthoud(_ deelnemer: Deelnemer, _ id: Int64) throws {
    personen[id] = deelnemer
    if aantal >= Self.meeste { try schrijf() }
  }

  /// A person with waiting rows, as they would be read.
  func deelnemer(_ id: Int64) -> Deelnemer? {
    guard var deelnemer = personen[id] else { return nil }
    deelnemer.zoeksleutel = Self.geregistreerd(deelnemer)
    for place in deelnemer.inschrijvingen.indices {
      deelnemer.inschrijvingen[place].ordenOnderdelen()
    }
    return deelnemer
  }

  /// The new person with that BSN.
  func nieuwe(bsn: ShortBytes) -> Deelnemer? { Self.sleutel(bsn).flatMap { metBSN[$0] }.flatMap(deelnemer) }

  /// The new person with that onderwijsnummer.
  func nieuwe(onderwijsnummer: ShortBytes) -> Deelnemer? {
    Self.sleutel(onderwijsnummer).flatMap { metOnderwijsnummer[$0] }.flatMap(deelnemer)
  }

  /// The new persons without BSN with those names, birth date and sex, in the order of their numbers.
  func nieuwe(_ sleutel: Zoeksleutel) -> [Deelnemer] {
    (metNaam[sleutel] ?? []).compactMap(deelnemer).filter(\.bsn.isEmpty)
  }

  /// The key by which the register finds somebody: his names, and the birth date and sex of his row.
  private static func geregistreerd(_ deelnemer: Deelnemer) -> Zoeksleutel? {
    deelnemer.zoeksleutel.map {
      Zoeksleutel(
        achternaam: $0.achternaam, voornamen: $0.voornamen, geboortedatum: deelnemer.geboortedatum,
        geslacht: deelnemer.geslacht)
    }
  }

  /// A number of digits as a key, behind a 1, so that leading zeros count. Only such numbers were checked, and only who
  /// was checked is registered.
  private static func sleutel(_ nummer: ShortBytes) -> UInt64? {
    guard !nummer.isEmpty, nummer.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
    return nummer.reduce(1) { $0 * 10 + UInt64($1 - 0x30) }
  }
}
