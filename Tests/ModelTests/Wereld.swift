/// A record: its recordsoort and its fields by id; a blank one is not there.
struct Record: Hashable, Sendable {
  let soort: Int
  var velden: [String: String]

  init(_ soort: Int, _ velden: [String: String]) {
    self.soort = soort
    self.velden = velden.filter { !$0.value.isEmpty }
  }

  subscript(_ id: String) -> String {
    get { velden[id] ?? "" }
    set { velden[id] = newValue.isEmpty ? nil : newValue }
  }

  /// T, A or V; empty where the record has none.
  var mutatie: String { self["soortMutatie"] }
  var volgnummer: String { self["inschrijvingsvolgnummer"] }
}

/// A melding: a 305 and what follows it.
struct Melding: Hashable, Sendable {
  /// Meldingen of different groups have nothing to do with each other.
  let groep: Int
  var records: [Record]

  var sleutel: Record { records[0] }
  func records(_ soort: Int) -> [Record] { records.filter { $0.soort == soort } }
}

/// Who delivers.
struct Leverancier: Hashable, Sendable {
  let brin: String
  let aanleverpunt: String
  let sectordeel: String
}

/// A delivery.
struct Levering: Sendable {
  let leverancier: Leverancier
  /// The processing date.
  let datum: String
  var isVanAccountant: Bool
  /// What somebody does before it.
  var vooraf: [Handeling]
  /// Without any there is no delivery, only a run on that day.
  var meldingen: [Melding]
}

/// What somebody does at the desk between deliveries.
enum Handeling: Hashable, Sendable {
  /// How a case is decided.
  enum Keuze: Hashable, Sendable {
    /// A candidate, counted from 0, and around where there are fewer.
    case kandidaat(Int)
    /// Nobody who is known.
    case nieuw
    /// The same as in the first case of that name that was decided; nobody who is known where none was.
    case zelfde
  }

  /// Decides every open case of a deelnemer of an institution.
  case besluit(groep: Int, brin: String, leerlingnummer: String, Keuze)
  /// Takes whoever has that number out of the register.
  case verwijder(groep: Int, String)

  /// The group of the persons concerned.
  var groep: Int {
    switch self {
    case .besluit(let groep, _, _, _), .verwijder(let groep, _): groep
    }
  }
}

/// A sequence of deliveries, and everything that their answers depend on.
struct Wereld: Sendable {
  /// The rows of `personen.csv`, by column.
  var personen: [[String: String]]
  /// The other tables, by name; one that is not there has no entry.
  var tabellen: [String: String]
  var leveringen: [Levering]

  /// The same with the meldingen of one group alone.
  func alleen(_ groep: Int) -> Wereld {
    var deel = self
    for index in deel.leveringen.indices {
      deel.leveringen[index].meldingen.removeAll { $0.groep != groep }
      deel.leveringen[index].vooraf.removeAll { $0.groep != groep }
    }
    deel.ruimOp()
    return deel
  }

  /// Takes away the deliveries of which nothing is left.
  mutating func ruimOp() { leveringen.removeAll { $0.meldingen.isEmpty && $0.vooraf.isEmpty } }

  /// The tables by the key in their first column, as plainly as they can be read.
  var rijen: [String: [String: [String: String]]] {
    tabellen.mapValues { inhoud in
      let regels = inhoud.split(separator: "\n").map {
        $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
      }
      return Dictionary(
        regels.dropFirst().map { ($0[0], Dictionary(zip(regels[0], $0), uniquingKeysWith: { $1 })) },
        uniquingKeysWith: { $1 })
    }
  }
}

/// What a melding gets back.
struct Antwoord: Hashable, Sendable {
  /// G or A.
  let status: String
  /// As a scenario writes them: recordsoort, code, ernst and recordidentificatie.
  let signalen: [String]
}

/// What a feedback says of one delivery.
struct Blok: Hashable, Sendable {
  let leverancier: Leverancier
  let batchnummer: Int
  /// All meldingen, and how many of them are good, bad and in behandeling by now.
  let tellers: [Int]
  /// By number of the melding.
  let antwoorden: [Int: Antwoord]
}

/// What came of a delivery, and of what somebody did before it.
struct Stap: Hashable, Sendable {
  /// What was decided and removed, as a scenario writes it.
  let handelingen: [String]
  /// Each feedback, delivery by delivery.
  let terugkoppelingen: [[Blok]]
  /// What is left to decide, with who may be meant.
  let onbeslist: [String]
}

/// What came of a sequence of deliveries.
struct Afloop: Equatable, Sendable {
  var stappen: [Stap]
  /// Everything registered, a line each, sorted.
  var register: [String]
  /// How it came to be: every change of a fact, with its melding and the day on which it became known.
  var geschiedenis: [String]
  /// What was known at the end of each day, each fact with the melding that it is from.
  var standen: [String]
}
