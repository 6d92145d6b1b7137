/// Faults of 305: who a melding is about.
enum Persoonsfouten {
  static let alle: [Fout] =
    Fout.leeg(305, ["leerlingnummer", "geboortedatum", "geslacht"]) + Fout.geenCode(305, ["geslacht"]) + [
      .veld("742", 305, "sofinummer", "12345678", bij: { $0["sofinummer"] != "" }),
      .veld("742", 305, "geboortedatum", "19901332"),
      .veld("742", 305, "postcodeVolgensInstelling", "1234ab", bij: { $0["postcodeVolgensInstelling"] != "" }),
      .velden("790", 305, "postcodeVolgensInstelling", ["postcodeVolgensInstelling": "1000AA", "land": "6030"]),
      .veld("X104", 305, "geboortedatum", Foutcontext.toekomst),
      Fout("X040", 305, "recordsoort") { melding, _ in
        melding.records.removeLast(melding.records.count - 1)
        return true
      },
      Fout("X044", 305, "sofinummer") { melding, _ in
        melding.records[0].wisNummers()
        melding.records.removeAll { $0.layout.record == 310 }
        return true
      },
      Fout("X045", 305, "sofinummer") { melding, context in
        melding.records.removeAll { $0.layout.record == 310 }
        let position = context.moment.persoon.position
        melding.records[0]["sofinummer"] = String(Persoonsnummer.sofinummer(position))
        melding.records[0]["onderwijsnummer"] = String(Persoonsnummer.onderwijsnummer(position))
        return true
      },
      andersCijfer("750", "sofinummer"),
      Fout("753", 305, "sofinummer") { melding, context in
        guard melding.records[0]["sofinummer"] != "" else { return false }
        melding.records[0]["sofinummer"] = context.vrijSofinummer
        return true
      },
      Fout("757", 305, "onderwijsnummer", .anders) { melding, context in
        guard melding.isToevoeging else { return false }
        melding.zoekOpNaam(context)
        melding.records[1]["achternaam"] = context.letters
        return true
      },
      Fout("780", 305, "geboortedatum", .signaal) { melding, context in
        let geboortedatum = melding.records[0]["geboortedatum"]
        melding.records[0]["geboortedatum"] = geboortedatum == "19800101" ? "19800102" : "19800101"
        return context.isBekendMetSofinummer
      },
      // The birth date of who is known is not taken over, so that this one comes with 780.
      Fout("X105", 305, "geboortedatum", .signaal) { melding, context in
        melding.records[0]["geboortedatum"] = "\(context.datum.year - 1)0101"
        return context.isBekendMetSofinummer
      },
      Fout("770", 305, "postcodeVolgensInstelling", .signaal) { melding, context in
        guard context.moment.persoon.kenmerk != .onderwijsnummer, !context.isGeheim else { return false }
        let postcode = melding.records[0]["postcodeVolgensInstelling"]
        melding.records[0]["postcodeVolgensInstelling"] = "1000AA"
        return postcode != "" && postcode != "1000AA"
      },
    ]

  /// Those of persons whom few know: who have no BSN.
  static let zelden: [Fout] = [
    Fout("752", 305, "onderwijsnummer") { melding, context in
      melding.records[0]["geslacht"] = context.moment.persoon.isVrouw ? "M" : "V"
      return melding.records[0]["onderwijsnummer"] != ""
    },
    andersCijfer("751", "onderwijsnummer"),
    .veld("742", 305, "onderwijsnummer", "10000", bij: { $0["onderwijsnummer"] != "" }),
    .veld("742", 305, "land", "60A0", bij: { $0["land"] != "" }),
  ]

  /// A number whose last digit is wrong.
  private static func andersCijfer(_ code: String, _ veld: String) -> Fout {
    Fout(code, 305, veld) { melding, _ in
      let nummer = melding.records[0][veld]
      guard let last = nummer.last?.wholeNumberValue else { return false }
      melding.records[0][veld] = nummer.dropLast() + String((last + 1) % 10)
      return true
    }
  }
}
