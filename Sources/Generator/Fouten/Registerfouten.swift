/// Faults that only the register sees: what is added is there already, what is changed is not.
enum Registerfouten {
  static let alle: [Fout] =
    [320, 325, 330].map(alBekend) + [("812", 320), ("X405", 325), ("X455", 330)].map(overlap)
    + [320, 321, 322, 323, 325, 326, 327, 328, 330, 331].map(zonderInschrijving)
    + [("X300", 322), ("X351", 323), ("X414", 326), ("X421", 327), ("X433", 328), ("X462", 331)].map(nogmaals)
    + [
      onbekend("X251", 321, ["datumIngangPeriodegegevensInschrijving": Foutcontext.verleden]),
      onbekend("809", 322, ["bpvVolgnummer": "99"]),
      onbekend("X352", 323, ["behaaldeKwalificatie": "80000"]),
      Fout("804", 321, "datumIngangPeriodegegevensInschrijving") { melding, context in
        // Only in the delivery that adds a period its date is known for certain.
        context.moment.isDirect && context.moment.fase == 1 && melding.vervang(context.toevoeging.eerste(321))
      },
      Fout("X054", 328, "nt2Vaardigheid") { melding, context in
        let velden = [
          "soortMutatie": "T", "inschrijvingsvolgnummer": context.volgnummer, "vakvolgnummer": "98",
          "nt2Vaardigheid": "01", "startniveau": "1",
        ]
        return context.isBekend && melding.vervang(context.record(328, velden))
      },
      tweeBekostigd,
    ]

  /// 811: the addition comes once more.
  private static func alBekend(_ record: Int) -> Fout {
    Fout("811", record, "inschrijvingsvolgnummer") { melding, context in
      guard context.isBekend, context.toevoeging.aantal(record) > 0 else { return false }
      melding.records = [melding.records[0]] + context.toevoeging.zonderPersoon
      return true
    }
  }

  /// 812, X405, X455: the addition comes once more under another number, while the inschrijving lasts.
  private static func overlap(_ code: String, _ record: Int) -> Fout {
    Fout(code, record, "gevolgdeOpleiding") { melding, context in
      guard context.isBekend, context.moment.verloop == .lopend, context.toevoeging.aantal(record) > 0 else {
        return false
      }
      melding.records = [melding.records[0]] + context.toevoeging.zonderPersoon
      for index in melding.records.indices { melding.records[index]["inschrijvingsvolgnummer"] = "X1" }
      return true
    }
  }

  /// 805: something under an inschrijving that there is not.
  private static func zonderInschrijving(_ record: Int) -> Fout {
    Fout("805", record, "inschrijvingsvolgnummer") { melding, context in
      melding.vervang(context.verwijdering(record, volgnummer: Foutcontext.onbekendVolgnummer, sleutel))
    }
  }

  /// What the keys of records under an inschrijving may look like.
  private static let sleutel = [
    "datumIngangPeriodegegevensInschrijving": "20090801", "bpvVolgnummer": "01", "behaaldeKwalificatie": "90000",
    "voltooideOpleiding": "5511", "vakvolgnummer": "01", "nt2Vaardigheid": "01", "examen": "5370",
    "examenjaar": "2009",
  ]

  /// What came along with the inschrijving is added once more.
  private static func nogmaals(_ code: String, _ record: Int) -> Fout {
    Fout(code, record) { melding, context in
      guard context.isBekend, let eerste = context.toevoeging.eerste(record) else { return false }
      // A 331 goes with its vakken.
      let vakken = record == 331 ? context.toevoeging.records.filter { $0.layout.record == 332 } : []
      melding.records = [melding.records[0], eerste] + vakken
      return true
    }
  }

  /// Something is removed that is not there.
  private static func onbekend(_ code: String, _ record: Int, _ sleutel: [String: String]) -> Fout {
    Fout(code, record) { melding, context in
      context.isBekend
        && melding.vervang(context.verwijdering(record, volgnummer: context.volgnummer, sleutel))
    }
  }

  /// 814: two inschrijvingen of long ago, both funded on 1 October of a year in which nobody has others.
  private static let tweeBekostigd = Fout("814", 321, "indicatieBekostigingInschrijving", .anders) { melding, context in
    guard context.isBekend else { return false }
    melding.records.removeLast(melding.records.count - 1)
    var periodes: [Conceptrecord] = []
    for (index, letter) in ["P", "Q"].enumerated() {
      let volgnummer = "\(letter)\(context.plaats % 100)"
      let inschrijving = [
        "soortMutatie": "T", "inschrijvingsvolgnummer": volgnummer,
        "gevolgdeOpleiding": String(80_001 + 2 * context.plaats + index),
        "leerweg": "BOL", "intensiteit": "VT", "datumInschrijving": "19900801",
        "geplandeDatumUitschrijving": "19910131", "werkelijkeDatumUitschrijving": "19910131",
        "hoogsteVooropleiding": "04", "indicatieGehandicapt": "N", "redenUitstroom": "07",
      ]
      let periode = [
        "soortMutatie": "T", "inschrijvingsvolgnummer": volgnummer,
        "datumIngangPeriodegegevensInschrijving": "19900801", "indicatieBekostigingInschrijving": "J",
      ]
      guard let eerste = context.record(320, inschrijving), let tweede = context.record(321, periode) else {
        return false
      }
      melding.records.append(eerste)
      periodes.append(tweede)
    }
    melding.records += periodes
    return true
  }
}

extension Conceptmelding {
  fileprivate func eerste(_ nummer: Int) -> Conceptrecord? {
    records.first { $0.layout.record == nummer }
  }

  /// The records behind 305 and 310.
  fileprivate var zonderPersoon: [Conceptrecord] {
    records.filter { ![305, 310].contains($0.layout.record) }
  }
}
