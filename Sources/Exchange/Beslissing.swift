import FileSystem
import ProgrammaVanEisen
import Records
import Register

/// What a feedback file says of a melding: approved or rejected, and with which codes.
public struct Beslissing: Hashable, Sendable {
  /// Whether it was rejected.
  public let isAfgekeurd: Bool
  /// Each once, ascending, those of our own with their X.
  public let codes: [String]
}

/// The part of a feedback file that is about one delivery.
struct Terugkoppelsectie {
  let leverancier: Leverancier
  let batchnummer: Int
  /// When the delivery was received.
  let ontvangst: Datum
  /// By meldingnummer.
  var beslissingen: [Int: Beslissing] = [:]
}

/// Reads feedback files for what was decided, and passes everything else over.
struct Beslissinglezer {
  private let pve: PvE
  private let kop: [Veld]
  private let batch: [Veld]
  private let status: Veld?
  private let melding: Veld?
  private let signaal: [Veld]

  init(_ pve: PvE) {
    self.pve = pve
    func velden(_ record: Int, _ namen: [String]) -> [Veld] { namen.compactMap { pve.newest[record]?.veld($0) } }
    kop = velden(400, ["brinNummer", "aanleverpuntnummer", "sectordeel"])
    batch = velden(402, ["batchnummerAanleverbestand", "datumOntvangstAanleverbestand"])
    status = pve.newest[405]?.veld("statusMelding")
    melding = pve.newest[405]?.veld("meldingnummer")
    signaal = velden(499, ["signaalcode", "omschrijvingSignaal", "ernst"])
  }

  /// Who the feedback is for; nil where it does not begin as one does.
  func leverancier(_ bron: any Recordbron) throws -> Leverancier? {
    guard try bron.next(), let line = bron.block.lines.first, line.record == 400 else { return nil }
    return leverancier(bron.block.copy(line))
  }

  private func leverancier(_ bytes: [UInt8]) -> Leverancier? {
    guard let waarden = tekst(bytes, kop), waarden.count == 3 else { return nil }
    return Leverancier(brin: waarden[0], aanleverpunt: waarden[1], sectordeel: waarden[2])
  }

  /// Gives the parts of a feedback, without a melding of which the end may be missing.
  ///
  /// - Parameter isVolledig: asked at the end: whether that is the end that the file had.
  /// - Returns: whether all of it could be read.
  func lees(
    _ bron: any Recordbron, isVolledig: () -> Bool = { true }, _ body: (Terugkoppelsectie) -> Void
  ) throws -> Bool {
    var isHeel = true
    var leverancier: Leverancier?
    var sectie: Terugkoppelsectie?
    var nummer = 0
    var isAfgekeurd = false
    var codes: Set<String> = []
    func sluitMelding() {
      if nummer > 0 { sectie?.beslissingen[nummer] = Beslissing(isAfgekeurd: isAfgekeurd, codes: codes.sorted()) }
      nummer = 0
    }
    while try bron.next() {
      let block = bron.block
      if !bron.faults.isEmpty || bron.moreFaults > 0 || block.lines.contains(where: { Self.isAfgebroken($0) }) {
        isHeel = false
      }
      for line in block.lines where [400, 402, 405, 499].contains(line.record) && !Self.isAfgebroken(line) {
        let bytes = block.copy(line)
        switch line.record {
        case 400: leverancier = self.leverancier(bytes)
        case 402:
          sluitMelding()
          if let sectie { body(sectie) }
          sectie = leverancier.flatMap { self.sectie(bytes, $0) }
          if sectie == nil { isHeel = false }
        case 405:
          sluitMelding()
          nummer = tekst(bytes, melding).flatMap { Int($0) } ?? 0
          if nummer == 0 { isHeel = false }
          isAfgekeurd = tekst(bytes, status) == "A"
          codes = []
        default:
          guard let waarden = tekst(bytes, signaal) else {
            isHeel = false
            continue
          }
          if waarden[2] == "A" { isAfgekeurd = true }
          codes.insert((waarden[1].hasPrefix("(X\(waarden[0])") ? "X" : "") + waarden[0])
        }
      }
    }
    isHeel = isHeel && isVolledig()
    if isHeel { sluitMelding() }
    if let sectie { body(sectie) }
    return isHeel
  }

  /// Line ends without a CR are those of a copy, and no damage.
  private static func isAfgebroken(_ line: Block.Line) -> Bool { line.ending == .cutOff || line.ending == .tooLong }

  private func sectie(_ bytes: [UInt8], _ leverancier: Leverancier) -> Terugkoppelsectie? {
    guard let waarden = tekst(bytes, batch), let nummer = Int(waarden[0]), let ontvangst = Datum(text: waarden[1])
    else { return nil }
    return Terugkoppelsectie(leverancier: leverancier, batchnummer: nummer, ontvangst: ontvangst)
  }

  private func tekst(_ bytes: [UInt8], _ velden: [Veld]) -> [String]? {
    let waarden = velden.compactMap { tekst(bytes, $0) }
    return waarden.count == velden.count ? waarden : nil
  }

  private func tekst(_ bytes: [UInt8], _ veld: Veld?) -> String? {
    guard let veld, bytes.count >= veld.range.upperBound else { return nil }
    return Latin1.text(Latin1.trimmed(bytes[veld.range]))
  }
}
