import Exchange
import FileSystem
import Foundation
import ProgrammaVanEisen

/// How it stands with the exchange, in Dutch.
struct Toestandtekst {
  private let toestand: Toestand
  private let pve: PvE
  private let nu: Int

  /// - Parameter nu: seconds since 1970.
  init(_ toestand: Toestand, _ pve: PvE, nu: Int) {
    self.toestand = toestand
    self.pve = pve
    self.nu = nu
  }

  var text: String {
    [wachtrij, werk, mis, beslissen, antwoorden].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var wachtrij: String {
    if toestand.wachtrijen.isEmpty { return "Inbox: leeg\n" }
    var text = "Inbox: \(toestand.wachtrijen.reduce(0) { $0 + $1.aantal }.dutch) wachten\n"
    for rij in toestand.wachtrijen {
      text += "  \((rij.leverancier?.description ?? "geen aanlevering").visible.left(18))"
      text += "\(rij.aantal.dutch.right(6))  oudste \(rij.oudste.visible), \(Self.duur(nu - rij.sinds))\n"
    }
    return text
  }

  private var werk: String {
    if toestand.werk.isEmpty { return "" }
    var text = "In werk\n"
    for bestand in toestand.werk {
      text += "  \(bestand.naam.visible.left(18))  sinds \(Self.duur(nu - bestand.sinds))"
      text += bestand.isInHanden ? "\n" : ": niemand is ermee bezig; de volgende run of watch maakt het af\n"
    }
    return text
  }

  private var mis: String {
    var text = ""
    if !toestand.geweigerd.isEmpty {
      text += "Geweigerd, en nog niet opnieuw aangeleverd: \(toestand.aantalGeweigerd.dutch)\n"
    }
    for bestand in toestand.geweigerd {
      text += "  \(bestand.naam.visible)  \(bestand.datum.dashed)\n"
      for code in bestand.codes {
        guard let controle = pve.controles(code: code).first else { continue }
        text += "    \(code)  \(controle.tekst)\n"
        text += Tekst.wrapped("      Wat te doen: \(pve.uitleg(controle).doen)", hanging: 8)
      }
    }
    for bestand in toestand.achterblijvers {
      text += "Blijft in de inbox: \(bestand.plaats): \(bestand.uitleg)\n"
    }
    for (leverancier, nummers) in toestand.overgeslagen {
      let lijst = nummers.prefix(10).map { String(String(1_000 + $0).suffix(3)) }.joined(separator: " ")
      text += "Overgeslagen batchnummers van \(leverancier): \(lijst)\(nummers.count > 10 ? " …" : "")\n"
    }
    return text
  }

  private var beslissen: String {
    guard let stand = toestand.teBeslissen, stand.inBehandeling > 0 else { return "" }
    return "In behandeling: \(stand.inBehandeling.dutch) meldingen; te beslissen: \(stand.teBeslissen.dutch)"
      + " (bronbatch register decide)\n"
  }

  private var antwoorden: String {
    if toestand.teBeslissen == nil { return "Er is nog geen register.\n" }
    if toestand.antwoorden.isEmpty { return "Er is nog niets beantwoord.\n" }
    var text = "Laatste antwoorden\n"
    for antwoord in toestand.antwoorden {
      text += "  \(antwoord.datum.dashed)  \(antwoord.naam.visible.left(18))  \(antwoord.status)"
      if antwoord.status == "aangenomen" {
        text += ": \(Tekst.meldingen(antwoord.meldingen)), \(antwoord.telling.goed.dutch) goedgekeurd"
        text += ", \(antwoord.telling.fout.dutch) afgekeurd"
        if antwoord.telling.inBehandeling > 0 { text += ", \(antwoord.telling.inBehandeling.dutch) in behandeling" }
      }
      text += antwoord.isAfgerond ? "\n" : ", nog niet afgerond\n"
    }
    return text
  }

  /// How long ago, in the two largest units.
  static func duur(_ seconden: Int) -> String {
    let seconden = max(0, seconden)
    if seconden < 60 { return "\(seconden) s" }
    if seconden < 3_600 { return "\(seconden / 60) min" }
    if seconden < 86_400 { return "\(seconden / 3_600) u \(seconden / 60 % 60) min" }
    return "\(seconden / 86_400) d \(seconden / 3_600 % 24) u"
  }
}

extension Toestandtekst {
  /// The same for machines: one object, its keys in the order of the alphabet.
  static func json(_ toestand: Toestand, _ pve: PvE) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(toestand, pve)), as: UTF8.self)
  }

  private struct Document: Encodable {
    let queue: [Queue]
    let inWork: [Work]
    let leftInInbox: [Left]
    let refused: [Refused]
    let refusedCount: Int
    let skipped: [Skipped]
    let pending, toDecide: Int
    let answers: [Answer]
    let lastAccepted: String?

    init(_ toestand: Toestand, _ pve: PvE) {
      queue = toestand.wachtrijen.map { rij in
        Queue(
          sender: rij.leverancier?.description, files: rij.aantal, bytes: rij.bytes, oldest: rij.oudste,
          since: Self.time(rij.sinds))
      }
      inWork = toestand.werk.map { Work(file: $0.naam, since: Self.time($0.sinds), inHand: $0.isInHanden) }
      leftInInbox = toestand.achterblijvers.map { Left(file: $0.plaats, reason: $0.uitleg) }
      refused = toestand.geweigerd.map { bestand in
        Refused(
          file: bestand.naam, date: bestand.datum.dashed,
          reasons: bestand.codes.compactMap { code in
            pve.controles(code: code).first.map { Reason(code: code, text: $0.tekst, advice: pve.uitleg($0).doen) }
          })
      }
      refusedCount = toestand.aantalGeweigerd
      skipped = toestand.overgeslagen.map { Skipped(sender: $0.leverancier.description, numbers: $0.nummers) }
      (pending, toDecide) = (toestand.teBeslissen?.inBehandeling ?? 0, toestand.teBeslissen?.teBeslissen ?? 0)
      answers = toestand.antwoorden.map { antwoord in
        Answer(
          file: antwoord.naam, status: antwoord.status, date: antwoord.datum.dashed, meldingen: antwoord.meldingen,
          approved: antwoord.telling.goed, rejected: antwoord.telling.fout, pending: antwoord.telling.inBehandeling,
          finished: antwoord.isAfgerond)
      }
      lastAccepted = toestand.laatste?.dashed
    }

    private static func time(_ seconds: Int) -> String {
      Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
  }

  private struct Queue: Encodable {
    let sender: String?
    let files, bytes: Int
    let oldest, since: String
  }
  private struct Work: Encodable {
    let file, since: String
    let inHand: Bool
  }
  private struct Left: Encodable {
    let file, reason: String
  }
  private struct Refused: Encodable {
    let file, date: String
    let reasons: [Reason]
  }
  private struct Reason: Encodable {
    let code, text, advice: String
  }
  private struct Skipped: Encodable {
    let sender: String
    let numbers: [Int]
  }
  private struct Answer: Encodable {
    let file, status, date: String
    let meldingen, approved, rejected, pending: Int
    let finished: Bool
  }
}
