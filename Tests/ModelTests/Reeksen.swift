/// Makes up sequences of deliveries: right and wrong, around the days on which something changes.
struct Reeksen {
  private var lot: Lot
  private var deelnemers: [[Deelnemer]] = []
  private var datum = ""
  private var leverancier = Leverancier(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO")

  /// A world with so many groups of one or two persons, each with a sequence of its own.
  static func wereld(seed: UInt64, groepen: Int, _ standaard: Standaardwaarden) -> Wereld {
    var reeksen = Reeksen(lot: Lot(seed))
    return reeksen.wereld(groepen, standaard)
  }

  private mutating func wereld(_ groepen: Int, _ standaard: Standaardwaarden) -> Wereld {
    var rijen: [[String: String]] = []
    var nummer = 0
    for _ in 0..<groepen {
      var groep: [Deelnemer] = []
      for _ in 0..<(lot.kans(40) ? 2 : 1) {
        groep.append(Deelnemer.maak(nummer, naast: groep.last, &lot, rijen: &rijen))
        nummer += 1
      }
      deelnemers.append(groep)
    }
    let tabellen = tabellen(standaard)
    var datums = lot.gehusseld(Self.datums).prefix(lot.getal(3...6)).sorted()
    // Now and then somebody runs with an earlier date.
    if lot.kans(10) { datums = lot.gehusseld(datums) }
    let sectoren = lot.een([["BO"], ["BO"], ["BO"], ["ED"], ["VA"], ["BO", "BO", "ED", "VA"]])
    let leveringen = datums.map { datum in
      self.datum = datum
      let elders = lot.kans(20)
      leverancier = Leverancier(
        brin: elders && lot.kans(50) ? "98YY" : "99ZZ", aanleverpunt: elders && lot.kans(50) ? "02" : "01",
        sectordeel: lot.een(sectoren))
      let meldingen = deelnemers.indices.flatMap { groep in (0..<lot.getal(1...5)).map { _ in melding(groep) } }
      // The meldingen of a group stay in their order between those of the others.
      let beurten = lot.gehusseld(meldingen.map(\.groep))
      var rest = Dictionary(grouping: meldingen, by: \.groep)
      return Levering(
        leverancier: leverancier, datum: datum, isVanAccountant: lot.kans(20), vooraf: handelingen(),
        meldingen: lot.kans(6) ? [] : beurten.compactMap { rest[$0]?.removeFirst() })
    }
    return Wereld(personen: rijen, tabellen: tabellen, leveringen: leveringen)
  }

  // MARK: Tables

  private static let datums = [
    "20081101", "20090210", "20090615", "20091120", "20100209", "20100315", "20100610", "20100920", "20101115",
  ]

  private mutating func tabellen(_ standaard: Standaardwaarden) -> [String: String] {
    var tabellen = standaard.tabellen
    tabellen["leerbedrijven"]? +=
      "02PR5678EF0002002;De Tang;02PR;5678EF;20;;\n02PR5678EF0002003;De Vijl;02PR;5678EF;20;;\n"
    tabellen["examens"] = """
      examen;naam;combinatiecijfer;tweede_fase;datum_begin;datum_einde;diplomavakken
      5150;Examen een;N;N;;;2
      5370;Examen twee;J;J;;;2

      """
    for naam in ["leerbedrijven", "kenniscentra", "vakken", "opleidingen", "examens"] where lot.kans(15) {
      tabellen[naam] = nil
    }
    if lot.kans(80) { tabellen["schooljaren"] = schooljaren() }
    return tabellen
  }

  private mutating func schooljaren() -> String {
    var regels = ["brin;aanleverpunt;sectordeel;schooljaar;status;datum"]
    for van in ["99ZZ;01;BO", "99ZZ;02;BO", "98YY;01;BO", "99ZZ;01;ED"] {
      for jaar in 2007...2010 where lot.kans(50) {
        let vanaf = lot.gehusseld(["20080601", "20090301", "20090701", "20100301", "20100701"])
        for datum in vanaf.prefix(lot.getal(1...2)).sorted() {
          let status = lot.een([
            "INVOER", "VOLLEDIGHEIDSVERKLARING", "MUTATIESTOP", "MUTATIESTOP", "MUTATIESTOP", "ASSURANCE", "ASSURANCE",
            "HISTORISCH",
          ])
          regels.append("\(van);\(jaar)-\(jaar + 1);\(status);\(datum)")
        }
      }
    }
    return regels.joined(separator: "\n") + "\n"
  }

  // MARK: At the desk

  private mutating func handelingen() -> [Handeling] {
    var handelingen: [Handeling] = []
    for (groep, deelnemers) in deelnemers.enumerated() {
      for deelnemer in deelnemers {
        if deelnemer.isDubbel && lot.kans(40) {
          handelingen.append(
            .besluit(
              groep: groep, brin: lot.een(["99ZZ", "99ZZ", "99ZZ", "98YY"]), leerlingnummer: deelnemer.leerlingnummer,
              lot.een([.kandidaat(0), .kandidaat(1), .nieuw, .zelfde])))
        }
        if lot.kans(2) {
          let nummers = [deelnemer.bsn, deelnemer.onderwijsnummer, deelnemer.achterhaald] + Deelnemer.eerste.prefix(2)
          handelingen.append(.verwijder(groep: groep, lot.een(nummers.filter { !$0.isEmpty })))
        }
      }
    }
    return handelingen
  }

  // MARK: Meldingen

  private mutating func melding(_ groep: Int) -> Melding {
    let wie = lot.getal(0...deelnemers[groep].count - 1)
    var deelnemer = deelnemers[groep][wie]
    var maker = Recordmaker(lot: lot, leverancier: leverancier, datum: datum, deelnemer: deelnemer)
    var inhoud = maker.inhoud()
    (lot, deelnemer) = (maker.lot, maker.deelnemer)
    if inhoud.isEmpty { inhoud = [deelnemer.wijziging(&lot)] }
    if inhoud[0].soort == 306 && !inhoud[0]["sofinummerAchterhaald"].isEmpty { deelnemer.gemeld.insert("306") }
    let voegtToe = inhoud.contains { [320, 325, 330].contains($0.soort) && $0.mutatie == "T" }
    let sleutel = deelnemer.sleutel(&lot, voegtToe: voegtToe)
    deelnemers[groep][wie] = deelnemer
    return Melding(groep: groep, records: sleutel + inhoud)
  }
}
