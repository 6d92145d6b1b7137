/// Faults of 331 and 332, field by field.
enum Vavofouten {
  static let alle: [Fout] = examens + vakken + cijfers

  private static let examens: [Fout] =
    Fout.leeg(331, ["examen", "examenjaar"]) + Fout.geenDatum(331, ["datumUitslagExamen"])
    + Fout.geenGetal(331, ["examenjaar"])
    + Fout.geenCode(331, ["uitslagExamen", "beoordelingWerkstuk", "toepassingBeoordelingWerkstuk"]) + [
      .veld("X464", 331, "datumUitslagExamen", "", bij: { $0["uitslagExamen"] != "" }),
      .veld("X465", 331, "datumUitslagExamen", Foutcontext.toekomst, bij: { $0["uitslagExamen"] != "" }),
      .velden(
        "X466", 331, "beoordelingWerkstuk",
        ["beoordelingWerkstuk": "G", "cijferWerkstuk": "070", "toepassingBeoordelingWerkstuk": "G"]),
      .veld(
        "X468", 331, "titelWerkstuk", "", .signaal,
        bij: { $0["uitslagExamen"] == "G" && $0["toepassingBeoordelingWerkstuk"] != "" }),
    ]

  private static let vakken: [Fout] =
    ["examen", "examenjaar", "examenvak"].map { veld in
      Fout("740", 332, veld) { melding, _ in
        // A new examen must keep a vak (X469).
        guard melding.aantal(332) > 1, let index = melding.laatste(332) else { return false }
        melding.records[index][veld] = ""
        return true
      }
    } + Fout.leeg(332, ["indicatieDiplomavak", "toepassingResultaatExamenvak"])
    + Fout.geenCode(332, ["toepassingResultaatExamenvak"])
    + [
      "indicatieDiplomavak", "indicatieWerkstuk", "indicatieVerwezenNaarVolgendTijdvak",
      "indicatieCertificaatBehaald", "indicatieCombinatiecijfer",
    ].map { veld in
      // Where an examen has no combinatiecijfer the field may not be filled at all (907).
      .veld("X471", 332, veld, "X", bij: { veld != "indicatieCombinatiecijfer" || $0[veld] != "" })
    } + [
      .veld("741", 332, "beoordelingSchoolexamen", "X"),
      .velden("X483", 332, "hogerNiveau", ["hogerNiveau": "", "vakcodeHogerNiveau": "0011"]),
      Fout("X484", 332, "indicatieVerwezenNaarVolgendTijdvak", .signaal) { melding, _ in
        guard let examen = melding.laatste(331), ["G", "A"].contains(melding.records[examen]["uitslagExamen"]),
          let vak = melding.laatste(332)
        else { return false }
        melding.records[vak]["indicatieVerwezenNaarVolgendTijdvak"] = "J"
        return true
      },
    ]

  private static let cijfers: [Fout] =
    Fout.geenGetal(
      332,
      [
        "cijferSchoolexamen", "cijferCE1", "cijferCE2", "cijferCE3", "eersteEindcijfer", "tweedeEindcijfer",
        "derdeEindcijfer", "cijferCijferlijst",
      ])
    + ["cijferSchoolexamen", "cijferCE1", "cijferCE2", "cijferCE3"].map { met("X475", $0, [$0: "101"]) }
    + ["eersteEindcijfer", "tweedeEindcijfer", "derdeEindcijfer", "cijferCijferlijst"].map {
      met("X476", $0, [$0: "11"])
    } + [
      met("X474", "cijferSchoolexamen", ["beoordelingSchoolexamen": "V"]),
      met("X477", "eersteEindcijfer", ["eersteEindcijfer": ""]),
      met("X478", "cijferCE2", ["cijferCE1": "", "eersteEindcijfer": ""]),
      met(
        "X478", "tweedeEindcijfer",
        ["cijferCE2": "", "cijferCE3": "", "derdeEindcijfer": "", "cijferCijferlijst": "07"]),
      met("X479", "cijferCE3", ["cijferCE2": "", "tweedeEindcijfer": ""]),
      met("X479", "derdeEindcijfer", ["cijferCE3": ""]),
      met("X480", "eersteEindcijfer", ["eersteEindcijfer": "06"], .signaal),
      met("X480", "tweedeEindcijfer", ["tweedeEindcijfer": "06"], .signaal),
      met("X480", "derdeEindcijfer", ["derdeEindcijfer": "07", "cijferCijferlijst": "07"], .signaal),
      met("X481", "cijferCijferlijst", ["cijferCijferlijst": "07"], .signaal),
    ]

  /// Marks that agree: three times a centraal examen, the last one the best.
  private static let goed = [
    "toepassingResultaatExamenvak": "G", "beoordelingSchoolexamen": "", "cijferSchoolexamen": "070",
    "cijferCE1": "070", "cijferCE2": "072", "cijferCE3": "090", "eersteEindcijfer": "07", "tweedeEindcijfer": "07",
    "derdeEindcijfer": "08", "cijferCijferlijst": "08",
  ]

  /// A vak whose marks agree but for some.
  private static func met(
    _ code: String, _ veld: String, _ values: [String: String], _ gevolg: Fout.Gevolg = .afkeuring
  ) -> Fout {
    .velden(code, 332, veld, goed.merging(values) { _, value in value }, gevolg)
  }
}
