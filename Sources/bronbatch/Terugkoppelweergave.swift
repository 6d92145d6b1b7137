import FileSystem
import ProgrammaVanEisen

/// Prints a feedback file in the order of its groups: the overview, then the records.
///
/// The file is read once to count, and then again for what is to be printed. Memory grows with the
/// number of different signalen, never with that of the meldingen.
struct Terugkoppelweergave {
  /// What is known of a group once the file was read.
  private struct Telling {
    /// Meldingen in it, and how often its signaal stands in them.
    var meldingen = 0
    var keren = 0
    /// The bytes of the pieces that have it as their first group.
    var bytes = 0
  }

  /// How many bytes of text are gathered before they are printed.
  private static let room = 8 << 20
  /// A line of the overview, more or less; and what a byte of a record becomes with the names of its fields.
  private static let entrySize = 200
  private static let recordGrowth = 6

  private let bestand: Terugkoppelbestand
  private let vorm: Terugmeldingvorm
  private let overzicht: Terugkoppeloverzicht

  init(_ bestand: Terugkoppelbestand, pve: PvE) {
    self.bestand = bestand
    vorm = Terugmeldingvorm(pve)
    overzicht = Terugkoppeloverzicht(pve)
  }

  /// Prints the overview and, with a printer, the records.
  func schrijf(records printer: RecordPrinter?) throws {
    let (kop, tellingen) = try tel()
    Terminal.write(overzicht.text(kop))
    try schrijfOverzicht(tellingen, kop)
    if let printer { try schrijfRecords(tellingen, printer) }
    if let schade = bestand.schade { throw schade }
  }

  /// What the file holds, by delivery and by group.
  private func tel() throws -> (Terugkoppelkop, [Signaalgroep: Telling]) {
    var kop = Terugkoppelkop()
    var tellingen: [Signaalgroep: Telling] = [:]
    try bestand.lees { stuk in
      let groepen = vorm.groepen(stuk)
      let isMelding = stuk[0].record == 405
      for (index, (groep, _)) in groepen.enumerated() {
        let isFirst = !groepen[..<index].contains { $0.groep == groep }
        tellingen[groep, default: .init()].keren += 1
        if isMelding && isFirst { tellingen[groep, default: .init()].meldingen += 1 }
      }
      tellingen[Self.eerste(groepen), default: .init()].bytes += stuk.reduce(0) { $0 + $1.bytes.count }
      if isMelding { kop.tel(groepen[0].groep.afdeling) } else { kop.neem(stuk[0]) }
    }
    return (kop, tellingen)
  }

  /// The group under which the records of a piece are printed.
  private static func eerste(_ groepen: [(groep: Signaalgroep, signaal: Teruggemeld?)]) -> Signaalgroep {
    groepen.map(\.groep).min() ?? .init(afdeling: .zonderSignaal)
  }

  // MARK: Printing

  private func schrijfOverzicht(_ tellingen: [Signaalgroep: Telling], _ kop: Terugkoppelkop) throws {
    for afdeling in [Signaalgroep.Afdeling.afgekeurd, .metSignaal] {
      Terminal.write(overzicht.titel(afdeling, kop))
      let groepen = tellingen.filter { $0.key.afdeling == afdeling && $0.value.meldingen > 0 }
      try schrijf(groepen.mapValues { $0.keren * Self.entrySize }) { groep in
        overzicht.hoofd(groep, meldingen: groepen[groep]?.meldingen ?? 0, keren: groepen[groep]?.keren ?? 0)
      } deel: { stuk, groepen, groep in
        if stuk[0].record != 405 { return "" }
        return groepen.filter { $0.groep == groep }.map { overzicht.regel(stuk, $0.signaal, vorm.signalen(stuk)) }
          .joined()
      }
    }
    Terminal.write(overzicht.slot(kop, schade: bestand.schade != nil))
  }

  private func schrijfRecords(_ tellingen: [Signaalgroep: Telling], _ printer: RecordPrinter) throws {
    var printer = printer
    let groepen = tellingen.filter { $0.value.bytes > 0 }
    try schrijf(groepen.mapValues { $0.bytes * Self.recordGrowth }) { groep in
      overzicht.recordhoofd(groep)
    } deel: { stuk, groepen, groep in
      if Self.eerste(groepen) != groep { return "" }
      return stuk.map { printer.text($0.bytes, regel: $0.nummer) }.joined()
    }
  }

  /// Prints groups in their order. Those that are small together are gathered in one reading of
  /// the file; one that is large by itself is printed while the file is read.
  ///
  /// - Parameter sizes: about how many bytes each group becomes.
  private func schrijf(
    _ sizes: [Signaalgroep: Int], hoofd: (Signaalgroep) -> String,
    deel: (Terugkoppelbestand.Stuk, [(groep: Signaalgroep, signaal: Teruggemeld?)], Signaalgroep) -> String
  ) throws {
    var rest = sizes.sorted { $0.key < $1.key }[...]
    while let first = rest.popFirst() {
      var samen = [first.key: 0]
      var teksten = [hoofd(first.key)]
      var size = first.value
      while let next = rest.first, size + next.value <= Self.room {
        samen[next.key] = teksten.count
        teksten.append(hoofd(next.key))
        size += next.value
        rest.removeFirst()
      }
      try bestand.lees { stuk in
        let groepen = vorm.groepen(stuk)
        for groep in Set(groepen.map(\.groep)) {
          guard let index = samen[groep] else { continue }
          teksten[index] += deel(stuk, groepen, groep)
          if samen.count == 1 && teksten[0].utf8.count > 1 << 16 {
            Terminal.write(teksten[0])
            teksten[0] = ""
          }
        }
      }
      for tekst in teksten { Terminal.write(tekst) }
    }
  }
}
