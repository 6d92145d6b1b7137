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
  var meldingen: [Melding]
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
    for index in deel.leveringen.indices { deel.leveringen[index].meldingen.removeAll { $0.groep != groep } }
    deel.leveringen.removeAll { $0.meldingen.isEmpty }
    return deel
  }

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
  /// G, A, or B: in behandeling, so nothing comes back.
  let status: String
  /// As a scenario writes them: recordsoort, code, ernst and recordidentificatie.
  let signalen: [String]
}

/// What came of a sequence of deliveries.
struct Afloop: Equatable, Sendable {
  /// By delivery and melding.
  var antwoorden: [[Antwoord]]
  /// Everything registered, a line each, sorted.
  var register: [String]
}
