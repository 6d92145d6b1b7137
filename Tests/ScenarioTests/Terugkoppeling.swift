import ProgrammaVanEisen
import Records

/// A feedback file, taken apart.
struct Terugkoppeling {
  /// A record of it.
  struct Regel {
    let layout: Layout
    private let bytes: [UInt8]

    fileprivate init(_ bytes: [UInt8], _ layouts: Layouts) throws {
      guard let record = Int(Latin1.text(bytes.prefix(3))) else { throw Scenariofout("a line without recordsoort") }
      let index = layouts.index(record: record, length: bytes.count)
      if index < 0 { throw Scenariofout("a \(record) of \(bytes.count) bytes") }
      layout = layouts.all[index]
      self.bytes = bytes
    }

    /// A value, without the spaces behind it.
    func waarde(_ veld: Veld) -> String { Latin1.text(Latin1.trimmed(bytes[veld.range])) }
    func waarde(_ id: String) -> String { layout.veld(id).map(waarde) ?? "" }
  }

  /// A melding that came back.
  struct Melding {
    let nummer: Int
    let status: String
    let records: [Regel]
    /// As a scenario writes them.
    let signalen: [String]
    /// The text of each.
    let teksten: [String]
  }

  /// The counters of the 402: all, good, bad, and in behandeling.
  let tellers: [Int]
  let meldingen: [Melding]

  init(_ bytes: [UInt8], _ layouts: Layouts) throws {
    guard bytes.suffix(3) == [0x0D, 0x0A, 0x1C] else { throw Scenariofout("the feedback does not end as it should") }
    let regels = try bytes.dropLast(3).split(separator: 0x0D).map { line in
      try Regel(Array(line.first == 0x0A ? line.dropFirst() : line), layouts)
    }
    guard regels.prefix(2).map(\.layout.record) == [400, 402] else {
      throw Scenariofout("the feedback does not begin with 400 and 402")
    }
    tellers = [
      "meldingenInAanleverbestand", "cumulatiefAantalGoedeMeldingen", "cumulatiefAantalFouteMeldingen",
      "resterendAantalMeldingenInBehandeling",
    ].map { Int(regels[1].waarde($0)) ?? -1 }
    var groepen: [[Regel]] = []
    for regel in regels.dropFirst(2) {
      if regel.layout.record == 405 { groepen.append([]) }
      if groepen.isEmpty { throw Scenariofout("a \(regel.layout.record) before the first 405") }
      groepen[groepen.count - 1].append(regel)
    }
    meldingen = groepen.map { groep in
      let signalen = groep.filter { $0.layout.record == 499 }
      return Melding(
        nummer: Int(groep[0].waarde("meldingnummer")) ?? -1, status: groep[0].waarde("statusMelding"),
        records: groep.filter { $0.layout.record != 499 }, signalen: signalen.map(Self.signaal),
        teksten: signalen.map { $0.waarde("omschrijvingSignaal") })
    }
  }

  /// A code of ours stands in the text, since the field has room for three digits.
  private static func signaal(_ regel: Regel) -> String {
    let tekst = regel.waarde("omschrijvingSignaal")
    let isOurs = tekst.hasPrefix("(X")
    let code = (isOurs ? "X" : "") + regel.waarde("signaalcode")
    return [
      regel.waarde("recordsoortTerugkoppeling"), code, regel.waarde("ernst"), regel.waarde("recordidentificatie"),
    ].joined(separator: " ")
  }
}
