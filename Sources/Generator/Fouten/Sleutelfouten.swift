/// Faults of 306: a change of who somebody is, in a melding of its own.
enum Sleutelfouten {
  /// What a right 306 of an address says.
  private static let adres = [
    "postcodeVolgensInstellingGewijzigd": "1000AA", "datumIngangAdreswijziging": "20090101",
  ]

  static let alle: [Fout] = [
    op("741", "geslachtGewijzigd", ["geslachtGewijzigd": "?"]),
    op("742", "sofinummerAchterhaald", ["sofinummerAchterhaald": "12345"]),
    op("742", "geboortedatumGewijzigd", ["geboortedatumGewijzigd": "19901332"]),
    op("742", "postcodeVolgensInstellingGewijzigd", ["postcodeVolgensInstellingGewijzigd": "1234ab"]),
    op("742", "landGewijzigd", ["landGewijzigd": "60A0", "postcodeVolgensInstellingGewijzigd": ""]),
    op("742", "datumIngangAdreswijziging", ["datumIngangAdreswijziging": "20090231"]),
    op("X150", "sofinummerAchterhaald", ["postcodeVolgensInstellingGewijzigd": "", "datumIngangAdreswijziging": ""]),
    op("X154", "postcodeVolgensInstellingGewijzigd", ["landGewijzigd": "6030"]),
    op("X155", "datumIngangAdreswijziging", ["datumIngangAdreswijziging": ""]),
    op("X156", "datumIngangAdreswijziging", ["postcodeVolgensInstellingGewijzigd": ""]),
    Fout("X046", 306, "recordsoort") { melding, context in
      guard melding.aantal(306) == 0, let wijziging = context.record(306, adres) else { return false }
      melding.records.insert(wijziging, at: 1)
      return true
    },
    Fout("X047", 306, "recordsoort") { melding, context in
      guard melding.vervang(context.record(306, adres)) else { return false }
      melding.records.append(melding.records[1])
      return true
    },
    Fout("X151", 306, "sofinummerAchterhaald") { melding, context in
      melding.vervang(context.record(306, ["sofinummerAchterhaald": context.vrijSofinummer]))
        && melding.records[0]["onderwijsnummer"] == ""
    },
    Fout("X153", 306, "geboortedatumGewijzigd") { melding, context in
      context.isBekendMetSofinummer && melding.vervang(context.record(306, ["geboortedatumGewijzigd": "19800101"]))
    },
    // Another aanleverpunt of the institution may know the person: then this one is approved.
    Fout("X159", 306, "recordsoort") { melding, context in
      context.moment.isEerste && context.moment.persoon.kenmerk != .naam
        && melding.vervang(context.record(306, adres))
    },
    // The address stays what it was, so that nothing later is in doubt.
    Fout("X160", 306, "datumIngangAdreswijziging", .anders) { melding, context in
      let postcode = melding.records[0]["postcodeVolgensInstelling"]
      let velden = [
        "postcodeVolgensInstellingGewijzigd": postcode, "datumIngangAdreswijziging": Foutcontext.toekomst,
      ]
      return context.isBekend && postcode != "" && melding.vervang(context.record(306, velden))
    },
  ]

  /// Those of persons who have no BSN yet.
  static let zelden: [Fout] = [
    Fout("753", 306, "sofinummerAchterhaald") { melding, context in
      context.isBekend && melding.vervang(context.record(306, ["sofinummerAchterhaald": context.vrijSofinummer]))
        && melding.records[0]["onderwijsnummer"] != ""
    },
    Fout("750", 306, "sofinummerAchterhaald") { melding, context in
      melding.vervang(context.record(306, ["sofinummerAchterhaald": "900000000"]))
        && melding.records[0]["onderwijsnummer"] != ""
    },
  ]

  private static func op(_ code: String, _ veld: String, _ values: [String: String]) -> Fout {
    Fout(code, 306, veld) { melding, context in
      melding.vervang(context.record(306, adres.merging(values) { _, value in value }))
    }
  }
}

extension Conceptmelding {
  /// Leaves the 305 alone with one other record. False where there is none, or where the person has to
  /// be searched by name: that takes a 310 and an addition.
  mutating func vervang(_ record: Conceptrecord?) -> Bool {
    guard let record, aantal(310) == 0 else { return false }
    records = [records[0], record]
    return true
  }
}
