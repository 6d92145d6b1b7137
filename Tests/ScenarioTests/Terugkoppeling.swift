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

    fileprivate init(_ regels: [Regel]) {
      let signalen = regels.filter { $0.layout.record == 499 }
      nummer = Int(regels[0].waarde("meldingnummer")) ?? -1
      status = regels[0].waarde("statusMelding")
      records = regels.filter { $0.layout.record != 499 }
      self.signalen = signalen.map(Terugkoppeling.signaal)
      teksten = signalen.map { $0.waarde("omschrijvingSignaal") }
    }
  }

  /// What it says of one delivery.
  struct Blok {
    let batchnummer: Int
    /// The counters of the 402: all, good, bad, and in behandeling.
    let tellers: [Int]
    let meldingen: [Melding]

    fileprivate init(_ regels: some Collection<Regel>) throws {
      guard let kop = regels.first, kop.layout.record == 402 else { throw Scenariofout("a delivery without its 402") }
      batchnummer = Int(kop.waarde("batchnummerAanleverbestand")) ?? -1
      tellers = [
        "meldingenInAanleverbestand", "cumulatiefAantalGoedeMeldingen", "cumulatiefAantalFouteMeldingen",
        "resterendAantalMeldingenInBehandeling",
      ].map { Int(kop.waarde($0)) ?? -1 }
      meldingen = try Terugkoppeling.delen(regels.dropFirst(), bij: 405).map(Melding.init)
    }
  }

  /// In order, the delivery at hand last.
  let blokken: [Blok]
  var meldingen: [Melding] { blokken.flatMap(\.meldingen) }

  init(_ bytes: [UInt8], _ layouts: Layouts) throws {
    guard bytes.suffix(3) == [0x0D, 0x0A, 0x1C] else { throw Scenariofout("the feedback does not end as it should") }
    let regels = try bytes.dropLast(3).split(separator: 0x0D).map { line in
      try Regel(Array(line.first == 0x0A ? line.dropFirst() : line), layouts)
    }
    guard let kop = regels.first, kop.layout.record == 400 else {
      throw Scenariofout("the feedback does not begin with a 400")
    }
    blokken = try Self.delen(regels.dropFirst(), bij: 402).map(Blok.init)
    if Int(kop.waarde("aantalTeruggekoppeldeAanleverbestanden")) != blokken.count {
      throw Scenariofout("the 400 does not say that it reports \(blokken.count) deliveries")
    }
  }

  /// The parts that each begin with such a record.
  private static func delen(_ regels: some Collection<Regel>, bij record: Int) throws -> [[Regel]] {
    var delen: [[Regel]] = []
    for regel in regels {
      if regel.layout.record == record { delen.append([]) }
      if delen.isEmpty { throw Scenariofout("a \(regel.layout.record) before the first \(record)") }
      delen[delen.count - 1].append(regel)
    }
    return delen
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
