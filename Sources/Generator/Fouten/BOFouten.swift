/// Faults of 321, 322 and 323, field by field.
enum BOFouten {
  static let alle: [Fout] = periodes + bpvs + diplomas

  private static let periodes: [Fout] =
    Fout.leeg(321, ["datumIngangPeriodegegevensInschrijving", "indicatieBekostigingInschrijving"])
    + Fout.geenDatum(321, ["datumIngangPeriodegegevensInschrijving"]) + [
      Fout("740", 321, "inschrijvingsvolgnummer") { melding, _ in
        // A new inschrijving must keep a period of its own (X051).
        guard let index = melding.laatste(321), !melding.isToevoeging || melding.aantal(321) > 1 else { return false }
        melding.records[index]["inschrijvingsvolgnummer"] = ""
        return true
      },
      .veld("X250", 321, "indicatieBekostigingInschrijving", "X"),
      .veld("X256", 321, "indicatieLesgeld", "J", .signaal),
      Fout("839", 321, "indicatieBekostigingInschrijving") { melding, _ in
        guard let inschrijving = melding.laatste(320), melding.records[inschrijving]["intensiteit"] == "EX",
          let periode = melding.laatste(321)
        else { return false }
        melding.records[periode]["indicatieBekostigingInschrijving"] = "J"
        return true
      },
      Fout("X052", 321, "datumIngangPeriodegegevensInschrijving") { melding, context in
        guard melding.isToevoeging, melding.aantal(321) == 1, let periode = melding.laatste(321) else { return false }
        melding.records[periode]["datumIngangPeriodegegevensInschrijving"] = Foutcontext.toekomst
        return true
      },
    ]

  private static let bpvs: [Fout] =
    Fout.leeg(322, ["bpvVolgnummer", "afsluitdatumBPV", "datumBeginBPV", "geplandeDatumEindeBPV"])
    + Fout.geenDatum(322, ["afsluitdatumBPV", "datumBeginBPV", "geplandeDatumEindeBPV", "werkelijkeDatumEindeBPV"])
    + Fout.geenGetal(322, ["bpvVolgnummer", "omvangBPV"]) + [
      .velden(
        "889", 322, "werkelijkeDatumEindeBPV",
        ["werkelijkeDatumEindeBPV": Foutcontext.toekomst, "geplandeDatumEindeBPV": Foutcontext.toekomst], .signaal),
      .veld("953", 322, "leerbedrijf", "", .signaal, bij: { $0["leerbedrijf"] != "" }),
      .veld("954", 322, "leerbedrijf", "98AA1234AB157", .signaal, bij: { $0["leerbedrijf"] != "" }),
      .veld("954", 322, "postcodeLeerbedrijf", "12 AB", .signaal, bij: { $0["postcodeLeerbedrijf"] != "" }),
      .veld("X301", 322, "geplandeDatumEindeBPV", Foutcontext.verleden),
      .veld("X302", 322, "werkelijkeDatumEindeBPV", Foutcontext.verleden),
      Fout("X303", 322, "werkelijkeDatumEindeBPV", .signaal) { melding, _ in
        guard let index = melding.laatste(322) else { return false }
        let begin = melding.records[index]["datumBeginBPV"]
        melding.records[index]["geplandeDatumEindeBPV"] = begin
        return melding.records[index]["werkelijkeDatumEindeBPV"] > begin
      },
      .veld("X306", 322, "leerbedrijf", "98AA1234AB0001601", bij: { $0["naamLeerbedrijf"] != "" }),
      .veld("X310", 322, "leerbedrijf", "98AA1234AB0000001", .signaal, bij: { $0["leerbedrijf"] != "" }),
      .veld("X311", 322, "huisnummerLeerbedrijf", "00000", .signaal, bij: { $0["huisnummerLeerbedrijf"] != "" }),
      .veld("X314", 322, "omvangBPV", "0000", .signaal),
    ]

  private static let diplomas: [Fout] =
    Fout.leeg(323, ["behaaldeKwalificatie", "datumBehaald", "indicatieBekostigingDiploma"])
    + Fout.geenDatum(323, ["datumBehaald"]) + Fout.geenGetal(323, ["behaaldeKwalificatie"]) + [
      .veld("X354", 323, "indicatieBekostigingDiploma", "X"),
      // The inschrijving ends on that day too, or the difference is told as well (940). Only where it ends
      // with this melding: a later A would leave the diploma behind (X219).
      Fout("889", 323, "datumBehaald", .signaal) { melding, _ in
        guard let inschrijving = melding.laatste(320), let diploma = melding.laatste(323),
          melding.records[inschrijving]["soortMutatie"] == "A", melding.records[diploma]["soortMutatie"] == "T"
        else { return false }
        melding.records[inschrijving]["geplandeDatumUitschrijving"] = Foutcontext.toekomst
        melding.records[inschrijving]["werkelijkeDatumUitschrijving"] = Foutcontext.toekomst
        melding.records[diploma]["datumBehaald"] = Foutcontext.toekomst
        return true
      },
      Fout("940", 323, "datumBehaald", .signaal) { melding, _ in
        guard let inschrijving = melding.laatste(320), let diploma = melding.laatste(323) else { return false }
        let begin = melding.records[inschrijving]["datumInschrijving"]
        melding.records[diploma]["datumBehaald"] = begin
        return melding.records[inschrijving]["werkelijkeDatumUitschrijving"] > begin
      },
    ]
}
