/// Faults of 326, 327 and 328, field by field.
enum Educatiefouten {
  static let alle: [Fout] =
    Fout.leeg(326, ["voltooideOpleiding", "datumVoltooid"]) + Fout.leeg(327, ["vakvolgnummer", "vak"])
    + Fout.leeg(328, ["vakvolgnummer", "nt2Vaardigheid", "startniveau"])
    + Fout.geenDatum(326, ["datumVoltooid"]) + Fout.geenDatum(327, ["datumVoltooid"])
    + Fout.geenGetal(327, ["vakvolgnummer", "vak"])
    + Fout.geenGetal(328, ["vakvolgnummer", "startniveau", "behaaldNiveau"]) + Fout.geenCode(328, ["nt2Vaardigheid"])
    + [
      .veld("741", 328, "startniveau", "9"), .veld("741", 328, "behaaldNiveau", "9"),
      .velden("X432", 328, "behaaldNiveau", ["startniveau": "5", "behaaldNiveau": "1"], .signaal),
      .veld("X413", 326, "datumVoltooid", Foutcontext.toekomst, .signaal),
    ]
}
