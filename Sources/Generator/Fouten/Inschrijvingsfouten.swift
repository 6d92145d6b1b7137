/// Faults of 320, 325 and 330, field by field.
enum Inschrijvingsfouten {
  static let alle: [Fout] =
    beroepsonderwijs + cursus(325, "X401", "X403", "X404") + cursus(330, "X451", "X453", "X454")
    + Fout.leeg(325, ["indicatieNieuwkomer"])

  private static let beroepsonderwijs: [Fout] =
    Fout.leeg(
      320,
      [
        "inschrijvingsvolgnummer", "gevolgdeOpleiding", "intensiteit", "datumInschrijving",
        "geplandeDatumUitschrijving", "hoogsteVooropleiding", "indicatieGehandicapt",
      ])
    + Fout.geenDatum(320, ["datumInschrijving", "geplandeDatumUitschrijving", "werkelijkeDatumUitschrijving"])
    + Fout.geenGetal(320, ["gevolgdeOpleiding"])
    + Fout.geenCode(320, ["leerweg", "intensiteit", "hoogsteVooropleiding", "redenUitstroom"]) + [
      .veld("830", 320, "leerweg", "", bij: { $0["intensiteit"] != "EX" }),
      .veld("831", 320, "leerweg", "BOL", bij: { $0["intensiteit"] == "EX" }),
      .veld("X207", 320, "geplandeDatumUitschrijving", Foutcontext.verleden),
      .veld("X208", 320, "werkelijkeDatumUitschrijving", Foutcontext.verleden),
      Fout("X209", 320, "werkelijkeDatumUitschrijving", .signaal) { melding, _ in
        guard let index = melding.laatste(320) else { return false }
        let begin = melding.records[index]["datumInschrijving"]
        melding.records[index]["geplandeDatumUitschrijving"] = begin
        return melding.records[index]["werkelijkeDatumUitschrijving"] > begin
      },
      .veld("X211", 320, "indicatieGehandicapt", "X"),
      .veld("X213", 320, "laatsteVooropleiding", "12345", .signaal),
      .velden("X215", 320, "redenUitstroom", ["redenUitstroom": "01", "werkelijkeDatumUitschrijving": ""]),
      .veld("X217", 320, "locatie", "A1"),
      Fout("X220", 320, "datumInschrijving", .signaal) { melding, _ in
        // Nothing that is told along with it, or of it later, may lie before it: an examendeelnemer has no BPV.
        guard melding.isToevoeging, melding.aantal(323) == 0, let index = melding.laatste(320),
          melding.records[index]["werkelijkeDatumUitschrijving"] == "", melding.records[index]["intensiteit"] == "EX"
        else { return false }
        melding.records[index]["datumInschrijving"] = Foutcontext.toekomst
        melding.records[index]["geplandeDatumUitschrijving"] = Foutcontext.toekomst
        return true
      },
    ]

  /// What educatie and vavo have in common.
  private static func cursus(_ record: Int, _ datums: String, _ uren: String, _ nieuwkomer: String) -> [Fout] {
    Fout.leeg(
      record,
      [
        "gevolgdeOpleiding", "datumInschrijving", "geplandeDatumUitschrijving", "hoogsteVooropleiding",
        "contacturenPerWeek",
      ])
      + Fout.geenDatum(record, ["datumInschrijving", "geplandeDatumUitschrijving", "werkelijkeDatumUitschrijving"])
      + Fout.geenGetal(record, ["contacturenPerWeek"]) + Fout.geenCode(record, ["hoogsteVooropleiding"]) + [
        .veld(datums, record, "geplandeDatumUitschrijving", Foutcontext.verleden),
        .veld(datums, record, "werkelijkeDatumUitschrijving", Foutcontext.verleden),
        .veld(uren, record, "contacturenPerWeek", "00"), .veld(nieuwkomer, record, "indicatieNieuwkomer", "X"),
      ]
  }
}
