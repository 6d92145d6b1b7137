import Exchange
import FileSystem
import ProgrammaVanEisen
import Register

/// What a migration was going to do, and what became of it, for people: in Dutch, and never with a person's data.
struct Migratierapport {
  /// How many lines of a list are shown on a terminal; a file has them all.
  static let most = 20

  let map: String
  let plan: Migratieplan
  /// Nil where it was only planned.
  var afstemming: Afstemming?
  /// Nil where there is no feedback of then.
  var vergelijking: Vergelijking?
  let isProef: Bool

  init(map: String, plan: Migratieplan, isProef: Bool) {
    (self.map, self.plan, self.isProef) = (map, plan, isProef)
  }

  /// All of it.
  func tekst() -> String {
    plantekst(most: .max) + (afstemming.map { afstemmingstekst($0, most: .max) } ?? "")
      + (vergelijking.map { vergelijkingstekst($0, most: .max) } ?? "")
  }

  // MARK: The plan

  /// What there is to do, with at most so many lines of each list.
  func plantekst(most: Int) -> String {
    var text = "Plan voor \(map.visible)\n"
    let periode = plan.periode.map { ", \($0.lowerBound.dashed) tot en met \($0.upperBound.dashed)" } ?? ""
    let punten =
      plan.aanleverpunten.count == 1 ? "1 aanleverpunt" : "\(plan.aanleverpunten.count.dutch) aanleverpunten"
    text += "  \(plan.aantal.dutch) aanleveringen van \(punten)\(periode)\n"
    text += "  \(plan.meldingen.dutch) meldingen, \((plan.bytes / 1_000_000).dutch) MB uitgepakt\n"
    text += lijst("Ontbrekende batchnummers", gaten, most)
    text += lijst("Een overgeslagen nummer dat later komt", nummers(\.nagekomen), most)
    text += lijst("Een nummer dat al gebruikt is, met een andere inhoud: wordt geweigerd", nummers(\.nummerBezet), most)
    text += lijst("Wordt geweigerd", plan.geweigerd.map { "\($0.pad.visible): \(codes($0.fouten))" }, most)
    text += lijst("Dezelfde inhoud als een ander bestand: wordt niet verwerkt", dubbel, most)
    text += lijst(
      "Onder de naam volgens het voorlooprecord", plan.hernoemd.map { "\($0.pad.visible): \($0.naam)" }, most)
    text += lijst("Geen aanlevering: blijft liggen", overig, most)
    return text
  }

  /// A list with its title; nothing where it is empty.
  func lijst(_ titel: String, _ regels: [String], _ most: Int) -> String {
    if regels.isEmpty { return "" }
    let rest = regels.count - most
    return "\n\(titel): \(regels.count.dutch)\n" + regels.prefix(most).map { "  \($0)\n" }.joined()
      + (rest > 0 ? "  en nog \(rest.dutch); --report FILE geeft ze alle\n" : "")
  }

  private var gaten: [String] {
    plan.aanleverpunten.flatMap { punt in
      punt.gaten.map { gat in
        "\(punt.leverancier): \(Self.reeks(gat.nummers)), tussen \(nummer(gat.na)) en \(nummer(gat.voor))"
      }
    }
  }

  private func nummers(_ lijst: KeyPath<Aanleverpuntplan, [Aanleverpuntplan.Nummer]>) -> [String] {
    plan.aanleverpunten.flatMap { punt in
      punt[keyPath: lijst].map { "\(punt.leverancier): \(nummer($0)), \($0.pad.visible)" }
    }
  }

  private func nummer(_ nummer: Aanleverpuntplan.Nummer) -> String {
    "\(Self.drie(nummer.nummer)) van \(nummer.datum.dashed)"
  }

  private static func drie(_ nummer: Int) -> String { String(String(1_000 + nummer).suffix(3)) }

  /// Numbers as people write them: 013 tot en met 015, 019.
  static func reeks(_ nummers: [Int]) -> String {
    var runs: [(first: Int, last: Int)] = []
    for nummer in nummers {
      if let last = runs.last?.last, (last + 1) % 1_000 == nummer {
        runs[runs.count - 1].last = nummer
      } else {
        runs.append((nummer, nummer))
      }
    }
    return runs.map { $0.first == $0.last ? drie($0.first) : "\(drie($0.first)) tot en met \(drie($0.last))" }
      .joined(separator: ", ")
  }

  private func codes(_ fouten: Bestandsfouten) -> String {
    var found: [String: String] = [:]
    for fout in fouten.lijst where fouten.controle(fout).ernst == .afkeuring {
      found[fouten.controle(fout).code] = fouten.controle(fout).tekst
    }
    return found.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
  }

  private var dubbel: [String] {
    plan.overig.compactMap { overig in
      guard case .dubbel(let van) = overig.reden else { return nil }
      return "\(overig.pad.visible), als \(van.visible)"
    }
  }

  private var overig: [String] {
    plan.overig.compactMap { overig in
      let reden: String
      switch overig.reden {
      case .dubbel, .onleesbaar: return nil
      case .terugkoppeling: reden = "een terugkoppelbestand"
      case .geenAanlevering: reden = "niet als aanlevering te herkennen"
      case .onaf: reden = "de naam is die van een bestand dat nog geschreven wordt"
      case .koppeling: reden = "een symbolische koppeling"
      case .geenBestand: reden = "geen gewoon bestand"
      }
      return "\(overig.pad.visible): \(reden)"
    }
  }
}
