/// A person about whom meldingen are made up.
struct Deelnemer {
  /// How much is known of someone.
  enum Soort: CaseIterable {
    /// Once in the BRP.
    case brp
    /// Known to BRON by onderwijsnummer, perhaps with a sofinummer by now.
    case bron
    /// Nowhere.
    case nieuw
    /// Twice in the BRP.
    case dubbelInBRP
    /// Twice among whom BRON knows.
    case dubbelInBRON
  }

  private(set) var leerlingnummer: String
  var bsn = ""
  var onderwijsnummer = ""
  /// A sofinummer that may be found out.
  var achterhaald = ""
  private(set) var geboortedatum: String
  private(set) var geslacht: String
  var postcode: String
  let land: String
  private(set) var achternaam: String
  private(set) var voornamen: String
  /// Whether there are more of that name, so that he is mostly sent by it.
  private(set) var isDubbel = false
  /// What was sent as a T: keys of records.
  var gemeld: Set<String> = []

  var isZonderNummer: Bool { bsn.isEmpty && onderwijsnummer.isEmpty }

  private static let bsns = Nummers.vanaf(210_000_001, 300, Nummers.isBSN)
  private static let onderwijsnummers = Nummers.vanaf(150_000_000, 200, Nummers.isOnderwijsnummer)
  /// Numbers that BRON may give out, and that someone may have already.
  static let eerste = Nummers.vanaf(100_000_001, 6, Nummers.isOnderwijsnummer)

  /// Makes up a person, and his rows in `personen.csv`.
  ///
  /// - Parameter ander: whose leerlingnummer or name he may have.
  static func maak(
    _ nummer: Int, naast ander: Deelnemer?, _ lot: inout Lot, rijen: inout [[String: String]]
  ) -> Deelnemer {
    var deelnemer = Deelnemer(
      leerlingnummer: "\(1000 + nummer)", geboortedatum: lot.een(["19910501", "19920420", "19940100", "19950000"]),
      geslacht: lot.een(["M", "V"]), postcode: lot.kans(80) ? lot.een(["1234AB", "2345BC"]) : "",
      land: lot.een(["6045", "6030"]), achternaam: "Achternaam\(nummer)", voornamen: "Voor \(nummer)")
    if let ander, lot.kans(12) { deelnemer.leerlingnummer = ander.leerlingnummer }
    if let ander, lot.kans(12) {
      (deelnemer.achternaam, deelnemer.voornamen) = (ander.achternaam, ander.voornamen)
      (deelnemer.geboortedatum, deelnemer.geslacht) = (ander.geboortedatum, ander.geslacht)
      deelnemer.isDubbel = true
    }
    let soort = lot.een([.brp, .brp, .brp, .brp, .bron, .bron, .nieuw, .dubbelInBRP, .dubbelInBRON] as [Soort])
    if [.dubbelInBRP, .dubbelInBRON].contains(soort) { deelnemer.isDubbel = true }
    let eigen = bsns[nummer * 2]
    let onderwijsnummer = nummer < 3 && lot.kans(30) ? eerste[nummer] : onderwijsnummers[nummer * 2]
    switch soort {
    case .brp, .dubbelInBRP:
      deelnemer.bsn = eigen
      if lot.kans(15) { deelnemer.onderwijsnummer = onderwijsnummer }
      rijen.append(deelnemer.rij(&lot))
      if soort == .dubbelInBRP { rijen.append(deelnemer.rij(&lot, bsn: bsns[nummer * 2 + 1])) }
    case .bron, .dubbelInBRON:
      deelnemer.onderwijsnummer = onderwijsnummer
      rijen.append(deelnemer.rij(&lot))
      if soort == .dubbelInBRON {
        rijen.append(deelnemer.rij(&lot, onderwijsnummer: onderwijsnummers[nummer * 2 + 1]))
      } else if lot.kans(70) {
        deelnemer.achterhaald = eigen
        rijen.append(deelnemer.rij(&lot, bsn: eigen, achternaam: lot.kans(50) ? "Anders\(nummer)" : nil))
      }
    case .nieuw: break
    }
    return deelnemer
  }

  private func rij(
    _ lot: inout Lot, bsn: String? = nil, onderwijsnummer: String? = nil, achternaam: String? = nil
  ) -> [String: String] {
    [
      "bsn": bsn ?? self.bsn, "onderwijsnummer": bsn == nil ? onderwijsnummer ?? self.onderwijsnummer : "",
      "geboortedatum": geboortedatum, "geslacht": geslacht, "achternaam": achternaam ?? self.achternaam,
      "voornamen": voornamen, "postcode": lot.kans(15) ? lot.een(["", "3456CD"]) : postcode,
      "geheim": lot.kans(12) ? "J" : "", "datum_overlijden": lot.kans(12) ? lot.een(["20080930", "20091001"]) : "",
    ].filter { !$0.value.isEmpty }
  }

  /// The 305, and the 310 of who is not addressed by number; now and then with a fault.
  func sleutel(_ lot: inout Lot, voegtToe: Bool) -> [Record] {
    let opNaam = isZonderNummer ? voegtToe || lot.kans(30) : voegtToe && lot.kans(isDubbel ? 50 : 20)
    var sleutel = Record(305, ["leerlingnummer": leerlingnummer, "geboortedatum": geboortedatum, "geslacht": geslacht])
    sleutel["postcodeVolgensInstelling"] = lot.kans(8) ? "9999ZZ" : postcode
    if sleutel["postcodeVolgensInstelling"].isEmpty || lot.kans(2) { sleutel["land"] = land }
    if !opNaam {
      let heeftNieuw = gemeld.contains("306")
      if !achterhaald.isEmpty && lot.kans(heeftNieuw ? 50 : 12) {
        sleutel["sofinummer"] = achterhaald
      } else if !bsn.isEmpty && (onderwijsnummer.isEmpty || lot.kans(70)) {
        sleutel["sofinummer"] = bsn
      } else {
        sleutel["onderwijsnummer"] = isZonderNummer ? lot.een(Self.eerste) : onderwijsnummer
      }
    }
    if lot.kans(3) { sleutel["geboortedatum"] = "19930930" }
    if lot.kans(1) { sleutel["geslacht"] = geslacht == "M" ? "V" : "M" }
    if !opNaam { return [sleutel] }
    let naam = lot.kans(30) ? achternaam.uppercased() : achternaam
    return [sleutel, Record(310, ["achternaam": naam, "alleVoornamen": voornamen])]
  }

  /// A 306 about him.
  func wijziging(_ lot: inout Lot) -> Record {
    var record = Record(306, [:])
    if !achterhaald.isEmpty && lot.kans(50) {
      record["sofinummerAchterhaald"] = achterhaald
    } else if lot.kans(10) {
      record["sofinummerAchterhaald"] = lot.een(Self.bsns.prefix(8).map { $0 })
    } else if lot.kans(40) {
      record["geboortedatumGewijzigd"] = lot.een(["19930930", geboortedatum, geboortedatum])
    } else if lot.kans(10) {
      record["geslachtGewijzigd"] = geslacht == "M" ? "V" : "M"
    }
    if record.velden.isEmpty || lot.kans(20) {
      if lot.kans(70) {
        record["postcodeVolgensInstellingGewijzigd"] = lot.een(["3456CD", "1234AB"])
      } else {
        record["landGewijzigd"] = "6045"
      }
      record["datumIngangAdreswijziging"] = lot.een(["20090901", "20110101"])
    }
    return record
  }
}
