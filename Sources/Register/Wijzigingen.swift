import ProgrammaVanEisen
import Records
import Reference

/// Changes that wait to be written, and the persons whom they are of, as they are with them.
///
/// New rows are written many by one statement: for a row by itself, opening and closing its cursors costs more than the
/// row. What changes or takes away comes behind them in its order, and so does what is new of a person of whom something
/// changed before: what was taken away may come back under the same key. Persons do not get in each other's way.
// Not copied: whoever asks for one person would pay for a copy of all of it.
struct Wijzigingen: ~Copyable {
  /// A statement that runs by itself.
  enum Soort {
    case vast(Opdrachten.Vast)
    case vanTabel(Opdrachten.VanTabel, Onderdeeltabel)
    case nieuw(Toevoegtabel)
  }

  /// New rows, by the number of their table.
  private var nieuw = [Rijen](repeating: Rijen(), count: Toevoegtabel.alle.count)
  /// The values of what comes behind them, and the statement that takes each stretch of them.
  private var waarden = Rijen()
  private var opdrachten: [(soort: Soort, waarden: Range<Int>)] = []
  /// Whose statements are among those.
  private var metOpdrachten: Set<Int64> = []
  /// Who was asked for last, and whether he is one of them: the rows of a melding are of one person.
  private var laatste: (persoon: Int64, heeftOpdrachten: Bool) = (0, false)
  /// Whether a number or name of somebody changed: who is new may have the one that he had.
  private var heeftNieuweSleutels = false
  /// The onderwijsnummer that was given out last; nil where none was.
  var laatsteOnderwijsnummer: Int?
  /// How many rows and statements wait.
  private(set) var aantal = 0
  /// What was changed by all that ever waited here.
  var telling = Mutatietelling()

  private var personen: [Int64: Deelnemer] = [:]
  private var metBSN = ShortIndex()
  private var metOnderwijsnummer = ShortIndex()
  private var metNaam: [Zoeksleutel: [Int64]] = [:]

  /// Forgets all of it but what was counted, and keeps the memory for the next ones.
  mutating func leegMaken() {
    for tabel in nieuw.indices { nieuw[tabel].leegMaken() }
    waarden.leegMaken()
    opdrachten.removeAll(keepingCapacity: true)
    metOpdrachten.removeAll(keepingCapacity: true)
    laatste = (0, false)
    heeftNieuweSleutels = false
    laatsteOnderwijsnummer = nil
    aantal = 0
    personen.removeAll(keepingCapacity: true)
    metBSN.removeAll()
    metOnderwijsnummer.removeAll()
    metNaam.removeAll(keepingCapacity: true)
  }

  // MARK: Changes

  /// A row that was not there; `vul` adds the values of its columns.
  mutating func voegToe(_ tabel: Toevoegtabel, van persoon: Int64, _ vul: (inout Rijen) -> Void) {
    if laatste.persoon != persoon { laatste = (persoon, metOpdrachten.contains(persoon)) }
    if laatste.heeftOpdrachten || heeftNieuweSleutels && tabel === Toevoegtabel.persoon {
      return voegToe(.nieuw(tabel), van: persoon, vul)
    }
    aantal += 1
    vul(&nieuw[tabel.nummer])
  }

  /// A statement that comes behind what is there; `vul` adds its values.
  mutating func voegToe(_ soort: Soort, van persoon: Int64, _ vul: (inout Rijen) -> Void) {
    aantal += 1
    metOpdrachten.insert(persoon)
    laatste = (persoon, true)
    let begin = waarden.waarden.count
    vul(&waarden)
    opdrachten.append((soort, begin..<waarden.waarden.count))
  }

  /// Keeps how a person is with what waits of him.
  ///
  /// - Parameter eerder: how he was found before; nil where he is new.
  mutating func onthoud(_ deelnemer: Deelnemer, _ id: Int64, eerder: Deelnemer?) {
    personen[id] = deelnemer
    if let eerder, !eerder.wordtAndersGevonden(deelnemer) { return }
    if eerder != nil { heeftNieuweSleutels = true }
    if !deelnemer.bsn.isEmpty { metBSN.set(Int(id), for: deelnemer.bsn) }
    if !deelnemer.onderwijsnummer.isEmpty { metOnderwijsnummer.set(Int(id), for: deelnemer.onderwijsnummer) }
    if let sleutel = deelnemer.geregistreerdeSleutel { metNaam[sleutel, default: []].append(id) }
  }

  // MARK: Persons

  /// A person of whom something waits, as he would be read.
  func deelnemer(_ id: Int64) -> Deelnemer? {
    guard var deelnemer = personen[id] else { return nil }
    deelnemer.zoeksleutel = deelnemer.geregistreerdeSleutel
    for place in deelnemer.inschrijvingen.indices {
      deelnemer.inschrijvingen[place].ordenOnderdelen()
    }
    return deelnemer
  }

  /// Who has or had a number here.
  func persoon(met nummer: ShortBytes, _ soort: Nummersoort) -> Int64? {
    let found = soort == .bsn ? metBSN[nummer] : metOnderwijsnummer[nummer]
    return found.map { Int64($0) }
  }

  /// Who have or had those names here.
  func personen(_ sleutel: Zoeksleutel) -> [Int64] { metNaam[sleutel] ?? [] }

  // MARK: Writing

  /// A statement with the rows whose values it takes.
  typealias Stap = (opdracht: Opdracht, rijen: Rijen, waarden: Range<Int>)

  /// What has to be run, in its order; every statement is prepared.
  func stappen(_ statements: Opdrachten) throws -> [Stap] {
    var stappen: [Stap] = []
    if let laatsteOnderwijsnummer {
      var nummer = Rijen()
      nummer.voegToe(Int64(laatsteOnderwijsnummer))
      stappen.append((try statements(.gafOnderwijsnummer), nummer, 0..<1))
    }
    for (tabel, rijen) in zip(Toevoegtabel.alle, nieuw) {
      var begin = 0
      for aantal in Toevoegtabel.perOpdracht {
        let count = aantal * tabel.kolommen.count
        while rijen.waarden.count - begin >= count {
          stappen.append((try statements(tabel, aantal: aantal), rijen, begin..<begin + count))
          begin += count
        }
      }
    }
    for (soort, plaats) in opdrachten {
      let opdracht =
        switch soort {
        case .vast(let vast): try statements(vast)
        case .vanTabel(let vanTabel, let tabel): try statements(vanTabel, tabel)
        case .nieuw(let tabel): try statements(tabel, aantal: 1)
        }
      stappen.append((opdracht, waarden, plaats))
    }
    return stappen
  }
}

/// A number by which a person is found.
enum Nummersoort { case bsn, onderwijsnummer }

extension Deelnemer {
  /// The key by which the register finds somebody: his names, and the birth date and sex of his row.
  var geregistreerdeSleutel: Zoeksleutel? {
    zoeksleutel.map {
      Zoeksleutel(
        achternaam: $0.achternaam, voornamen: $0.voornamen, geboortedatum: geboortedatum, geslacht: geslacht)
    }
  }

  func nummer(_ soort: Nummersoort) -> ShortBytes { soort == .bsn ? bsn : onderwijsnummer }

  fileprivate func wordtAndersGevonden(_ ander: Deelnemer) -> Bool {
    bsn != ander.bsn || onderwijsnummer != ander.onderwijsnummer || geregistreerdeSleutel != ander.geregistreerdeSleutel
  }
}
