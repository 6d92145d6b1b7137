import ProgrammaVanEisen

/// The periods of an inschrijving, from the earliest to the latest: which indicatie bekostiging is in
/// force on a day.
struct Periodereeks {
  /// EEJJMMDD, and whether the indicatie is J from that day on.
  let periodes: [(ingang: Int32, isJ: Bool)]

  /// The periods that the register has.
  init(_ inschrijving: Inschrijving, _ velden: Registervelden) {
    self.init(inschrijving.onderdelen(321).map(\.gegevens), velden)
  }

  /// Periods in the form in which the register keeps them.
  init(_ gegevens: [[UInt8]], _ velden: Registervelden) {
    periodes = gegevens.map { gegevens in
      (
        ingang: Datum(gegevens[velden.datumIngang])?.number ?? 0,
        isJ: gegevens[velden.indicatie].first == UInt8(ascii: "J")
      )
    }.sorted { $0.ingang < $1.ingang }
  }

  /// Whether the indicatie in force on a day is J.
  func isJ(op dag: Int32) -> Bool {
    periodes.last { $0.ingang <= dag }?.isJ ?? false
  }
}
