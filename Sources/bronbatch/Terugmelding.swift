import ProgrammaVanEisen
import Records

/// A group of the overview: what was decided, and the code and text that say why.
///
/// The order is that in which an administrator works through a feedback file.
struct Signaalgroep: Hashable, Comparable {
  enum Afdeling: Int, Comparable {
    /// Lines outside of meldingen.
    case kop
    case afgekeurd
    case metSignaal
    case zonderSignaal

    static func < (left: Afdeling, right: Afdeling) -> Bool { left.rawValue < right.rawValue }
  }

  let afdeling: Afdeling
  /// The three bytes of the code; empty where there is no signaal.
  var code: [UInt8] = []
  var tekst: [UInt8] = []

  static func < (left: Signaalgroep, right: Signaalgroep) -> Bool {
    if left.afdeling != right.afdeling { return left.afdeling < right.afdeling }
    if left.code != right.code { return left.code.lexicographicallyPrecedes(right.code) }
    return left.tekst.lexicographicallyPrecedes(right.tekst)
  }
}

/// A 499 of a melding.
struct Teruggemeld {
  /// The recordsoort that it is about, such as 420.
  let record: Int
  let identificatie: [UInt8]
  let code: [UInt8]
  let tekst: [UInt8]
  let ernst: [UInt8]
}

/// Reads what a piece of a feedback file says of itself.
struct Terugmeldingvorm {
  private let status: Veld?
  private let signaal: Layout?
  private let velden: [Veld]

  init(_ pve: PvE) {
    let layouts = pve.newest
    status = layouts[405]?.veld("statusMelding")
    signaal = layouts[499]
    velden = ["recordsoortTerugkoppeling", "recordidentificatie", "signaalcode", "omschrijvingSignaal", "ernst"]
      .compactMap { layouts[499]?.veld($0) }
  }

  /// The signalen of a melding, in the order of the file.
  func signalen(_ melding: Terugkoppelbestand.Stuk) -> [Teruggemeld] {
    guard let signaal, velden.count == 5 else { return [] }
    return melding.filter { $0.record == 499 && $0.bytes.count == signaal.lengte }.map { regel in
      let values = velden.map { Array(Latin1.trimmed(regel.bytes[$0.range])) }
      return Teruggemeld(
        record: Int(Latin1.text(values[0])) ?? 0, identificatie: values[1], code: values[2], tekst: values[3],
        ernst: values[4])
    }
  }

  /// Whether a melding was rejected: its 405 says so, or one of its signalen does.
  func isAfgekeurd(_ melding: Terugkoppelbestand.Stuk, _ signalen: [Teruggemeld]) -> Bool {
    if let status, let first = melding.first, first.record == 405, first.bytes.count >= status.range.upperBound {
      if first.bytes[status.offset] == UInt8(ascii: "A") { return true }
    }
    return signalen.contains { $0.ernst == Array("A".utf8) }
  }

  /// The groups of a piece, each with the signaal that brings it there. A rejected melding stands
  /// under what rejects it; an approved one under every signaal.
  func groepen(_ stuk: Terugkoppelbestand.Stuk) -> [(groep: Signaalgroep, signaal: Teruggemeld?)] {
    guard let first = stuk.first, ![400, 402].contains(first.record) else { return [(.init(afdeling: .kop), nil)] }
    let signalen = signalen(stuk)
    if isAfgekeurd(stuk, signalen) {
      let afkeuringen = signalen.filter { $0.ernst == Array("A".utf8) }
      if afkeuringen.isEmpty { return [(.init(afdeling: .afgekeurd), nil)] }
      return afkeuringen.map { (.init(afdeling: .afgekeurd, code: $0.code, tekst: $0.tekst), $0) }
    }
    if signalen.isEmpty { return [(.init(afdeling: .zonderSignaal), nil)] }
    return signalen.map { (.init(afdeling: .metSignaal, code: $0.code, tekst: $0.tekst), $0) }
  }
}
