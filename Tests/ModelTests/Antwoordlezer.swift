import ProgrammaVanEisen
import Records

/// Reads a feedback file, delivery by delivery.
struct Antwoordlezer {
  private let layouts: Layouts
  private var leverancier = Leverancier(brin: "", aanleverpunt: "", sectordeel: "")
  private var kop: (batchnummer: Int, tellers: [Int])?
  private var antwoorden: [Int: Antwoord] = [:]
  private var nummer = 0
  private var blokken: [Blok] = []

  static func blokken(_ bytes: [UInt8]) throws -> [Blok] {
    var lezer = Antwoordlezer(layouts: try Keten.layouts())
    for regel in bytes.split(separator: 0x0D).map({ $0.first == 0x0A ? $0.dropFirst() : $0 }) {
      try lezer.lees(Array(regel))
    }
    lezer.sluit()
    return lezer.blokken
  }

  private init(layouts: Layouts) { self.layouts = layouts }

  private mutating func sluit() {
    if let kop {
      blokken.append(
        Blok(leverancier: leverancier, batchnummer: kop.batchnummer, tellers: kop.tellers, antwoorden: antwoorden))
    }
    (kop, antwoorden) = (nil, [:])
  }

  private mutating func lees(_ regel: [UInt8]) throws {
    guard let soort = Int(Latin1.text(regel.prefix(3))), [400, 402, 405, 499].contains(soort) else { return }
    guard let layout = layouts[soort] else { throw Modelfout("there is no record \(soort)") }
    func waarde(_ id: String) -> String {
      layout.veld(id).map { Latin1.text(Latin1.trimmed(regel[$0.range])) } ?? ""
    }
    switch soort {
    case 400:
      leverancier = Leverancier(
        brin: waarde("brinNummer"), aanleverpunt: waarde("aanleverpuntnummer"), sectordeel: waarde("sectordeel"))
    case 402:
      sluit()
      let tellers = [
        "meldingenInAanleverbestand", "cumulatiefAantalGoedeMeldingen", "cumulatiefAantalFouteMeldingen",
        "resterendAantalMeldingenInBehandeling",
      ].map { Int(waarde($0)) ?? -1 }
      kop = (Int(waarde("batchnummerAanleverbestand")) ?? -1, tellers)
    case 405:
      nummer = Int(waarde("meldingnummer")) ?? -1
      antwoorden[nummer] = Antwoord(status: waarde("statusMelding"), signalen: [])
    default:
      // A code of ours stands in the text, since the field has room for three digits.
      let isOnze = waarde("omschrijvingSignaal").hasPrefix("(X")
      var waarden = ["recordsoortTerugkoppeling", "signaalcode", "ernst", "recordidentificatie"].map(waarde)
      if isOnze { waarden[1] = "X" + waarden[1] }
      let tot = antwoorden[nummer]
      antwoorden[nummer] = Antwoord(
        status: tot?.status ?? "", signalen: (tot?.signalen ?? []) + [waarden.joined(separator: " ")])
    }
  }
}
